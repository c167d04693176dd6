"""Lists that are written as tables of a mark and its words, made lists in the tree.

Before ``survey``. The laws of the European Union are published so: each item is a table of one
row, with ``(1)``, ``a)`` or a dash in its first cell. A table with anything that marks data stays
what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.elements import attribute
from pipeline.reader.exports import Named, new_tag, told
from pipeline.reader.exports.marks import Bullet, Counted, Mark, Typed, mark_of
from pipeline.reader.exports.paragraph_lists import count, set_aside
from pipeline.reader.ledger import Ledger
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import elements, is_text, texts
from pipeline.reader.tables.kinds import TableKind, kind_of

AS_TABLES = Rule(
    "list-as-tables",
    Severity.WARNING,
    "A list is written as tables with a number or dash in the first cell; it is read as a list "
    "here, but not on the page.",
    "Make it a list of the page: ul for bullets, ol for numbers, an li for each item.",
    ("WCAG 2.2 1.3.1",),
)

_LONGEST_MARK = 8
_CLIMB = 4
"""Wrappers around a table that hold nothing else."""


@dataclass(slots=True)
class _Item:
    unit: Tag
    """The table, or the outermost wrapper that holds nothing else."""
    table: Tag
    label: Tag
    """The cell with the mark."""
    words: Tag
    """The cell with what it marks."""
    mark: Mark


def make_lists_of_tables(content: Content, named: Named, ledger: Ledger) -> Iterator[Diagnostic]:
    """Make lists of tables that are items; yield one finding for all of them."""
    tables = [tag for tag in named.get("table", ()) if exclusion(tag, content) is None]
    roots = {id(root) for root in content.roots}
    made: list[Tag] = []
    last: tuple[_Item, Tag] | None = None
    for table in tables:  # outer tables come before those in them
        item = _item(table, roots)
        if item is None:
            continue
        listing = last[1] if last is not None and _follows(last[0], item, last[1]) else None
        if listing is None:
            listing = _listing(content, item)
            item.unit.insert_before(listing)
            made.append(listing)
        _put(content, ledger, item, listing)
        last = (item, listing)
    yield from told(AS_TABLES, "a list is written as tables", made)


def _item(table: Tag, roots: set[int]) -> _Item | None:
    """Return what a table of a mark and its words is; None for any other table."""
    if (attribute(table, "border") or "0") != "0" or kind_of(table) is not TableKind.LAYOUT:
        return None
    rows = [tag for tag in _own(table) if tag.name == "tr"]
    cells = [tag for tag in rows[0].contents if isinstance(tag, Tag)] if len(rows) == 1 else []
    if [cell.name for cell in cells] != ["td", "td"] or not _shows(cells[1]):
        return None
    text = cells[0].get_text().strip()
    if (
        not text
        or len(text) > _LONGEST_MARK
        or any(tag.name == "img" for tag in elements(cells[0]))
    ):
        return None
    mark = mark_of(text, "")
    in_brackets = text.startswith("(") and text.endswith(")") and " " not in text
    if isinstance(mark, Typed) and not in_brackets:
        return None
    if isinstance(mark, Counted) and not mark.closing:
        return None
    unit = table
    for _ in range(_CLIMB):
        around = unit.parent
        if around is None or around.name != "div" or id(around) in roots or not _alone(unit):
            break
        unit = around
    return _Item(unit, table, cells[0], cells[1], mark)


def _own(table: Tag) -> Iterator[Tag]:
    """Yield the parts of a table that are not in its cells."""
    for tag in table.contents:
        if isinstance(tag, Tag):
            yield tag
            if tag.name in ("tbody", "thead", "tfoot"):
                yield from (row for row in tag.contents if isinstance(row, Tag))


def _shows(cell: Tag) -> bool:
    return bool(cell.get_text().strip())


def _alone(tag: Tag) -> bool:
    siblings = (*tag.previous_siblings, *tag.next_siblings)
    return not any(isinstance(one, Tag) or (is_text(one) and str(one).strip()) for one in siblings)


def _follows(before: _Item, item: _Item, listing: Tag) -> bool:
    """Tell whether an item stands right after a list and goes on with it."""
    for node in item.unit.previous_siblings:
        if node is listing:
            break
        if isinstance(node, Tag) or (is_text(node) and str(node).strip()):
            return False
    else:
        return False
    match before.mark, item.mark:
        case Counted(), Counted():
            joined = item.mark.follows(before.mark)
            if joined is None:
                return False
            item.mark = joined
            first = len([tag for tag in listing.contents if isinstance(tag, Tag)])
            count(listing, joined.values[0][0], joined.values[0][1] - first)
            return True
        case (Bullet(), Bullet()) | (Typed(), Typed()):
            return True
        case _:
            return False


def _listing(content: Content, item: _Item) -> Tag:
    made = new_tag(content, "ol" if isinstance(item.mark, Counted) else "ul", item.table)
    if isinstance(item.mark, Counted):
        count(made, *item.mark.values[0])
    elif isinstance(item.mark, Typed):
        made.attrs["style"] = "list-style-type: none"
    return made


def _put(content: Content, ledger: Ledger, item: _Item, listing: Tag) -> None:
    """Put the words of an item into the list; a mark that no list can write goes before them."""
    holder = new_tag(content, "li", item.table)
    listing.append(holder)
    if isinstance(item.mark, Typed):
        first = next((node for node in item.words.contents if isinstance(node, Tag)), None)
        place = first if first is not None and first.name == "p" else item.words
        place.insert(0, content.parsed.soup.new_string(" "))
        for text in reversed(list(texts(item.label))):
            place.insert(0, text.extract())
    else:
        for text in list(texts(item.label)):
            set_aside(content, ledger, text, item.table)
    holder.append(item.unit.extract())
    item.words.name = "div"
    item.table.replace_with(item.words.extract())
