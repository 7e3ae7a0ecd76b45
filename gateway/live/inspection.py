"""Closes sockets whose right to be open has ended, should the news of it have been missed.

Events do this at once; this looks into the database, for those that open and, every
``PERIOD_SECONDS`` and after a gap at the broker, for all of them.
"""

import asyncio
from collections.abc import Collection

from gateway.identity.use_cases import Identity
from gateway.live.audience import Switch
from gateway.live.holding import Holding
from gateway.live.hub import Hub
from gateway.live.socket import Close, Socket
from shared import telemetry
from shared.mongo import DatabaseError
from shared.schedule import Loop

PERIOD_SECONDS = 10.0
NEWCOMER_SECONDS = 10.0

_log = telemetry.logger(__name__)


class Inspection(Loop):
    """A part."""

    name = "inspection"

    def __init__(self, hub: Hub, holding: Holding, identity: Identity) -> None:
        self._hub = hub
        self._holding = holding
        self._identity = identity
        self._due = asyncio.Event()
        self._newcomers: list[Socket] = []
        self._look: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    def hurry(self) -> None:
        """Inspect now."""
        self._due.set()

    async def inspect_newcomer(self, socket: Socket) -> None:
        """As ``inspect``, for one that opens, together with all that came since the last look: when
        thousands return at once, the database is not asked thousands of times.

        Raises ``DatabaseError``, ``TimeoutError``.
        """
        self._newcomers.append(socket)
        if self._look is None:
            self._look = asyncio.create_task(self._look_at_newcomers())
        # The look is nobody's own: who has waited longest must not end it for the others.
        async with asyncio.timeout(NEWCOMER_SECONDS):
            await asyncio.shield(self._look)

    async def _look_at_newcomers(self) -> None:
        async with self._turn:
            together, self._newcomers, self._look = self._newcomers, [], None
            await self.inspect(together)

    async def inspect(self, sockets: Collection[Socket]) -> None:
        """Close those of ``sockets`` that may not be open, and bring their workspaces' switches
        and what their agents chose up to date. Three queries, however many sockets. Raises
        ``DatabaseError``.
        """
        now, repository = self._identity.clock(), self._identity.repository
        ids = {socket.who.credential_id for socket in sockets} - {None}
        alive = await repository.credentials.alive([id_ for id_ in ids if id_], now)
        for socket in sockets:
            if socket.who.credential_id and socket.who.credential_id not in alive:
                socket.end(Close.SESSION_ENDED, "signed out")
            if socket.who.expires_at and socket.who.expires_at <= now:
                socket.end(Close.UNAUTHENTICATED, "token expired")
        for workspace in await repository.workspaces.among({s.who.workspace_id for s in sockets}):
            self._hub.learn(workspace.id, Switch(workspace.is_open, workspace.version))
        agents = {socket.who.agent.id for socket in sockets if socket.who.agent}
        for agent in await repository.agents.among(agents):
            self._holding.choose(agent.id, agent.workspace_id, agent.availability)

    async def run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(PERIOD_SECONDS):
                    await self._due.wait()
            except TimeoutError:
                """Nobody is in a hurry."""
            self._due.clear()
            try:
                await self.inspect(self._hub.sockets())
            except (DatabaseError, TimeoutError) as error:
                _log.warning("sockets not inspected", error=repr(error))
