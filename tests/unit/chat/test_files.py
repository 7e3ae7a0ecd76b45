"""What a file may be called, and what it is taken for."""

import re
from collections.abc import AsyncIterator
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.domain import attachments
from services.chat.domain.attachments import Attachment
from services.chat.http import files

PNG = b"\x89PNG\r\n\x1a\n...."


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mia\\photo.jpg", "photo.jpg"),
        ("/", "file"),
        ("", "file"),
        ("..", "file"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  spaced.txt ", "spaced.txt"),
        ("日本語.txt", "日本語.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_is_called_by_its_last_visible_part(declared: str, name: str) -> None:
    assert attachments.file_name(declared) == name


@given(st.text())
def test_no_name_is_empty_long_or_a_path(declared: str) -> None:
    name = attachments.file_name(declared)

    assert 1 <= len(name) <= 200
    assert name not in {".", ".."}
    assert not set(name) & set("/\\\r\n\0")


@pytest.mark.parametrize(
    ("beginning", "content_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89arest", "image/gif"),
        (b"RIFF\x0a\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_a_raster_image_is_known_by_its_first_bytes(beginning: bytes, content_type: str) -> None:
    assert attachments.content_type("text/html", beginning) == content_type
    assert Attachment("f1", "x", 1, content_type).is_raster_image


@pytest.mark.parametrize("declared", ["image/png", "image/jpeg", "IMAGE/GIF", "image/webp; q=1"])
def test_what_only_says_that_it_is_a_raster_image_is_none(declared: str) -> None:
    content_type = attachments.content_type(declared, b"<script>alert(1)</script>")

    assert content_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("declared", "content_type"),
    [
        ("application/pdf", "application/pdf"),
        ("text/html; charset=utf-8", "text/html"),
        ("image/svg+xml", "image/svg+xml"),
        ("", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
        ("text/html\r\nSet-Cookie: a=b", "application/octet-stream"),
        ("text/h tml", "application/octet-stream"),
        ("a/b/c", "application/octet-stream"),
        ("x" * 100 + "/y", "application/octet-stream"),
    ],
)
def test_any_other_file_is_what_it_plainly_says(declared: str, content_type: str) -> None:
    assert attachments.content_type(declared, b"%PDF-1.7 ...") == content_type
    assert not Attachment("f1", "x", 1, content_type).is_raster_image


@given(st.text(), st.text(max_size=40), st.binary(max_size=20))
def test_any_file_has_headers_that_say_one_thing(
    declared: str, declared_type: str, beginning: bytes
) -> None:
    name = attachments.file_name(declared)
    file = Attachment("f1", name, 1, attachments.content_type(declared_type, beginning))

    response = files.response(file, aiter(nothing()))

    disposition = response.headers["content-disposition"]
    plain, _, in_full = disposition.partition("; filename*=UTF-8''")
    assert re.fullmatch(r'(inline|attachment); filename="[^"\\]*"', plain)
    assert unquote(in_full) == name
    assert not set(in_full) & set(';" \r\n')


async def nothing() -> AsyncIterator[bytes]:
    yield b""
