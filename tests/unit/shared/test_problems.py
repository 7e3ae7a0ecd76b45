"""Whatever is wrong with a request, the answer is a problem of a documented type."""

import httpx
import pytest
from fastapi import APIRouter

from shared import app
from shared.contracts.conversations import MarkRead
from shared.contracts.problems import CONTENT_TYPE

JSON = {"Content-Type": "application/json"}

router = APIRouter()


@router.post("/read")
async def read(body: MarkRead) -> MarkRead:
    return body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b'"',
        b"[1]",
        b'{"seq": NaN}',
        b'{"seq": 1e400}',
        b'{"seq": 1, "\\ud800": 1}',
        b'{"seq": ' + b"9" * 5000 + b"}",
        b'{"seq": ' + b"[" * 50_000,
    ],
    ids=lambda body: body[:20],
)
async def test_a_body_that_makes_no_sense_is_invalid(body: bytes) -> None:
    served = app.create_app("tests", [], [router], state={})
    transport = httpx.ASGITransport(served)
    async with httpx.AsyncClient(transport=transport, base_url="http://tests") as http:
        answer = await http.post("/read", content=body, headers=JSON)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == CONTENT_TYPE
    assert answer.json()["type"] == "urn:parley:problem:invalid"
