"""Nothing is connected to that was not checked."""

import socket
from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from services.webhooks.calling import Caller
from services.webhooks.domain.addresses import AddressNotAllowed
from tests.integration.notifier.smtp import certificate
from tests.integration.shared.conftest import running
from tests.integration.webhooks.receiver import Receiver, receiving

HERE = (ip_network("127.0.0.1/32"),)
BODY = b"{}"


class Liar(AbstractResolver):
    """A name server that says something else each time."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers: Iterator[list[str]] = iter(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        return [
            ResolveResult(
                hostname=host, host=found, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for found in next(self.answers)
        ]

    async def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def test_a_name_that_leads_to_what_is_allowed_is_called(receiver: Receiver) -> None:
    caller = Caller(HERE, resolving=lambda: Liar(["127.0.0.1"], ["127.0.0.1"]))
    async with running(caller):
        await caller.check(receiver.url(host="hooks.example"))
        answer = await caller.post(receiver.url(host="hooks.example"), {}, BODY)
    assert (answer.status, answer.error) == (204, None)
    assert receiver.got[0].headers["host"] == f"hooks.example:{receiver.port}"


async def test_a_name_that_leads_elsewhere_a_moment_later_is_not_followed(
    receiver: Receiver,
) -> None:
    liar = Liar(["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"])
    caller = Caller(HERE, resolving=lambda: liar)
    url = receiver.url(host="rebinding.example")
    async with running(caller):
        await caller.check(url)
        refused = await caller.post(url, {}, BODY)
        assert liar.asked == 2
        assert receiver.got == []
        called = await caller.post(url, {}, BODY)
    # What was checked is what was connected to: nobody was asked a second time for one request.
    assert liar.asked == 3
    assert (refused.status, called.status) == (None, 204)
    assert refused.error is not None
    assert refused.error.startswith("Not sent: It does not lead to a public address.")


async def test_one_address_that_may_not_be_called_is_reason_enough(receiver: Receiver) -> None:
    both = ["127.0.0.1", "10.0.0.1"]
    caller = Caller(HERE, resolving=lambda: Liar(both, both))
    async with running(caller):
        with pytest.raises(AddressNotAllowed):
            await caller.check(receiver.url(host="hooks.example"))
        assert (await caller.post(receiver.url(host="hooks.example"), {}, BODY)).status is None
    assert receiver.got == []


@pytest.mark.parametrize("host", ["127.0.0.2", "127.1", "2130706433", "[::1]", "localhost"])
async def test_an_address_without_a_name_is_checked_too(receiver: Receiver, host: str) -> None:
    caller = Caller((ip_network("10.0.0.0/8"),))
    async with running(caller):
        with pytest.raises(AddressNotAllowed):
            await caller.check(receiver.url(host=host))
        assert (await caller.post(receiver.url(host=host), {}, BODY)).status is None
    assert receiver.got == []


async def test_no_proxy_of_the_environment_is_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    caller = Caller(HERE, resolving=lambda: Liar(["127.0.0.1"]))
    async with receiving() as proxy, running(caller):
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        answer = await caller.post(receiver.url(host="hooks.example"), {}, BODY)
        assert proxy.got == []
    assert answer.status == 204
    assert len(receiver.got) == 1


async def test_who_cannot_prove_who_they_are_is_told_nothing(tmp_path: Path) -> None:
    tls, _ = certificate(tmp_path)
    caller = Caller(HERE)
    async with receiving(tls) as impostor, running(caller):
        answer = await caller.post(impostor.url().replace("http:", "https:"), {}, BODY)
        assert impostor.got == []
    assert (answer.status, answer.error) == (None, "Its certificate is not one to be trusted.")


async def test_no_cookie_is_kept(receiver: Receiver) -> None:
    receiver.answers["/"] = _with_cookie()
    caller = Caller(HERE)
    async with running(caller):
        for _ in range(2):
            await caller.post(receiver.url(), {}, BODY)
    assert ["cookie" in got.headers for got in receiver.got] == [False, False]


def _with_cookie() -> web.Response:
    return web.Response(status=200, headers={"Set-Cookie": "a=b"})


async def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    async def pour(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 65536)

    runner = web.ServerRunner(web.Server(pour))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    caller = Caller(HERE, answer_seconds=5.0)
    async with running(caller):
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        answer = await caller.post(url, {}, BODY)
    await runner.cleanup()
    assert (answer.status, answer.error) == (200, None)
    assert answer.milliseconds < 2000
