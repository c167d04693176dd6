"""Blocks to paragraphs and tables: one story of the document, written in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from lxml import etree

from pipeline.callouts import callout_label
from pipeline.model.grid import grid
from pipeline.model.nodes import (
    Block,
    Callout,
    CodeBlock,
    DefinitionList,
    Details,
    Direction,
    Figure,
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
from pipeline.model.walk import block_text, one_line
from pipeline.writers.docx import tables
from pipeline.writers.docx.cells import HEADER_CELLS, fill
from pipeline.writers.docx.fields import own_run
from pipeline.writers.docx.flow import Flow
from pipeline.writers.docx.inlines import Setting
from pipeline.writers.docx.looks import (
    CALLOUTS,
    CAPTIONS,
    HEADING_LEVELS,
    NOTES,
    list_indent,
    text_width,
)
from pipeline.writers.docx.ooxml import add, add_text, clean
from pipeline.writers.docx.place import Place, is_picture
from pipeline.writers.docx.shared import Shared

SUMMARY_LENGTH = 400
"""Screen readers speak the description of a table before the table: it is kept short."""


class Story:
    """Writes blocks into one container of one part."""

    def __init__(self, shared: Shared, container: etree._Element) -> None:
        self.shared = shared
        self.flow = Flow(shared, container)
        self.captioned: etree._Element | None = None  # the last of a caption in another's

    def blocks(self, nodes: Iterable[Block], place: Place) -> None:
        """Write some blocks in order."""
        for node in nodes:
            self.block(node, place)

    def block(self, node: Block, place: Place) -> None:
        """Write one block."""
        place = place.entered(node)
        self.flow.target(node.id)
        match node:
            case Section():
                self.section(node, place)
            case Paragraph():
                style = self.flow.plain_style(place)
                if place.host == "BodyText" and is_picture(node):
                    style = self.flow.style("Figure", place)
                self.flow.paragraph(style, node.children, place)
            case Quote():
                self.blocks(node.children, place.inside("Quote"))
            case CodeBlock():
                style = self.flow.style("HTMLPreformatted", place)
                self.flow.paragraph(style, node.children, place, expand=False)
            case Separator():
                self.flow.ruled = True
            case MathBlock():
                self.formula(node, place)
            case List():
                self.list(node, place)
            case DefinitionList():
                self.definitions(node, place)
            case Details():
                style = self.flow.style("DetailsSummary", place)
                self.flow.paragraph(style, node.summary, place)
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
        if place.host in _BOXES or not _TOLD.isdisjoint(place.around):
            style = self.flow.style(style, place)
        name = self.shared.contents.get(id(node))
        if name in self.shared.begun:  # in a cell that is repeated
            name = None
        elif name is not None:
            self.shared.begun.add(name)
        self.flow.paragraph(style, node.title, place, expand=False, name=name)
        self.blocks(node.children, place)

    def formula(self, node: MathBlock, place: Place) -> None:
        """Write a formula on a line of its own."""
        content = Math(node.mathml, node.text, at=node.at)
        paragraph = self.flow.paragraph(self.flow.style("Formula", place), (content,), place)
        formula = paragraph.find("{*}oMath")
        if formula is not None:
            holder = add(paragraph, "m:oMathPara")
            # As the settings say; LibreOffice looks here only.
            add(add(holder, "m:oMathParaPr"), "m:jc", {"m:val": "left"})
            holder.append(formula)

    def list(self, node: List, place: Place) -> None:
        """Write a list; its items at the level that the lists around make."""
        state = self.shared.lists.open(node, place.depth, place.outer, place.lists_around)
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
            self.flow.settle(here)
            self.flow.target(item.id)
            self.flow.number = self.shared.lists.next(state)
            first, rest = item.children[:1], item.children[1:]
            match first:
                case (Paragraph() as paragraph,):
                    place_of_paragraph = here.entered(paragraph)
                    self.flow.target(paragraph.id)
                    level = str(state.level + 1) if state.level else ""
                    style = self.shared.styles.paragraph(kind + level, here.around)
                    self.flow.paragraph(style, paragraph.children, place_of_paragraph)
                case _:
                    rest = item.children
            self.blocks(rest, here)
            self.flow.settle(here)

    def definitions(self, node: DefinitionList, place: Place) -> None:
        """Write terms and definitions."""
        for entry in node.entries:
            self.flow.target(entry.id)
            here = place.entered(entry)
            for term in entry.terms:
                self.flow.target(term.id)
                style = self.flow.style("DefinitionTerm", here)
                self.flow.paragraph(style, term.children, here.entered(term))
            for definition in entry.definitions:
                self.flow.target(definition.id)
                inner = here.entered(definition)
                if not place.indent and place.host == "BodyText":
                    inner = inner.inside("Definition")
                self.blocks(definition.children, inner)

    def figure(self, node: Figure, place: Place) -> None:
        """Write the content, the caption and the long description of a figure."""
        container = self.flow.container
        for child in node.children:
            if isinstance(child, Paragraph) and is_picture(child):
                self.flow.target(child.id)
                self.flow.paragraph(
                    self.flow.style("Figure", place), child.children, place.entered(child)
                )
            else:
                self.block(child, place)
        if node.caption:
            within = "FigureCaption" in place.around
            if within and len(container) and container[-1] is self.captioned:
                # Nothing is shown between two captions in a third: they would be one.
                if self.flow.number is None:
                    self.flow.gap(place)
                self.flow.settle(place)
            before = len(container)
            self.blocks(node.caption, place.inside("FigureCaption"))
            self.flow.keep(before)
            if within and len(container) > before:
                self.captioned = container[-1]
        if node.description is not None:
            self.description(node.description, place)

    def description(self, node: Details, place: Place) -> None:
        """Write a long description as text, and before it a link from the figure to it."""
        bookmarks = self.shared.bookmarks
        name = bookmarks.reserve("Description", hidden=True)
        self.flow.settle(place)
        paragraph = self.flow.open(self.flow.style("FigureDescriptionLink", place), place)
        link = add(paragraph, "hyperlink", {"anchor": name, "history": "1"})
        run = self.flow.inlines.run(link, ("Hyperlink",), self.shared.own_language)
        add_text(run, self.shared.strings.to_description)
        self.flow.bookmarks.append((name, bookmarks.number()))
        self.block(node, place)

    def callout(self, node: Callout, place: Place) -> None:
        """Write a passage set apart; its kind in words, where its own do not say it."""
        place = place.inside(CALLOUTS[node.kind])
        word = callout_label(node, self.shared.strings)
        if word:
            self.flow.settle(place)
            paragraph = self.flow.open(self.flow.style("CalloutLabel", place), place)
            add_text(own_run(paragraph, self.shared.own_language), word)
        self.blocks(node.children, place)

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
            self.flow.settle(place)
            self.flow.turn(place, landscape=False)
            place = replace(place, width=text_width(theme, landscape=True), landscape=False)
            widths = tables.column_widths(layout, theme, place.width)
        shared.diagnostics.extend(tables.too_wide(node, widths, place.width))
        self.flow.settle(place)
        caption = block_text(node.caption)
        if node.caption:
            self.blocks(node.caption, place.inside("Caption"))
        else:
            self.flow.settle_rule(place)
        if self.flow.ends_with("tbl"):
            self.flow.gap(place)
        if layout.height and layout.width:
            shell = tables.Shell(
                layout,
                widths.columns,
                shared.styles.id("ReportTable"),
                clean(caption),
                clean(one_line(node.summary or ""))[:SUMMARY_LENGTH],
                place.direction is Direction.RIGHT_TO_LEFT,
            )
            fill(self.flow, shell, place, foot=bool(node.foot), blocks=self.blocks)
        for note in node.notes:
            self.note(note, place, "TableNote")
        if turned:
            self.flow.turn(place, landscape=True)

    # --------------------------------------------------------------------------- notes

    def note(self, note: Note, place: Place, style: str) -> None:
        """Write a note as paragraphs: its label, its text, a bookmark that citations use.

        What waits before it is not in it, and what waits at its end is in nothing else.
        """
        self.flow.finish(place)
        if note.id is not None:
            self.shared.notes.written.add(note.id)
            self.flow.target(note.id)
            name = self.flow.inlines.note_bookmark(note.id)
            self.flow.bookmarks.append((name, self.shared.bookmarks.number()))
        around = place.lists_around + (place.depth > 0)
        inner = replace(place.inside(style), depth=0, outer=None, lists_around=around, in_note=True)
        self._note_blocks(note, inner, None)
        self.flow.finish(inner)

    def footnote(self, note: Note, place: Place, reference: str | None) -> None:
        """Write the content of a real note; ``reference`` is the element of its number."""
        self.flow.target(note.id)
        self._note_blocks(note, place, reference)

    def _note_blocks(self, note: Note, place: Place, reference: str | None) -> None:
        place = place.entered(note)
        first, rest = note.children[:1], note.children[1:]
        match first:
            case (Paragraph() as paragraph,):
                here = place.entered(paragraph)
                self.flow.target(paragraph.id)
                opened = self.flow.open(self.flow.plain_style(here), here)
                content = paragraph.children
            case _:
                here, rest, content = place, note.children, ()
                opened = self.flow.open(self.flow.plain_style(here), here)
        if reference is None:
            run = self.flow.inlines.run(opened, ("NoteLabel",))
            add_text(run, clean(note.label))
        else:
            kind = f"{self.shared.notes.kind.title()}Reference"
            run = self.flow.inlines.run(opened, (kind,))
            if reference:
                add(run, reference)
            else:
                add_text(run, clean(note.label))
        add_text(self.flow.inlines.run(opened), " ")
        setting = Setting(here.language, here.direction, here.width, in_note=True)
        self.flow.inlines.write(opened, content, setting)
        self.blocks(rest, place)


_BOXES = frozenset({*CALLOUTS.values(), *CAPTIONS})
"""Hosts whose headings take their look: a box must not break, a caption must be one."""

_TOLD = HEADER_CELLS | CAPTIONS | NOTES
"""Hosts that are told by the styles of all that stands in them, headings too."""

_BULLETED = frozenset({"None", "Disc", "Circle", "Square"})
