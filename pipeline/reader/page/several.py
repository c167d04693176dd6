"""Publications that are spread over several pages. After ``metadata``; it only tells.

A converter sees one page. Whoever gives it the second of five must know that three quarters of
the report are elsewhere, and where.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.reader.page.dom import attribute, classes, elements, position

PART = Rule(
    "page-is-part",
    Severity.WARNING,
    "The page is one of several that make up the publication; the others are not in the document.",
    "Give the page that holds the whole publication (often its print version), or convert each.",
)

_WAYS = frozenset({"next", "prev", "previous"})
_LISTS = frozenset({"toc", "gem-c-contents-list__list", "part-navigation", "part-navigation__list"})
"""Classes of lists of the pages of a publication (SRC-11, UK); of contents as well."""
_CURRENT = frozenset({"active", "current"})
_OTHER_POSTS = frozenset(
    {
        "post-navigation",
        "nav-links",
        "posts-navigation",
        "nav-previous",
        "nav-next",
        "nav-single",
        "wp-block-post-navigation-link",
    }
)
"""Classes around links to other articles of a site, which are no parts of this one."""
_CLIMB = 4


@dataclass(frozen=True, slots=True)
class _Pages:
    """What a page says of those that belong to it."""

    number: int
    count: int
    at: Position | None


def several_pages(soup: BeautifulSoup, address: str | None) -> Iterator[Diagnostic]:
    """Yield a finding where the page is part of a publication of several."""
    ways: dict[str, Tag] = {}
    pages: _Pages | None = None
    for tag in elements(soup):
        if tag.name in ("ul", "ol"):
            pages = pages or _pages(tag)
        elif tag.name in ("a", "link") and "rel" in tag.attrs:
            for way in (attribute(tag, "rel") or "").lower().split():
                if way in _WAYS and _leads_on(tag):
                    ways.setdefault("next" if way == "next" else "previous", tag)
    if not ways and pages is None:
        return
    first = next(iter(ways.values()), None)
    at = pages.at if pages is not None else position(first) if first is not None else None
    which = f"page {pages.number} of {pages.count}" if pages is not None else "one of several pages"
    others = [
        f"the {way} is {urljoin(address or '', attribute(ways[way], 'href') or '')}"
        for way in ("next", "previous")
        if way in ways
    ]
    yield Diagnostic(PART, "; ".join([f"this is {which} of a publication", *others]), at)


def _leads_on(tag: Tag) -> bool:
    href = (attribute(tag, "href") or "").strip()
    if not href or href.startswith(("#", "javascript:")):
        return False
    if tag.name == "link":  # a title there is the name of another article of a weblog
        return "title" not in tag.attrs
    around: Tag | None = tag
    for _ in range(_CLIMB):
        if around is None:
            break
        if not _OTHER_POSTS.isdisjoint(classes(around)):
            return False
        around = around.parent
    return True


def _pages(listing: Tag) -> _Pages | None:
    """Read a list of the pages of a publication: links to pages, and the one that is here."""
    if _LISTS.isdisjoint(classes(listing)):
        return None
    items = [item for item in listing.contents if isinstance(item, Tag) and item.name == "li"]
    here: list[int] = []
    for number, item in enumerate(items, start=1):
        links = [tag for tag in elements(item) if tag.name == "a" and "href" in tag.attrs]
        if len(links) > 1 or any((attribute(a, "href") or "").startswith("#") for a in links):
            return None
        if not links or any(_is_current(tag) for tag in (item, *links)):
            here.append(number)
    return _Pages(here[0], len(items), position(listing)) if len(here) == 1 < len(items) else None


def _is_current(tag: Tag) -> bool:
    stated = attribute(tag, "aria-current")
    return (stated is not None and stated != "false") or not _CURRENT.isdisjoint(classes(tag))
