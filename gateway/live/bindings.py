"""Which events this gateway hears: all of the workspaces that somebody is connected for here, and
of every workspace those that end what is remembered of it.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from shared import telemetry
from shared.bus.listener import Listener
from shared.contracts.events import EPHEMERAL, EXCHANGE, binding_key, workspace_binding_key
from shared.contracts.workspace_events import AgentSignedOut, WorkspaceChanged

BIND_SECONDS = 10.0

_log = telemetry.logger(__name__)


@dataclass(slots=True)
class _Binding:
    """Someone who waits for the lock counts as holder already, so a binding that is being undone
    is bound again before they go on.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    holders: int = 0
    is_bound: bool = False
    attempt: asyncio.Task[None] | None = None


class Bindings:
    """Binds a workspace's events with the first holder and unbinds them after the last. A part."""

    name = "bindings"

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._by_workspace: defaultdict[str, _Binding] = defaultdict(_Binding)
        self._unbinding: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        for fact in (AgentSignedOut, WorkspaceChanged):
            await self._listener.bind(binding_key(fact.event_type))

    async def stop(self) -> None:
        """The listener's queue ends, and its bindings with it."""

    async def ping(self) -> None:
        """The listener is asked itself."""

    @asynccontextmanager
    async def held(self, workspace_id: str) -> AsyncIterator[None]:
        """While inside, the workspace's events are heard; entered once the broker confirmed it.

        Raises ``TimeoutError`` when the broker does not.
        """
        binding = self._by_workspace[workspace_id]
        binding.holders += 1
        try:
            async with asyncio.timeout(BIND_SECONDS):
                await asyncio.shield(self._attempt(workspace_id, binding))
            yield
        finally:
            binding.holders -= 1
            if binding.holders == 0:
                self._unbind_later(workspace_id, binding)

    def _attempt(self, workspace_id: str, binding: _Binding) -> asyncio.Task[None]:
        """The one that is under way. It is nobody's own: did each try when their turn comes, their
        time would be over by then, where thousands come at once.
        """
        if binding.attempt is None or binding.attempt.done():
            binding.attempt = asyncio.create_task(self._bind(workspace_id, binding))
        return binding.attempt

    async def _bind(self, workspace_id: str, binding: _Binding) -> None:
        async with asyncio.timeout(BIND_SECONDS), binding.lock:
            if not binding.is_bound:
                for exchange in (EXCHANGE, EPHEMERAL):
                    await self._listener.bind(workspace_binding_key(workspace_id), exchange)
                binding.is_bound = True

    def _unbind_later(self, workspace_id: str, binding: _Binding) -> None:
        """In a task of its own: whoever left last is not to wait for the broker."""
        task = asyncio.create_task(self._unbind(workspace_id, binding))
        self._unbinding.add(task)
        task.add_done_callback(self._unbound)

    def _unbound(self, task: asyncio.Task[None]) -> None:
        """A binding that could not be undone only brings events that nobody is here for."""
        self._unbinding.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.info("binding not undone", error=repr(error))

    async def _unbind(self, workspace_id: str, binding: _Binding) -> None:
        async with binding.lock:
            if binding.holders:
                return
            if binding.is_bound:
                binding.is_bound = False
                for exchange in (EXCHANGE, EPHEMERAL):
                    await self._listener.unbind(workspace_binding_key(workspace_id), exchange)
            if not binding.holders:
                self._by_workspace.pop(workspace_id, None)
