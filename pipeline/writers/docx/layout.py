"""An estimate of Word's pages, for the page numbers in the contents.

The finished body is laid out once as Word does it: lines broken with the widths of Arial,
distances from the styles, rows kept whole, headings kept with what follows, footnotes at the
foot of their page. Only Word knows its own pages; this differs where a formula, a wrapped cell
or a substituted font is taller than assumed. Sizes are in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from lxml import etree

from pipeline.theme import Theme
from pipeline.writers.docx.looks import (
    MONOSPACE,
    NATURAL,
    ParagraphLook,
    edge_distance,
    letter_spacing,
    line_percent,
    list_indent,
    text_width,
)
from pipeline.writers.docx.ooxml import qualified
from pipeline.writers.docx.pictures import EMU_PER_POINT
from pipeline.writers.docx.style_xml import CELL_PADDING
from pipeline.writers.docx.styles import StyleSheet
from pipeline.writers.docx.widths import piece_widths

_FORMULA = 2.2
"""Height of a formula on a line of its own, in lines."""

_READING = 1.6
"""Height of a line with readings over its signs, in lines."""


@dataclass(frozen=True, slots=True)
class _Face:
    size: float
    bold: bool
    monospace: bool
    line: float
    """Distance of lines in points."""


@dataclass(slots=True)
class _Block:
    """What stands together: a paragraph's lines, or a row of a table."""

    lines: list[float]
    before: float = 0.0
    after: float = 0.0
    keep_next: bool = False
    whole: bool = False
    breaks: bool = False
    """A new page begins before it."""
    landscape: bool = False
    leading: float = 0.0
    """Of the last line, below its letters: at the foot of a page it may hang over."""
    repeated: float = 0.0
    """Height of the header rows, which stand again on top of a new page."""
    close_to: str = ""
    """The style to whose paragraphs there is no distance."""
    notes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Bookmarks in it."""


def pages(
    body: etree._Element,
    notes: etree._Element | None,
    styles: StyleSheet,
    theme: Theme,
    *,
    head: etree._Element | None = None,
    foot: etree._Element | None = None,
) -> dict[str, int]:
    """Return the page, from 1, on which each bookmark of the body stands.

    ``notes`` is the part of the footnotes, None where notes are elsewhere; ``head`` and
    ``foot`` are the parts of the edges of the pages, as far as their height is known.
    """
    measure = _Measure(styles, theme)
    upper, lower = measure.edge(head), measure.edge(foot)
    blocks = list(measure.blocks(body))
    heights = {}
    for note in () if notes is None else notes:
        width = text_width(theme)
        children = [measure.paragraph(p, width) for p in note.iter(qualified("p"))]
        heights[note.get(qualified("id"), "")] = fsum(fsum(c.lines) + c.after for c in children)
    return _Pages(theme, heights, upper, lower).place(blocks)


class _Measure:
    """Heights of what the body holds."""

    def __init__(self, styles: StyleSheet, theme: Theme) -> None:
        self.sheet = styles
        self.theme = theme
        self.own = {styles.id(id_): id_ for id_ in styles.styles}
        self.looks: dict[str, tuple[ParagraphLook, _Face]] = {}
        self.faces: dict[tuple[str, str], _Face] = {}
        self.spacing = 0.0 if styles.template is not None else letter_spacing(theme)

    def blocks(self, body: etree._Element) -> Iterator[_Block]:
        """Yield paragraphs and rows, each with the orientation of its section."""
        waiting: list[_Block] = []
        last, close_to, ends = _Block([]), "", False
        width = text_width(self.theme)
        wide = text_width(self.theme, landscape=True)
        turned = False
        sections = [
            section.get(qualified("orientation")) == "landscape"
            for section in body.iter(qualified("sectPr"))
        ]
        turned = bool(sections) and sections.pop(0)
        for child in _content(body):
            if child.tag == qualified("p"):
                waiting = [self.paragraph(child, wide if turned else width)]
            elif child.tag == qualified("tbl"):
                waiting = list(self.rows(child))
            else:
                continue
            for block in waiting:
                if block.close_to and block.close_to == close_to:
                    last.after = block.before = 0.0
                last, close_to = block, block.close_to
                block.landscape = turned
                block.breaks, ends = block.breaks or ends, False
                yield block
            if child.find(f"{qualified('pPr')}/{qualified('sectPr')}") is not None:
                ends = True
                turned = bool(sections) and sections.pop(0)

    def edge(self, part: etree._Element | None) -> tuple[float, float]:
        """Return how far a head or foot reaches into upright pages, and into turned ones."""
        found = []
        for landscape in (False, True):
            height = edge_distance(self.theme)
            for element in () if part is None else part.iter(qualified("p")):
                block = self.paragraph(element, text_width(self.theme, landscape=landscape))
                height += fsum(block.lines) + block.after
            found.append(max(0.0, height - self.theme.margin))
        return found[0], found[1]

    def paragraph(self, element: etree._Element, width: float) -> _Block:
        """Measure one paragraph in a column of some width."""
        properties = element[0] if len(element) else element
        style = properties.find(qualified("pStyle"))
        id_ = "" if style is None else style.get(qualified("val"), "")
        look, face = self.look(self.own.get(id_, "Normal"))
        left = look.left or 0.0
        if not look.left:
            number = properties.find(f"{qualified('numPr')}/{qualified('ilvl')}")
            if number is not None:
                left = list_indent(self.theme) * (int(number.get(qualified("val"), "0")) + 1)
            elif look.number is not None:
                left = list_indent(self.theme) * (look.number[1] + 1)
        lines = _Lines(max(width - left - (look.right or 0.0), 20.0), self.spacing)
        block = _Block([])
        for item in element.iter(*_ITEMS):
            self._item(item, lines, block, id_, face)
        block.lines = lines.heights(face.line)
        if element.find(f"{qualified('m:oMathPara')}") is not None:
            block.lines = [_FORMULA * face.line]
        block.before, block.after = look.before or 0.0, look.after or 0.0
        block.leading = max(0.0, face.line - NATURAL * face.size)
        for at, border in ((0, look.above), (-1, look.below)):
            if border is not None:
                block.lines[at] += border.width + border.space
                block.leading = 0.0 if at else block.leading
        block.keep_next, block.whole = bool(look.keep_next), bool(look.keep_lines)
        block.close_to = id_ if look.contextual else ""
        block.breaks = properties.find(qualified("pageBreakBefore")) is not None
        return block

    def _item(
        self, item: etree._Element, lines: _Lines, block: _Block, id_: str, face: _Face
    ) -> None:
        match item.tag:
            case tag if tag == _TEXT:
                lines.text(item.text or "", self._run_face(item, id_, face))
            case tag if tag == _RUBY:
                lines.picture(0.0, _READING * face.line)
            case tag if tag == _BREAK:
                lines.end()
            case tag if tag == _EXTENT:
                lines.picture(
                    int(item.get("cx", "0")) / EMU_PER_POINT,
                    int(item.get("cy", "0")) / EMU_PER_POINT,
                )
            case tag if tag == _FOOTNOTE:
                block.notes.append(item.get(qualified("id"), ""))
            case tag if tag == _MARK:
                block.names.append(item.get(qualified("name"), ""))
            case _:
                lines.text(item.text or "", face)

    def _run_face(self, text: etree._Element, id_: str, face: _Face) -> _Face:
        run = text.getparent()
        properties = None if run is None else run.find(qualified("rPr"))
        style = None if properties is None else properties.find(qualified("rStyle"))
        if style is None:
            return face
        name = style.get(qualified("val"), "")
        key = (id_, name)
        if key not in self.faces:
            known = self.sheet.styles.get(self.own.get(name, name))
            look = None if known is None else known.run
            self.faces[key] = face if look is None else _Face(
                face.size * (0.65 if look.vertical else 1.0),
                face.bold if look.bold is None else look.bold,
                face.monospace or look.font == MONOSPACE,
                face.line,
            )  # fmt: skip
        return self.faces[key]

    def look(self, id_: str) -> tuple[ParagraphLook, _Face]:
        """Return what a style comes to, with all that it is based on."""
        if id_ not in self.looks:
            paragraph, run = self.sheet.resolved(id_)
            size = run.size or self.theme.body_size
            line = size * NATURAL * line_percent(paragraph.line or self.theme.leading) / 100
            face = _Face(size, bool(run.bold), run.font == MONOSPACE, line)
            self.looks[id_] = (paragraph, face)
        return self.looks[id_]

    def rows(self, table: etree._Element) -> Iterator[_Block]:
        """Measure the rows of a table: each is as high as its highest cell."""
        grid = table.find(qualified("tblGrid"))
        widths = [int(c.get(qualified("w"), "0")) / 20 for c in (() if grid is None else grid)]
        padding = CELL_PADDING * self.theme.small_size
        repeated = 0.0
        for row in table.iterchildren(qualified("tr")):
            block = _Block([], whole=True, repeated=repeated)
            height, column = 0.0, 0
            for cell in row.iterchildren(qualified("tc")):
                span = cell.find(f"{qualified('tcPr')}/{qualified('gridSpan')}")
                count = 1 if span is None else int(span.get(qualified("val"), "1"))
                width = fsum(widths[column : column + count]) - 2 * padding
                column += count
                stack = [self.paragraph(p, width) for p in cell.iter(qualified("p"))]
                for inner in stack:
                    block.notes += inner.notes
                    block.names += inner.names
                height = max(height, fsum(fsum(p.lines) + p.after for p in stack))
            block.lines = [height + padding + 0.5]
            if row.find(f"{qualified('trPr')}/{qualified('tblHeader')}") is not None:
                repeated += block.lines[0]
                block.keep_next = True
            yield block


_TEXT, _BREAK, _EXTENT, _FOOTNOTE, _MARK, _SIGN, _RUBY = (
    qualified(name)
    for name in ("t", "br", "wp:extent", "footnoteReference", "bookmarkStart", "m:t", "ruby")
)
_ITEMS = (_TEXT, _BREAK, _EXTENT, _FOOTNOTE, _MARK, _SIGN, _RUBY)


def _content(body: etree._Element) -> Iterator[etree._Element]:
    for child in body:
        if child.tag == qualified("sdt"):
            yield from child.iterfind(f"{qualified('sdtContent')}/*")
        else:
            yield child


class _Lines:
    """Breaks text into lines of some width, and counts them."""

    def __init__(self, width: float, spacing: float) -> None:
        self.width = width
        self.spacing = spacing
        self.done: list[float] = []
        self.at = 0.0
        self.tall = 0.0

    def text(self, text: str, face: _Face) -> None:
        size, bold, monospace = face.size, face.bold, face.monospace
        (space,) = piece_widths(" ", bold, monospace)
        for index, word in enumerate(text.split(" ")):
            if index:
                self.at += space * size + self.spacing
            pieces = piece_widths(word, bold, monospace)
            spread = self.spacing * len(word) / len(pieces)
            for ratio in pieces:
                width = ratio * size + spread
                if self.at and self.at + width > self.width:
                    self.end()
                self.at += width
                while self.at > self.width and width > self.width:
                    self.at -= self.width
                    self.done.append(0.0)

    def picture(self, width: float, height: float) -> None:
        if self.at and self.at + width > self.width:
            self.end()
        self.at += width
        self.tall = max(self.tall, height)

    def end(self) -> None:
        self.done.append(self.tall)
        self.at = self.tall = 0.0

    def heights(self, line: float) -> list[float]:
        """Return the height of each line, where a line of text has the height ``line``."""
        return [max(line, tall) for tall in (*self.done, self.tall)]


class _Pages:
    """Fills pages with blocks."""

    def __init__(
        self,
        theme: Theme,
        notes: Mapping[str, float],
        heads: tuple[float, float],
        feet: tuple[float, float],
    ) -> None:
        width, height = theme.paper.value
        self.rooms = (
            height - 2 * theme.margin - heads[0] - feet[0],
            width - 2 * theme.margin - heads[1] - feet[1],
        )
        self.note_heights = notes
        self.separator = 1.2 * theme.body_size  # the line above the notes of a page
        self.noted = False
        self.page = 1
        self.used = 0.0
        self.after = 0.0
        self.room = self.rooms[0] + heads[0]  # the first page has no head

    def place(self, blocks: Sequence[_Block]) -> dict[str, int]:
        found: dict[str, int] = {}
        for index, block in enumerate(blocks):
            if block.breaks and index:
                self._turn(block.landscape)
            elif self.used and self._needs(blocks, index) > self.room - self.used:
                self._turn(block.landscape)
                self.used += block.repeated
            first = self._put(block)
            found.update(dict.fromkeys(block.names, first))
        return found

    def _turn(self, landscape: bool) -> None:
        self.page += 1
        self.used = self.after = 0.0
        self.noted = False
        self.room = self.rooms[landscape]

    def _needs(self, blocks: Sequence[_Block], index: int) -> float:
        """Return what must stand on one page from here: to the first lines that may part."""
        height, after = 0.0, self.after
        above = max(after, blocks[index].before)  # which a new page swallows
        for block in blocks[index:]:
            least = block.lines if block.whole or len(block.lines) < 4 else block.lines[:2]
            height += max(after, block.before) + fsum(least) + self._notes(block)
            after = block.after
            if not block.keep_next or height - above > self.room:
                height -= block.leading
                break
        return height if height - above <= self.room else 0.0

    def _notes(self, block: _Block) -> float:
        return fsum(self.note_heights.get(note, 0.0) for note in block.notes)

    def _put(self, block: _Block) -> int:
        """Put the lines on this page and the next ones; return the page of the first."""
        # A new page swallows the distance above, except where the page is asked for.
        self.used += max(self.after, block.before) if self.used or block.breaks else 0.0
        first = self.page
        for number, line in enumerate(block.lines):
            left = len(block.lines) - number
            # The last two lines stay together (widow control).
            wanted = line if left != 2 else fsum(block.lines[number:])
            if self.used and self.used + wanted - block.leading > self.room + 0.5 and number:
                self._turn(block.landscape)
            self.used += line
        if block.notes and not self.noted:
            self.noted = True
            self.room -= self.separator
        self.room -= self._notes(block)
        self.after = block.after
        return first
