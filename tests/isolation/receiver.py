"""Where webhooks of the matrix end: one address for each workspace, and all that came to it."""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from deploy.local.ports import HOST


class Receiver:
    """``bodies`` by the name of the workspace whose address they were sent to, headers included."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: defaultdict[str, list[bytes]] = defaultdict(list)

    async def take(self, request: web.Request) -> web.Response:
        headers = [name + b": " + value for name, value in request.raw_headers]
        sent = b"\n".join((*headers, await request.read()))
        self.bodies[request.match_info["name"]].append(sent)
        return web.Response(status=204)

    def address(self, name: str) -> str:
        """What the workspace called ``name`` gives as an endpoint."""
        return f"{self.url}/{name}"


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that listens."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/{name}", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, 0)
        await site.start()
        port = runner.addresses[0][1]
        receiver.url = f"http://{HOST}:{port}"
        yield receiver
    finally:
        await runner.cleanup()
