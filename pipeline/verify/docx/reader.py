"""A Word document back to facts: body in reading order, then the notes as they are cited.

After ``opened``. What the writer adds is told apart by structure: the content control of
the contents, the styles Callout Label, Figure Description Link, Note Label and Abbreviation
Expansion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.model.grid import grid
from pipeline.model.nodes import (
    Cell,
    Image,
    Inline,
    NoteReference,
    Paragraph,
    Row,
    RowGroup,
    Scope,
    SpanKind,
    Table,
    Text,
)
from pipeline.model.walk import block_text, one_line
from pipeline.verify.docx.opened import MAIN, Opened, get, is_header, number_of, on, style_of, w
from pipeline.verify.docx.runs import Line, Lines
from pipeline.verify.facts import Fact, FactKind, notes_in_order, runs
from pipeline.verify.targets import target_text

_NOTES = re.compile("Table Note|Note Text")
_ADDED = frozenset({"Callout Label", "Figure Description Link"})
"""Styles of paragraphs that the writer adds."""


@dataclass(slots=True)
class _Story:
    """Where facts go: the body, or a note."""

    label: str = ""
    """Of a note."""
    facts: list[Fact] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """Bookmarks that no text has followed yet; that of another story does not count."""


@dataclass(slots=True)
class _Caption:
    """The caption of a figure, being read."""

    facts: list[Fact]
    at: int
    """Where its fact belongs: before those of what stands in it."""
    texts: list[str] = field(default_factory=list)


class Reader:
    """Reads one document; one method for each thing that holds facts."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.lines = Lines(opened)
        self.notes: dict[str, _Story] = {}
        self.body = _Story()
        # The body, or a note in the part of the notes; then the notes in paragraphs that are
        # being read, each a note of a table in the one before.
        self.stories = [self.body]
        self.titled = False
        self.captions: list[_Caption] = []  # of the table that comes next, and of tables in it
        self.figures: list[_Caption] = []  # of a figure, and of figures in it
        self.figure_goes_on = False  # its last paragraph is kept with the next one
        self.targets: dict[str, str] = {}
        self.place = ""
        self.count = 0

    @property
    def found(self) -> _Story:
        """Where facts go now."""
        return self.stories[-1]

    def read(self) -> tuple[Fact, ...]:
        """Return every fact in the shared order."""
        body = self.opened.document.find(w("body"))
        if body is not None:
            self.container(body, MAIN)
        self._end_figure()
        self._real_notes()
        ordered = [*self.body.facts, *self._notes_in_order()]
        return tuple(self._resolved(fact) for fact in ordered)

    def _resolved(self, fact: Fact) -> Fact:
        if fact.kind is FactKind.LINK and fact.details[0].startswith("\0"):
            name = fact.details[0][1:]
            return replace(fact, details=(self.targets.get(name, "#"),))
        return fact

    def _notes_in_order(self) -> Iterator[Fact]:
        cited = list(self.body.cited)
        for name in notes_in_order(cited, self.notes):
            note = self.notes.get(name)
            if note is not None:
                yield Fact(FactKind.NOTE, one_line(" ".join(note.texts)), (note.label,))
                yield from note.facts
                cited += note.cited

    def _real_notes(self) -> None:
        for kind in ("footnote", "endnote"):
            name = f"word/{kind}s.xml"
            part = self.opened.part(name)
            if part is None:
                continue
            for element in part.iter(w(kind)):
                key = f"{kind} {get(element, 'id')}"
                if get(element, "type") is None:
                    self.notes[key] = _Story(self.lines.labels.get(key, ""))
                    self.stories = [self.notes[key]]
                    self.container(element, name)
                    self._end_figure()

    # -------------------------------------------------------------------- containers

    def container(self, element: etree._Element, part: str) -> list[tuple[Inline, ...]]:
        """Read paragraphs and tables; return what each paragraph shows, for cells."""
        shown: list[tuple[Inline, ...]] = []
        for child in element:
            match child.tag:
                case tag if tag == w("p"):
                    shown += self.paragraph(child, part)
                case tag if tag == w("tbl"):
                    shown += self.table(child, part)
                case tag if tag == w("bookmarkStart"):
                    self.found.waiting.append(get(child, "name") or "")
                case tag if tag == w("sdt"):
                    if child.find(f"{w('sdtPr')}/{w('docPartObj')}") is None:
                        content = child.find(w("sdtContent"))
                        shown += [] if content is None else self.container(content, part)
                case _:
                    pass
        return shown

    def paragraph(self, element: etree._Element, part: str) -> list[tuple[Inline, ...]]:
        """Read one paragraph."""
        self.count += 1
        self.place = f"{part}, paragraph {self.count}"
        style = style_of(element)
        names = self.opened.names(style)
        line = self.lines.read(element, part)
        self._choose_story(names, line)
        self.found.waiting += line.bookmarks
        if not _ADDED.isdisjoint(names):
            # What it says is added; what begins there, such as a passage that is linked to, is
            # not. It parts the captions before it from those behind.
            self._figure_caption(element, names, "")
            return []
        self._numbered(element)
        text = one_line("".join(piece.text for piece in line.pieces))
        self._figure_caption(element, names, text)
        self._say(self.captions, _captions_around(names), text)
        self._named(style, names, text)
        if text:
            self._add(FactKind.TEXT, text)
            for story in self.stories:  # a note says what the notes of its tables say
                story.texts.append(text)
            self.targets.update((name, target_text(text)) for name in self.found.waiting)
            self.found.waiting.clear()
        if "HTML Preformatted" in names:
            self._add(FactKind.CODE, "".join(piece.text for piece in line.pieces))
        self._inline(line)
        shown: list[Inline] = [Text(text)] if text else []
        shown += [Image(None, alternative) for alternative in line.images]
        shown += [NoteReference("") for _ in line.citations]
        return [tuple(shown)]

    def _names(self, paragraph: etree._Element) -> tuple[str, ...]:
        return self.opened.names(style_of(paragraph))

    def _choose_story(self, names: tuple[str, ...], line: Line) -> None:
        """Turn to the note that a paragraph belongs to, or back to the body."""
        depth = notes_around(names)
        if line.note_label is None:
            del self.stories[depth + 1 :]
        elif depth:
            note = _Story(line.note_label)
            key = next((name for name in line.bookmarks if name.startswith("_Note")), None)
            self.notes[key or f"note {self.count}"] = note
            self.stories[depth:] = [note]

    def _named(self, style: str | None, names: tuple[str, ...], text: str) -> None:
        """Note what a paragraph is by its style: title, heading, term."""
        outline = get(self.opened.property(style, "pPr", "outlineLvl"))
        if outline is not None and outline != "9":
            level = int(outline) + 1
            if level == 1 and not self.titled:
                self.titled = True
                self._add(FactKind.TITLE, text)
            else:
                self._add(FactKind.HEADING, text, str(level))
        if "Definition Term" in names:
            self._add(FactKind.TERM, text)

    def _numbered(self, element: etree._Element) -> None:
        number = number_of(self.opened, element)
        if number is not None:
            instance, level = number
            mark = self.opened.numbers.mark(instance, level)
            self._add(FactKind.ITEM, mark, str(level + 1))

    def _figure_caption(self, element: etree._Element, names: tuple[str, ...], text: str) -> None:
        if not self.figure_goes_on:
            self._end_figure()
        depth = names[0].count("Figure Caption") if names else 0
        if depth:
            self._end_figure(depth)
            self._say(self.figures, depth, text)
            self.figure_goes_on = on(element.find(f"{w('pPr')}/{w('keepNext')}"))

    def _say(self, captions: list[_Caption], depth: int, text: str) -> None:
        """Add words to the captions that they stand in, one in the other."""
        while len(captions) < depth:
            captions.append(_Caption(self.found.facts, len(self.found.facts)))
        for caption in captions[:depth]:
            caption.texts.append(text)

    def _end_figure(self, depth: int = 0) -> None:
        """End the captions below a depth, the innermost first."""
        while len(self.figures) > depth:
            ended = self.figures.pop()
            if caption := one_line(" ".join(ended.texts)):
                fact = Fact(FactKind.CAPTION, caption, ("figure",), place=self.place)
                ended.facts.insert(ended.at, fact)
        self.figure_goes_on = False

    def _inline(self, line: Line) -> None:
        for kind, text, details in line.facts:
            self._add(kind, text, *details)
        self.found.cited += [key for key, _ in line.citations]
        default = self.opened.language.lower()
        if any(piece.language.lower() != default for piece in line.pieces):
            for tag, text in runs((piece.language, piece.text) for piece in line.pieces):
                if tag.lower() != default:
                    self._add(FactKind.LANGUAGE, text, tag)
        kinds = {kind for piece in line.pieces for kind in piece.kinds}
        for span in SpanKind if kinds else ():
            if span in kinds and span is not SpanKind.PLAIN:
                for inside, text in runs(
                    (span in piece.kinds, piece.text) for piece in line.pieces
                ):
                    if inside:
                        self._add(FactKind.EMPHASIS, text, span.value)

    def _add(self, kind: FactKind, text: str, *details: str) -> None:
        self.found.facts.append(Fact(kind, text, details, place=self.place))

    # ------------------------------------------------------------------------ tables

    def table(self, element: etree._Element, part: str) -> list[tuple[Inline, ...]]:
        """Read a table: its cells' content in place, then its grid."""
        if not self.figure_goes_on:
            self._end_figure()
        within_captions = _captions_around(self._names_in(element))
        own = self.captions[within_captions:]
        caption = one_line(" ".join(own[0].texts)) if own else ""
        del self.captions[within_captions:]
        first = next(element.iter(w("p")), None)
        # A table after the notes of another is not in them.
        del self.stories[1 + (0 if first is None else notes_around(self._names(first))) :]
        stories, found = list(self.stories), self.found
        within = len(found.facts)
        table, shown = self._model(element, part)
        self.stories = stories
        begun_before = [one.facts is not found.facts or one.at < within for one in self.figures]
        if not self.figure_goes_on:
            self._end_figure(sum(begun_before))
        # A table in a cell comes after the table around it.
        inner = found.facts[within:]
        del found.facts[within:]
        # What stands in its caption comes after its own facts.
        if own and own[0].facts is found.facts:
            inner = found.facts[own[0].at :] + inner
            del found.facts[own[0].at :]
        layout = grid(table)
        size = (str(layout.height), str(layout.width))
        self._add(FactKind.TABLE, caption, *size)
        if caption:
            self._add(FactKind.CAPTION, caption, "table")
        texts = {slot.place: block_text(slot.cell.children) for slot in layout.slots}
        for slot in layout.slots:
            text = texts[slot.place]
            if slot.cell.header is None:
                headers = layout.headers[slot.place]
                self._add(
                    FactKind.CELL,
                    text,
                    *(texts[header.place] for header in headers),
                )
            else:
                scope = layout.scopes[slot.place]
                self._add(FactKind.HEADER, text, "row" if scope is Scope.ROW else "column")
        found.facts += inner
        return shown

    def _names_in(self, table: etree._Element) -> tuple[str, ...]:
        """Return the names of the style in which a cell of the table ends."""
        cell = next(table.iter(w("tc")), None)
        lines = [] if cell is None else cell.findall(w("p"))
        return self._names(lines[-1]) if lines else ()

    def _model(self, element: etree._Element, part: str) -> tuple[Table, list[tuple[Inline, ...]]]:
        """Return the table as the model has tables: spans put together again."""
        shown: list[tuple[Inline, ...]] = []
        rows: list[list[Cell]] = []
        ends: list[int] = []
        merged: dict[int, tuple[int, int]] = {}  # column → row and index of the cell above
        for number, line in enumerate(_rows(element)):
            head = on(line.find(f"{w('trPr')}/{w('tblHeader')}"))
            cells: list[Cell] = []
            column = 0
            for cell in line.iterchildren(w("tc")):
                properties = cell.find(w("tcPr"))
                span = get(None if properties is None else properties.find(w("gridSpan")))
                width = int(span or 1)
                merge = None if properties is None else properties.find(w("vMerge"))
                content = self.container(cell, part)  # of a continued one too: it is empty
                shown += content
                if merge is not None and get(merge) != "restart" and column in merged:
                    row, index = merged[column]
                    above = rows[row][index]
                    rows[row][index] = replace(above, rowspan=above.rowspan + 1)
                    column += width
                    continue
                cells.append(
                    Cell(
                        tuple(Paragraph(inlines) for inlines in content if inlines),
                        self._scope(cell, head=head),
                        colspan=width,
                    )
                )
                if merge is not None:
                    merged[column] = (number, len(cells) - 1)
                column += width
            rows.append(cells)
            ends.append(column)
        # A row that ends early, which a rule of its own names, is read as if it had an empty cell.
        for cells, end in zip(rows, ends, strict=True):
            if end < max(ends):
                cells.append(Cell((), colspan=max(ends) - end))
        body = RowGroup(tuple(Row(tuple(cells)) for cells in rows))
        return Table((body,)), shown

    def _scope(self, cell: etree._Element, *, head: bool) -> Scope | None:
        if not is_header(self.opened, cell):
            return None
        return Scope.COLUMN if head else Scope.AUTO


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return table.iterchildren(w("tr"))


def _captions_around(names: tuple[str, ...]) -> int:
    """Return how many captions of tables a paragraph stands in, by its style."""
    parts = names[0].split(" in ") if names else []
    return sum(part.startswith("caption") for part in parts)


def notes_around(names: tuple[str, ...]) -> int:
    """Return how many notes in paragraphs a paragraph stands in, by its style."""
    return len(_NOTES.findall(names[0])) if names else 0
