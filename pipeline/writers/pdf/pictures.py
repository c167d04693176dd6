"""Images as PDF can hold them: opaque pixels in sRGB or grey. Used by plan and paint.

JPEG data is embedded as it is. Everything else is decoded; what is transparent is laid on
the colour of the paper, because PDF/A-2 and PDF/A-4 files without transparency are read
the same everywhere. SVG is drawn at 300 dots per inch with the vendored faces only, so
that the result does not depend on the machine (``docs/decisions/0101``).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TypeAlias

from PIL import Image as PillowImage
from PIL import ImageOps
from reportlab.lib.utils import ImageReader

from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Asset
from pipeline.theme import Colour
from pipeline.writers.drawings import rasterised

POINTS_PER_PIXEL = 0.75
"""A CSS pixel is 1/96 inch."""
MAXIMUM_PIXELS = 60_000_000
"""More is refused before anything is decoded."""
_DOTS_PER_PIXEL = 300 / 96

IMAGE_UNREADABLE = Rule(
    "pdf-image-unreadable",
    Severity.ERROR,
    "The data of an image cannot be decoded.",
    "Save the image again as PNG or JPEG.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Bitmap:
    """An image to embed."""

    reader: ImageReader


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Filled and stroked paths in points, the origin on the baseline at the left."""

    operators: bytes
    width: float
    above: float
    below: float


@dataclass(frozen=True, slots=True, eq=False)
class Empty:
    """Nothing to draw: the frame of an image that could not be had."""


Drawing: TypeAlias = Bitmap | Paths | Empty


def bitmap(asset: Asset, paper: Colour, at: Position | None) -> Bitmap | Diagnostic:
    """Decode an image, or tell why it cannot be done."""
    try:
        data = asset.data
        if asset.media_type == "image/svg+xml":
            data = rasterised(asset, _DOTS_PER_PIXEL)
        with PillowImage.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAXIMUM_PIXELS:
                raise ValueError(f"{image.width} × {image.height} pixels are too many")
            image.load()
            if image.format == "JPEG" and image.mode in ("RGB", "L") and _upright(image):
                return Bitmap(ImageReader(io.BytesIO(data)))
            return Bitmap(ImageReader(_opaque(ImageOps.exif_transpose(image), paper)))
    except Exception as reason:
        return Diagnostic(IMAGE_UNREADABLE, f"image {asset.name}: {reason}", at)


def _upright(image: PillowImage.Image) -> bool:
    orientation = 0x0112
    return bool(image.getexif().get(orientation, 1) == 1)


def _opaque(image: PillowImage.Image, paper: Colour) -> PillowImage.Image:
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return image.convert("L")
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    layer = image.convert("RGBA")
    ground = PillowImage.new("RGBA", layer.size, (paper.red, paper.green, paper.blue, 255))
    return PillowImage.alpha_composite(ground, layer).convert("RGB")
