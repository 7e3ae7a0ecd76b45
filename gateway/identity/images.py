"""What an image file says of itself at its very start and end. Pure, and nothing is decoded: who
shows the picture decodes it, so what matters here is that it is a raster image, and how large.

A file has to end where its format says. That refuses what was cut off on its way, and what
carries a second file behind the image.
"""

from collections.abc import Callable
from dataclasses import dataclass

_PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG_START, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = {0x01, *range(0xD0, 0xD8)}
_JPEG_SCAN = 0xDA

Sides = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Image:
    """An image's format, as a media type, and its sides in pixels."""

    content_type: str
    width: int
    height: int


def image_in(content: bytes) -> Image | None:
    """The PNG, JPEG or WebP that ``content`` is, all of it; ``None`` if it is none of these."""
    for content_type, sides_of in _FORMATS.items():
        sides = sides_of(content)
        if sides is not None and min(sides) > 0:
            return Image(content_type, *sides)
    return None


def _png(content: bytes) -> Sides | None:
    if len(content) < 45 or not content.startswith(_PNG_START) or not content.endswith(_PNG_END):
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg(content: bytes) -> Sides | None:
    """From the frame header, which stands before the first scan behind segments of any length."""
    if not content.startswith(_JPEG_START) or not content.endswith(_JPEG_END):
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return int.from_bytes(width), int.from_bytes(height)
        if marker == _JPEG_SCAN:
            return None
        at += _jpeg_segment_bytes(content, at)
    return None


def _jpeg_segment_bytes(content: bytes, at: int) -> int:
    """Never 0, so that whoever walks along arrives."""
    marker = content[at + 1]
    if marker == 0xFF:  # a fill byte
        return 1
    return 2 if marker in _JPEG_ALONE else 2 + int.from_bytes(content[at + 2 : at + 4])


def _webp(content: bytes) -> Sides | None:
    if len(content) < 30 or (content[:4], content[8:12]) != (b"RIFF", b"WEBP"):
        return None
    if int.from_bytes(content[4:8], "little") + 8 != len(content):
        return None
    sides_of = _WEBP_KINDS.get(content[12:16])
    return sides_of(content[20:30]) if sides_of else None


def _webp_lossy(start: bytes) -> Sides | None:
    if start[3:6] != b"\x9d\x01\x2a":
        return None
    width, height = start[6:8], start[8:10]
    return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF


def _webp_lossless(start: bytes) -> Sides | None:
    if start[0] != 0x2F:
        return None
    bits = int.from_bytes(start[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _webp_extended(start: bytes) -> Sides | None:
    """The canvas; decoders refuse a file whose image is not as large."""
    width, height = start[4:7], start[7:10]
    return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1


_WEBP_KINDS: dict[bytes, Callable[[bytes], Sides | None]] = {
    b"VP8 ": _webp_lossy,
    b"VP8L": _webp_lossless,
    b"VP8X": _webp_extended,
}
_FORMATS: dict[str, Callable[[bytes], Sides | None]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
}
