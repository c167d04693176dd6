"""Images that are damaged, too large, or mean harm; as files and as drawings in the page."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable

from tests.documents import png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, pixels: bytes, *more: bytes) -> bytes:
    """Return a PNG of grey pixels that says a size and holds what it likes."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body + chunk(b"IEND", b"")


def gif(frames: int, width: int = 8, height: int = 8) -> bytes:
    """Return a GIF that moves."""
    frame = b"\x21\xf9\x04\0\x01\0\0\0" + b"," + struct.pack("<HHHHB", 0, 0, 8, 8, 0)
    frame += b"\x02\x09\x84\x8f\xa9\xcb\xed\x0f\xa3\x9c\xb4\0"
    start = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return start + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" + frame * frames + b";"


def jpeg(width: int, height: int, end: bytes = b"\xff\xd9") -> bytes:
    """Return a JPEG that has a size and no pixels."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\x12" * 9 + end


def webp(width: int, height: int) -> bytes:
    """Return a WebP that has a size and no pixels."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _damaged() -> dict[str, bytes]:
    whole = {"png": png(), "gif": gif(2), "jpg": jpeg(9, 9), "webp": webp(9, 9)}
    made: dict[str, bytes] = {"empty.png": b"", "short.png": b"\x89PNG\r\n\x1a\n"}
    for kind, data in whole.items():
        made[f"half.{kind}"] = data[: len(data) // 2]
        made[f"last.{kind}"] = data[:-1]
        made[f"wrong.{kind}"] = bytes(255 - byte if i > 30 else byte for i, byte in enumerate(data))
        made[f"no-pixels.{kind}"] = data
    made["zero.png"] = png_of(0, 0, b"")
    made["zero.gif"] = gif(1, 0, 0)
    made["zero.jpg"] = jpeg(0, 0)
    made["too-few-pixels.png"] = png_of(100, 100, b"\0" * 50)
    made["no-zlib.png"] = png_of(9, 9, b"").replace(zlib.compress(b"", 9), b"garbage!")
    made["page.svg"] = b"<html><p>no drawing"
    made["half.svg"] = SVG + b"><g><path d='M0 0"
    made["zero.svg"] = SVG + b'width="0" height="0"/>'
    made["nonsense.svg"] = (
        SVG + b'viewBox="a b c d" width="1e999" height="nan"><path d="M z z L"/></svg>'
    )
    return made


def _huge() -> dict[str, bytes]:
    return {
        "bomb.png": png_of(50_000, 50_000, b"\0" * 50_001 * 4),
        "claims.png": png_of(2**31 - 1, 2**31 - 1, b"\0"),
        "claims.jpg": jpeg(65_535, 65_535),
        "claims.gif": gif(1, 65_535, 65_535),
        "claims.webp": webp(16_000_000, 16_000_000),
        "huge.svg": SVG + b'width="1e9" height="1e9"><rect width="1e9" height="1e9"/></svg>',
    }


def _text_bomb() -> dict[str, bytes]:
    text = zlib.compress(b"A" * 100_000_000, 9)
    row = b"\0" + b"\x80" * 8
    return {
        "itxt.png": png_of(8, 8, row * 8, chunk(b"iTXt", b"k\0\x01\0\0\0" + text)),
        "ztxt.png": png_of(8, 8, row * 8, chunk(b"zTXt", b"k\0\0" + text)),
        "iccp.png": png_of(8, 8, row * 8, chunk(b"iCCP", b"k\0\0" + text)),
    }


def _laughs() -> bytes:
    entities = b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    start = b'<!DOCTYPE svg [<!ENTITY a "lol">' + entities
    return start + b"]>" + SVG + b'width="9" height="9"><text>&j;</text></svg>'


def _uses(href: bytes = b"xlink:href") -> bytes:
    levels = b"".join(
        b'<g id="u%d">%s</g>' % (level + 1, b'<use %s="#u%d"/>' % (href, level) * 10)
        for level in range(9)
    )
    drawn = b'<defs><g id="u0"><rect width="1" height="1"/></g>' + levels + b"</defs>"
    return SVG + b'width="9" height="9">' + drawn + b'<use %s="#u9"/></svg>' % href


_ACTIVE = (
    SVG + b'width="9" height="9" onload="alert(1)"><script>alert(1)</script><a xlink:href='
    b'"javascript:x"><text y="5">t</text></a><foreignObject width="9" height="9"><body xmlns='
    b'"http://www.w3.org/1999/xhtml"><iframe src="http://169.254.169.254/"/></body></foreignObject>'
    b'<animate attributeName="href" to="javascript:x"/><set attributeName="onclick" to="x"/></svg>'
)
_OUTSIDE = (
    b'<?xml-stylesheet href="http://x/a.css"?>' + SVG + b'width="9" height="9"><image xlink:href='
    b'"file:///etc/passwd" width="9" height="9"/><image href="http://169.254.169.254/" width="9" '
    b'height="9"/><use xlink:href="other.svg#a"/><style>@import url(http://x);@font-face{src:'
    b'url(file:///etc/passwd)}rect{fill:url(http://x#a)}</style><rect style="fill:url(file:///x)" '
    b'width="9" height="9" filter="url(http://x#f)"/><feImage xlink:href="http://x"/></svg>'
)


def _entities() -> dict[str, bytes]:
    outside = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return {
        "laughs.svg": _laughs(),
        "outside.svg": outside + SVG + b'width="9" height="9"><text y="5">&x;</text></svg>',
        "dtd.svg": b'<!DOCTYPE svg SYSTEM "http://169.254.169.254/x.dtd">' + SVG + b'width="9"/>',
    }


def _nested() -> dict[str, bytes]:
    inner = SVG + b'width="9" height="9"><rect width="9" height="9"/></svg>'
    for _ in range(8):
        data = base64.b64encode(inner)
        image = b'<image width="9" height="9" xlink:href="data:image/svg+xml;base64,%s"/>' % data
        inner = SVG + b'width="9" height="9">' + image * 2 + b"</svg>"
    bomb = base64.b64encode(png_of(30_000, 30_000, b"\0" * 30_001 * 50))
    raster = b'<image width="9" height="9" href="data:image/png;base64,%s"/>' % bomb
    return {"nested.svg": inner, "raster.svg": SVG + b'width="9" height="9">' + raster + b"</svg>"}


def _slow() -> dict[str, bytes]:
    """Return drawings that are small and would take hours to draw."""
    filters = b"".join(
        b'<filter id="f%d">%s</filter><rect width="100" height="100" filter="url(#f%d)"/>'
        % (number, one, number)
        for number, one in enumerate(
            (
                b'<feTurbulence baseFrequency="1e9" numOctaves="100000"/>',
                b'<feMorphology operator="dilate" radius="1e6"/>',
                b'<feConvolveMatrix order="999" kernelMatrix="1"/>',
                b'<feGaussianBlur stdDeviation="1e9"/>',
            )
        )
    )
    return {
        "filters.svg": SVG + b'width="100" height="100">' + filters + b"</svg>",
        "thin.svg": SVG + b'width="0.0001" height="1e9"><rect width="1" height="1"/></svg>',
        "tall.svg": SVG + b'width="2000" height="100000"><text y="50">x</text></svg>',
        "dashes.svg": SVG + b'width="9" height="9"><path d="M0 0L1e9 1e9" stroke="red" '
        b'stroke-dasharray="1e-5"/><pattern id="p" width="1e-4" height="1e-4" patternUnits='
        b'"userSpaceOnUse"><rect width="1" height="1"/></pattern><rect fill="url(#p)"/></svg>',
    }


FILES: dict[str, tuple[str, Callable[[], dict[str, bytes]]]] = {
    "images-damaged": ("27 images that are empty, cut off, garbled or without size", _damaged),
    "images-huge": ("images of 50,000 × 50,000 pixels and more", _huge),
    "images-moving": ("a GIF of 20,000 frames", lambda: {"moving.gif": gif(20_000)}),
    "images-text-bomb": ("PNG whose text or profile unpacks to 100 MB", _text_bomb),
    "svg-active": ("a drawing with scripts, handlers, HTML and links", lambda: {"a.svg": _ACTIVE}),
    "svg-outside": ("a drawing that asks for files and addresses", lambda: {"o.svg": _OUTSIDE}),
    "svg-entities": ("drawings with a billion laughs and external entities", _entities),
    "svg-uses": (
        "drawings of 10⁹ copies by use",
        lambda: {"uses.svg": _uses(), "hrefs.svg": _uses(b"href")},
    ),
    "svg-slow": ("drawings that would take hours to draw", _slow),
    "svg-in-svg": ("drawings in drawings as data, and a large picture in one", _nested),
}
"""By name what they are, and what makes the files."""

INLINE: dict[str, tuple[str, bytes]] = {
    "svg-in-page-active": ("the same drawing in the page itself", _ACTIVE),
    "svg-in-page-uses": ("10⁹ copies by use in the page itself", _uses()),
}
