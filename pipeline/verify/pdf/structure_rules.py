"""Rules about the tags: roles, containment, headings, lists, figures, notes, contents.

Containment is that of ISO/TS 32005 for the types our files use, in both profiles: what
PDF 2.0 forbids is no good in PDF 1.7 either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.options import PdfProfile
from pipeline.verify.pdf.opened import Opened
from pipeline.verify.pdf.roles import (
    DROPPED,
    MAY_BE_EMPTY,
    STANDARD_1,
    STANDARD_2,
    WITHOUT_CONTENT,
    allowed_in,
)
from pipeline.verify.pdf.structure import (
    MATHML,
    PDF_2,
    Content,
    ObjectReference,
    StructureElement,
)

_REPORT = "Report this: the writer must not make such a file."


def _rule(name: str, summary: str, *references: str) -> Rule:
    return Rule(f"pdf-{name}", Severity.ERROR, summary, _REPORT, references)


NO_TREE = _rule("no-tags", "The file has no tags.", "ISO 14289-1 7.1", "ISO 14289-2 8.2.5.2-t1")
ROLE = _rule(
    "role",
    "A structure type is neither standard nor mapped to one, or a standard one is mapped.",
    "ISO 14289-1 7.1-t5",
    "ISO 14289-1 7.1-t6",
    "ISO 14289-1 7.1-t7",
    "ISO 14289-2 8.2.4-t1",
    "MH 02-001",
)
CONTAINMENT = _rule(
    "containment", "An element stands where its type may not.", "ISO/TS 32005", "ISO 14289-1 7.2"
)
EMPTY = _rule("empty-element", "An element has no content.", "PAC 2024", "ISO 14289-1 7.1")
HEADING = _rule(
    "heading-levels",
    "The headings skip a level, begin too deep, or there is none.",
    "ISO 14289-1 7.4.2-t1",
    "MH 14-002",
    "MH 14-003",
)
LIST = _rule(
    "list",
    "A list is not made of items with marks and bodies, or does not say how it counts.",
    "ISO 14289-1 7.2-t17",
    "ISO 14289-1 7.2-t20",
    "ISO 14289-2 8.2.5.25-t1",
    "MH 16-001",
)
FIGURE = _rule(
    "figure",
    "A figure or formula has no alternative, no place on its page, or others within.",
    "ISO 14289-1 7.3-t1",
    "ISO 14289-1 7.7-t1",
    "ISO 14289-2 8.2.5.28.2-t1",
    "MH 13-004",
    "MH 17-002",
)
NOTE = _rule(
    "note",
    "A note has no mark, no identifier of its own, or is not tied to its citations.",
    "ISO 14289-1 7.9-t1",
    "ISO 14289-1 7.9-t2",
    "ISO 14289-2 8.2.5.14-t2",
    "MH 19-003",
    "MH 19-004",
)
CONTENTS = _rule(
    "contents",
    "An entry of the contents has no link, or leads to what is no heading.",
    "ISO 14289-2 8.2.5.8-t1",
    "PAC 2024",
)
LANG = _rule(
    "lang", "The language of an element is no BCP 47 tag.", "ISO 14289-1 7.2-t29", "MH 11-001"
)
IDENTIFIER = _rule(
    "identifier", "Two elements have the same identifier.", "ISO 32000-2 14.7.2", "MH 19-004"
)

_TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_HEADING = re.compile(r"H([1-9]\d*)")
_NEEDS_NAMESPACE = STANDARD_2 - DROPPED


def check_structure(pdf: Opened, profile: PdfProfile, missing: int) -> Iterator[Diagnostic]:
    """Yield what is wrong with the tags.

    ``missing`` is the number of images for which the source gives no alternative: that
    many figures may lack one.
    """
    tree = pdf.tree
    if not tree.roots:
        yield Diagnostic(NO_TREE, "there is no structure tree")
        return
    if [root.standard for root in tree.roots] != ["Document"]:
        yield Diagnostic(NO_TREE, "the tags do not begin with one Document")
    for name in tree.repeated_ids:
        yield Diagnostic(IDENTIFIER, f'two elements are "{name}"', place="id tree")
    for name in tree.circular_roles:
        yield Diagnostic(ROLE, f"{name} is mapped in a circle", place="role map")
    standard = STANDARD_2 if profile is PdfProfile.UA2 else STANDARD_1
    for name in tree.role_map:
        if name in standard:
            yield Diagnostic(ROLE, f"the standard type {name} is mapped", place="role map")
    bare: list[StructureElement] = []
    for element in tree.all():
        yield from _element(pdf, element, standard, profile)
        if element.standard == "Figure" and not (element.alternative or "").strip():
            bare.append(element)
    for element in bare[missing:]:
        yield Diagnostic(FIGURE, "a figure has no alternative", place=place_of(element))
    yield from _headings(pdf)


def place_of(element: StructureElement) -> str:
    """Return ``page 4, P`` for messages."""
    page = element.first_page()
    return element.role if page is None else f"page {page + 1}, {element.role}"


def _element(
    pdf: Opened, element: StructureElement, standard: frozenset[str], profile: PdfProfile
) -> Iterator[Diagnostic]:
    place = place_of(element)
    role = element.standard
    if role not in standard and element.namespace != MATHML:
        yield Diagnostic(ROLE, f"{element.role} is not a standard type", place=place)
    if profile is PdfProfile.UA2 and element.role in _NEEDS_NAMESPACE and not element.namespace:
        yield Diagnostic(ROLE, f"{element.role} has no namespace", place=place)
    if role in DROPPED and element.namespace == PDF_2:
        yield Diagnostic(ROLE, f"{element.role} is not a type of PDF 2.0", place=place)
    if element.lang is not None and not _TAG.fullmatch(element.lang):
        yield Diagnostic(LANG, f'"{element.lang}" is no language', place=place)
    allowed = allowed_in(role)
    if allowed is not None:
        for child in element.elements():
            if child.standard not in allowed:
                yield Diagnostic(CONTAINMENT, f"{child.role} in {element.role}", place=place)
    if role in WITHOUT_CONTENT and any(isinstance(child, Content) for child in element.children):
        yield Diagnostic(CONTAINMENT, f"text directly in {element.role}", place=place)
    if not element.children and role not in MAY_BE_EMPTY and element.actual is None:
        yield Diagnostic(EMPTY, f"{element.role} is empty", place=place)
    match role:
        case "L":
            yield from _list(element, profile, place)
        case "LI":
            yield from _item(element, place)
        case "Figure" | "Formula":
            yield from _figure(pdf, element, profile, place)
        case "Note" | "FENote":
            yield from _note(pdf, element, profile, place)
        case "Link":
            for key in element.references:
                note = pdf.tree.by_key.get(key)
                if (
                    note is not None
                    and note.standard == "FENote"
                    and element.key not in note.references
                ):
                    yield Diagnostic(NOTE, "a note does not name its citation", place=place)
        case "TOCI":
            yield from _entry(pdf, element, profile, place)
        case _:
            pass


def _headings(pdf: Opened) -> Iterator[Diagnostic]:
    before = 0
    for element in pdf.tree.all():
        match = _HEADING.fullmatch(element.role) or _HEADING.fullmatch(element.standard)
        if element.standard == "H":
            yield Diagnostic(HEADING, "H has no level", place=place_of(element))
        if match is None:
            continue
        level = int(match[1])
        if level > before + 1:
            told = f"after H{before}" if before else "first"
            yield Diagnostic(HEADING, f"H{level} stands {told}", place=place_of(element))
        before = level
    if not before:
        yield Diagnostic(HEADING, "there are no headings")


def _list(element: StructureElement, profile: PdfProfile, place: str) -> Iterator[Diagnostic]:
    numbering = element.attributes.get("ListNumbering")
    marked = [item for item in element.elements() if any(_labels(item))]
    if profile is PdfProfile.UA2 and marked and numbering in (None, "None"):
        yield Diagnostic(LIST, "a list with marks has no ListNumbering", place=place)
    if numbering not in (None, "None", "Description"):
        for item in element.elements():
            if item.standard == "LI" and not any(_labels(item)):
                yield Diagnostic(LIST, "an item of a marked list has no mark", place=place)


def _labels(item: StructureElement) -> Iterator[StructureElement]:
    return (child for child in item.elements() if child.standard == "Lbl")


def _item(element: StructureElement, place: str) -> Iterator[Diagnostic]:
    roles = [child.standard for child in element.elements()]
    if roles.count("LBody") > 1:
        yield Diagnostic(LIST, "an item has two bodies", place=place)
    if "LBody" in roles and "Lbl" in roles[roles.index("LBody") :]:
        yield Diagnostic(LIST, "a mark stands after the body of its item", place=place)
    if element.parent is not None and element.parent.standard != "L":
        yield Diagnostic(LIST, f"an item stands in {element.parent.role}", place=place)


def _figure(
    pdf: Opened, element: StructureElement, profile: PdfProfile, place: str
) -> Iterator[Diagnostic]:
    if element.standard == "Formula":
        if not (element.alternative or element.actual or "").strip():
            yield Diagnostic(FIGURE, "a formula has no alternative", place=place)
        mathematical = element.files or any(
            child.namespace == MATHML for child in element.elements()
        )
        if profile is PdfProfile.UA2 and not mathematical:
            yield Diagnostic(FIGURE, "a formula has no MathML", place=place)
    for child in element.everything():
        if isinstance(child, StructureElement) and child.alternative is not None:
            yield Diagnostic(FIGURE, "an alternative within an alternative", place=place)
    box = element.attributes.get("BBox")
    page = element.first_page()
    if box is None and element.standard == "Figure":
        yield Diagnostic(FIGURE, "a figure has no BBox", place=place)
    if isinstance(box, list) and len(box) == 4 and page is not None:
        left, bottom, right, top = (float(value) for value in pdf.pdf.pages[page].cropbox)
        x1, y1, x2, y2 = (float(value) for value in box)
        inside = left - 1 <= x1 < x2 <= right + 1 and bottom - 1 <= y1 < y2 <= top + 1
        if not inside:
            yield Diagnostic(FIGURE, "a figure is not on its page", place=place)


def _note(
    pdf: Opened, element: StructureElement, profile: PdfProfile, place: str
) -> Iterator[Diagnostic]:
    below = (child for child in element.everything() if isinstance(child, StructureElement))
    if not any(child.standard == "Lbl" for child in below):
        yield Diagnostic(NOTE, "a note has no mark", place=place)
    if element.standard == "Note" and not element.id:
        yield Diagnostic(NOTE, "a note has no identifier", place=place)
    if profile is PdfProfile.UA2 and element.standard == "Note":
        yield Diagnostic(NOTE, "Note is not a type of PDF/UA-2", place=place)
    if element.standard == "FENote":
        if element.attributes.get("NoteType") not in ("Footnote", "Endnote", "None"):
            yield Diagnostic(NOTE, "a note does not say of what kind it is", place=place)
        for key in element.references:
            other = pdf.tree.by_key.get(key)
            if other is None or element.key not in other.references:
                yield Diagnostic(NOTE, "a note names a citation that does not cite it", place=place)


def _entry(
    pdf: Opened, element: StructureElement, profile: PdfProfile, place: str
) -> Iterator[Diagnostic]:
    stack = [child for child in element.elements() if child.standard != "TOC"]
    links: list[StructureElement] = []
    referring = bool(element.references)
    while stack:
        child = stack.pop()
        referring = referring or bool(child.references)
        if child.standard == "Link":
            links.append(child)
        stack.extend(child.elements())
    if not links:
        yield Diagnostic(CONTENTS, "an entry has no link", place=place)
    if profile is PdfProfile.UA2 and not referring:
        yield Diagnostic(CONTENTS, "an entry does not name its heading", place=place)
    for link in links:
        for reference in link.children:
            annotation = (
                pdf.annotations.get(reference.key)
                if isinstance(reference, ObjectReference)
                else None
            )
            if annotation is None or annotation.destination is None:
                continue
            role = annotation.destination.role
            if not _HEADING.fullmatch(role):
                yield Diagnostic(CONTENTS, f"an entry leads to {role}", place=place)
            page = annotation.destination.first_page()
            said = (pdf.text(mark) for mark in link.everything() if isinstance(mark, Content))
            if page is not None and not "".join(said).rstrip().endswith(str(page + 1)):
                message = f"an entry does not say that its heading is on page {page + 1}"
                yield Diagnostic(CONTENTS, message, place=place)
