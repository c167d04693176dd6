"""What elements say: text, notes cited, targets of links. Between structure and reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model.nodes import SpanKind
from pipeline.model.walk import Power, one_line
from pipeline.verify.pdf.opened import Annotation, Opened
from pipeline.verify.pdf.structure import Content, ObjectReference, StructureElement
from pipeline.verify.targets import target_text

NOTES = frozenset({"Note", "FENote"})
_INLINE = frozenset(
    {"Span", "Link", "Reference", "Em", "Strong", "Code", "Quote", "Ruby", "Sub", "Annot"}
    | {"Subscript", "Superscript", "Deleted", "Inserted", "Marked", "BibEntry", "Figure"}
)
CALLOUT_WORD = "CalloutWord"
"""The role of the paragraph that the writer adds to say why a passage stands apart."""
UNREAD = frozenset({"RT", "RP", "TOC"})
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


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of text in a leaf block."""

    text: str
    lang: str
    kinds: frozenset[SpanKind]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of inline children that a reader takes as one passage."""

    children: tuple[StructureElement | Content | ObjectReference, ...]


class Words:
    """What the elements of one PDF say."""

    def __init__(self, pdf: Opened) -> None:
        self.pdf = pdf
        self.notes: dict[StructureElement, str] = {}
        """Every note in the order of the file, with its inherited language."""
        for element in pdf.tree.all():
            if element.standard in NOTES:
                self.notes[element] = _inherited(element, pdf.language)
        self.links = {
            element: annotation
            for element in pdf.tree.all()
            if element.standard == "Link"
            for annotation in [self._annotation(element)]
            if annotation is not None
        }
        self._targets: dict[StructureElement, str] = {}
        self._find_targets()

    def atoms(
        self,
        children: Iterable[StructureElement | Content | ObjectReference],
        lang: str,
        kinds: frozenset[SpanKind],
    ) -> Iterator[Atom]:
        for child in children:
            match child:
                case Content():
                    yield Atom(self.pdf.text(child), lang, kinds)
                case StructureElement():
                    own = child.lang or lang
                    if child.standard in UNREAD or child.standard in NOTES:
                        continue
                    if child.standard == "Link" and self.note_cited(child) is not None:
                        continue
                    if child.standard == "Figure":
                        continue
                    if child.standard == "Formula":
                        yield Atom(self.text(child), own, kinds)
                        continue
                    if child.actual is not None:
                        yield Atom(child.actual, own, kinds)
                        continue
                    kind = None if is_code_block(child) else _EMPHASIS.get(child.role)
                    inner = kinds if kind is None else kinds | {kind}
                    yield from self.atoms(child.children, own, inner)
                case ObjectReference():
                    pass

    # ------------------------------------------------------------------ text and links

    def text(
        self, element: StructureElement, *, pictures: bool = False, power: Power | None = None
    ) -> str:
        """Return what an element says: formulas by their alternative, citations left out.

        A superscript says what ``power`` makes of its words, if that is given.
        """
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
                skipped = child.standard in UNREAD or child.standard in NOTES
                cited = child.standard == "Link" and self.note_cited(child) is not None
                if not skipped and not cited:
                    parts.append(self.text(child, pictures=pictures, power=power))
        told = "".join(parts)
        whole = not any(isinstance(child, StructureElement) for child in element.children)
        said = told.strip()  # a line end behind it is in it
        if power is not None and whole and said and element.role == "Superscript":
            return told.replace(said, power(said))
        return told

    def block_text(self, element: StructureElement) -> str:
        """Return the text of the leaf blocks below an element, parted by spaces."""
        return one_line(" ".join(self._leaf_texts(element)))

    def _leaf_texts(self, element: StructureElement) -> Iterator[str]:
        for child in blocks(element):
            if isinstance(child, Leaf):
                yield "".join(a.text for a in self.atoms(child.children, "", frozenset()))
            elif child.standard == "Lbl":
                if element.standard not in NOTES and not is_mark(child):
                    yield self.text(child)
            elif child.role == CALLOUT_WORD:
                continue
            elif child.standard not in UNREAD:  # a note within is that of a table there
                yield from self._leaf_texts(child)

    def note_cited(self, link: StructureElement) -> StructureElement | None:
        """Return the note that a link cites, if it is a citation and not a mere link."""
        for key in link.references:
            note = self.pdf.tree.by_key.get(key)
            if note in self.notes:
                return note
        annotation = self.links.get(link)
        if link.parent is None or link.parent.standard != "Reference" or annotation is None:
            return None
        if annotation.destination in self.notes:
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
        if not wanted:
            return
        for story in (self.pdf.tree.roots, *([note] for note in self.notes)):
            open_: list[StructureElement] = []
            for node in self._places(story):
                if isinstance(node, StructureElement):
                    open_ += [node] if node in wanted else []
                    continue
                for child in node.children:
                    if isinstance(child, StructureElement):
                        inside = (one for one in (child, *child.everything()) if one in wanted)
                        open_ += (one for one in inside if isinstance(one, StructureElement))
                if not open_:
                    continue
                text = "".join(atom.text for atom in self.atoms(node.children, "", frozenset()))
                if one_line(text):
                    self._targets.update((one, target_text(text)) for one in open_)
                    open_.clear()

    def _places(self, story: list[StructureElement]) -> Iterator[StructureElement | Leaf]:
        """Yield what stands in the body, or in a note, without the notes in it."""
        stack: list[StructureElement | Leaf] = list(reversed(story))
        while stack:
            node = stack.pop()
            if node in self.notes and node not in story:
                continue
            yield node
            if isinstance(node, Leaf) or node.standard == "TOC" or self._is_label(node):
                continue
            stack.extend(reversed(list(blocks(node))))

    def _is_label(self, element: StructureElement) -> bool:
        """Tell the mark of an item or note, a callout's word, or what stands over the notes."""
        if element.role == CALLOUT_WORD or self.is_for_notes(element):
            return True
        if element.standard != "Lbl":
            return False
        return element.parent in self.notes or is_mark(element)

    def is_for_notes(self, element: StructureElement) -> bool:
        """Tell the section that the writer adds: plain words, which cite nothing, over notes."""
        if element.standard != "Sect":
            return False
        match list(element.elements()):
            case [head, *notes] if head.role == "H2" and not any(head.elements()):
                return bool(notes) and all(note in self.notes for note in notes)
            case _:
                return False


def blocks(element: StructureElement) -> Iterator[StructureElement | Leaf]:
    """Part the children into blocks and the leaves of inline content between them."""
    match element.children:
        case [Content() as only]:  # almost every cell
            yield Leaf((only,))
            return
        case _:
            pass
    stretch: list[StructureElement | Content | ObjectReference] = []
    for child in (*element.children, None):
        if isinstance(child, Content) or (
            isinstance(child, StructureElement) and _is_in_line(child)
        ):
            stretch.append(child)
            continue
        if stretch:
            yield Leaf(tuple(stretch))
            stretch = []
        if isinstance(child, StructureElement):
            yield Leaf((child,)) if child.standard == "Formula" else child


def is_code_block(element: StructureElement) -> bool:
    """Tell code on lines of its own from code in a line."""
    return element.standard == "Code" and element.attributes.get("Placement") == "Block"


def _is_in_line(element: StructureElement) -> bool:
    """Tell what stands within a line from blocks; pictures always do, formulas may."""
    if element.standard == "Formula":
        return element.attributes.get("Placement") != "Block"
    return not _INLINE.isdisjoint((element.role, element.standard))


def is_mark(label: StructureElement) -> bool:
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
