"""What is said on sockets, to whom, and how they end when a gateway or a session does."""

import json
from functools import partial

from websockets.asyncio.client import connect

from gateway.identity import use_cases
from shared import clock
from shared.contracts.conversation_events import ConversationClosed, ConversationRead, Reader
from tests.integration.gateway.conftest import Gateway, Office
from tests.integration.gateway.sockets import (
    MIA,
    a_message,
    closed_with,
    cookie_of,
    heard,
    listening,
    opened,
    visiting,
)


async def test_an_agent_hears_the_whole_event_and_a_customer_what_is_theirs(
    office: Office,
) -> None:
    async with (
        listening(office, office.ann) as ann,
        visiting(office, "c1") as mia,
        visiting(office, "c2") as jon,
    ):
        read = ConversationRead(reader=Reader(kind="agent", id=office.ann.id), seq=3)
        closed = ConversationClosed(closed_by=MIA, closed_at=clock.now())
        await office.say(a_message("for both"), sequence=2)
        await office.say(read, sequence=3)
        await office.say(closed, sequence=4)
        await office.say(a_message("for Jon", "c2"), subject="c2", sequence=7)
        agents = [await heard(ann) for _ in range(4)]
        customers = [await heard(mia) for _ in range(3)]
        other = await heard(jon)
    assert [(f["type"], f["subject"], f["sequence"]) for f in agents] == [
        ("conversation.message_sent.v1", "c1", 2),
        ("conversation.read.v1", "c1", 3),
        ("conversation.closed.v1", "c1", 4),
        ("conversation.message_sent.v1", "c2", 7),
    ]
    assert agents[0].keys() == {"type", "id", "subject", "sequence", "time", "data"}
    assert agents[1]["data"]["reader"] == {"kind": "agent", "id": office.ann.id}
    assert customers[0] == agents[0]
    assert customers[1]["data"] == {"by": "agent", "seq": 3}
    assert office.ann.id not in json.dumps(customers)
    assert customers[2]["data"] == agents[2]["data"]
    assert other["data"]["message"]["text"] == "for Jon"


async def test_nothing_of_another_workspace_is_heard(gateway: Gateway, office: Office) -> None:
    other = await gateway.office()
    async with (
        listening(office, office.ann) as ann,
        listening(other, other.ann) as stranger,
        visiting(other, "c1") as customer,
    ):
        await office.say(a_message("ours"))
        await other.say(a_message("theirs"))
        for socket, text in ((ann, "ours"), (stranger, "theirs"), (customer, "theirs")):
            assert (await heard(socket))["data"]["message"]["text"] == text


async def test_a_change_of_the_workspace_reaches_everyone_in_their_own_form(
    office: Office,
) -> None:
    async with listening(office, office.ann) as ann, visiting(office) as mia:
        await office.change(live_chat_enabled=False)
        told_ann, told_mia = await heard(ann), await heard(mia)
        await office.say(a_message("while off"))
        await office.change(live_chat_enabled=True)
        again_ann, again_mia = await heard(ann), await heard(mia)
        await office.say(a_message("while on"))
        assert (await heard(ann))["data"]["message"]["text"] == "while on"
        assert (await heard(mia))["data"]["message"]["text"] == "while on"
    assert told_ann["type"] == told_mia["type"] == "workspace.changed.v1"
    assert told_ann["data"]["workspace"]["live_chat_enabled"] is False
    assert (told_mia["data"], again_mia["data"]) == ({"enabled": False}, {"enabled": True})
    assert again_ann["data"]["workspace"]["live_chat_enabled"] is True


async def test_a_ping_is_answered(office: Office) -> None:
    async with visiting(office) as mia:
        await mia.send('{"type": "ping"}')
        assert await heard(mia) == {"type": "pong"}


async def test_a_gateway_that_stops_tells_its_sockets_to_come_back(office: Office) -> None:
    async with (
        office.gateway.another() as other,
        connect(f"{other.socket_url}/widget/v1/stream") as socket,
    ):
        await socket.send(json.dumps({"type": "token", "token": office.visitor_token()}))
        assert (await heard(socket))["type"] == "ready"
        other.process.terminate()
        assert await closed_with(socket) == 1012
        await other.process.wait()


async def test_signing_out_closes_the_sessions_sockets_at_every_gateway(office: Office) -> None:
    async with office.gateway.another() as other, office.signed_in(office.ann) as http:
        urls = (office.gateway.socket_url, other.socket_url)
        async with (
            connect(f"{urls[0]}/api/v1/stream", additional_headers=cookie_of(http)) as here,
            connect(f"{urls[1]}/api/v1/stream", additional_headers=cookie_of(http)) as there,
            listening(office, office.ann) as another_session,
        ):
            assert [(await heard(s))["type"] for s in (here, there)] == ["ready", "ready"]
            await http.delete("/api/v1/session")
            assert [await closed_with(s, seconds=5) for s in (here, there)] == [4410, 4410]
            await office.say(a_message())
            assert (await heard(another_session))["type"] == "conversation.message_sent.v1"


async def test_a_session_whose_end_was_not_heard_is_found_out(office: Office) -> None:
    """As when the event comes while the broker is away."""
    async with listening(office, office.ann) as socket:
        repository = office.gateway.identity.repository
        for session in await repository.credentials.of(office.ann.id, "session"):
            remove = partial(repository.credentials.remove, credential_id=session.id)
            await office.gateway.identity.mongo.transact(remove)
        assert await closed_with(socket) == 4410


async def test_an_api_token_opens_a_socket_until_it_is_revoked(office: Office) -> None:
    identity = office.gateway.identity
    secret, token = await use_cases.issue_api_token(identity, office.ben, "Robot")
    first = {"type": "token", "token": secret}
    async with opened(office, "/api/v1/stream", first) as socket:
        assert (await heard(socket))["type"] == "ready"
        await use_cases.end_credential(identity, office.ben, token)
        assert await closed_with(socket, seconds=5) == 4410
    async with opened(office, "/api/v1/stream", first) as socket:
        assert await closed_with(socket) == 4401
