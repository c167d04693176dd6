"""SVG drawings, cleaned for a book: no programs, nothing from the network, ids that XML allows.

A drawing that has none of these keeps its very bytes.
"""

from __future__ import annotations

import re

from lxml import etree

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_REMOTE_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)(?!['\"]?#|data:)[^);]*[);]?")
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_PROGRAMS = frozenset({"script", "foreignObject", "handler", "listener"})


def cleaned(data: bytes) -> bytes:
    """Return a drawing that EPUB 3.3 allows; what cannot be read is returned as it is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return data
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    renamed = _names(elements)
    changed = b"<!DOCTYPE" in data or b"<?xml-stylesheet" in data
    for element in elements:
        if etree.QName(element).localname in _PROGRAMS:
            _remove(element)
            changed = True
            continue
        for name, value in list(element.items()):
            new = _attribute(element, str(name), str(value), renamed)
            if new == value:
                continue
            changed = True
            if new is None:
                del element.attrib[name]
            else:
                element.set(name, new)
        if etree.QName(element).localname == "style" and element.text:
            style = _style(element.text, renamed)
            changed |= style != element.text
            element.text = style
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) if changed else data


def _names(elements: list[etree._Element]) -> dict[str, str]:
    """Return a new name for each id that XML does not allow."""
    names = [element.get("id", "") for element in elements if element.get("id")]
    taken = set(names)
    renamed: dict[str, str] = {}
    for name in names:
        if _NAME.match(name) or name in renamed:
            continue
        base = "id-" + re.sub(r"[^A-Za-z0-9._-]+", "-", name)
        new, count = base, 1
        while new in taken:
            count += 1
            new = f"{base}-{count}"
        taken.add(new)
        renamed[name] = new
    return renamed


def _attribute(
    element: etree._Element, name: str, value: str, renamed: dict[str, str]
) -> str | None:
    """Return the value that an attribute may have; None to leave it out."""
    if name == "id":
        return renamed.get(value, value)
    if name.startswith("on"):
        return None
    if name in _HREFS:
        if value.startswith("#"):
            return "#" + renamed.get(value[1:], value[1:])
        is_link = etree.QName(element).localname == "a" and _LINK.match(value)
        return value if value.startswith("data:") or is_link else None
    return _style(value, renamed) if "url(" in value or "@import" in value else value


def _style(value: str, renamed: dict[str, str]) -> str:
    local = _REFERENCE.sub(lambda m: f"url(#{renamed.get(m.group(1), m.group(1))})", value)
    return _REMOTE_STYLE.sub("none", local)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
