"""Notes that share one paragraph. Before ``survey`` and ``search``.

Each line that begins with the target of a citation becomes a paragraph of its own in the tree,
so that everything after it finds one note in one element. Within a line a note begins for certain
where the target shows the label of its citation, and leads back to it or is cited by a raised sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import Tag

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.elements import BLOCKS, attribute
from pipeline.reader.notes import marks
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import elements, position

ONE_PARAGRAPH = Rule(
    "notes-in-one-paragraph",
    Severity.WARNING,
    "Several notes run on in one paragraph; nobody is told where one ends and the next begins.",
    "Give each note a paragraph or list item of its own.",
    ("WCAG 2.2 1.3.1",),
)

_HOLDERS = frozenset({"p", "div", "td", "dd", "li"})


@dataclass(slots=True)
class _Cited:
    """What is known of a place that links with a label lead to."""

    label: str
    names: set[str] = field(default_factory=set)
    """By which it may lead back."""
    raised: bool = False


def part(content: Content) -> Iterator[Diagnostic]:
    """Give each of several notes in one paragraph a paragraph of its own."""
    cited: dict[str, _Cited] = {}
    lines: dict[int, tuple[Tag, list[Tag]]] = {}
    within: set[int] = set()
    for root in content.roots:
        for tag in elements(root):
            if not tag.attrs:
                continue
            href = attribute(tag, "href") if tag.name == "a" else None
            name = attribute(tag, "id") or (attribute(tag, "name") if tag.name == "a" else None)
            # A citation comes before its note; a way back comes after what it leads to.
            if name in cited and exclusion(tag, content) is None:
                begun = _begins_line(tag)
                if begun is None and _is_note(tag, cited[name]):
                    begun = _child_of_holder(tag)
                    within.add(id(begun))
                holder = begun.parent if begun is not None else None
                if begun is not None and holder is not None:
                    lines.setdefault(id(holder), (holder, []))[1].append(begun)
            label = marks.label_of(marks.shown(tag)) if href and href.startswith("#") else None
            if href and label is not None:
                known = cited.setdefault(unquote(href[1:]), _Cited(label))
                known.names.update(_names(tag))
                known.raised |= _is_raised(tag)
    for holder, found in lines.values():
        starts = list({id(tag): tag for tag in found}.values())
        if len(starts) < 2 or any(inner.name in BLOCKS for inner in elements(holder)):
            continue
        if not within.isdisjoint(map(id, starts)):
            if not _is_first(starts[0]):
                continue  # the text before them belongs to none of them
            message = f"{len(starts)} notes run on in one paragraph"
            yield Diagnostic(ONE_PARAGRAPH, message, position(starts[0]))
        _wrap(content, holder, starts)


def _names(link: Tag) -> Iterator[str]:
    """Yield the names under which a note may lead back to its citation."""
    for tag, key in ((link, "id"), (link, "name"), (link.parent, "id")):
        name = attribute(tag, key) if tag is not None else None
        if name:
            yield name


def _is_raised(link: Tag) -> bool:
    around = link.parent
    inside = next((node for node in link.contents if isinstance(node, Tag)), None)
    return (around is not None and around.name == "sup") or (
        inside is not None and inside.name == "sup"
    )


def _is_note(tag: Tag, cited: _Cited) -> bool:
    """Tell whether a place shows the label of its citation, and leads back to it or is a note's."""
    if marks.label_of(marks.shown(tag)) != cited.label:
        return False
    near = (tag, tag.parent, *elements(tag))
    link = next((one for one in near if one is not None and one.name == "a"), None)
    href = attribute(link, "href") or "" if link is not None else ""
    return cited.raised if not href else href.startswith("#") and unquote(href[1:]) in cited.names


def _child_of_holder(tag: Tag) -> Tag | None:
    """Return the child of a paragraph that begins with an element; None if text is before it."""
    while tag.parent is not None and tag.parent.name not in _HOLDERS:
        if tag.parent.name in BLOCKS or not _is_first(tag):
            return None
        tag = tag.parent
    return tag if tag.parent is not None else None


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
