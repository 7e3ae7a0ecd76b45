"""Which sockets are refused or closed: bad frames, no proof, no plan, other sites, too many."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from gateway.identity import use_cases
from tests.integration.gateway.conftest import Gateway, Office
from tests.integration.gateway.sockets import (
    closed_with,
    cookie_of,
    heard,
    listening,
    opened,
    visiting,
)


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        "[]",
        "null",
        '"ping"',
        "{}",
        '{"type": "shout"}',
        '{"type": {"$ne": null}}',
        '{"type": "ping", "more": 1}',
        '{"type": "token", "token": "again"}',
        b'{"type": "ping"}',
        '{"type": "ping", "' + "ü" * 200 + '": 1}',
    ],
)
async def test_a_frame_that_nobody_may_send_ends_the_socket(
    office: Office, frame: str | bytes
) -> None:
    async with visiting(office) as mia:
        await mia.send(frame)
        assert await closed_with(mia) == 4400


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"type": "token", "token": "forged"}, 4401),
        ({"type": "token", "token": {"$ne": None}}, 4400),
        ({"type": "ping"}, 4400),
        ({"type": "token"}, 4400),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/stream", "/widget/v1/stream"])
async def test_a_first_frame_that_proves_nothing_ends_the_socket(
    office: Office, path: str, first: object, code: int
) -> None:
    async with opened(office, path, first) as socket:
        assert await closed_with(socket) == code


async def test_a_frame_over_the_limit_ends_the_socket(office: Office) -> None:
    async with visiting(office) as mia:
        await mia.send(json.dumps({"type": "x" * 64 * 1024}))
        assert await closed_with(mia) == 1009
    async with opened(office, "/widget/v1/stream") as unknown:
        await unknown.send("x" * 64 * 1024 + "x")
        assert await closed_with(unknown) == 1009


async def test_who_says_nothing_within_five_seconds_is_closed(office: Office) -> None:
    async with opened(office, "/widget/v1/stream") as socket:
        began = asyncio.get_running_loop().time()
        assert await closed_with(socket) == 4401
        assert 4 < asyncio.get_running_loop().time() - began < 8


async def test_tokens_of_the_other_kind_open_nothing(office: Office) -> None:
    secret, _ = await use_cases.issue_api_token(office.gateway.identity, office.ben, "Robot")
    for path, token in (
        ("/api/v1/stream", office.visitor_token()),
        ("/widget/v1/stream", secret),
    ):
        async with opened(office, path, {"type": "token", "token": token}) as socket:
            assert await closed_with(socket) == 4401


async def test_a_cookie_that_is_worth_nothing_opens_nothing(office: Office) -> None:
    async with opened(office, "/api/v1/stream", Cookie="parley_session=forged") as socket:
        assert await closed_with(socket) == 4401


async def test_without_the_plan_no_socket_opens(gateway: Gateway) -> None:
    office = await gateway.office("free")
    token = {"type": "token", "token": office.visitor_token()}
    async with (
        office.signed_in(office.ann) as http,
        opened(office, "/api/v1/stream", **cookie_of(http)) as ann,
        opened(office, "/widget/v1/stream", token) as mia,
    ):
        assert [await closed_with(socket) for socket in (ann, mia)] == [4403, 4403]


async def test_switched_off_agents_wait_for_the_news_and_customers_stay_out(
    gateway: Gateway,
) -> None:
    office = await gateway.office(live_chat_enabled=False)
    token = {"type": "token", "token": office.visitor_token()}
    async with opened(office, "/widget/v1/stream", token) as mia:
        assert await closed_with(mia) == 4403
    async with listening(office, office.ben) as ben:
        await office.change(live_chat_enabled=True)
        assert (await heard(ben))["type"] == "workspace.changed.v1"


async def test_another_sites_page_opens_no_socket(office: Office) -> None:
    foreign = "https://evil.example"
    async with office.signed_in(office.ann) as http:
        cookie = cookie_of(http)
        for path in ("/api/v1/stream", "/widget/v1/stream"):
            with pytest.raises(InvalidStatus) as refused:
                async with opened(office, path, None, Origin=foreign, **cookie):
                    pass
            assert refused.value.response.status_code == 403
        own = {"Origin": office.gateway.url}
        async with opened(office, "/api/v1/stream", None, **own, **cookie) as ann:
            assert (await heard(ann))["type"] == "ready"


async def test_an_allowed_origin_opens_the_sockets_of_its_own_workspace_only(
    gateway: Gateway, office: Office
) -> None:
    shop = f"https://shop-{office.workspace.key}.example"
    await office.change(widget={"allowed_origins": [shop]})
    other = await gateway.office()
    mine = {"type": "token", "token": office.visitor_token()}
    theirs = {"type": "token", "token": other.visitor_token()}
    async with opened(office, "/widget/v1/stream", mine, Origin=shop) as socket:
        assert (await heard(socket))["type"] == "ready"
    async with opened(office, "/widget/v1/stream", theirs, Origin=shop) as socket:
        assert await closed_with(socket) == 4403


async def test_sockets_that_say_nothing_are_limited_per_address(office: Office) -> None:
    async with office.gateway.another(PARLEY_UNAUTHENTICATED_SOCKETS="2") as other:
        address = f"{other.socket_url}/widget/v1/stream"
        async with connect(address), connect(address) as second:
            with pytest.raises(InvalidStatus) as refused:
                async with connect(address):
                    pass
            assert refused.value.response.status_code == 429
            await second.send(json.dumps({"type": "token", "token": office.visitor_token()}))
            assert (await heard(second))["type"] == "ready"
            async with connect(address):
                """The second has said who it is, which makes room."""
