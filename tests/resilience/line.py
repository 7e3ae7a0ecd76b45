"""A network between a client and a server that can be cut: nothing passes, and nobody is told."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit, urlunsplit

CHUNK_BYTES = 65_536

Way = Literal["there", "back"]
BOTH: tuple[Way, Way] = ("there", "back")


class Line:
    """Passes everything on to ``target`` (a URL with host and port), until it is ``cut``."""

    def __init__(self, target: str) -> None:
        self._target = urlsplit(target)
        self._whole: dict[Way, asyncio.Event] = {way: asyncio.Event() for way in BOTH}
        self._passing: set[asyncio.Task[None]] = set()
        self.mend()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        await self.drop()

    def through(self, url: str) -> str:
        """``url``, which leads to the target, over this line."""
        parts = urlsplit(url)
        user = parts.netloc.rpartition("@")[0]
        return urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{self.port}"))

    def cut(self, *ways: Way) -> None:
        """From now on nothing passes that way (where none is named, in either direction), and no
        connection is closed.
        """
        for way in ways or BOTH:
            self._whole[way].clear()

    def mend(self) -> None:
        """What was held up passes, as what TCP sends again would, and all that comes."""
        for whole in self._whole.values():
            whole.set()

    async def drop(self) -> None:
        """End all connections of now."""
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        except OSError:
            writer.close()  # nobody listens there now
            return
        self._start(reader, back, "there")
        self._start(there, writer, "back")

    def _start(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: Way) -> None:
        task = asyncio.create_task(self._pass(source, sink, self._whole[way]))
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, whole: asyncio.Event
    ) -> None:
        try:
            with suppress(ConnectionError):  # one side has closed
                while data := await source.read(CHUNK_BYTES):
                    await whole.wait()
                    sink.write(data)
                    await sink.drain()
                await whole.wait()
        finally:
            sink.close()
