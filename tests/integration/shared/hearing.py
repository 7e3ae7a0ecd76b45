"""Listens to the workspace of the tests and remembers what it heard."""

from types import TracebackType
from typing import Self

from shared import clock
from shared.bus.connection import Bus
from shared.bus.listener import Listener
from shared.contracts import events
from shared.contracts.events import Event
from shared.contracts.workspace_events import AgentSignedOut
from tests.eventually import eventually
from tests.integration.shared.conftest import WORKSPACE


class Hearing:
    """``sequences`` of the events heard, in order of arrival; ``gaps`` counts interruptions."""

    def __init__(self, bus: Bus) -> None:
        self.sequences: list[int] = []
        self.gaps = 0
        self._listener = Listener(bus, f"tests.{clock.new_id()}", self._hear, self._miss)

    async def __aenter__(self) -> Self:
        await self._listener.start()
        await self._listener.bind(events.workspace_binding_key(WORKSPACE))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._listener.stop()

    async def all_of(self, expected: set[int]) -> None:
        """Return once everything in ``expected`` was heard."""

        async def has_all() -> bool:
            return expected <= set(self.sequences)

        await eventually(has_all)

    def _hear(self, body: bytes) -> None:
        self.sequences.append(Event[AgentSignedOut].model_validate_json(body).sequence)

    def _miss(self) -> None:
        self.gaps += 1
