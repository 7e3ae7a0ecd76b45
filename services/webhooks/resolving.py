"""Looks up names, and lets nobody connect to an address that may not be called.

aiohttp connects to what a resolver gives it and to nothing else, so what was checked here is what
is called.
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from services.webhooks.domain import addresses
from services.webhooks.domain.addresses import Networks

LOOKUPS_AT_ONCE = 64


class Names(AbstractResolver):
    """The machine's own way to look up names, in threads of its own. The event loop has four for
    everybody, and a name server that does not answer would hold up all of them.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKUPS_AT_ONCE, "names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises ``OSError`` where a name is not known."""
        look_up = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class CheckedResolver(AbstractResolver):
    """Resolves names of which every address may be called with ``scheme``; one that may not is
    reason enough to call none.
    """

    def __init__(self, resolver: AbstractResolver, scheme: str, allowed: Networks) -> None:
        self._resolver = resolver
        self._scheme = scheme
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises ``AddressNotAllowed``, ``OSError``."""
        found = await self._resolver.resolve(host, port, family)
        for each in found:
            addresses.require(self._scheme, ip_address(each["host"]), self._allowed)
        return found

    async def close(self) -> None:
        """Whoever made the resolver closes it."""
