"""Lists that a word processor exports as paragraphs, made lists in the tree. Before ``survey``.

Word writes each item as a paragraph: the bullet or number, a stretch of no-break spaces in
7-point type, the words. That stretch is found nowhere else, so what stands before it is a mark
for certain. The level is stated (``mso-list: l0 level2 lfo1``) or, in filtered pages, shown by
the left margin alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Numbering
from pipeline.reader.blocks.headings import level_of
from pipeline.reader.elements import BLOCKS, attribute, classes
from pipeline.reader.exports import Named, new_tag, told
from pipeline.reader.exports.marks import Bullet, Counted, Mark, Typed, mark_of
from pipeline.reader.ledger import ExclusionRule, Ledger
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import elements, is_text, texts

AS_PARAGRAPHS = Rule(
    "list-as-paragraphs",
    Severity.WARNING,
    "A list is written as paragraphs with typed bullets or numbers, as Word exports it; it is "
    "read as a list here, but not on the page.",
    "Make it a list of the page: ul for bullets, ol for numbers, an li for each item.",
    ("WCAG 2.2 1.3.1",),
)
LIST_MARK = ExclusionRule(
    "list-mark", "A bullet or number typed before an item; every edition writes its own."
)

_SPACER = re.compile(r"font:\s*7(?:\.0)?pt\s+[\"']?times new roman", re.IGNORECASE)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_LEVEL = re.compile(r"mso-list:\s*\w+\s+level(\d)", re.IGNORECASE)
_FONT = re.compile(r"font-family:\s*([^;]+)", re.IGNORECASE)
_MARGIN_LEFT = re.compile(r"margin-left:\s*(-?[\d.]+)(pt|cm|mm|in|px)", re.IGNORECASE)
_MARGINS = re.compile(r"margin:\s*(?:-?[\d.]+\w*\s+){3}(-?[\d.]+)(pt|cm|mm|in|px)?", re.IGNORECASE)
_POINTS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "px": 0.75}
_LIST_STYLE = re.compile(r"msolist(?:paragraph|bullet|number|continue)?(\d?)")
_NO_ITEM = ("heading", "title", "caption", "toc")
"""Parts of the names of styles whose paragraphs are no items, numbered or not."""
_LONGEST_MARK = 12
_TYPES = {
    Numbering.DECIMAL: "1",
    Numbering.LOWER_ALPHA: "a",
    Numbering.UPPER_ALPHA: "A",
    Numbering.LOWER_ROMAN: "i",
    Numbering.UPPER_ROMAN: "I",
}
"""The values of an ``ol``'s ``type``."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph with a mark."""

    paragraph: Tag
    mark: Mark
    typed: tuple[NavigableString, ...]
    """The texts that are the mark."""
    spaces: tuple[NavigableString, ...]
    """The texts that part it from the words."""
    margin: float
    level: int | None
    """As stated, from 1."""


@dataclass(slots=True)
class _Open:
    """A list that is being made."""

    depth: float
    """Its level, or the margin of its items in points."""
    listing: Tag
    last: Tag
    """Its last item so far."""
    margin: float
    mark: Mark
    """Of its last item; only with the ways of counting that all its items allow."""
    first: Counted | None = None


def make_lists(content: Content, named: Named, ledger: Ledger) -> Iterator[Diagnostic]:
    """Make lists of paragraphs with marks; yield one finding for all of them."""
    items: dict[int, _Item] = {}
    parents: dict[int, Tag] = {}
    for span in named.get("span", ()):
        if "style" not in span.attrs:
            continue
        found = _item(span)
        if found is None or id(found.paragraph) in items:
            continue
        if exclusion(found.paragraph, content) is not None:
            continue
        _space(found, content, ledger)
        parent = found.paragraph.parent
        if parent is not None and _may_be_item(found.paragraph):
            items[id(found.paragraph)] = found
            parents[id(parent)] = parent
    made: list[Tag] = []
    for parent in parents.values():
        ended: dict[float, tuple[Numbering, int]] = {}
        for run in list(_runs(parent, items)):
            _make(content, ledger, run, items, ended, made)
    yield from told(AS_PARAGRAPHS, "a list is written as paragraphs", made)


def _item(span: Tag) -> _Item | None:
    """Return the paragraph whose mark ends with an element."""
    style = attribute(span, "style") or ""
    spacer = _SPACER.search(style) is not None
    if not spacer and _IGNORED.search(style) is None:
        return None
    block: Tag | None = span.parent
    while block is not None and block.name not in BLOCKS:
        block = block.parent
    if block is None or (block.name != "p" and level_of(block) is None):
        return None
    inside = list(texts(span))
    before: list[NavigableString] = []
    for text in texts(block):
        if inside and text is inside[0]:
            break
        before.append(text)
    if spacer:
        typed, spaces = before, inside
    else:
        if "".join(before).strip():
            return None
        typed = [text for text in inside if text.strip()]
        spaces = [text for text in inside if not text.strip()]
    mark = "".join(typed).strip()
    if not mark or len(mark) > _LONGEST_MARK or "".join(spaces).strip():
        return None
    seen = next(text for text in typed if text.strip())
    paragraph_style = attribute(block, "style") or ""
    level = _LEVEL.search(paragraph_style)
    return _Item(
        block,
        mark_of(mark, _font(seen, block)),
        tuple(typed),
        tuple(spaces),
        _margin(block),
        int(level[1]) if level else None,
    )


def _space(item: _Item, content: Content, ledger: Ledger) -> None:
    """Let one space stand for the stretch between the mark and the words."""
    last = item.spaces[-1] if item.spaces else None
    for text in item.spaces:
        if text is last:
            text.insert_after(content.parsed.soup.new_string(" "))
        set_aside(content, ledger, text, item.paragraph)


def set_aside(content: Content, ledger: Ledger, text: NavigableString, near: Tag) -> None:
    """Take a mark out of the tree; the ledger knows its place by the element it was in."""
    ledger.exclude(text, LIST_MARK)
    holder = new_tag(content, "span", near)
    holder.append(text.extract())


def _may_be_item(block: Tag) -> bool:
    if block.name != "p" or level_of(block) is not None:
        return False
    return not any(part in name for name in classes(block) for part in _NO_ITEM)


def _font(text: NavigableString, block: Tag) -> str:
    """Return the font of a text as the nearest element around it states it."""
    for around in text.parents:
        found = _FONT.search(attribute(around, "style") or "")
        if found:
            return found[1]
        if around is block:
            break
    return ""


def _margin(block: Tag) -> float:
    """Return the left margin of a paragraph in points, that of its style where none is stated."""
    style = attribute(block, "style") or ""
    found = _MARGIN_LEFT.search(style) or _MARGINS.search(style)
    if found:
        return float(found[1]) * _POINTS[(found[2] or "pt").lower()]
    for name in classes(block):
        styled = _LIST_STYLE.match(name)
        if styled:
            return 36.0 if name.startswith("msolistparagraph") else 18.0 * int(styled[1] or 1)
    return 0.0


def _runs(parent: Tag, items: Mapping[int, _Item]) -> Iterator[list[Tag]]:
    """Yield the paragraphs of a parent that make lists: each run begins and ends with an item.

    Blank paragraphs between items, and those without mark in a style of lists, belong to it.
    """
    run: list[Tag] = []
    waiting: list[Tag] = []
    for node in [*parent.contents, None]:
        if isinstance(node, NavigableString) and not (is_text(node) and node.strip()):
            continue
        marked = isinstance(node, Tag) and id(node) in items
        if isinstance(node, Tag) and marked and not _is_heading(node, items, run):
            run += [*waiting, node]
            waiting = []
        elif isinstance(node, Tag) and run and not marked and _goes_on(node, items[id(run[0])]):
            waiting.append(node)
        else:
            while waiting and not waiting[-1].get_text().strip():
                waiting.pop()
            if run:
                yield run + waiting
            run, waiting = [], []


def _is_heading(paragraph: Tag, items: Mapping[int, _Item], run: Sequence[Tag]) -> bool:
    """Tell whether a paragraph is bold and alone with its number: a heading to the eye."""
    item = items[id(paragraph)]
    if not _is_bold(item):
        return False
    before = next((items[id(tag)] for tag in reversed(run) if id(tag) in items), None)
    after = next((tag for tag in paragraph.next_siblings if isinstance(tag, Tag)), None)
    follows = before is not None and _joined(before.mark, item.mark) is not None
    leads = id(after) in items and _joined(item.mark, items[id(after)].mark) is not None
    return not (follows or leads)


def _goes_on(paragraph: Tag, first: _Item) -> bool:
    """Tell whether a paragraph without mark may stand in a list: blank, or in its style."""
    if paragraph.name != "p":
        return False
    if not paragraph.get_text().strip():
        return not any(tag.name in ("img", "svg", "math", "object") for tag in elements(paragraph))
    styled = any(_LIST_STYLE.match(name) for name in classes(paragraph))
    return styled and _may_be_item(paragraph) and _margin(paragraph) >= first.margin


def _make(
    content: Content,
    ledger: Ledger,
    run: Sequence[Tag],
    items: Mapping[int, _Item],
    ended: dict[float, tuple[Numbering, int]],
    made: list[Tag],
) -> None:
    """Put the paragraphs of a run into lists that nest by their levels."""
    stated = all(items[id(tag)].level is not None for tag in run if id(tag) in items)
    opened: list[_Open] = []
    for paragraph in run:
        item = items.get(id(paragraph))
        if item is None:
            owner = next((o for o in reversed(opened) if o.margin <= _margin(paragraph)), opened[0])
            owner.last.append(paragraph.extract())
            continue
        depth = float(item.level or 0) if stated else item.margin
        while opened and opened[-1].depth > depth:
            _end(opened.pop(), ended)
        joined: Mark | None = None
        if opened and opened[-1].depth == depth:
            joined = _joined(opened[-1].mark, item.mark)
            if joined is None:
                _end(opened.pop(), ended)
        if joined is None:
            kept = _begun(item.mark, ended.get(depth))
            listing = _listing(content, item, kept)
            if opened:
                opened[-1].last.append(listing)
            else:
                paragraph.insert_before(listing)
                made.append(listing)
            first = kept if isinstance(kept, Counted) else None
            opened.append(_Open(depth, listing, listing, item.margin, kept, first))
        current = opened[-1]
        if joined is not None:
            current.mark = joined
            _number(current)
        current.last = new_tag(content, "li", paragraph)
        current.listing.append(current.last)
        current.last.append(paragraph.extract())
        if not isinstance(item.mark, Typed):
            for text in item.typed:
                set_aside(content, ledger, text, paragraph)
    while opened:
        _end(opened.pop(), ended)


def _joined(before: Mark, mark: Mark) -> Mark | None:
    """Return the mark of an item that goes on with a list, None where another list begins."""
    match before, mark:
        case Counted(), Counted():
            return mark.follows(before)
        case (Bullet(), Bullet()) | (Typed(), Typed()):
            return mark
        case _:
            return None


def _begun(mark: Mark, before: tuple[Numbering, int] | None) -> Mark:
    """Return the mark of the first item: it goes on counting where a list before it ended."""
    if isinstance(mark, Counted) and before is not None and mark.value(before[0]) == before[1] + 1:
        return Counted(((before[0], before[1] + 1),), mark.closing)
    return mark


def _end(listing: _Open, ended: dict[float, tuple[Numbering, int]]) -> None:
    if isinstance(listing.mark, Counted):
        ended[listing.depth] = listing.mark.values[0]


def _listing(content: Content, item: _Item, mark: Mark) -> Tag:
    """Return a new list for the items that begin with this one."""
    listing = new_tag(content, "ol" if isinstance(mark, Counted) else "ul", item.paragraph)
    if isinstance(mark, Typed):
        listing.attrs["style"] = "list-style-type: none"
    elif isinstance(mark, Counted):
        count(listing, *mark.values[0])
    return listing


def _number(listing: _Open) -> None:
    """Write how a list counts, as far as its items tell: ``i``, ``ii`` are Roman, ``i``, ``j``."""
    if isinstance(listing.mark, Counted) and listing.first is not None:
        kind = listing.mark.values[0][0]
        start = listing.first.value(kind)
        if start is not None:
            count(listing.listing, kind, start)


def count(listing: Tag, kind: Numbering, start: int) -> None:
    """Write how a list counts, and from where."""
    listing.attrs["type"] = _TYPES[kind]
    listing.attrs["start"] = str(start)


def _is_bold(item: _Item) -> bool:
    """Tell whether all words of a paragraph, its mark aside, are bold."""
    words = [
        text
        for text in texts(item.paragraph)
        if text.strip() and not any(text is typed for typed in item.typed)
    ]
    return bool(words) and all(
        any(around.name in ("b", "strong") for around in text.parents) for text in words
    )
