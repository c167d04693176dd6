"""Notes that share one paragraph, parted by line breaks. Before ``survey`` and ``search``.

Each line that begins with the target of a citation becomes a paragraph of its own in the tree,
so that everything after it finds one note in one element.
"""

from __future__ import annotations

from urllib.parse import unquote

from bs4 import Tag

from pipeline.reader.elements import BLOCKS, attribute
from pipeline.reader.notes import marks
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import elements

_HOLDERS = frozenset({"p", "div", "td", "dd", "li"})


def part(content: Content) -> None:
    """Give each of several notes in one paragraph a paragraph of its own."""
    cited: set[str] = set()
    lines: dict[int, tuple[Tag, list[Tag]]] = {}
    for root in content.roots:
        for tag in elements(root):
            if not tag.attrs:
                continue
            href = attribute(tag, "href") if tag.name == "a" else None
            name = attribute(tag, "id") or (attribute(tag, "name") if tag.name == "a" else None)
            # A citation comes before its note; a way back comes after what it leads to.
            if name in cited and exclusion(tag, content) is None:
                begun = _begins_line(tag)
                holder = begun.parent if begun is not None else None
                if begun is not None and holder is not None:
                    lines.setdefault(id(holder), (holder, []))[1].append(begun)
            if href and href.startswith("#") and marks.label_of(marks.shown(tag)) is not None:
                cited.add(unquote(href[1:]))
    for holder, found in lines.values():
        starts = list({id(tag): tag for tag in found}.values())
        if len(starts) > 1 and not any(inner.name in BLOCKS for inner in elements(holder)):
            _wrap(content, holder, starts)


def _begins_line(tag: Tag) -> Tag | None:
    """Return the child of a paragraph with which a line begins at an element; None mid-line."""
    while True:
        before = _before(tag)
        around = tag.parent
        if around is None or (before is not None and before.name != "br"):
            return None
        if around.name in _HOLDERS:
            return tag if _is_first(tag) or before is not None else None
        if around.name in BLOCKS or not _is_first(tag):
            return None
        tag = around


def _before(tag: Tag) -> Tag | None:
    """Return the element right before another, whatever text stands further before."""
    for node in tag.previous_siblings:
        if isinstance(node, Tag):
            return node
        if str(node).strip():
            return tag  # text: no element is right before it
    return None


def _is_first(tag: Tag) -> bool:
    return not any(isinstance(node, Tag) or str(node).strip() for node in tag.previous_siblings)


def _wrap(content: Content, holder: Tag, starts: list[Tag]) -> None:
    nodes = list(holder.contents)
    for node in nodes:  # from the first on, which is found at once
        node.extract()
    if holder.name == "p":
        holder.name = "div"
    begun = {id(start): start for start in starts}
    line = holder
    for node in nodes:
        start = begun.get(id(node))
        if start is not None:
            line = content.parsed.soup.new_tag("p")
            line.sourceline, line.sourcepos = start.sourceline, start.sourcepos
            holder.append(line)
        line.append(node)
