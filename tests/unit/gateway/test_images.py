"""What the first and the last bytes of a file say of the image in it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.identity.images import Image, image_in
from tests import images

Make = Callable[[int, int], bytes]
FORMATS: list[tuple[Make, str]] = [
    (images.png, "image/png"),
    (images.jpeg, "image/jpeg"),
    (images.webp_lossy, "image/webp"),
    (images.webp_lossless, "image/webp"),
    (images.webp_extended, "image/webp"),
]
MAKES = [make for make, _ in FORMATS]


@pytest.mark.parametrize(("make", "content_type"), FORMATS)
@pytest.mark.parametrize(("width", "height"), [(1, 1), (256, 255), (1024, 1025), (9000, 3)])
def test_an_image_says_its_format_and_its_sides(
    make: Make, content_type: str, width: int, height: int
) -> None:
    assert image_in(make(width, height)) == Image(content_type, width, height)


@pytest.mark.parametrize("frame", [0xC0, 0xC1, 0xC2, 0xC9])
def test_every_kind_of_jpeg_frame_is_read(frame: int) -> None:
    assert image_in(images.jpeg(640, 480, frame=frame)) == Image("image/jpeg", 640, 480)


@pytest.mark.parametrize("make", MAKES)
def test_a_file_that_was_cut_off_anywhere_is_no_image(make: Make) -> None:
    whole = make(16, 16)
    assert [size for size in range(len(whole)) if image_in(whole[:size])] == []


@pytest.mark.parametrize("make", MAKES)
def test_a_file_with_something_behind_the_image_is_no_image(make: Make) -> None:
    assert image_in(make(16, 16) + b"<script>alert(1)</script>") is None


@pytest.mark.parametrize("make", [images.png, images.jpeg, images.webp_lossy])
def test_an_image_without_a_side_is_none(make: Make) -> None:
    assert image_in(make(0, 5)) is None
    assert image_in(make(5, 0)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>" + b" " * 40,
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a\x04\0\x03\0\x80\0\0" + b"\0" * 40,
        b"BM" + b"\0" * 60,
        b"%PDF-1.7" + b"\0" * 40,
        b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 28,
        images.webp_lossy().replace(b"VP8 ", b"ICCP"),
        images.webp_lossy().replace(b"\x9d\x01\x2a", b"\0\0\0"),
        images.webp_lossless().replace(b"\x2f", b"\0"),
        images.png().replace(b"IHDR", b"IDAT"),
        images.jpeg(frame=0xC4),
        b"\xff\xd8\xff" + b"\xff" * 300_000 + b"\xff\xd9",
        b"\xff\xd8\xff\xe0\0\0" * 50_000 + b"\xff\xd9",
    ],
)
def test_anything_else_is_no_image(content: bytes) -> None:
    assert image_in(content) is None


@given(st.sampled_from(MAKES), st.integers(0, 60), st.binary(max_size=8), st.binary(max_size=60))
def test_any_bytes_are_an_image_with_sides_or_none(
    make: Make, at: int, altered: bytes, anything: bytes
) -> None:
    whole = make(16, 16)
    for content in (anything, whole[:at] + altered + whole[at + len(altered) :]):
        found = image_in(content)
        assert found is None or min(found.width, found.height) > 0
