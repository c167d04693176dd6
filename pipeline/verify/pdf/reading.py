"""The structure tree to facts. What assistive technology can know of the PDF, and no more.

Nothing here looks at where things stand on a page: text comes from the marks, relations
from the tree. The words a writer adds are left out by their structure: contents (``TOC``),
the labels of notes, links back, the heading over notes, readings of ruby, and the words that
say why a passage stands apart, which ``callout_words_of`` returns.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.nodes import SpanKind
from pipeline.model.walk import one_line, raised
from pipeline.verify.facts import Fact, FactKind, notes_in_order, runs
from pipeline.verify.pdf.opened import Opened
from pipeline.verify.pdf.structure import Content, ObjectReference, StructureElement
from pipeline.verify.pdf.tables import Slot, headers_of, slots_of
from pipeline.verify.pdf.words import (
    CALLOUT_WORD,
    NOTES,
    UNREAD,
    Leaf,
    Words,
    blocks,
    is_code_block,
)

BULLET = "•"
_HEADINGS = frozenset(f"H{level}" for level in range(1, 100))
_ORDERED = frozenset({"Decimal", "LowerAlpha", "UpperAlpha", "LowerRoman", "UpperRoman", "Ordered"})


def facts_of(pdf: Opened) -> Iterator[Fact]:
    """Yield every fact of an opened PDF in the shared order."""
    reading = _Reading(pdf)
    body = [fact for root in pdf.tree.roots for fact in reading.element(root, pdf.language, 0)]
    yield from body
    for note in notes_in_order(reading.cited, reading.notes):
        yield from reading.note(note)


def headings_of(pdf: Opened) -> list[str]:
    """Return the words of every heading that is not in a note, the writer's own included.

    Of images alone they are the alternatives; a heading without any words is left out.
    """
    words = Words(pdf)
    found: list[str] = []
    stack = list(reversed(pdf.tree.roots))
    while stack:
        element = stack.pop()
        if element in words.notes:
            continue
        if element.role in _HEADINGS:
            said = one_line(words.text(element, power=raised)) or one_line(
                words.text(element, pictures=True, power=raised)
            )
            found += [said] if said or not found else []
        stack.extend(reversed(list(element.elements())))
    return found


def callout_words_of(pdf: Opened) -> list[str]:
    """Return the words that say why a passage stands apart."""
    words = Words(pdf)
    callouts = (element for element in pdf.tree.all() if element.role == CALLOUT_WORD)
    return [one_line(words.text(element)) for element in callouts]


class _Reading:
    def __init__(self, pdf: Opened) -> None:
        self.pdf = pdf
        self.language = pdf.language
        self.titled = False
        self.cited: list[StructureElement] = []
        self.words = Words(pdf)
        self.notes = self.words.notes

    # ------------------------------------------------------------------------- blocks

    def note(self, note: StructureElement) -> Iterator[Fact]:
        lang = note.lang or self.notes[note]
        label = next((child for child in note.elements() if child.standard == "Lbl"), None)
        text = self.words.block_text(note)
        shown = one_line(self.words.text(label)) if label is not None else ""
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
                    text = self.words.block_text(element)
                    yield Fact(FactKind.CAPTION, text, ("figure",), place=self.place(element))
                yield from self.children(element, lang, depth)
            case role if element.role in _HEADINGS or role in _HEADINGS:
                yield from self.heading(element, lang, depth)
            case "Sect" if self.words.is_for_notes(element):
                return
            case _ if element.role == CALLOUT_WORD:
                return
            case _:
                yield from self.children(element, lang, depth)

    def children(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        for child in blocks(element):
            if isinstance(child, Leaf):
                yield from self.leaf(child, lang)
            elif not (child.standard == "Lbl" and element.standard in NOTES):
                yield from self.element(child, lang, depth)

    def heading(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        role = element.role if element.role in _HEADINGS else element.standard
        text = one_line(self.words.text(element))
        if role == "H1" and not self.titled:
            self.titled = True
            yield Fact(FactKind.TITLE, text, place=self.place(element))
        else:
            yield Fact(FactKind.HEADING, text, (role[1:],), place=self.place(element))
        yield from self.children(element, lang, depth)

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
                mark = one_line(self.words.text(label)) if label is not None else ""
                if numbering in _ORDERED:
                    mark = mark.removesuffix(".")
                elif mark:
                    mark = BULLET
                yield Fact(FactKind.ITEM, mark, (str(depth + 1),), place=self.place(item))
            for part in item.elements():
                if part.standard == "Lbl" and not described:
                    continue
                if part.standard == "Lbl":
                    term = one_line(self.words.text(part))
                    yield from self.children(part, part.lang or inner, depth)
                    yield Fact(FactKind.TERM, term, place=self.place(part))
                else:
                    below = depth if described else depth + 1
                    yield from self.children(part, part.lang or inner, below)

    def table(self, element: StructureElement, lang: str, depth: int) -> Iterator[Fact]:
        slots, height, width = slots_of(element)
        captions = [child for child in element.elements() if child.standard == "Caption"]
        caption = one_line(" ".join(self.words.block_text(child) for child in captions))
        size = (str(height), str(width))
        yield Fact(FactKind.TABLE, caption, size, place=self.place(element))
        if captions:
            yield Fact(FactKind.CAPTION, caption, ("table",), place=self.place(element))
        texts = {slot.cell: self.words.block_text(slot.cell) for slot in slots}
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
        names = tuple(
            texts.get(header) or self.words.block_text(header)
            for header in headers
            if any(isinstance(one, Content) for one in header.everything())  # it says something
        )
        return Fact(FactKind.CELL, text, names, place=place)

    # --------------------------------------------------------------------- leaf blocks

    def leaf(self, leaf: Leaf, lang: str) -> Iterator[Fact]:
        """Yield the facts of a stretch of inline content."""
        place = next((self.place_of(child) for child in leaf.children), None)
        atoms = list(self.words.atoms(leaf.children, lang, frozenset()))
        text = one_line("".join(atom.text for atom in atoms))
        if text:
            yield Fact(FactKind.TEXT, text, place=place)
        for child in leaf.children:
            if isinstance(child, StructureElement):
                yield from self.inline(child, place)
        if len(leaf.children) == 1:
            (only,) = leaf.children
            if isinstance(only, StructureElement) and is_code_block(only):
                code = "".join(atom.text for atom in atoms)
                yield Fact(FactKind.CODE, code, place=place)
        own = self.language.lower()
        if any(atom.lang.lower() != own for atom in atoms):
            for tag, run in runs((atom.lang, atom.text) for atom in atoms):
                if tag.lower() != own:
                    yield Fact(FactKind.LANGUAGE, run, (tag,), place=place)
        met = frozenset().union(*(atom.kinds for atom in atoms))
        for kind in SpanKind if met else ():
            for inside, run in runs((kind in atom.kinds, atom.text) for atom in atoms):
                if inside:
                    yield Fact(FactKind.EMPHASIS, run, (kind.value,), place=place)

    def inline(self, element: StructureElement, place: str | None) -> Iterator[Fact]:
        """Yield what an inline element and those in it say beside their text."""
        if element.standard in UNREAD or element.standard in NOTES:
            return
        if element.expansion is not None:
            text = one_line(self.words.text(element))
            yield Fact(FactKind.EXPANSION, text, (element.expansion,), place=place)
        match element.standard:
            case "Figure" if element.alternative is None:
                yield Fact(FactKind.IMAGE, "", ("missing",), place=place)
                return
            case "Figure":
                yield Fact(FactKind.IMAGE, one_line(element.alternative or ""), place=place)
                return
            case "Formula":
                yield Fact(FactKind.MATH, one_line(self.words.text(element)), place=place)
                return
            case "Link":
                note = self.words.note_cited(element)
                if note is not None:
                    self.cited.append(note)
                    text = one_line(self.words.text(element))
                    yield Fact(FactKind.CITATION, text, place=place)
                    return
                text = one_line(self.words.text(element, pictures=True))
                yield Fact(FactKind.LINK, text, (self.words.target(element),), place=place)
            case _:
                pass
        for child in element.elements():
            yield from self.inline(child, place)

    # -------------------------------------------------------------------------- places

    def place(self, element: StructureElement) -> str:
        """Return ``page 4, P`` for messages."""
        page = element.first_page()
        return element.role if page is None else f"page {page + 1}, {element.role}"

    def place_of(self, child: StructureElement | Content | ObjectReference) -> str | None:
        if isinstance(child, StructureElement):
            return self.place(child)
        return None if child.page is None else f"page {child.page + 1}"
