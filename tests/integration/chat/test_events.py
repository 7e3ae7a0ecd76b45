"""What is heard of conversations: one event for each change, none without one."""

from shared.contracts import conversation_events, conversations
from tests.integration.chat.callers import OWN, Workspace, new_id


async def test_every_change_is_told_once_in_the_order_of_versions(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    agent = workspace.agent()
    body = {"client_id": new_id(), "text": "Hello"}
    for _ in range(2):
        await agent.post(f"{path}/messages", body)
        await customer.post(f"{OWN}/read", {"seq": 2})
        await agent.post(f"{path}/close")

    conversation = (await agent.get(path)).json()
    heard = await workspace.hearing.until(conversation["id"], conversation["version"])

    assert [event["type"] for event in heard] == [
        "conversation.started.v1",
        "conversation.message_sent.v1",
        "conversation.read.v1",
        "conversation.closed.v1",
    ]
    assert {event["workspaceid"] for event in heard} == {workspace.id}


async def test_events_say_what_their_contracts_promise(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    agent = workspace.agent()
    reply = (await agent.say(path)).json()
    await customer.post(f"{OWN}/read", {"seq": 2})
    closed = (await agent.post(f"{path}/close")).json()

    heard = await workspace.hearing.until(closed["id"], closed["version"])
    started, sent, read, ended = (event["data"] for event in heard)

    facts = conversations.ConversationFacts.model_validate(started["conversation"])
    assert (facts.id, facts.version) == (closed["id"], 1)
    assert started["message"] == (await agent.thread(path))[0]
    assert sent == {"message": reply}
    assert conversation_events.ConversationRead.model_validate(read).reader.kind == "customer"
    assert ended == {"closed_by": closed["closed_by"], "closed_at": closed["closed_at"]}


async def test_an_event_carries_the_trace_of_the_call_that_caused_it(workspace: Workspace) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    await agent.post_raw(f"{path}/close", b"", traceparent=trace)

    heard = await workspace.hearing.until(path.rpartition("/")[2], 2)
    assert heard[1]["traceparent"] == trace
