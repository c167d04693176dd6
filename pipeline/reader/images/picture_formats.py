"""What the bytes of an image are: format and size, read from the bytes alone. For ``assets``."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image as its bytes say."""

    media_type: str
    width: int
    height: int


class CorruptPictureError(ValueError):
    """The bytes begin like an image and do not go on like one."""


SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}


def read_picture(data: bytes) -> Picture | None:
    """Return format and size in pixels; None when the bytes are no known raster image.

    Raises:
        CorruptPictureError: when they are one that is cut off or damaged.
    """
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return Picture("image/png", *_png(data))
        if data.startswith(b"\xff\xd8\xff"):
            return Picture("image/jpeg", *_jpeg(data))
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return Picture("image/gif", *_gif(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return Picture("image/webp", *_webp(data))
    except (struct.error, IndexError) as error:
        raise CorruptPictureError("the file is cut off") from error
    return None


def _positive(width: int, height: int) -> tuple[int, int]:
    if width <= 0 or height <= 0:
        raise CorruptPictureError("its size is zero")
    return width, height


def _png(data: bytes) -> tuple[int, int]:
    """Walk the chunks (PNG 5.3): length, type, data, CRC."""
    size = (0, 0)
    place = 8
    pixels = False
    while True:
        length, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 4 : place + 8 + length]
        (sum_stated,) = struct.unpack_from(">I", data, place + 8 + length)
        if zlib.crc32(body) != sum_stated:
            raise CorruptPictureError("a checksum is wrong")
        if kind == b"IHDR":
            size = struct.unpack_from(">II", data, place + 8)
        elif kind == b"IDAT":
            pixels = True
        elif kind == b"IEND":
            break
        place += 12 + length
    if not pixels:
        raise CorruptPictureError("it holds no pixels")
    return _positive(*size)


def _jpeg(data: bytes) -> tuple[int, int]:
    """Walk the segments to the start of frame (ITU-T T.81, B.2.2)."""
    place = 2
    while True:
        while data[place] != 0xFF:
            place += 1
        while data[place] == 0xFF:
            place += 1
        marker = data[place]
        place += 1
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        if marker in (0xD9, 0xDA):
            raise CorruptPictureError("it has no frame")
        (length,) = struct.unpack_from(">H", data, place)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, place + 3)
            break
        place += length
    if b"\xff\xd9" not in data[place:]:
        raise CorruptPictureError("the file is cut off")
    return _positive(width, height)


def _gif(data: bytes) -> tuple[int, int]:
    """Walk the blocks to the end of the first image (GIF89a, 15 to 24)."""
    size: tuple[int, int] = struct.unpack_from("<HH", data, 6)
    place = 13 + _colours(data[10])
    while (kind := data[place]) == 0x21:  # an extension, by its label
        place = _behind(data, place + 2)
    if kind != 0x2C:
        raise CorruptPictureError("it holds no image")
    _behind(data, place + 11 + _colours(data[place + 9]))
    return _positive(*size)


def _colours(packed: int) -> int:
    """Return how many bytes the table of colours takes that a packed field tells of."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _behind(data: bytes, place: int) -> int:
    """Return the place behind a run of parts, each led by its length; the last has none."""
    while length := data[place]:
        place += 1 + length
    return place + 1


def _webp(data: bytes) -> tuple[int, int]:
    (size,) = struct.unpack_from("<I", data, 4)
    if len(data) < size + 8:
        raise CorruptPictureError("the file is cut off")
    match data[12:16]:
        case b"VP8X":
            width = 1 + int.from_bytes(data[24:27], "little")
            height = 1 + int.from_bytes(data[27:30], "little")
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            width, height = width & 0x3FFF, height & 0x3FFF
        case _:
            raise CorruptPictureError("its first chunk is not known")
    return _positive(width, height)
