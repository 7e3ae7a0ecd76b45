"""What a gateway does with the events that it hears, and with those that it may have missed."""

import orjson

from gateway.api.team import Teams
from gateway.identity.directory import Directory
from gateway.live import audience
from gateway.live.audience import Envelope
from gateway.live.holding import Holding
from gateway.live.hub import Hub
from gateway.live.inspection import Inspection


class Hearing:
    """First what is remembered is put right, then those concerned are told."""

    def __init__(
        self,
        directory: Directory,
        hub: Hub,
        inspection: Inspection,
        holding: Holding,
        teams: Teams,
    ) -> None:
        self._directory = directory
        self._holding = holding
        self._teams = teams
        self._hub = hub
        self._inspection = inspection

    def hear(self, body: bytes) -> None:
        """Take in one event (CloudEvents JSON)."""
        event: Envelope = orjson.loads(body)
        if credential_id := audience.ended_credential(event):
            self._directory.forget_credential(credential_id)
        if workspace := audience.workspace_of(event):
            self._directory.learn(workspace)
        if chosen := audience.chosen_availability(event):
            self._directory.forget_agent(chosen.agent.id)
            self._holding.choose(chosen.agent.id, event["workspaceid"], chosen.availability)
        if team := audience.team_of(event):
            self._teams.learn(event["workspaceid"], team)
        self._hub.pass_on(event)

    def missed(self) -> None:
        """Events may have been missed: have clients and sockets looked after anew."""
        self._hub.missed()
        self._inspection.hurry()
