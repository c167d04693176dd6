"""A department's logo: data to an ``Asset``, or the reason why it cannot be used."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from pipeline.errors import OptionError
from pipeline.model.nodes import Asset

_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
_LARGEST = 4 * 2**20
"""Bytes; more is a picture for print, not for every copy of every report."""


def logo(name: str, data: bytes) -> Asset:
    """Return a logo with its size in pixels; what is active in a drawing is taken out.

    Raises:
        OptionError: if it is too large, or no PNG, JPEG or SVG.
    """
    if len(data) > _LARGEST:
        raise OptionError(f"logo {name}: has over 4 MB", hint="save it smaller")
    if name.lower().endswith(".svg"):
        return _drawing(name, data)
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as image:
            kind, (width, height) = image.format, image.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        kind, width, height = None, 0, 0
    if kind not in _KINDS:
        raise OptionError(
            f"logo {name}: is no PNG, JPEG or SVG (.svg)", hint="save it as PNG or SVG"
        )
    return Asset(name, _KINDS[kind], data, float(width), float(height))


def _drawing(name: str, data: bytes) -> Asset:
    # Loaded here: few logos are drawings.
    from pipeline.reader.images.vector import safe_svg

    safe = safe_svg(data)
    if safe is None:
        raise OptionError(f"logo {name}: is no SVG", hint="save it again as SVG or PNG")
    return Asset(name, "image/svg+xml", *safe)
