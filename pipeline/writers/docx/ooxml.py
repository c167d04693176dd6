"""The XML of WordprocessingML: names, namespaces and the few ways to make an element.

Everything that the writer puts into a part goes through ``add``; the order of children
inside ``w:pPr`` and ``w:rPr`` is a sequence in the schema (ISO/IEC 29500-1, 17.3), so the
callers add them in that order.
"""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from pipeline.theme import Colour

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# XML 1.0 knows none of these; a file that holds one does not open.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PIECES = re.compile("([\n\t\u00ad])")


@cache
def qualified(name: str) -> str:
    """Return the name that lxml wants: ``w:p`` becomes ``{http://…}p``; no prefix is ``w``."""
    prefix, colon, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix if colon else 'w']}}}{local}"


def root(name: str, *prefixes: str) -> etree._Element:
    """Make the root of a part that declares ``w`` and further prefixes."""
    declared = {prefix: NAMESPACES[prefix] for prefix in ("w", *prefixes)}
    return etree.Element(qualified(name), nsmap=declared)


def add(
    parent: etree._Element, name: str, attributes: dict[str, str] | None = None
) -> etree._Element:
    """Append an element; names without a prefix are in ``w``, attributes too."""
    child = etree.SubElement(parent, qualified(name))
    if attributes:
        for key, value in attributes.items():
            child.set(qualified(key), value)
    return child


def add_plain(parent: etree._Element, name: str, attributes: dict[str, str]) -> etree._Element:
    """Append an element whose attributes have no namespace, as DrawingML has them."""
    return etree.SubElement(parent, qualified(name), attributes)


def value(parent: etree._Element, name: str, val: str) -> etree._Element:
    """Append an element with ``w:val``."""
    child = etree.SubElement(parent, qualified(name))
    child.set(_VAL, val)
    return child


_VAL = qualified("val")
_T, _BR, _TAB, _HYPHEN = (qualified(name) for name in ("t", "br", "tab", "softHyphen"))


def clean(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def add_text(run: etree._Element, text: str) -> None:
    """Put text into a run: ``w:t`` with breaks, tabs and soft hyphens as Word has them."""
    for piece in _PIECES.split(clean(text)):
        match piece:
            case "":
                pass
            case "\n":
                etree.SubElement(run, _BR)
            case "\t":
                etree.SubElement(run, _TAB)
            case "\u00ad":
                etree.SubElement(run, _HYPHEN)
            case _:
                child = etree.SubElement(run, _T)
                child.text = piece
                if piece[0] == " " or piece[-1] == " " or "  " in piece:
                    child.set(XML_SPACE, "preserve")


def twips(points: float) -> str:
    """Return points as twentieths of a point, the unit of most measures."""
    return str(round(points * 20))


def half_points(points: float) -> str:
    """Return points as half points, the unit of font sizes."""
    return str(round(points * 2))


def eighths(points: float) -> str:
    """Return points as eighths of a point, the unit of borders."""
    return str(max(2, round(points * 8)))


def hexadecimal(colour: Colour) -> str:
    """Return a colour as Word writes it, six digits."""
    return colour.hex


def serialize(element: etree._Element) -> bytes:
    """Return a part's bytes."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
