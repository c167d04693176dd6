"""The paragraphs of one story, as they are laid one after the other into a container.

Between ``body``, which knows blocks, and ``inlines``, which knows what a paragraph holds. What
has no paragraph of its own in Word waits here for the next one: the number of a list item,
the bookmarks that links lead to, the line of a separator.
"""

from __future__ import annotations

from lxml import etree

from pipeline.model.nodes import Direction, Inline
from pipeline.writers.docx.inlines import Inlines, Setting, mark
from pipeline.writers.docx.looks import CAPTIONS, LIST_LEVELS
from pipeline.writers.docx.ooxml import add, qualified, value
from pipeline.writers.docx.place import Place
from pipeline.writers.docx.shared import Relationships, Shared


class Flow:
    """Adds paragraphs to one container of one part."""

    def __init__(self, shared: Shared, container: etree._Element) -> None:
        self.shared = shared
        self.container = container
        self.relationships = Relationships()
        self.inlines = Inlines(shared, self.relationships)
        self.bookmarks: list[tuple[str, str]] = []  # names and numbers, for the next paragraph
        self.number: tuple[int, int] | None = None  # of a list item, for the next paragraph
        self.ruled = False  # a separator stands before the next paragraph
        self.last: etree._Element | None = None  # the last paragraph, where nothing follows it
        self.last_style = ""  # its style, as the sheet knows it

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
        self._keep_clear(style, place)
        before, before_style, ruled = self.last, self.last_style, self.ruled
        paragraph = self.open(style, place)
        number = None
        if name is not None:
            number = self.shared.bookmarks.number()
            add(paragraph, "bookmarkStart", {"id": number, "name": name})
        setting = Setting(place.language, place.direction, place.width, expand, place.in_note)
        if place.host in CAPTIONS:
            nodes = self.inlines.numbered(paragraph, nodes, setting)
        self.inlines.write(paragraph, nodes, setting)
        if number is not None:
            add(paragraph, "bookmarkEnd", {"id": number})
        elif paragraph[-1].tag in _MARKS and _is_void(paragraph):
            # Nothing came of it (a decorative image that is missing): no empty paragraph.
            self.container.remove(paragraph)
            starts = paragraph.iterfind("{*}bookmarkStart")
            self.bookmarks = [
                (start.get(qualified("name"), ""), start.get(qualified("id"), ""))
                for start in starts
            ]
            self.last, self.last_style, self.ruled = before, before_style, ruled
        return paragraph

    def open(self, style: str, place: Place) -> etree._Element:
        """Add ``w:p`` with its properties, in the order of ISO/IEC 29500-1, 17.3.1.26."""
        self._keep_clear(style, place)
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
        self.last, self.last_style = paragraph, style
        return paragraph

    def gap(self, place: Place) -> etree._Element:
        """Add the one paragraph that holds nothing: Word needs it between two tables."""
        return self.open(self.style("TableGap", place), place)

    def style(self, id_: str, place: Place) -> str:
        """Return the style of a block that is no plain paragraph, as it stands here."""
        return self.shared.styles.paragraph(id_, place.around, place.indent)

    def plain_style(self, place: Place) -> str:
        """Return the style of a plain paragraph here."""
        if place.indent:
            # Word has no list deeper than that; the number's own indent stays the deepest.
            depth = min(place.indent, LIST_LEVELS)
            level = str(depth) if depth > 1 else ""
            return self.shared.styles.paragraph(f"ListContinue{level}", place.around)
        return self.shared.styles.paragraph(place.host, place.around[:-1])

    def waits(self) -> bool:
        """Tell whether the next paragraph bears something: a number, a bookmark, a line."""
        return self.number is not None or bool(self.bookmarks) or self.ruled

    def target(self, id_: str | None) -> None:
        """Remember that a link leads to what comes next."""
        bookmarks = self.shared.bookmarks
        if id_ is not None and id_ in bookmarks.names and id_ not in bookmarks.placed:
            bookmarks.placed.add(id_)
            self.bookmarks.append((bookmarks.names[id_], bookmarks.number()))

    def ends_with(self, name: str) -> bool:
        """Tell whether ``p`` or ``tbl`` comes last; bookmarks behind it do not count."""
        shown = (each for each in reversed(self.container) if each.tag not in _MARKS)
        return next((each.tag for each in shown), None) == qualified(name)

    def settle(self, place: Place) -> None:
        """Give a waiting number a paragraph of its own: what comes next can have none."""
        if self.number is not None:
            self.open(self.plain_style(place), place)

    def keep(self, before: int) -> None:
        """Keep together what was added behind the first ``before`` elements.

        It also tells the paragraphs of one caption from the next caption.
        """
        added = (part.iter(qualified("p")) for part in list(self.container)[before:])
        for paragraph in [each for part in added for each in part][:-1]:
            if paragraph[0].find(qualified("keepNext")) is None:
                paragraph[0][0].addnext(etree.Element(qualified("keepNext")))

    def settle_rule(self, place: Place) -> None:
        """Draw the line of a waiting separator now: what comes next cannot bear it.

        It is a line below the paragraph before; only behind a table, or where nothing
        stands before, it needs a paragraph, which holds nothing but the line.
        """
        if self.ruled and not self._rule_below():
            self.gap(place)

    def finish(self, place: Place) -> None:
        """Write what waits for a paragraph that does not come."""
        self.settle_rule(place)
        for name, identifier in self.bookmarks:
            mark(self.container, name, identifier)
        self.bookmarks.clear()

    def _keep_clear(self, style: str, place: Place) -> None:
        """Draw a waiting line before a heading, which keeps its style, and before a box."""
        if self.ruled and (style.startswith("Heading") or place.around):
            self._rule_below()

    def _rule_below(self) -> bool:
        """Put the waiting line below the paragraph before, where there is one."""
        last = self.last
        if last is None or not len(self.container) or self.container[-1] is not last:
            return False
        self.last_style = self.shared.styles.ruled(self.last_style, below=True)
        style = last[0][0]
        style.set(qualified("val"), self.shared.styles.id(self.last_style))
        self.ruled = False
        return True

    # -------------------------------------------------------------------- turned pages

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
        if _is_void(last) and len(last) == 1:
            self.container.remove(last)
        return True

    def _leads(self, element: etree._Element) -> bool:
        """Tell whether a paragraph is one that keeps with the next."""
        style = element.find(f"{{*}}pPr/{qualified('pStyle')}")
        id_ = "" if style is None else style.get(qualified("val"), "")
        id_ = self.shared.styles.ours.get(id_, id_)
        return id_.startswith(("Heading", "DetailsSummary")) and id_ != "Heading1"


_MARKS = frozenset(qualified(name) for name in ("pPr", "bookmarkStart", "bookmarkEnd"))


def _is_void(paragraph: etree._Element) -> bool:
    numbered = paragraph[0].find(qualified("numPr")) is not None
    return not numbered and all(child.tag in _MARKS for child in paragraph)
