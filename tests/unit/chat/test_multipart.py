"""One file out of a form, however its bytes arrive."""

from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.http import multipart
from shared import refusals

FORM = "multipart/form-data; boundary=xx"
CONTENT = b"one\r\n--x\r\n--xy two\r\n"
FILE = (
    b'--xx\r\nContent-Disposition: form-data; name="file"; filename="a \xc3\xa9.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\n" + CONTENT + b"\r\n"
)
END = b"--xx--\r\n"
FIELD = b'--xx\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'


async def arriving(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def read(*pieces: bytes, content_type: str = FORM) -> tuple[str, str, bytes]:
    file = await multipart.only_file(content_type, arriving(pieces))
    content = b"".join([piece async for piece in file.content])
    return file.name, file.content_type, content


@given(st.lists(st.integers(0, len(FILE + END)), max_size=12))
async def test_a_file_comes_out_whole_wherever_its_bytes_were_cut(cuts: list[int]) -> None:
    body, ends = FILE + END, [*sorted(cuts), len(FILE + END)]
    pieces = [body[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]

    assert await read(*pieces) == ("a é.txt", "text/plain", CONTENT)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="is empty"),
        pytest.param(END, id="has no part"),
        pytest.param(b"no form at all", id="is no form"),
        pytest.param(FIELD + END, id="holds a field"),
        pytest.param(FILE + FILE + END, id="holds two files"),
        pytest.param(FILE + FIELD + END, id="holds a field after the file"),
        pytest.param(FILE, id="breaks off after the file"),
        pytest.param(FILE[:-15], id="breaks off within the file"),
        pytest.param(b"--xx\r\n\r\nnothing known\r\n" + END, id="has a part without headers"),
        pytest.param(b"--xx\r\nX: " + b"x" * 100_000, id="has a header without end"),
    ],
)
async def test_a_body_is_refused_that(body: bytes) -> None:
    with pytest.raises(refusals.Invalid):
        await read(body)


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 300],
)
async def test_a_body_of_another_type_is_refused(content_type: str) -> None:
    with pytest.raises(refusals.Invalid):
        await read(FILE + END, content_type=content_type)


ALTERED = st.tuples(st.integers(0, len(FILE + END)), st.integers(0, 20), st.binary(max_size=20))


@given(
    st.binary() | ALTERED.map(lambda cut: FILE[: cut[0]] + cut[2] + (FILE + END)[sum(cut[:2]) :])
)
async def test_any_body_is_one_file_or_refused(body: bytes) -> None:
    try:
        name, _, _ = await read(body)
    except refusals.Invalid:
        return
    assert isinstance(name, str)
