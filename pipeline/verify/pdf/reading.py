"""The structure tree to facts. What assistive technology can know of the PDF, and no more.

Nothing here looks at where things stand on a page: text comes from the marks, relations
from the tree. The words a writer adds are left out by their structure: contents (``TOC``),
the labels of notes, links back, the heading over notes, readings of ruby.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model.nodes import SpanKind
from pipeline.model.walk import one_line
from pipeline.verify.facts import Fact, FactKind, runs, target_text
from pipeline.verify.pdf.opened import Annotation, Opened
from pipeline.verify.pdf.structure import Content, ObjectReference, StructureElement
from pipeline.verify.pdf.tables import Slot, header_ids, headers_of, slots_of

NOTES = frozenset({"Note", "FENote"})
BULLET = "•"
_HEADINGS = frozenset(f"H{level}" for level in range(1, 100))
_INLINE = frozenset(
    {"Span", "Link", "Reference", "Em", "Strong", "Code", "Quote", "Ruby", "Sub", "Annot"}
    | {"Subscript", "Superscript", "Deleted", "Inserted", "Marked", "BibEntry"}
)
_REPLACED = frozenset({"Figure", "Formula"})
_UNREAD = frozenset({"RT", "RP", "TOC"})
_EMPHASIS = {
    "Em": SpanKind.EMPHASIS,
    "Strong": SpanKind.STRONG,
    "Code": SpanKind.CODE,
    "Subscript": SpanKind.SUBSCRIPT,
    "Superscript": SpanKind.SUPERSCRIPT,
    "Deleted": SpanKind.DELETED,
    "Inserted": SpanKind.INSERTED,
    "Marked": SpanKind.MARKED,
    "Quote": SpanKind.QUOTED,
}
_ORDERED = frozenset({"Decimal", "LowerAlpha", "UpperAlpha", "LowerRoman", "UpperRoman", "Ordered"})


@dataclass(frozen=True, slots=True)
class _Atom:
    """A stretch of text in a leaf block."""

    text: str
    lang: str
    kinds: frozenset[SpanKind]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A stretch of inline children that a reader takes as one passage."""

    children: tuple[StructureElement | Content | ObjectReference, ...]


def facts_of(pdf: Opened) -> Iterator[Fact]:
    """Yield every fact of an opened PDF in the shared order."""
    reading = _Reading(pdf)
    body = [fact for root in pdf.tree.roots for fact in reading.element(root, pdf.language, 0)]
    yield from body
    done: set[StructureElement] = set()
    waiting = list(reading.cited)
    while waiting:  # a note may cite a further note
        for note in waiting:
            done.add(note)
            yield from reading.note(note)
        waiting = [note for note in reading.cited if note not in done]
    for note in reading.notes:
        if note not in done:
            yield from reading.note(note)


def headings_of(pdf: Opened) -> list[str]:
    """Return the words of every heading that is not in a note, the writer's own included."""
    reading = _Reading(pdf)
    found = []
    stack = list(reversed(pdf.tree.roots))
    while stack:
        element = stack.pop()
        if element in reading.notes:
            continue
        if element.role in _HEADINGS:
            found.append(one_line(reading.text(element)))
        stack.extend(reversed(list(element.elements())))
    return found


class _Reading:
    def __init__(self, pdf: Opened) -> None:
        self.pdf = pdf
        self.language = pdf.language
        self.titled = False
        self.cited: dict[StructureElement, None] = {}
        self.notes: dict[StructureElement, str] = {}
        """Every note in the order of the file, with its inherited language."""
        for element in pdf.tree.all():
            if element.standard in NOTES:
                self.notes[element] = _inherited(element, self.language)
        self.links = {
            element: annotation
            for element in pdf.tree.all()
            if element.standard == "Link"
            for annotation in [self._annotation(element)]
            if annotation is not None
        }
        self._targets: dict[StructureElement, str] = {}
        self._find_targets()

    # ------------------------------------------------------------------------- blocks

    def note(self, note: StructureElement) -> Iterator[Fact]:
        lang = note.lang or self.notes[note]
        label = next((child for child in note.elements() if child.standard == "Lbl"), None)
        text = self.block_text(note)
        shown = one_line(self.text(label)) if label is not None else ""
        yield Fact(FactKind.NOTE, text, (shown,), place=self.place(note))
        yield from self.children(note, lang, 0)

    def element(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        """Yield the facts of a block and of what is in it."""
        lang = element.lang or lang
        match element.standard:
            case "TOC" | "Note" | "FENote":
                return
            case "L":
                yield from self.items(element, lang, depth)
            case "Table":
                yield from self.table(element, lang, depth)
            case "Caption":
                if element.parent is not None and element.parent.standard != "Table":
                    text = self.block_text(element)
                    yield Fact(FactKind.CAPTION, text, ("figure",), place=self.place(element))
                yield from self.children(element, lang, depth)
            case role if element.role in _HEADINGS or role in _HEADINGS:
                yield from self.heading(element, lang, depth)
            case "Sect" if self.is_for_notes(element):
                return
            case _:
                yield from self.children(element, lang, depth)

    def children(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        for child in _blocks(element):
            if isinstance(child, _Leaf):
                yield from self.leaf(child, lang)
            elif not (child.standard == "Lbl" and element.standard in NOTES):
                yield from self.element(child, lang, depth)

    def heading(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        role = element.role if element.role in _HEADINGS else element.standard
        text = one_line(self.text(element))
        if role == "H1" and not self.titled:
            self.titled = True
            yield Fact(FactKind.TITLE, text, place=self.place(element))
        else:
            yield Fact(FactKind.HEADING, text, (role[1:],), place=self.place(element))
        yield from self.children(element, lang, depth)

    def is_for_notes(self, element: StructureElement) -> bool:
        """Tell whether a section holds nothing but notes under a heading the writer adds."""
        below = list(element.elements())
        heads = [child for child in below if child.role in _HEADINGS]
        return (
            len(heads) == 1
            and len(below) > 1
            and all(child in self.notes or child in heads for child in below)
        )

    def items(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        numbering = element.attributes.get("ListNumbering")
        described = numbering in (None, "Description")
        for item in element.elements():
            if item.standard == "Caption":
                yield from self.element(item, lang, depth)
                continue
            inner = item.lang or lang
            if not described:
                label = next((one for one in item.elements() if one.standard == "Lbl"), None)
                mark = one_line(self.text(label)) if label is not None else ""
                if numbering in _ORDERED:
                    mark = mark.removesuffix(".")
                elif mark:
                    mark = BULLET
                yield Fact(FactKind.ITEM, mark, (str(depth + 1),), place=self.place(item))
            for part in item.elements():
                if part.standard == "Lbl" and not described:
                    continue
                if part.standard == "Lbl":
                    term = one_line(self.text(part))
                    yield from self.children(part, part.lang or inner, depth)
                    yield Fact(FactKind.TERM, term, place=self.place(part))
                else:
                    below = depth if described else depth + 1
                    yield from self.children(part, part.lang or inner, below)

    def table(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        slots, height, width = slots_of(element)
        captions = [child for child in element.elements() if child.standard == "Caption"]
        caption = one_line(" ".join(self.block_text(child) for child in captions))
        size = (str(height), str(width))
        yield Fact(FactKind.TABLE, caption, size, place=self.place(element))
        if captions:
            yield Fact(FactKind.CAPTION, caption, ("table",), place=self.place(element))
        texts = {slot.cell: self.block_text(slot.cell) for slot in slots}
        for slot, headers in headers_of(slots, self.pdf.tree):
            yield self.cell(slot, headers, texts)
        yield from self.children(element, lang, depth)

    def cell(
        self,
        slot: Slot,
        headers: tuple[StructureElement, ...],
        texts: dict[StructureElement, str],
    ) -> Fact:
        text, place = texts[slot.cell], self.place(slot.cell)
        if slot.cell.standard == "TH":
            scope = str(slot.cell.attributes.get("Scope", "")).lower()
            return Fact(FactKind.HEADER, text, (scope,), place=place)
        names = tuple(texts.get(header) or self.block_text(header) for header in headers)
        if not header_ids(slot.cell):
            names = tuple(filter(None, names))  # an empty header is none, where none is named
        return Fact(FactKind.CELL, text, names, place=place)

    # --------------------------------------------------------------------- leaf blocks

    def leaf(self, leaf: _Leaf, lang: str) -> Iterator[Fact]:
        """Yield the facts of a stretch of inline content."""
        place = next((self.place_of(child) for child in leaf.children), None)
        atoms = list(self.atoms(leaf.children, lang, frozenset()))
        text = one_line("".join(atom.text for atom in atoms))
        if text:
            yield Fact(FactKind.TEXT, text, place=place)
        for child in leaf.children:
            if isinstance(child, StructureElement):
                yield from self.inline(child, place)
        if len(leaf.children) == 1:
            (only,) = leaf.children
            if isinstance(only, StructureElement):
                if only.standard == "Formula":
                    return  # a formula on a line of its own has no language
                if _is_code_block(only):
                    code = "".join(atom.text for atom in atoms)
                    yield Fact(FactKind.CODE, code, place=place)
        for tag, run in runs((atom.lang, atom.text) for atom in atoms):
            if tag.lower() != self.language.lower():
                yield Fact(FactKind.LANGUAGE, run, (tag,), place=place)
        for kind in SpanKind:
            for inside, run in runs((kind in atom.kinds, atom.text) for atom in atoms):
                if inside:
                    yield Fact(FactKind.EMPHASIS, run, (kind.value,), place=place)

    def inline(self, element: StructureElement, place: str | None) -> Iterator[Fact]:
        """Yield what an inline element and those in it say beside their text."""
        if element.standard in _UNREAD or element.standard in NOTES:
            return
        if element.expansion is not None:
            text = one_line(self.text(element))
            yield Fact(FactKind.EXPANSION, text, (element.expansion,), place=place)
        match element.standard:
            case "Figure" if element.alternative is None:
                yield Fact(FactKind.IMAGE, "", ("missing",), place=place)
                return
            case "Figure":
                yield Fact(FactKind.IMAGE, one_line(element.alternative or ""), place=place)
                return
            case "Formula":
                yield Fact(FactKind.MATH, one_line(self.text(element)), place=place)
                return
            case "Link":
                note = self.note_cited(element)
                if note is not None:
                    self.cited.setdefault(note)
                    text = one_line(self.text(element))
                    yield Fact(FactKind.CITATION, text, place=place)
                    return
                text = one_line(self.text(element, pictures=True))
                yield Fact(FactKind.LINK, text, (self.target(element),), place=place)
            case _:
                pass
        for child in element.elements():
            yield from self.inline(child, place)

    def atoms(
        self,
        children: Iterable[StructureElement | Content | ObjectReference],
        lang: str,
        kinds: frozenset[SpanKind],
    ) -> Iterator[_Atom]:
        for child in children:
            match child:
                case Content():
                    yield _Atom(self.pdf.text(child), lang, kinds)
                case StructureElement():
                    own = child.lang or lang
                    if child.standard in _UNREAD or child.standard in NOTES:
                        continue
                    if child.standard == "Link" and self.note_cited(child) is not None:
                        continue
                    if child.standard == "Figure":
                        continue
                    if child.standard == "Formula":
                        yield _Atom(self.text(child), own, kinds)
                        continue
                    if child.actual is not None:
                        yield _Atom(child.actual, own, kinds)
                        continue
                    kind = None if _is_code_block(child) else _EMPHASIS.get(child.role)
                    inner = kinds if kind is None else kinds | {kind}
                    yield from self.atoms(child.children, own, inner)
                case ObjectReference():
                    pass

    # ------------------------------------------------------------------ text and links

    def text(self, element: StructureElement, *, pictures: bool = False) -> str:
        """Return what an element says: formulas by their alternative, citations left out."""
        if element.standard == "Formula":
            return element.alternative or element.actual or ""
        if element.standard == "Figure":
            return f" {element.alternative or ''} " if pictures else ""
        if element.actual is not None:
            return element.actual
        parts = []
        for child in element.children:
            if isinstance(child, Content):
                parts.append(self.pdf.text(child))
            elif isinstance(child, StructureElement):
                skipped = child.standard in _UNREAD or child.standard in NOTES
                cited = child.standard == "Link" and self.note_cited(child) is not None
                if not skipped and not cited:
                    parts.append(self.text(child, pictures=pictures))
        return "".join(parts)

    def block_text(self, element: StructureElement) -> str:
        """Return the text of the leaf blocks below an element, parted by spaces."""
        return one_line(" ".join(self._leaf_texts(element)))

    def _leaf_texts(self, element: StructureElement) -> Iterator[str]:
        for child in _blocks(element):
            if isinstance(child, _Leaf):
                yield "".join(a.text for a in self.atoms(child.children, "", frozenset()))
            elif child.standard == "Lbl":
                if element.standard not in NOTES and not _is_mark(child):
                    yield self.text(child)
            elif child.standard not in NOTES and child.standard not in _UNREAD:
                yield from self._leaf_texts(child)

    def note_cited(self, link: StructureElement) -> StructureElement | None:
        """Return the note that a link cites, if it is a citation."""
        for key in link.references:
            note = self.pdf.tree.by_key.get(key)
            if note in self.notes:
                return note
        annotation = self.links.get(link)
        if annotation is not None and annotation.destination in self.notes:
            return annotation.destination
        return None

    def target(self, link: StructureElement) -> str:
        """Return where a link leads, as LINK facts say it."""
        annotation = self.links.get(link)
        if annotation is None:
            return ""
        if annotation.address is not None:
            return annotation.address
        if annotation.destination is None:
            return "#"
        return self._targets.get(annotation.destination, "#")

    def _annotation(self, link: StructureElement) -> Annotation | None:
        for child in link.children:
            if isinstance(child, ObjectReference):
                annotation = self.pdf.annotations.get(child.key)
                if annotation is not None:
                    return annotation
        return None

    def _find_targets(self) -> None:
        """Find for every element that a link leads to the first text at or after it."""
        wanted = {
            annotation.destination
            for annotation in self.links.values()
            if annotation.destination is not None
        }
        open_: list[StructureElement] = []
        stack: list[StructureElement | _Leaf] = list(reversed(self.pdf.tree.roots))
        while stack:
            node = stack.pop()
            if isinstance(node, StructureElement):
                if node in wanted:
                    open_.append(node)
                if node.standard != "TOC" and not self._is_label(node):
                    stack.extend(reversed(list(_blocks(node))))
                continue
            for child in node.children:
                if wanted and isinstance(child, StructureElement):
                    inside = (one for one in (child, *child.everything()) if one in wanted)
                    open_ += (one for one in inside if isinstance(one, StructureElement))
            text = "".join(atom.text for atom in self.atoms(node.children, "", frozenset()))
            if open_ and one_line(text):
                self._targets.update((one, target_text(text)) for one in open_)
                open_.clear()

    def _is_label(self, element: StructureElement) -> bool:
        """Tell the mark of an item or note, which is no text of the document."""
        if element.standard != "Lbl":
            return False
        return element.parent in self.notes or _is_mark(element)

    # -------------------------------------------------------------------------- places

    def place(self, element: StructureElement) -> str:
        """Return ``page 4, P`` for messages."""
        page = element.first_page()
        return element.role if page is None else f"page {page + 1}, {element.role}"

    def place_of(self, child: StructureElement | Content | ObjectReference) -> str | None:
        if isinstance(child, StructureElement):
            return self.place(child)
        return None if child.page is None else f"page {child.page + 1}"


def _blocks(element: StructureElement) -> Iterator[StructureElement | _Leaf]:
    """Part the children into blocks and the leaves of inline content between them."""
    stretch: list[StructureElement | Content | ObjectReference] = []
    for child in (*element.children, None):
        if isinstance(child, Content) or (
            isinstance(child, StructureElement)
            and (child.standard in _REPLACED or child.role in _INLINE or child.standard in _INLINE)
        ):
            stretch.append(child)
            continue
        if stretch:
            alone = all(
                isinstance(one, StructureElement) and one.standard in _REPLACED for one in stretch
            )
            if alone:
                yield from (_Leaf((one,)) for one in stretch)
            else:
                yield _Leaf(tuple(stretch))
            stretch = []
        if isinstance(child, StructureElement):
            yield child


def _is_code_block(element: StructureElement) -> bool:
    return element.standard == "Code" and element.attributes.get("Placement") == "Block"


def _is_mark(label: StructureElement) -> bool:
    """Tell the mark of a list item from a term."""
    holder = label.parent.parent if label.parent is not None else None
    if holder is None or holder.standard != "L":
        return False
    return holder.attributes.get("ListNumbering") not in (None, "Description")


def _inherited(element: StructureElement, language: str) -> str:
    """Return the language of what holds an element."""
    parent = element.parent
    while parent is not None:
        if parent.lang is not None:
            return parent.lang
        parent = parent.parent
    return language
