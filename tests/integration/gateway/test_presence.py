"""What a gateway does for presence: frames in, reports out, and what it answers meanwhile."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from aiohttp import web
from websockets.asyncio.client import connect

from shared import clock
from shared.bus.connection import Bus
from shared.bus.ephemeral import Worker
from shared.contracts.presence import (
    REPORT_KEY,
    PresenceChanged,
    PresentAgent,
    PresentCustomer,
    Report,
    TeamChanged,
)
from tests.eventually import eventually
from tests.integration.gateway.conftest import Gateway, Office, gateway_process
from tests.integration.gateway.sockets import closed_with, heard, listening, visiting
from tests.integration.shared.conftest import running

VIEWING = {"type": "presence", "conversation_id": "c1", "activity": "viewing"}
TYPING = {"type": "typing", "is_typing": True}


class Reports:
    """What gateways say that they hold."""

    def __init__(self) -> None:
        self.reports: list[Report] = []

    async def take(self, body: bytes) -> None:
        self.reports.append(Report.model_validate_json(body))

    async def at(self, office: Office, conversation_id: str, *wanted: str) -> None:
        """Return once the newest word of that conversation is that this is done there."""

        async def is_so() -> bool:
            told = [
                [at.activity for at in held.connections]
                for report in self.reports
                for held in report.conversations
                if (held.workspace_id, held.conversation_id)
                == (office.workspace.id, conversation_id)
            ]
            return bool(told) and told[-1] == [*wanted]

        await eventually(is_so)


@pytest.fixture
async def reports(gateway: Gateway) -> AsyncIterator[Reports]:
    """Everything that the gateways of the tests report from now on."""
    bus, taken = Bus(gateway.environment["PARLEY_AMQP_URL"], "presence"), Reports()
    worker = Worker(bus, f"presence.tests.{clock.new_id()}", REPORT_KEY, taken.take)
    async with running(bus, worker):
        yield taken


@pytest.fixture(autouse=True)
def nobody_online(gateway: Gateway) -> None:
    """Presence answers that nobody can be reached."""
    gateway.presence.answer = a_team()


def a_team(*online: str) -> Any:
    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        return web.json_response({"version": 1, "online_agent_ids": [*online]})

    return answer


async def test_what_an_agent_does_and_where_a_customer_is_is_reported_at_once(
    office: Office, reports: Reports
) -> None:
    async with listening(office, office.ann) as ann, visiting(office, "c9"):
        await ann.send(json.dumps(VIEWING))
        await reports.at(office, "c1", "viewing")
        await reports.at(office, "c9", "connected")
        await ann.send(json.dumps(VIEWING | {"activity": "replying"}))
        await reports.at(office, "c1", "replying")
    await reports.at(office, "c1")
    await reports.at(office, "c9")


async def test_a_conversation_of_another_workspace_is_kept_under_ones_own(
    gateway: Gateway, office: Office, reports: Reports
) -> None:
    other = await gateway.office()
    async with listening(office, office.ann) as ann, listening(other, other.ann):
        await ann.send(json.dumps(VIEWING | {"conversation_id": "theirs"}))
        await reports.at(office, "theirs", "viewing")
    places = {
        (held.workspace_id, held.conversation_id)
        for report in reports.reports
        for held in report.conversations
    }
    assert (other.workspace.id, "theirs") not in places


@pytest.mark.parametrize(
    "frame",
    [
        TYPING,
        VIEWING | {"activity": "lurking"},
        VIEWING | {"conversation_id": {"$ne": 1}},
        VIEWING | {"workspace_id": "w2"},
        {"type": "token", "token": "x"},
    ],
)
async def test_what_is_no_frame_of_an_agents_closes_the_socket(
    office: Office, frame: dict[str, Any]
) -> None:
    async with listening(office, office.ann) as ann:
        await ann.send(json.dumps(frame))
        assert await closed_with(ann) == 4400


@pytest.mark.parametrize("frame", [VIEWING, TYPING | {"conversation_id": "c2"}])
async def test_what_is_no_frame_of_a_customers_closes_the_socket(
    office: Office, frame: dict[str, Any]
) -> None:
    async with visiting(office) as mia:
        await mia.send(json.dumps(frame))
        assert await closed_with(mia) == 4400


async def test_that_a_customer_types_reaches_the_agents_of_their_workspace_and_nobody_else(
    gateway: Gateway, office: Office
) -> None:
    other = await gateway.office()
    async with (
        listening(office, office.ann) as ann,
        listening(other, other.ann) as stranger,
        visiting(office) as mia,
    ):
        await mia.send(json.dumps(TYPING))
        frame = await heard(ann)
        await mia.send(json.dumps(TYPING | {"is_typing": False}))
        ended = await heard(ann)
        for socket in (mia, stranger):
            await socket.send('{"type": "ping"}')
            assert await heard(socket) == {"type": "pong"}
    assert (frame["type"], frame["subject"], frame["data"]) == (
        "customer.typing.v1",
        "c1",
        {"is_typing": True},
    )
    assert ended["data"] == {"is_typing": False}


async def test_a_customer_hears_who_replies_and_not_who_looks(office: Office) -> None:
    def present(name: str, activity: Any) -> PresentAgent:
        return PresentAgent(id=name.lower(), name=name, avatar_url=None, activity=activity)

    def changed(*agents: PresentAgent) -> PresenceChanged:
        customer = PresentCustomer(is_online=True, last_seen_at=None)
        return PresenceChanged(conversation_id="c1", agents=[*agents], customer=customer)

    async with listening(office, office.ann) as ann, visiting(office) as mia:
        await office.say(changed(present("Eve", "viewing")), sequence=1)
        await office.say(changed(present("Ben", "replying"), present("Eve", "viewing")), sequence=2)
        await office.say(changed(present("Eve", "viewing")), sequence=3)
        at_ann = [await heard(ann)]
        while at_ann[-1]["sequence"] < 3:
            at_ann.append(await heard(ann))
        at_mia = [await heard(mia) for _ in range(2)]
    assert [a["name"] for a in at_ann[-1]["data"]["agents"]] == ["Eve"]
    assert [frame["type"] for frame in at_mia] == ["agent.typing.v1"] * 2
    assert [[a["name"] for a in f["data"]["agents"]] for f in at_mia] == [["Ben"], []]
    assert "eve" not in json.dumps(at_mia).lower()


async def test_the_widget_is_told_when_nobody_can_be_reached_any_more_and_when_somebody_can(
    office: Office,
) -> None:
    async with visiting(office) as mia:
        for sequence, online in enumerate(([office.ann.id], [office.ann.id, office.ben.id], [])):
            team = TeamChanged(online_agent_ids=online)
            await office.say(team, office.workspace.id, sequence + 1)
        told = [await heard(mia), await heard(mia)]
    assert [frame["type"] for frame in told] == ["agents.availability.v1"] * 2
    assert [frame["data"] for frame in told] == [{"are_online": True}, {"are_online": False}]


async def test_what_an_agent_chooses_is_kept_said_and_reported(
    office: Office, reports: Reports
) -> None:
    path = "/api/v1/agents/me/availability"
    async with office.signed_in(office.ann) as http, listening(office, office.ben) as ben:
        assert (await http.get("/api/v1/session")).json()["availability"] == "online"
        async with listening(office, office.ann):
            answer = await http.put(path, json={"availability": "away"})
            assert (answer.status_code, answer.json()) == (200, {"availability": "away"})
            frame = await heard(ben)
            assert await is_reported(reports, office, "away")
        assert (await http.put(path, json={"availability": "away"})).status_code == 200
        assert (await http.get("/api/v1/session")).json()["availability"] == "away"
        assert (await http.put(path, json={"availability": "busy"})).status_code == 422
        assert (await http.put(path, json={"availability": "online"})).status_code == 200
        again = await heard(ben)
    assert (frame["type"], frame["subject"]) == ("agent.availability_changed.v1", office.ann.id)
    person = {"id": office.ann.id, "name": "Ann Lee", "avatar_url": office.ann.avatar_url}
    assert frame["data"] == {"agent": person, "availability": "away"}
    assert again["data"]["availability"] == "online"


async def is_reported(reports: Reports, office: Office, availability: str) -> bool:
    async def is_so() -> bool:
        return any(
            (one.agent_id, one.availability) == (office.ann.id, availability)
            for report in reports.reports
            for team in report.teams
            for one in team.connections
        )

    await eventually(is_so)
    return True


async def test_colleagues_and_the_widget_show_who_can_be_reached(
    gateway: Gateway, office: Office
) -> None:
    gateway.presence.answer = a_team(office.ben.id)
    async with office.signed_in(office.ann) as http:
        items = (await http.get("/api/v1/agents")).json()["items"]
        config = (await http.get(f"/widget/v1/{office.workspace.key}/config")).json()
    shown = {item["id"]: (item["availability"], item["is_online"]) for item in items}
    assert shown == {office.ann.id: ("online", False), office.ben.id: ("online", True)}
    assert config["are_agents_online"] is True


async def test_nobody_online_shows_in_the_widgets_configuration(office: Office) -> None:
    async with httpx.AsyncClient(base_url=office.gateway.url) as http:
        config = (await http.get(f"/widget/v1/{office.workspace.key}/config")).json()
    assert config["are_agents_online"] is False


async def test_without_presence_its_own_route_says_so_and_all_else_goes_on(
    office: Office,
) -> None:
    nowhere = {"PARLEY_PRESENCE_URL": "http://127.0.0.1:9"}
    async with (
        gateway_process(office.gateway.environment | nowhere, ready="/readyz") as lonely,
        office.signed_in(office.ann, lonely.url) as http,
    ):
        assert (await http.get("/api/v1/presence")).status_code == 503
        assert (await http.get("/api/v1/conversations")).status_code == 200
        agents = (await http.get("/api/v1/agents")).json()["items"]
        config = (await http.get(f"/widget/v1/{office.workspace.key}/config")).json()
        async with connect(f"{lonely.socket_url}/widget/v1/stream") as socket:
            token = {"type": "token", "token": office.visitor_token()}
            await socket.send(json.dumps(token))
            assert await heard(socket) == {"type": "ready"}
    assert [agent["is_online"] for agent in agents] == [False, False]
    assert config["are_agents_online"] is True
