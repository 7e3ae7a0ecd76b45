"""Small image files: a PNG that can be shown, and of JPEG and WebP as much as says their sides."""

import struct
import zlib

Color = tuple[int, int, int]
GREEN: Color = (20, 160, 90)


def png(width: int = 4, height: int = 3, color: Color = GREEN) -> bytes:
    """One colour all over."""
    rows = (b"\0" + bytes(color) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def jpeg(width: int = 4, height: int = 3, *, frame: int = 0xC0) -> bytes:
    """With an EXIF segment and a fill byte before the frame header."""
    exif = b"\xff\xe1" + struct.pack(">H", 2 + 300) + b"Exif\0\0" + b"\xff\xc0" * 147
    header = struct.pack(">HBHHB", 8 + 3, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + exif + b"\xff\xff" + bytes([frame]) + header + b"\xff\xda\0\2x\xff\xd9"


def webp_lossy(width: int = 4, height: int = 3) -> bytes:
    """As cameras' pictures are."""
    return _riff(b"VP8 ", b"\x30\1\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + b"\0" * 8)


def webp_lossless(width: int = 4, height: int = 3) -> bytes:
    """As drawings are."""
    sides = (width - 1) | (height - 1) << 14
    return _riff(b"VP8L", b"\x2f" + struct.pack("<I", sides) + b"\0" * 9)


def webp_extended(width: int = 4, height: int = 3) -> bytes:
    """As pictures with transparency or a colour profile are."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _riff(b"VP8X", b"\x10\0\0\0" + sides)


def _riff(kind: bytes, content: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk
