"""The way to ``ready`` may end at any step, and its client may be gone by then."""

from typing import cast

import pytest
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from gateway.live import streams
from gateway.live.socket import BadFrame, Close
from shared import refusals


class Client:
    """What a socket's server side sees of it; once it ``is_gone`` nothing can be sent."""

    application_state = WebSocketState.CONNECTED

    def __init__(self, *, is_gone: bool) -> None:
        self._is_gone = is_gone
        self.told: int | None = None

    async def close(self, code: int, _: str) -> None:
        if self._is_gone:
            raise WebSocketDisconnect
        self.told = code

    async def send_denial_response(self, _: Message) -> None:
        await self.close(Close.TRY_LATER, "")


async def handshake(client: Client, ending: Exception) -> None:
    async with streams.told(cast("WebSocket", client), "agent"):
        raise ending


ENDINGS = [TimeoutError(), ConnectionError(), BadFrame("bad"), refusals.Unauthenticated()]


@pytest.mark.parametrize("ending", ENDINGS, ids=repr)
@pytest.mark.parametrize("is_gone", [False, True])
async def test_whatever_ends_it_is_told_to_whoever_is_still_there(
    ending: Exception, *, is_gone: bool
) -> None:
    client = Client(is_gone=is_gone)
    await handshake(client, ending)
    assert (client.told is None) is is_gone
