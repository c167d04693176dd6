"""A department's logo: data to an ``Asset``, or the reason why it cannot be used."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic
from pipeline.errors import OptionError
from pipeline.model.nodes import Asset
from pipeline.reader.images.picture_formats import CorruptPictureError, read_picture
from pipeline.theme import Colour

_KINDS = frozenset({"image/png", "image/jpeg"})
_LARGEST = 4 * 2**20
"""Bytes; more is a picture for print, not for every copy of every report."""
_MOST_PIXELS = 16_000_000


def logo(name: str, data: bytes) -> Asset:
    """Return a logo with its size in pixels; what is active in a drawing is taken out.

    Raises:
        OptionError: if it is too large, or no PNG, JPEG or SVG that can be drawn.
    """
    if len(data) > _LARGEST:
        raise OptionError(f"logo {name}: has over 4 MB", hint="save it smaller")
    found = _drawing(name, data) if name.lower().endswith(".svg") else _picture(name, data)
    _rehearse(found)
    return found


def _picture(name: str, data: bytes) -> Asset:
    try:
        picture = read_picture(data)
    except CorruptPictureError as reason:
        raise OptionError(f"logo {name}: is damaged: {reason}", hint="save it again") from None
    if picture is None or picture.media_type not in _KINDS:
        raise OptionError(
            f"logo {name}: is no PNG, JPEG or SVG (.svg)", hint="save it as PNG or SVG"
        )
    width, height = picture.width, picture.height
    if width * height > _MOST_PIXELS:
        raise OptionError(f"logo {name}: has {width} × {height} pixels", hint="save it smaller")
    return Asset(name, picture.media_type, data, float(width), float(height))


def _drawing(name: str, data: bytes) -> Asset:
    # Loaded here: few logos are drawings.
    from pipeline.reader.images.vector import safe_svg

    safe = safe_svg(data)
    if safe is None:
        raise OptionError(f"logo {name}: is no SVG", hint="save it again as SVG or PNG")
    return Asset(name, "image/svg+xml", *safe)


def _rehearse(found: Asset) -> None:
    """Draw it once as the PDF will, so that no report fails for it."""
    # Loaded here: few themes have a logo.
    from pipeline.writers.pdf.pictures import bitmap

    drawn = bitmap(found, Colour(255, 255, 255), None)
    if isinstance(drawn, Diagnostic):
        reason = drawn.message.removeprefix(f"image {found.name}: ")
        raise OptionError(
            f"logo {found.name}: cannot be drawn: {reason}", hint="save it again as PNG"
        )
