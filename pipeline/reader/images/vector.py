"""SVG made safe: no scripts, no handlers, nothing from outside; its size. For ``assets``."""

from __future__ import annotations

import re

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

_ACTIVE = frozenset({
    "script", "foreignObject", "iframe", "object", "embed", "audio", "video", "handler",
    "listener", "a", "set", "animate", "animateMotion", "animateTransform", "animateColor",
    "discard",
})  # fmt: skip
_KEEP_CONTENT = frozenset({"a"})
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)]*\)", re.IGNORECASE)
_IMPORT = re.compile(r"@import[^;]*;?", re.IGNORECASE)
_COSTLY = frozenset({"feMorphology", "feConvolveMatrix"})
"""Filters that may take programs that draw them hours for one small picture."""
_MOST_OCTAVES = 8
"""Of noise: more is not seen, but drawn all the same."""
_LENGTH = re.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(px|pt|pc|in|cm|mm|q|em|ex)?\s*$", re.I
)
_UNITS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54, "em": 16.0, "ex": 8.0,
}  # fmt: skip
MAX_SIZE = 100_000.0
"""Of one side, in CSS pixels; the least is one."""


def safe_svg(data: bytes) -> tuple[bytes, float, float] | None:
    """Return the drawing made safe, with width and height in CSS pixels; None: no SVG.

    Entities are not resolved, nothing is fetched; links lose their address and keep their
    content; animation stops at its first state.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True,
        remove_comments=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if not isinstance(root.tag, str) or etree.QName(root).localname != "svg":
        return None
    _clean(root)
    wanted = _size(root)
    width, height = (max(min(side, MAX_SIZE), 1.0) for side in wanted)
    if (width, height) != wanted:  # programs that draw it believe what stands in it
        root.set("width", f"{width:g}")
        root.set("height", f"{height:g}")
    return etree.tostring(root, encoding="utf-8"), width, height


def _clean(root: etree._Element) -> None:
    for entity in list(root.iter(etree.Entity)):
        _remove(entity)
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element).localname
        if (name in _ACTIVE or name in _COSTLY) and element is not root:
            if name in _KEEP_CONTENT:
                element.tag = f"{{{SVG}}}g"
            else:
                _remove(element)
                continue
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            local = etree.QName(key).localname.lower()
            if local.startswith("on") or local == "base":
                del element.attrib[key]
            elif local in ("href", "src"):
                if not value.strip().startswith("#") and not _is_picture(value):
                    del element.attrib[key]
            elif local == "numoctaves" and (_number(value) or 0) > _MOST_OCTAVES:
                element.attrib[key] = str(_MOST_OCTAVES)
            elif "url(" in value.lower():
                element.attrib[key] = _ADDRESS.sub("none", value)
        if name == "style" and element.text:
            element.text = _ADDRESS.sub("none", _IMPORT.sub("", element.text))


def _is_picture(value: str) -> bool:
    return re.match(r"\s*data:image/(png|jpeg|gif|webp)[;,]", value, re.IGNORECASE) is not None


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _size(root: etree._Element) -> tuple[float, float]:
    """Read the size as CSS does for an image; 300 by 150 where nothing says anything."""
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = [_number(part) for part in re.split(r"[\s,]+", (root.get("viewBox") or "").strip())]
    ratio = None
    if len(box) == 4 and box[2] and box[3] and box[2] > 0 and box[3] > 0:
        ratio = box[2] / box[3]
        if width is None and height is None:
            width, height = box[2], box[3]
    if width is None and height is None:
        return 300.0, 150.0
    if width is None:
        width = (height or 0) * (ratio or 2.0)
    if height is None:
        height = width / (ratio or 2.0)
    return width, height


def _length(value: str | None) -> float | None:
    found = _LENGTH.match(value or "")
    if not found:
        return None
    size = float(found[1]) * _UNITS[(found[2] or "px").lower()]
    return size if 0 < size < float("inf") else None


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
