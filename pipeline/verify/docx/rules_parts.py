"""Rules on the parts: what stands in what (DW-15), relationships that lead somewhere, types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.diagnostics import Diagnostic
from pipeline.verify.docx.opened import MAIN, R, W, get, w
from pipeline.verify.docx.schema import ATTRIBUTES, CONTENT, REQUIRED, VALUES
from pipeline.verify.docx.subject import Check, Subject, artefact_rule

SCHEMA = artefact_rule(
    "docx-schema",
    "An element or attribute stands where Word does not expect it, or has a value it cannot read.",
    "DW-15",
    "ISO/IEC 29500-1 Annex A",
)
PARTS = artefact_rule(
    "docx-parts", "A part refers to what is not there, or has no type.", "DW-15", "ISO/IEC 29500-2"
)
STYLE_USE = artefact_rule(
    "docx-style-missing", "A style is used that the document does not have.", "DW-01", "DW-15"
)

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REFERENCE = re.compile(rf"\{{{re.escape(R)}\}}(id|embed|link|pict|dm|lo|qs|cs)")
_STYLES = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}


def schema(subject: Subject) -> Iterator[Diagnostic]:
    """DW-15: the order of children, attributes and their values."""
    for name in sorted(subject.opened.files):
        root = subject.opened.part(name) if re.fullmatch(r"word/\w+\.xml", name) else None
        for element in () if root is None else root.iter(f"{{{W}}}*"):
            for message in (*_children(element), *_attributes(element)):
                place = f"{name}, line {element.sourceline}"
                yield Diagnostic(SCHEMA, message, place=place)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: etree._Element) -> Iterator[str]:
    name = _name(element)
    allowed = CONTENT.get(name)
    if allowed is None:
        return
    before, last = -1, ""
    for child in element.iterchildren(f"{{{W}}}*"):
        inner = _name(child)
        place = allowed.get(inner)
        if place is None:
            yield f"w:{inner} stands in w:{name}"
        elif place < before:
            yield f"w:{inner} stands behind w:{last} in w:{name}"
        else:
            before, last = place, inner
    for required in REQUIRED.get(name, ()):
        if element.find(w(required)) is None:
            yield f"w:{name} has no w:{required}"
    if name == "tc" and len(element):
        shown = (each.tag for each in reversed(element) if each.tag not in _BOOKMARKS)
        if next(shown, None) not in (w("p"), w("sdt")):
            yield "w:tc does not end with a paragraph"


_BOOKMARKS = frozenset({w("bookmarkStart"), w("bookmarkEnd")})
"""Word itself puts them behind the last paragraph of a cell."""


def _attributes(element: etree._Element) -> Iterator[str]:
    name = _name(element)
    for key, value in element.attrib.items():
        space, _, attribute = str(key).rpartition("}")
        if space != f"{{{W}":
            continue
        if attribute not in ATTRIBUTES and not attribute.startswith("rsid"):
            yield f"w:{name} has no attribute w:{attribute}"
        pattern = VALUES.get((name, attribute))
        if pattern is not None and not pattern.fullmatch(str(value)):
            yield f"w:{attribute} of w:{name} is {str(value)!r}"


def references(subject: Subject) -> Iterator[Diagnostic]:
    """DW-15: each relationship that is used exists and leads to a part; each part has a type."""
    opened = subject.opened
    types = opened.part("[Content_Types].xml")
    entries = [] if types is None else list(types)
    defaults = {str(one.get("Extension")).lower() for one in entries if one.get("Extension")}
    named = {str(one.get("PartName")).lstrip("/") for one in entries if one.get("PartName")}
    for name in sorted(opened.files):
        extension = name.rpartition(".")[2].lower()
        if name not in named and extension not in defaults and name != "[Content_Types].xml":
            yield Diagnostic(PARTS, "its type is not declared", place=name)
        if name.endswith(".rels") or not name.endswith(".xml"):
            continue
        known = opened.relationships(name)
        for target, is_outside in known.values():
            if not is_outside and target not in opened.files:
                yield Diagnostic(PARTS, f"there is no part {target}", place=name)
        root = opened.part(name)
        for element in () if root is None else root.iter(etree.Element):
            for key, value in element.attrib.items():
                if _REFERENCE.fullmatch(str(key)) and value not in known:
                    message = f"{_name(element)} names the relationship {value!r}"
                    yield Diagnostic(PARTS, message, place=name)
    for name in sorted(named - opened.files.keys()):
        yield Diagnostic(PARTS, f"a type is declared for {name}", place="[Content_Types].xml")


def styles(subject: Subject) -> Iterator[Diagnostic]:
    """DW-01: every style that is used is defined, for what it is used."""
    for name in (MAIN, "word/footnotes.xml"):
        root = subject.opened.part(name)
        for element in () if root is None else root.iter(*_STYLES):
            found = subject.opened.styles.get(get(element) or "")
            if found is None or found.type != _STYLES[str(element.tag)]:
                message = f"there is no {_STYLES[str(element.tag)]} style {get(element)!r}"
                yield Diagnostic(STYLE_USE, message, place=f"{name}, line {element.sourceline}")


CHECKS: tuple[Check, ...] = (schema, references, styles)
