"""Find the contents lists that authors write by hand. Used by ``content``.

Every output has a contents of its own, made from the headings; a second one, whose links go
to the same places, gives way. It is one when it stands under a heading that says so, or is a
list before the first section whose items are all links to headings of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from urllib.parse import unquote

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.reader.page.dom import attribute, elements

_TITLE = re.compile(
    r"(on this page|on this page:|in this (page|document|report|section)|table of contents?"
    r"|contents|page contents|sur cette page|dans cette page|table des mati[eè]res|contenu"
    r"|sommaire)\s*:?",
    re.IGNORECASE,
)
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "strong"})
_SECTION_HEADINGS = frozenset({"h2", "h3", "h4"})
_LISTS = frozenset({"ul", "ol"})
_LONGEST_TITLE = 40
_FEWEST = 3
_NOT_IN_CONTENTS = frozenset({"table", "img", "figure", "pre", "blockquote"})


def contents_lists(roots: tuple[Tag, ...], known: Set[int]) -> Iterator[Tag]:
    """Yield the elements that make up hand-written contents lists, titles included.

    ``known`` are the ids of those that are already found by their class; titles may belong to
    them, too.
    """
    for root in roots:
        titles: list[Tag] = []
        first: list[Tag] = []
        headings: set[str] = set()
        before_sections = True
        # With each element: whether it stands in a heading, and in a list.
        waiting = [(root, False, False)]
        while waiting:
            tag, in_heading, in_list = waiting.pop()
            if tag.name in _TITLES:
                titles.append(tag)
            if tag.name in _SECTION_HEADINGS:
                in_heading = True
                headings.update(_ids_around(tag))
                before_sections = before_sections and tag.name != "h2"
            elif in_heading and (identifier := attribute(tag, "id")):
                headings.add(identifier)
            if tag.name in _LISTS and not in_list:
                in_list = True
                if before_sections:
                    first.append(tag)
            waiting += [
                (child, in_heading, in_list)
                for child in reversed(tag.contents)
                if isinstance(child, Tag)
            ]
        yield from _titled(titles, known)
        yield from _untitled(first, headings)


def _titled(titles: list[Tag], known: Set[int]) -> Iterator[Tag]:
    decided: set[int] = set()
    for title in titles:
        text = _short_text(title)
        if text is None or _TITLE.fullmatch(text) is None:
            continue
        listing = _next_list(title, known)
        if listing is not None and id(listing) not in decided:
            decided.add(id(listing))
            if id(listing) in known:
                yield title
            elif _only_fragments(listing):
                yield title
                yield listing


def _untitled(lists: list[Tag], headings: set[str]) -> Iterator[Tag]:
    for tag in lists:
        targets = _fragments(tag)
        if targets and len(targets) >= _FEWEST and headings.issuperset(targets):
            yield tag
            return


def _ids_around(heading: Tag) -> Iterator[str]:
    """Yield the ids of a heading and of the two elements around it."""
    node: Tag | None = heading
    for _ in range(3):
        if node is not None:
            if identifier := attribute(node, "id"):
                yield identifier
            node = node.parent


def _short_text(tag: Tag) -> str | None:
    """Return the text of an element; None when it is long or holds a lot."""
    text = ""
    for count, node in enumerate(tag.descendants):
        if count > _LONGEST_TITLE or len(text) > 4 * _LONGEST_TITLE:
            return None
        if isinstance(node, NavigableString):
            text += node
    return " ".join(text.split())


def _next_list(title: Tag, known: Set[int]) -> Tag | None:
    """Return the list after a title, also when either is wrapped in one or two elements."""
    node: Tag | None = title
    for _ in range(3):
        if node is None:
            return None
        following = node.find_next_sibling(True)
        if following is not None:
            inner = following
            for _ in range(3):
                if inner.name in _LISTS or id(inner) in known:
                    return inner
                children = inner.find_all(True, recursive=False, limit=2)
                if len(children) != 1:
                    return inner if inner.name == "nav" else None
                inner = children[0]
            return None
        node = node.parent
    return None


def _only_fragments(listing: Tag) -> bool:
    targets = _fragments(listing)
    return targets is not None and (len(targets) > 0 or not listing.get_text(strip=True))


def _fragments(listing: Tag) -> list[str] | None:
    """Return where the links of a list go in the page; None when it holds anything else."""
    targets: list[str] = []
    linked = items = 0
    for tag in elements(listing):
        if tag.name in _NOT_IN_CONTENTS:
            return None
        items += tag.name == "li"
        if tag.name == "a":
            href = attribute(tag, "href") or ""
            if not href.startswith("#"):
                return None
            targets.append(unquote(href[1:]))
            linked += len("".join(tag.get_text().split()))
    if items > len(targets):
        return None
    everything = len("".join(listing.get_text().split()))
    # Numbers and dashes beside the links are part of such lists, sentences are not.
    return targets if everything <= linked * 1.25 + 10 else None
