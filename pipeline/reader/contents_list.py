"""Find the contents lists that authors write by hand. Used by ``content``.

Every output has a contents of its own, made from the headings; a second one, whose links go
to the same places, gives way. It is one when it stands under a heading that says so, or is a
list before the first section whose items are all links to headings of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from bs4 import Tag

from pipeline.reader.dom import attribute

_TITLE = re.compile(
    r"(on this page|on this page:|in this (page|document|report|section)|table of contents?"
    r"|contents|page contents|sur cette page|dans cette page|table des mati[eè]res|contenu"
    r"|sommaire)\s*:?",
    re.IGNORECASE,
)
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "div", "summary"})
_LISTS = frozenset({"ul", "ol", "nav", "div"})
_LONGEST_TITLE = 40
_FEWEST = 3


def contents_lists(roots: tuple[Tag, ...]) -> Iterator[Tag]:
    """Yield the elements that make up hand-written contents lists, titles included."""
    for root in roots:
        yield from _titled(root)
        yield from _untitled(root)


def _titled(root: Tag) -> Iterator[Tag]:
    for title in root.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "p", "strong"]):
        text = _short_text(title)
        if text is None or _TITLE.fullmatch(text) is None:
            continue
        listing = _next_list(title)
        if listing is not None and _only_fragments(listing):
            yield title
            yield listing


def _untitled(root: Tag) -> Iterator[Tag]:
    headings: set[str] = set()
    for heading in root.find_all(["h2", "h3", "h4"]):
        node: Tag | None = heading
        for _ in range(3):
            if node is None:
                break
            if identifier := attribute(node, "id"):
                headings.add(identifier)
            node = node.parent
        headings.update(i for a in heading.find_all(True) if (i := attribute(a, "id")))
    for tag in root.find_all(["h2", "ul", "ol"]):
        if tag.name == "h2":
            return
        targets = _fragments(tag)
        if (
            targets is not None
            and len(targets) >= _FEWEST
            and all(target in headings for target in targets)
        ):
            yield tag
            return


def _short_text(tag: Tag) -> str | None:
    text = ""
    for string in tag.strings:
        text += string
        if len(text) > 4 * _LONGEST_TITLE:
            return None
    return " ".join(text.split())


def _next_list(title: Tag) -> Tag | None:
    """Return the list after a title, also when either is wrapped in one or two elements."""
    node: Tag | None = title
    for _ in range(3):
        if node is None:
            return None
        following = node.find_next_sibling(True)
        if following is not None:
            inner = following
            for _ in range(3):
                if inner.name in {"ul", "ol"}:
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
    for item in listing.find_all("li"):
        link = item.find("a")
        if link is None:
            return None
    for link in listing.find_all("a"):
        href = attribute(link, "href") or ""
        if not href.startswith("#"):
            return None
        targets.append(unquote(href[1:]))
    linked = sum(len("".join(link.get_text().split())) for link in listing.find_all("a"))
    everything = len("".join(listing.get_text().split()))
    # Numbers and dashes beside the links are part of such lists, sentences are not.
    return targets if everything <= linked * 1.25 + 10 else None
