"""A drawing as pixels, for formats and readers that show no SVG. Used by the PDF and Word writers.

Its words are set in the fonts that the program brings, never in those of the machine: these
differ from one to the next, and there may be none.
"""

from __future__ import annotations

from importlib import resources

import resvg_py

from pipeline.model.nodes import Asset

_FACES = str(resources.files(__package__).joinpath("pdf", "faces"))
_FACE = "Noto Sans"


_LONGEST_SIDE = 4000


def rasterised(drawing: Asset, pixels: float) -> bytes:
    """Return an SVG drawing as PNG, with so many ``pixels`` for each of CSS.

    None is larger than 4000 by 4000, whatever it says of itself.

    Raises:
        ValueError: if it cannot be drawn.
    """
    scale = min(pixels, _LONGEST_SIDE / max(drawing.width, drawing.height))
    drawn = resvg_py.svg_to_bytes(
        svg_string=drawing.data.decode("utf-8"),
        width=max(1, round(drawing.width * scale)),
        height=max(1, round(drawing.height * scale)),
        skip_system_fonts=True,
        font_dirs=[_FACES],
        font_family=_FACE,
        serif_family=_FACE,
        sans_serif_family=_FACE,
    )
    return bytes(drawn)
