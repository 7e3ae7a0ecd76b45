"""Who is connected, by workspace, and the passing of each event to whom it concerns."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client import Counter, Gauge

from gateway.live import audience
from gateway.live.audience import Envelope, Switch
from gateway.live.gathering import Gathering
from gateway.live.rounds import Rounds
from gateway.live.socket import Close, Socket
from shared import telemetry, tracing
from shared.contracts.events import Fact
from shared.contracts.frames import AgentTyping

SOCKETS = Gauge("parley_sockets", "Open sockets that said who they are, by whose.", ["kind"])
GAPS = Counter("parley_gaps_total", "Times that events may have been missed, so all began anew.")

_log = telemetry.logger(__name__)


@dataclass(slots=True)
class Room:
    """The sockets of one workspace: agents', and customers' by conversation."""

    switch: Switch
    agents: set[Socket] = field(default_factory=set)
    visitors: defaultdict[str, set[Socket]] = field(default_factory=lambda: defaultdict(set))
    told: dict[tuple[str, str], tuple[int, Fact]] = field(default_factory=dict)
    """The newest state of each kind that customers were told, by type and subject."""
    gathering: Gathering = field(init=False)
    to_agents: Rounds = field(default_factory=Rounds)
    to_visitors: Rounds = field(default_factory=Rounds)

    def __post_init__(self) -> None:
        self.gathering = Gathering(lambda: list(self.agents))

    def everyone(self) -> Iterator[Socket]:
        """All of them."""
        yield from self.agents
        yield from self.all_visitors()

    def all_visitors(self) -> Iterator[Socket]:
        """Every customer's."""
        for sockets in self.visitors.values():
            yield from sockets

    def add(self, socket: Socket) -> None:
        """Let ``socket`` hear from now on."""
        conversation_id = socket.who.conversation_id
        (self.visitors[conversation_id] if conversation_id else self.agents).add(socket)

    def remove(self, socket: Socket) -> None:
        """Let ``socket`` hear no longer."""
        self.agents.discard(socket)
        if conversation_id := socket.who.conversation_id:
            self.visitors[conversation_id].discard(socket)
            if not self.visitors[conversation_id]:
                del self.visitors[conversation_id]
                self.told.pop((AgentTyping.event_type, conversation_id), None)

    def learn(self, switch: Switch) -> None:
        """Take in whether live chat is open, unless newer news was heard already."""
        if switch.version >= self.switch.version:
            self.switch = switch

    def pass_on(self, event: Envelope) -> None:
        """Offer ``event`` to those whom it concerns, each form of it made once."""
        if audience.needs_open_chat(event) and not self.switch.is_open:
            return
        self._pass_on_to_agents(event)
        if audience.is_about_a_conversation(event):
            concerned = list(self.visitors.get(event["subject"], ()))
        else:
            concerned = list(self.all_visitors())
        if concerned and (fact := audience.visitor_fact(event)) and self._is_news(event, fact):
            self.to_visitors.offer(audience.for_visitors(event, fact), concerned)

    def _pass_on_to_agents(self, event: Envelope) -> None:
        frame = audience.for_agents(event) if self.agents else None
        if frame is None:
            return
        if audience.counts_as_it_is_now(event):
            self.gathering.add((event["type"], event["subject"]), event["sequence"], frame)
        else:
            self.to_agents.offer(frame, self._agents(audience.only_agent(event)))

    def _agents(self, only: str | None) -> Iterator[Socket]:
        """All of them, or those of the one with that id."""
        for socket in self.agents:
            if only is None or (socket.who.agent and socket.who.agent.id == only):
                yield socket

    def _is_news(self, event: Envelope, fact: Fact) -> bool:
        """Whether ``fact`` differs from what customers were told. That somebody merely looks at a
        conversation changes nothing for its customer, who must not even learn when.
        """
        if not audience.is_state(fact):
            return True
        key, sequence = (fact.event_type, event["subject"]), event["sequence"]
        nobody = AgentTyping(agents=[])
        told, before = self.told.get(key, (0, nobody))
        if sequence < told:
            return False
        self.told[key] = sequence, fact
        return fact != before

    def end_credential(self, credential_id: str) -> None:
        """Close the sockets that were opened with a credential that has ended."""
        for socket in self.agents:
            if socket.who.credential_id == credential_id:
                socket.end(Close.SESSION_ENDED, "signed out")


class Hub:
    """Every socket of this gateway."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def join(self, socket: Socket, switch: Switch) -> None:
        """Let ``socket`` hear its workspace, whose ``switch`` was read a moment ago."""
        room = self._rooms.setdefault(socket.who.workspace_id, Room(switch))
        room.add(socket)
        SOCKETS.labels(socket.who.kind).inc()

    def leave(self, socket: Socket) -> None:
        """Forget ``socket``."""
        room = self._rooms[socket.who.workspace_id]
        room.remove(socket)
        SOCKETS.labels(socket.who.kind).dec()
        if not room.agents and not room.visitors:
            del self._rooms[socket.who.workspace_id]

    def sockets(self) -> list[Socket]:
        """All that are connected now."""
        return [socket for room in self._rooms.values() for socket in room.everyone()]

    def pass_on(self, event: Envelope) -> None:
        """Pass on one event of any workspace."""
        room = self._rooms.get(event["workspaceid"])
        if room is None:
            return
        if not audience.counts_as_it_is_now(event):
            trace_id = telemetry.trace_id(event["traceparent"])
            _log.info("event heard", event_id=event["id"], type=event["type"], trace_id=trace_id)
        if switch := audience.switch_of(event):
            room.learn(switch)
        if credential_id := audience.ended_credential(event):
            room.end_credential(credential_id)
        name = f"fan out {event['type']}"
        with tracing.span_after(event["traceparent"], name, "consumer", event_id=event["id"]):
            room.pass_on(event)

    def learn(self, workspace_id: str, switch: Switch) -> None:
        """Take in what was read of a workspace."""
        if room := self._rooms.get(workspace_id):
            room.learn(switch)

    def missed(self) -> None:
        """Events may have been missed: have every client take a fresh snapshot."""
        GAPS.inc()
        for room in self._rooms.values():
            room.told.clear()
        for socket in self.sockets():
            socket.ready_again()
