"""Blocks to paragraphs and tables: one story of the document, written in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from lxml import etree

from pipeline.model.grid import Slot, grid
from pipeline.model.nodes import (
    Block,
    Callout,
    CalloutKind,
    Cell,
    CodeBlock,
    DefinitionList,
    Details,
    Direction,
    Figure,
    Inline,
    List,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Section,
    Separator,
    Table,
)
from pipeline.model.reduced import unmerged
from pipeline.model.walk import one_line
from pipeline.writers.docx import tables
from pipeline.writers.docx.fields import own_run
from pipeline.writers.docx.inlines import Inlines, Setting, mark
from pipeline.writers.docx.looks import CALLOUTS, HEADING_LEVELS, list_indent, text_width
from pipeline.writers.docx.ooxml import add, add_text, clean, qualified, value
from pipeline.writers.docx.place import Place, is_picture, leaf_texts, opens_with
from pipeline.writers.docx.shared import Relationships, Shared

SUMMARY_LENGTH = 400
"""Screen readers speak the description of a table before the table: it is kept short."""


class Story:
    """Writes blocks into one container of one part."""

    def __init__(self, shared: Shared, container: etree._Element) -> None:
        self.shared = shared
        self.container = container
        self.relationships = Relationships()
        self.inlines = Inlines(shared, self.relationships)
        self.bookmarks: list[tuple[str, str]] = []  # names and numbers, for the next paragraph
        self.number: tuple[int, int] | None = None  # of a list item, for the next paragraph
        self.ruled = False  # a separator stands before the next paragraph
        self.last: etree._Element | None = None  # the last paragraph, where nothing follows it

    # ---------------------------------------------------------------------- paragraphs

    def paragraph(
        self,
        style: str,
        nodes: tuple[Inline, ...],
        place: Place,
        *,
        expand: bool = True,
        name: str | None = None,
    ) -> etree._Element:
        """Add one paragraph; ``name`` is a bookmark around its content."""
        before, ruled = self.last, self.ruled
        paragraph = self.open(style, place)
        number = None
        if name is not None:
            number = self.shared.bookmarks.number()
            add(paragraph, "bookmarkStart", {"id": number, "name": name})
        setting = Setting(place.language, place.direction, place.width, expand, place.in_note)
        if place.host in _CAPTIONS:
            nodes = self.inlines.numbered(paragraph, nodes, setting)
        self.inlines.write(paragraph, nodes, setting)
        if number is not None:
            add(paragraph, "bookmarkEnd", {"id": number})
        elif self._is_void(paragraph):
            # Nothing came of it (a decorative image that is missing): no empty paragraph.
            self.container.remove(paragraph)
            starts = paragraph.iterfind("{*}bookmarkStart")
            self.bookmarks = [
                (start.get(qualified("name"), ""), start.get(qualified("id"), ""))
                for start in starts
            ]
            self.last, self.ruled = before, ruled
        return paragraph

    def _is_void(self, paragraph: etree._Element) -> bool:
        marks = (qualified("bookmarkStart"), qualified("bookmarkEnd"))
        properties, *content = paragraph
        numbered = properties.find(qualified("numPr")) is not None
        return not numbered and all(child.tag in marks for child in content)

    def open(self, style: str, place: Place) -> etree._Element:
        """Add ``w:p`` with its properties, in the order of ISO/IEC 29500-1, 17.3.1.26."""
        if self.ruled:
            style = self.shared.styles.ruled(style)
            self.ruled = False
        paragraph = add(self.container, "p")
        properties = add(paragraph, "pPr")
        value(properties, "pStyle", self.shared.styles.id(style))
        if self.number is not None:
            number = add(properties, "numPr")
            value(number, "ilvl", str(self.number[1]))
            value(number, "numId", str(self.number[0]))
            self.number = None
        if place.direction is not self.shared.direction:
            if place.direction is Direction.RIGHT_TO_LEFT:
                add(properties, "bidi")
            else:
                value(properties, "bidi", "0")
        for name, identifier in self.bookmarks:
            mark(paragraph, name, identifier)
        self.bookmarks.clear()
        self.last = paragraph
        return paragraph

    def style(self, id_: str, place: Place) -> str:
        """Return the style of a block that is no plain paragraph, as it stands here."""
        return self.shared.styles.paragraph(id_, place.around, place.indent)

    def plain_style(self, place: Place) -> str:
        """Return the style of a plain paragraph here."""
        if place.indent:
            level = str(place.indent) if place.indent > 1 else ""
            return self.shared.styles.paragraph(f"ListContinue{level}", place.around)
        return self.shared.styles.paragraph(place.host, place.around[:-1])

    def target(self, id_: str | None) -> None:
        """Remember that a link leads to what comes next."""
        bookmarks = self.shared.bookmarks
        if id_ is not None and id_ in bookmarks.names and id_ not in bookmarks.placed:
            bookmarks.placed.add(id_)
            self.bookmarks.append((bookmarks.names[id_], bookmarks.number()))

    def finish(self) -> None:
        """Write what waits for a paragraph that does not come."""
        if self.last is not None:
            for name, identifier in self.bookmarks:
                mark(self.last, name, identifier)
            self.bookmarks.clear()
        self.ruled = False

    def _settle(self, place: Place) -> None:
        """Give a waiting number a paragraph of its own: what comes next can have none."""
        if self.number is not None:
            self.open(self.plain_style(place), place)

    # -------------------------------------------------------------------------- blocks

    def blocks(self, nodes: Iterable[Block], place: Place) -> None:
        """Write some blocks in order."""
        for node in nodes:
            self.block(node, place)

    def block(self, node: Block, place: Place) -> None:
        """Write one block."""
        place = place.entered(node)
        self.target(node.id)
        match node:
            case Section():
                self.section(node, place)
            case Paragraph():
                style = self.plain_style(place)
                if place.host == "BodyText" and is_picture(node):
                    style = self.style("Figure", place)
                self.paragraph(style, node.children, place)
            case Quote():
                self.blocks(node.children, place.inside("Quote"))
            case CodeBlock():
                style = self.style("HTMLPreformatted", place)
                self.paragraph(style, node.children, place, expand=False)
            case Separator():
                self.ruled = True
            case MathBlock():
                self.formula(node, place)
            case List():
                self.list(node, place)
            case DefinitionList():
                self.definitions(node, place)
            case Details():
                style = self.style("DetailsSummary", place)
                self.paragraph(style, node.summary, place)
                self.blocks(node.children, place)
            case Figure():
                self.figure(node, place)
            case Callout():
                self.callout(node, place)
            case Table():
                self.table(node, place)
            case _:
                assert_never(node)

    def section(self, node: Section, place: Place) -> None:
        """Write a heading and what stands under it."""
        place = replace(place, level=place.level + 1)
        style = f"Heading{min(place.level, HEADING_LEVELS)}"
        if place.host in _BOXES:
            style = self.style(style, place)
        name = self.shared.contents.get(id(node))
        self.paragraph(style, node.title, place, expand=False, name=name)
        self.blocks(node.children, place)

    def formula(self, node: MathBlock, place: Place) -> None:
        """Write a formula on a line of its own."""
        content = Math(node.mathml, node.text, at=node.at)
        paragraph = self.paragraph(self.style("Formula", place), (content,), place)
        formula = paragraph.find("{*}oMath")
        if formula is not None:
            holder = add(paragraph, "m:oMathPara")
            add(add(holder, "m:oMathParaPr"), "m:jc", {"m:val": "left"})
            holder.append(formula)

    def list(self, node: List, place: Place) -> None:
        """Write a list; its items at the level that the lists around make."""
        state = self.shared.lists.open(node, place.depth, place.outer)
        kind = "ListNumber" if node.numbering.value not in _BULLETED else "ListBullet"
        inner = replace(
            place,
            depth=place.depth + 1,
            indent=place.indent + 1,
            outer=state,
            landscape=False,
            width=max(place.width - list_indent(self.shared.options.theme), 72),
        )
        for item in node.items:
            here = inner.entered(item)
            self._settle(here)
            self.target(item.id)
            self.number = self.shared.lists.next(state)
            first, rest = item.children[:1], item.children[1:]
            match first:
                case (Paragraph() as paragraph,):
                    place_of_paragraph = here.entered(paragraph)
                    self.target(paragraph.id)
                    level = str(state.level + 1) if state.level else ""
                    style = self.shared.styles.paragraph(kind + level, here.around)
                    self.paragraph(style, paragraph.children, place_of_paragraph)
                case _:
                    rest = item.children
            self.blocks(rest, here)
            self._settle(here)

    def definitions(self, node: DefinitionList, place: Place) -> None:
        """Write terms and definitions."""
        for entry in node.entries:
            self.target(entry.id)
            here = place.entered(entry)
            for term in entry.terms:
                self.target(term.id)
                style = self.style("DefinitionTerm", here)
                self.paragraph(style, term.children, here.entered(term))
            for definition in entry.definitions:
                self.target(definition.id)
                inner = here.entered(definition)
                if not place.indent and place.host == "BodyText":
                    inner = inner.inside("Definition")
                self.blocks(definition.children, inner)

    def figure(self, node: Figure, place: Place) -> None:
        """Write the content, the caption and the long description of a figure."""
        for child in node.children:
            if isinstance(child, Paragraph) and is_picture(child):
                self.target(child.id)
                self.paragraph(self.style("Figure", place), child.children, place.entered(child))
            else:
                self.block(child, place)
        if node.caption:
            self.blocks(node.caption, place.inside("FigureCaption"))
        if node.description is not None:
            self.block(node.description, place)

    def callout(self, node: Callout, place: Place) -> None:
        """Write a passage set apart; its kind in words, where its own do not say it."""
        place = place.inside(CALLOUTS[node.kind])
        label = self._callout_label(node.kind)
        if label and not opens_with(node, label):
            self._settle(place)
            paragraph = self.open(self.style("CalloutLabel", place), place)
            add_text(own_run(paragraph, self.shared.own_language), label)
        self.blocks(node.children, place)

    def _callout_label(self, kind: CalloutKind) -> str:
        strings = self.shared.strings
        match kind:
            case CalloutKind.ASIDE:
                return ""
            case CalloutKind.NOTE:
                return strings.callout_note
            case CalloutKind.INFORMATION:
                return strings.callout_information
            case CalloutKind.SUCCESS:
                return strings.callout_success
            case CalloutKind.WARNING:
                return strings.callout_warning
            case CalloutKind.DANGER:
                return strings.callout_danger
            case _:
                assert_never(kind)

    # -------------------------------------------------------------------------- tables

    def table(self, node: Table, place: Place) -> None:
        """Write a table with its caption before and its notes behind it."""
        shared = self.shared
        if shared.options.docx.simplify_tables:
            node = unmerged(node)
        layout = grid(node)
        shared.diagnostics.extend(tables.associations(node, layout))
        theme = shared.options.theme
        widths = tables.column_widths(layout, theme, place.width)
        turned = (
            shared.options.docx.landscape_tables and place.landscape and widths.needs > place.width
        )
        if turned:
            self._settle(place)
            self.turn(place, landscape=False)
            place = replace(place, width=text_width(theme, landscape=True), landscape=False)
            widths = tables.column_widths(layout, theme, place.width)
        shared.diagnostics.extend(tables.too_wide(node, widths, place.width))
        self._settle(place)
        caption = one_line(" ".join(leaf_texts(node.caption)))
        if node.caption:
            self.blocks(node.caption, place.inside("Caption"))
        elif len(self.container) and self.container[-1].tag.endswith("}tbl"):
            self.gap(place)
        if layout.height and layout.width:
            shell = tables.Shell(
                layout,
                widths.columns,
                shared.styles.id("ReportTable"),
                clean(caption),
                clean(one_line(node.summary or ""))[:SUMMARY_LENGTH],
                place.direction is Direction.RIGHT_TO_LEFT,
            )
            self._rows(node, shell, place)
        for note in node.notes:
            self.note(note, place, "TableNote")
        if turned:
            self.turn(place, landscape=True)

    def gap(self, place: Place) -> etree._Element:
        """Add the one paragraph that holds nothing: Word needs it between two tables."""
        return self.open("TableGap", place)

    def turn(self, place: Place, *, landscape: bool) -> None:
        """End a section of the document here: what stands before has this orientation.

        A heading right before goes with what it is the heading of, onto the turned page.
        """
        kept: list[etree._Element] = []
        while not landscape and len(self.container) and self._leads(self.container[-1]):
            kept.append(self.container[-1])
            self.container.remove(kept[-1])
        last = self.container[-1] if len(self.container) else None
        if not landscape and last is not None and self._turns_back(last):
            self.container.extend(reversed(kept))
            return
        if last is None or last.tag != qualified("p") or last[0].find("{*}sectPr") is not None:
            last = self.gap(place)
        add(last[0], "sectPr", {"orientation": "landscape" if landscape else "portrait"})
        self.container.extend(reversed(kept))

    def _turns_back(self, last: etree._Element) -> bool:
        """Undo the end of a turned section, when the next table is turned as well."""
        section = last.find(f"{{*}}pPr/{qualified('sectPr')}")
        if section is None or section.get(qualified("orientation")) != "landscape":
            return False
        last[0].remove(section)
        if self._is_void(last) and len(last) == 1:
            self.container.remove(last)
        return True

    def _leads(self, element: etree._Element) -> bool:
        """Tell whether a paragraph is one that keeps with the next."""
        style = element.find(f"{{*}}pPr/{qualified('pStyle')}")
        id_ = "" if style is None else style.get(qualified("val"), "")
        return id_.startswith(("Heading", "DetailsSummary")) and id_ != "Heading1"

    def _rows(self, node: Table, shell: tables.Shell, place: Place) -> None:
        outer, self.ruled = self.container, False
        self.shared.tables += 1
        table = tables.open_table(outer, shell, foot=bool(node.foot))
        named = False
        places: dict[tuple[str, float], Place] = {}
        for number, cells in enumerate(tables.rows(shell.layout)):
            head = number < shell.layout.head_rows
            row = tables.open_row(table, head=head)
            for slot, continued in cells:
                width = sum(shell.widths[slot.column : slot.columns.stop])
                merge = None if slot.cell.rowspan == 1 else "continue" if continued else "restart"
                self.container = tables.open_cell(row, width, slot.cell.colspan, merge)
                host = "TableText" if slot.cell.header is None else "TableHeading"
                inner = places.get((host, width))
                if inner is None:
                    inner = replace(place.inside(host), width=max(width - 8, 20), outer=None)
                    places[host, width] = inner
                if continued:
                    self._empty(host, inner)
                    continue
                self.target(slot.cell.id)
                if not named and self._corner(shell, slot):
                    named = True
                    self._name(shell)
                self._cell(slot.cell, host, inner)
        self.container = outer
        self.last = None

    def _cell(self, cell: Cell, host: str, place: Place) -> None:
        self.blocks(cell.children, place.entered(cell))
        self._settle(place)
        # A cell ends with a paragraph: schema, and Word's condition for opening the file.
        if not self.container[-1].tag.endswith("}p"):
            self._empty(host, place)

    def _empty(self, host: str, place: Place) -> None:
        waiting, self.bookmarks = self.bookmarks, []
        empty = len(self.container) == 1
        if empty and waiting:
            self.bookmarks, waiting = waiting, []
        self.open(self.shared.styles.paragraph(host, place.around[:-1]), place)
        self.bookmarks = waiting

    def _corner(self, shell: tables.Shell, slot: Slot) -> bool:
        heads = shell.layout.head_rows
        return slot.column == 0 and (slot.rows.stop == heads if heads else slot.row == 0)

    def _name(self, shell: tables.Shell) -> None:
        """Name the crossing of header row and header column, as screen readers look for it.

        JAWS and NVDA speak the headers of a Word table whose cell has a bookmark that
        begins with Title, ColumnTitle or RowTitle; nothing else tells them row headers.
        """
        head, column = bool(shell.layout.head_rows), shell.row_headers
        if head or column:
            kind = "Title" if head and column else "ColumnTitle" if head else "RowTitle"
            bookmarks = self.shared.bookmarks
            name = bookmarks.reserve(f"{kind}_{self.shared.tables}")
            self.bookmarks.append((name, bookmarks.number()))

    # --------------------------------------------------------------------------- notes

    def note(self, note: Note, place: Place, style: str) -> None:
        """Write a note as paragraphs: its label, its text, a bookmark that citations use."""
        if note.id is not None:
            self.shared.notes.written.add(note.id)
            self.target(note.id)
            name = self.inlines.note_bookmark(note.id)
            self.bookmarks.append((name, self.shared.bookmarks.number()))
        inner = replace(place.inside(style), level=1, depth=0, outer=None, in_note=True)
        self._note_blocks(note, inner, None)

    def footnote(self, note: Note, place: Place, reference: str | None) -> None:
        """Write the content of a real note; ``reference`` is the element of its number."""
        self.target(note.id)
        self._note_blocks(note, place, reference)

    def _note_blocks(self, note: Note, place: Place, reference: str | None) -> None:
        place = place.entered(note)
        first, rest = note.children[:1], note.children[1:]
        match first:
            case (Paragraph() as paragraph,):
                here = place.entered(paragraph)
                self.target(paragraph.id)
                opened = self.open(self.plain_style(here), here)
                content = paragraph.children
            case _:
                here, rest, content = place, note.children, ()
                opened = self.open(self.plain_style(here), here)
        if reference is None:
            run = self.inlines.run(opened, ("NoteLabel",))
            add_text(run, clean(note.label))
        else:
            kind = f"{self.shared.notes.kind.title()}Reference"
            run = self.inlines.run(opened, (kind,))
            if reference:
                add(run, reference)
            else:
                add_text(run, clean(note.label))
        add_text(self.inlines.run(opened), " ")
        setting = Setting(here.language, here.direction, here.width, in_note=True)
        self.inlines.write(opened, content, setting)
        self.blocks(rest, place)


_CAPTIONS = frozenset({"Caption", "FigureCaption"})
_BOXES = frozenset({*CALLOUTS.values(), *_CAPTIONS})
"""Hosts whose headings take their look: a box must not break, a caption must be one."""

_BULLETED = frozenset({"None", "Disc", "Circle", "Square"})
