"""Ten files of the largest size on their way at any moment: what messages notice, and what it
takes of memory.

``python -m tests.load.uploading`` is those who upload, in a process of their own.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import uvloop

from deploy.local import screen
from deploy.local.services import GATEWAY
from shared.contracts.values import FILE_LIMIT_BYTES
from tests.load import apart, stored, tokens, weighing, windows
from tests.load.bench import Bench, Json

AT_ONCE = 10
WATCHED = (GATEWAY, "chat", "mongod")


async def measure(bench: Bench) -> Json:
    """Customers of the benchmark's own workspace upload; nobody posts what they uploaded."""
    running, workspace_id = bench.running, bench.workspace_id
    ids = await stored.copies(running.mongo_url("chat"), workspace_id, AT_ONCE)
    customers = tokens.of_customers(running, workspace_id, ids)
    pids = {name: weighing.pids(running)[name] for name in WATCHED}
    before = {name: weighing.resident_mib(pid) for name, pid in pids.items()}
    async with apart.process("tests.load.uploading") as uploaders:
        await uploaders.ask(do="arrive", base_url=bench.base_url, tokens=customers)

        @asynccontextmanager
        async def beside() -> AsyncIterator[None]:
            await uploaders.ask(do="upload")
            yield
            await uploaders.ask(do="rest")

        async with weighing.highest_mib(pids) as highest:
            compared = await windows.compare(bench.chat, beside)
        told = await uploaders.ask(do="tell")
    seconds = windows.SECONDS * sum(windows.ORDER)
    found = {
        **compared.plain(),
        "mib_per_second": round(told["bytes"] / 2**20 / seconds, 1),
        "failed": told["failed"],
        "more_mib": {name: round(highest[name] - before[name], 1) for name in WATCHED},
    }
    _report(found, compared)
    return found


def _report(found: Json, compared: windows.Compared) -> None:
    windows.report(f"{AT_ONCE} uploads at once", compared)
    screen.say(f"{found['mib_per_second']} MiB/s uploaded, {found['failed']} refused")
    screen.say(f"memory, MiB more than before: {found['more_mib']}")


class Uploaders:
    """Customers who each upload one file after the other."""

    def __init__(self, base_url: str, tokens: list[str]) -> None:
        self._http = aiohttp.ClientSession()
        self._url = f"{base_url}/widget/v1/conversation/attachments"
        self._tokens = tokens
        self._file = os.urandom(FILE_LIMIT_BYTES)
        self._may_go_on = False
        self._uploading: list[asyncio.Task[None]] = []
        self.bytes = self.failed = 0

    def upload(self) -> None:
        """Begin."""
        self._may_go_on = True
        self._uploading = [asyncio.create_task(self._keep_on(token)) for token in self._tokens]

    async def rest(self) -> None:
        """Returns when the last ones are stored."""
        self._may_go_on = False
        await asyncio.gather(*self._uploading)

    async def _keep_on(self, token: str) -> None:
        while self._may_go_on:
            form = aiohttp.FormData()
            form.add_field("file", self._file, filename="film.bin")
            headers = {"Authorization": f"Bearer {token}"}
            async with self._http.post(self._url, data=form, headers=headers) as answer:
                self.bytes += len(self._file) if answer.ok else 0
                self.failed += not answer.ok


async def main() -> None:
    """Do what is asked. Each answer says what came of it so far."""
    uploaders: list[Uploaders] = []

    async def answer(asked: Json) -> Json:
        match asked["do"]:
            case "arrive":
                uploaders.append(Uploaders(asked["base_url"], asked["tokens"]))
            case "upload":
                uploaders[0].upload()
            case "rest":
                await uploaders[0].rest()
        return {"bytes": uploaders[0].bytes, "failed": uploaders[0].failed}

    await apart.serve(answer)


if __name__ == "__main__":
    uvloop.run(main())
