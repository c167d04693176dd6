"""Pictures: inline, with their alternative, or marked decorative as Word marks it."""

from __future__ import annotations

import io

from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Asset, Image
from pipeline.model.walk import one_line
from pipeline.writers.docx.ooxml import NAMESPACES, add, add_plain, clean, qualified
from pipeline.writers.docx.shared import Media, Relationships, Shared
from pipeline.writers.drawings import rasterised

PICTURE_NOT_READABLE = Rule(
    "docx-picture-not-readable",
    Severity.WARNING,
    "A picture cannot be read or converted, so its text alternative stands in its place.",
    "Save the picture again as PNG or JPEG.",
    ("WCAG 2.2 1.1.1",),
)

EMU_PER_POINT = 12700
POINTS_PER_PIXEL = 0.75
_SVG_SCALE = 2
"""Pixels of the raster fallback for each CSS pixel."""

# Both as Word writes them; there is no other published form.
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpeg", "image/gif": ".gif"}


def media_of(shared: Shared, image: Image, asset: Asset) -> Media | None:
    """Return the raster picture for an asset; None where it cannot be made (a finding)."""
    if asset.name not in shared.media:
        try:
            data, media_type = _raster(asset)
        except (ValueError, OSError, SyntaxError) as error:
            message = f"picture {asset.name!r} cannot be converted: {error}"
            shared.diagnostics.append(Diagnostic(PICTURE_NOT_READABLE, message, image.at))
            return None
        name = f"image{len(shared.media) + 1}{_SUFFIXES[media_type]}"
        shared.media[asset.name] = Media(name, media_type, data)
    return shared.media[asset.name]


def _raster(asset: Asset) -> tuple[bytes, str]:
    """Return a picture as a format that every Word shows."""
    if asset.media_type in _SUFFIXES:
        return asset.data, asset.media_type
    if asset.media_type == "image/svg+xml":
        return rasterised(asset, _SVG_SCALE), "image/png"
    from PIL import Image as Raster  # here, because loading it takes longer than most pictures

    buffer = io.BytesIO()
    try:
        with Raster.open(io.BytesIO(asset.data)) as picture:
            mode = "RGBA" if picture.mode in ("RGBA", "LA", "P") else "RGB"
            picture.convert(mode).save(buffer, "PNG")
    except Raster.DecompressionBombError as error:
        raise ValueError(str(error)) from error
    return buffer.getvalue(), "image/png"


def fit(asset: Asset, width: float, height: float) -> tuple[float, float]:
    """Return the size in points, no larger than the space and in the shape of the picture."""
    own_width, own_height = asset.width * POINTS_PER_PIXEL, asset.height * POINTS_PER_PIXEL
    scale = min(1.0, width / own_width, height / own_height)
    return max(1.0, own_width * scale), max(1.0, own_height * scale)


def draw(
    run: etree._Element,
    image: Image,
    asset: Asset,
    media: Media,
    *,
    shared: Shared,
    relationships: Relationships,
    size: tuple[float, float],
) -> None:
    """Add an inline picture (never floating: DX-05) with its alternative (DW-04, DW-05)."""
    shared.drawings += 1
    number = str(shared.drawings)
    extent = {"cx": str(round(size[0] * EMU_PER_POINT)), "cy": str(round(size[1] * EMU_PER_POINT))}
    inline = add_plain(
        add(run, "drawing"), "wp:inline", {"distT": "0", "distB": "0", "distL": "0", "distR": "0"}
    )
    add_plain(inline, "wp:extent", extent)
    properties = {"id": number, "name": f"Picture {number}"}
    if image.alternative:
        properties["descr"] = clean(one_line(image.alternative))
    described = add_plain(inline, "wp:docPr", properties)
    if image.alternative == "":
        extension = add_plain(add(described, "a:extLst"), "a:ext", {"uri": _DECORATIVE_URI})
        etree.SubElement(
            extension, f"{{{_DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": _DECORATIVE}
        )
    frame = add(inline, "wp:cNvGraphicFramePr")
    add_plain(frame, "a:graphicFrameLocks", {"noChangeAspect": "1"})
    graphic = add(inline, "a:graphic")
    data = add_plain(graphic, "a:graphicData", {"uri": NAMESPACES["pic"]})
    picture = add(data, "pic:pic")
    names = add(picture, "pic:nvPicPr")
    add_plain(names, "pic:cNvPr", {"id": number, "name": media.name})
    add(names, "pic:cNvPicPr")
    fill = add(picture, "pic:blipFill")
    blip = add(fill, "a:blip")
    blip.set(qualified("r:embed"), relationships.picture(media))
    if asset.media_type == "image/svg+xml":
        vector = Media(f"{media.name.partition('.')[0]}.svg", asset.media_type, asset.data)
        extension = add_plain(add(blip, "a:extLst"), "a:ext", {"uri": _SVG_URI})
        element = etree.SubElement(extension, f"{{{_SVG}}}svgBlip", nsmap={"asvg": _SVG})
        element.set(qualified("r:embed"), relationships.picture(vector))
    add(add(fill, "a:stretch"), "a:fillRect")
    shape = add(picture, "pic:spPr")
    transform = add(shape, "a:xfrm")
    add_plain(transform, "a:off", {"x": "0", "y": "0"})
    add_plain(transform, "a:ext", extent)
    geometry = add_plain(shape, "a:prstGeom", {"prst": "rect"})
    add(geometry, "a:avLst")
