"""What becomes of sockets is told to Prometheus: who got one, and how each ended."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.eventually import eventually
from tests.integration.gateway.conftest import Gateway, Office
from tests.integration.gateway.sockets import closed_with, listening, opened, visiting

OPENED, CLOSED = "parley_sockets_opened_total", "parley_sockets_closed_total"


class Counts:
    """What a gateway has counted since a test began."""

    def __init__(self, gateway: Gateway, before: dict[str, float]) -> None:
        self._gateway = gateway
        self._before = before

    async def grow(self, name: str) -> None:
        """Return once one more of ``name`` was counted."""

        async def has_grown() -> bool:
            now = await self._gateway.metrics()
            return now.get(name, 0) > self._before.get(name, 0)

        await eventually(has_grown)


@pytest.fixture
async def counts(gateway: Gateway) -> Counts:
    return Counts(gateway, await gateway.metrics())


async def test_a_page_that_is_left_has_left(office: Office, counts: Counts) -> None:
    async with visiting(office), listening(office, office.ann):
        for kind in ("agent", "customer"):
            await counts.grow(f'{OPENED}{{kind="{kind}",outcome="ready"}}')
    for kind in ("agent", "customer"):
        await counts.grow(f'{CLOSED}{{kind="{kind}",reason="left"}}')


async def test_a_page_that_closes_without_a_code_has_left(office: Office, counts: Counts) -> None:
    async with visiting(office) as mia:
        mia.protocol.send_close()
        mia.transport.write(b"".join(mia.protocol.data_to_send()))
        await counts.grow(f'{CLOSED}{{kind="customer",reason="left"}}')


async def test_a_connection_that_breaks_is_lost(office: Office, counts: Counts) -> None:
    async with visiting(office) as mia:
        mia.transport.abort()
        await counts.grow(f'{CLOSED}{{kind="customer",reason="lost"}}')


async def test_a_bad_frame_is_one(office: Office, counts: Counts) -> None:
    async with visiting(office) as mia:
        await mia.send("{")
        await counts.grow(f'{CLOSED}{{kind="customer",reason="bad-frame"}}')


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/v1/stream", "agent"), ("/widget/v1/stream", "customer")]
)
async def test_who_proves_nothing_gets_no_socket(
    office: Office, counts: Counts, path: str, kind: str
) -> None:
    async with opened(office, path, {"type": "token", "token": "forged"}) as socket:
        assert await closed_with(socket) == 4401
    await counts.grow(f'{OPENED}{{kind="{kind}",outcome="unauthenticated"}}')


async def test_another_site_gets_no_socket(office: Office, counts: Counts) -> None:
    with pytest.raises(InvalidStatus):
        async with opened(office, "/api/v1/stream", Origin="https://evil.example"):
            """Never."""
    await counts.grow(f'{OPENED}{{kind="agent",outcome="cross-origin"}}')
