"""What is not one's own does not exist: the same 404, whatever is asked."""

import httpx

from tests.integration.chat.callers import AGENTS, OWN, Caller, Workspace, slug


def unknown(answer: httpx.Response) -> bool:
    return (answer.status_code, slug(answer)) == (404, "not-found")


async def everything_an_agent_may_ask(agent: Caller, path: str) -> list[httpx.Response]:
    return [
        await agent.get(path),
        await agent.get(f"{path}/messages"),
        await agent.say(path),
        await agent.post(f"{path}/read", {"seq": 1}),
        await agent.post(f"{path}/close"),
        await agent.upload(path, b"x"),
        await agent.get(f"{path}/attachments/any"),
    ]


async def everything_a_customer_may_ask(customer: Caller) -> list[httpx.Response]:
    return [
        await customer.get(OWN),
        await customer.get(f"{OWN}/messages"),
        await customer.say(OWN),
        await customer.post(f"{OWN}/read", {"seq": 1}),
        await customer.post(f"{OWN}/close"),
        await customer.upload(OWN, b"x"),
        await customer.get(f"{OWN}/attachments/any"),
    ]


async def test_another_workspaces_conversation_is_like_none(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    customer, path = await workspace.start()
    before = (await workspace.agent().get(path)).text
    stranger = other_workspace.agent()

    foreign = await everything_an_agent_may_ask(stranger, path)
    missing = await everything_an_agent_may_ask(stranger, f"{AGENTS}/none")

    assert all(map(unknown, foreign))
    assert [answer.content for answer in foreign] == [answer.content for answer in missing]
    assert (await workspace.agent().get(path)).text == before
    assert len(await customer.thread(OWN)) == 1


async def test_a_conversation_of_another_workspace_is_in_no_list(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    await workspace.start("canary")
    stranger = other_workspace.agent()

    for query in ({}, {"q": "mia"}, {"q": "canary"}):
        assert (await stranger.get(AGENTS, **query)).json()["items"] == []
    assert (await stranger.get(f"{AGENTS}/counts")).json() == {"active": 0, "closed": 0}


async def test_the_same_client_id_in_two_workspaces_is_two_conversations(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    await workspace.start(client_id="same")
    _, path = await other_workspace.start(client_id="same")

    assert (await other_workspace.agent().get(path)).status_code == 200


async def test_a_customer_of_another_workspace_reaches_nothing(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    _, path = await workspace.start()
    stranger = other_workspace.customer("eve", path.rpartition("/")[2])
    nobody = other_workspace.customer("eve", "no-such-conversation")

    for customer in (stranger, nobody):
        for answer in await everything_a_customer_may_ask(customer):
            assert (answer.status_code, slug(answer)) == (404, "conversation-ended")


async def test_a_customer_who_has_not_written_reaches_nothing(workspace: Workspace) -> None:
    await workspace.start()

    assert all(map(unknown, await everything_a_customer_may_ask(workspace.newcomer())))


async def test_customers_and_agents_do_not_reach_each_others_routes(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    agent = workspace.agent()

    for answer in await everything_an_agent_may_ask(customer, path):
        assert unknown(answer)
    assert unknown(await customer.get(AGENTS))
    assert unknown(await customer.get(f"{AGENTS}/counts"))
    assert all(map(unknown, await everything_a_customer_may_ask(agent)))


async def test_a_customer_sees_nothing_of_who_merely_looks(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    await workspace.agent("Ann").post(f"{path}/read", {"seq": 1})

    assert "ann" not in (await customer.get(OWN)).text.lower()
