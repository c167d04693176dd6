"""Rules about marks: everything drawn is claimed once by one element, or is an artifact.

Most of this no validator looks at (ISO 14289-1 7.1 in all its consequences): a mark that
two elements claim is read twice, one that none claims is never read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.verify.pdf.opened import Annotation, Opened
from pipeline.verify.pdf.structure import Content, ObjectKey, ObjectReference, StructureElement

_REPORT = "Report this: the writer must not make such a file."


def _rule(name: str, summary: str, *references: str) -> Rule:
    return Rule(f"pdf-{name}", Severity.ERROR, summary, _REPORT, references)


UNTAGGED = _rule(
    "untagged",
    "Something is drawn that is neither tagged nor an artifact.",
    "ISO 14289-1 7.1-t3",
    "MH 01-005",
)
NESTED = _rule(
    "nested-marks",
    "An artifact is within tagged content, or tagged content within an artifact or a mark.",
    "ISO 14289-1 7.1-t1",
    "ISO 14289-1 7.1-t2",
    "MH 01-003",
    "MH 01-004",
)
REPEATED = _rule("repeated-mark", "A page uses one MCID twice.", "ISO 32000-2 14.7.5.1")
UNCLAIMED = _rule("unclaimed-mark", "No element claims a mark.", "ISO 14289-1 7.1-t3")
CLAIMED_TWICE = _rule("mark-claimed-twice", "Two elements claim one mark.", "ISO 32000-2 14.7.5.1")
MISSING_MARK = _rule(
    "missing-mark", "An element claims a mark that is not drawn.", "ISO 32000-2 14.7.5.1"
)
PARENT_TREE = _rule(
    "parent-tree", "The parent tree and the tags do not agree.", "ISO 32000-2 14.7.5.4"
)
ARTIFACT = _rule(
    "artifact-kind",
    "An artifact does not say of what kind it is.",
    "ISO 14289-1 7.8",
    "MH 18-001",
)
UNBALANCED = _rule(
    "unbalanced-marks", "Marked content is not closed where it opened.", "ISO 32000-2 14.6.1"
)
BLANK = _rule(
    "blank-content", "An element holds nothing but spaces.", "ISO 14289-1 7.1", "PAC 2024"
)
REPLACED = _rule(
    "replaced-text",
    "An element tells assistive technology other words than it shows.",
    "ISO 32000-2 14.9.3",
    "ISO 32000-2 14.9.4",
)
ANNOTATION = _rule(
    "annotation",
    "A link is not tagged as one, does not say what it opens, or cannot be printed.",
    "ISO 14289-1 7.18.1",
    "ISO 14289-1 7.18.5-t1",
    "ISO 14289-1 7.18.5-t2",
    "MH 28-011",
    "MH 28-012",
)
DESTINATION = _rule(
    "destination",
    "A link inside the document leads nowhere, or to a page and no element.",
    "ISO 14289-2 8.8-t1",
)

_KINDS = frozenset({"Pagination", "Layout", "Page", "Background", "Inline"})
_BLANK_ROLES = frozenset({"P", "Span", "Lbl", "Link", "Caption", "Em", "Strong", "Code"})
_PICTURES = frozenset({"Figure", "Formula"})
_PRINT = 4
_HIDDEN = 1 | 2 | 32
"""Invisible, hidden, no view."""


def check_content(pdf: Opened) -> Iterator[Diagnostic]:
    """Yield what is wrong with the marks and their elements."""
    for number, page in enumerate(pdf.pages, start=1):
        place = f"page {number}"
        for what in page.untagged[:5]:
            yield Diagnostic(UNTAGGED, f'"{what[:60]}" is not tagged', place=place)
        for what in page.nested[:5]:
            yield Diagnostic(NESTED, what, place=place)
        for mcid in page.repeated:
            yield Diagnostic(REPEATED, f"mark {mcid} is there twice", place=place)
        if page.unbalanced:
            yield Diagnostic(UNBALANCED, "BDC and EMC do not pair", place=place)
        for kind, subtype, text in page.artifacts:
            if kind not in _KINDS:
                yield Diagnostic(ARTIFACT, f'the artifact "{text[:40]}" has no type', place=place)
            elif kind == "Pagination" and subtype is None:
                yield Diagnostic(
                    ARTIFACT, f'the artifact "{text[:40]}" has no subtype', place=place
                )
    claims, owners = _claims(pdf)
    yield from _marks(pdf, claims)
    yield from _parents(pdf, claims, owners)
    yield from _blank(pdf)
    yield from _replaced(pdf)
    yield from _annotations(pdf, owners)


def _claims(
    pdf: Opened,
) -> tuple[dict[tuple[int, int], list[StructureElement]], dict[ObjectKey, StructureElement]]:
    """Return who claims each mark and each annotation."""
    claims: dict[tuple[int, int], list[StructureElement]] = {}
    owners: dict[ObjectKey, StructureElement] = {}
    for element in pdf.tree.all():
        for child in element.children:
            if isinstance(child, Content) and child.page is not None:
                claims.setdefault((child.page, child.mcid), []).append(element)
            elif isinstance(child, ObjectReference):
                owners[child.key] = element
    return claims, owners


def _marks(
    pdf: Opened, claims: dict[tuple[int, int], list[StructureElement]]
) -> Iterator[Diagnostic]:
    for number, page in enumerate(pdf.pages):
        for mcid, text in page.texts.items():
            elements = claims.get((number, mcid), [])
            place = f"page {number + 1}"
            if not elements:
                yield Diagnostic(UNCLAIMED, f'mark {mcid} "{text[:40]}"', place=place)
            elif len(elements) > 1:
                roles = " and ".join(element.role for element in elements)
                yield Diagnostic(
                    CLAIMED_TWICE, f'mark {mcid} "{text[:40]}" is in {roles}', place=place
                )
    for (number, mcid), elements in claims.items():
        if mcid not in pdf.pages[number].texts:
            yield Diagnostic(
                MISSING_MARK, f"{elements[0].role} claims mark {mcid}", place=f"page {number + 1}"
            )


def _parents(
    pdf: Opened,
    claims: dict[tuple[int, int], list[StructureElement]],
    owners: dict[ObjectKey, StructureElement],
) -> Iterator[Diagnostic]:
    """Compare the ParentTree with the tags, both ways."""
    for number, page in enumerate(pdf.pdf.pages):
        place = f"page {number + 1}"
        key = page.obj.get("/StructParents")
        entry = pdf.parents.get(int(key)) if key is not None else None
        marks = pdf.pages[number].texts
        if not isinstance(entry, list):
            if marks:
                yield Diagnostic(PARENT_TREE, "the page is not in the parent tree", place=place)
            continue
        wrong = Counter[str]()
        for mcid in marks:
            own = claims.get((number, mcid))
            told = entry[mcid] if mcid < len(entry) else None
            if own is not None and told != own[0].key:
                wrong[f"mark {mcid} of {own[0].role} belongs to another element there"] += 1
        for mcid, told in enumerate(entry):
            if told not in (None, (0, 0)) and mcid not in marks:
                wrong[f"mark {mcid} is in the parent tree but not on the page"] += 1
        for message in list(wrong)[:3]:
            yield Diagnostic(PARENT_TREE, message, place=place)
    for annotation in pdf.annotations.values():
        owner = owners.get(annotation.key)
        told = pdf.parents.get(annotation.parent_key) if annotation.parent_key is not None else None
        if owner is not None and told != owner.key:
            yield Diagnostic(
                PARENT_TREE,
                f'the link "{annotation.contents}" belongs to another element there',
                place=f"page {annotation.page + 1}",
            )
    for element in pdf.tree.all():
        if not element.true_parent:
            yield Diagnostic(PARENT_TREE, f"{element.role} names another parent")
    for element in pdf.tree.twice:
        yield Diagnostic(PARENT_TREE, f"{element.role} stands in the tree twice")


def _blank(pdf: Opened) -> Iterator[Diagnostic]:
    for element in pdf.tree.all():
        if element.standard not in _BLANK_ROLES or element.actual is not None:
            continue
        below = list(element.everything())
        if any(
            isinstance(one, ObjectReference)
            or (isinstance(one, StructureElement) and one.alternative is not None)
            for one in below
        ):
            continue
        marks = [one for one in below if isinstance(one, Content)]
        drawn = [
            one for one in marks if one.page is not None and one.mcid in pdf.pages[one.page].drawn
        ]
        blank = not "".join(pdf.text(one) for one in marks).strip(" \t\n\r\f")
        pictured = any(not pdf.text(one) for one in drawn)
        if blank and not pictured:
            page = element.first_page()
            where = f"page {page + 1}" if page is not None else None
            yield Diagnostic(BLANK, f"{element.role} says nothing", place=where)


def _replaced(pdf: Opened) -> Iterator[Diagnostic]:
    """Only pictures and formulas have words of their own beside what is drawn."""
    for element in pdf.tree.all():
        if element.standard in _PICTURES:
            continue
        for told in (element.actual, element.alternative):
            if told is None:
                continue
            marks = [one for one in element.everything() if isinstance(one, Content)]
            shown = " ".join(pdf.text(one) for one in marks)
            if told.split() != shown.split():
                page = element.first_page()
                where = f"page {page + 1}" if page is not None else None
                message = f'{element.role} shows "{shown[:60]}" and says "{told[:60]}"'
                yield Diagnostic(REPLACED, message, place=where)


def _annotations(pdf: Opened, owners: dict[ObjectKey, StructureElement]) -> Iterator[Diagnostic]:
    for annotation in pdf.annotations.values():
        place = f"page {annotation.page + 1}"
        name = f'link "{annotation.contents or ""}"'
        owner = owners.get(annotation.key)
        if annotation.kind == "Link" and (owner is None or owner.standard != "Link"):
            held = "no element" if owner is None else owner.role
            yield Diagnostic(ANNOTATION, f"{name} is in {held}, not in Link", place=place)
        if annotation.kind == "Link" and not (annotation.contents or "").strip():
            yield Diagnostic(ANNOTATION, "a link has no Contents", place=place)
        if not annotation.flags & _PRINT or annotation.flags & _HIDDEN:
            yield Diagnostic(ANNOTATION, f"{name} is not printed", place=place)
        if not _inside(pdf, annotation):
            yield Diagnostic(ANNOTATION, f"{name} leaves the page", place=place)
        if annotation.kind == "Link" and annotation.address is None:
            if annotation.dead:
                yield Diagnostic(DESTINATION, f"{name} leads nowhere", place=place)
            elif annotation.destination is None:
                yield Diagnostic(DESTINATION, f"{name} leads to no element", place=place)
    for element in pdf.tree.all():
        if element.standard == "Link" and not any(
            isinstance(child, ObjectReference) for child in element.children
        ):
            page = element.first_page()
            where = f"page {page + 1}" if page is not None else None
            yield Diagnostic(ANNOTATION, "a Link element has no link", place=where)


def _inside(pdf: Opened, annotation: Annotation) -> bool:
    box = pdf.pdf.pages[annotation.page].cropbox
    left, bottom, right, top = (float(value) for value in box)
    x1, y1, x2, y2 = annotation.rectangle
    return (
        min(x1, x2) >= left - 1
        and max(x1, x2) <= right + 1
        and min(y1, y2) >= bottom - 1
        and max(y1, y2) <= top + 1
    )
