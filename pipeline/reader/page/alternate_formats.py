"""Panels that offer the same report in another format. Used by ``content`` alone.

Canada.ca's download links (``gc-dwnld``) also lead to files that are no copy of the report;
such a link stays. A panel goes that says by its heading what it is: it points to the edition
that ours takes the place of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bs4 import Tag

from pipeline.reader.page.dom import classes, elements, texts
from pipeline.reader.page.sieve import HEADINGS

_LINKS = frozenset({"gc-dwnld", "gc-dwnld-lnk"})
_PANELS = frozenset({"section", "aside", "div", "nav"})
_WORDS = re.compile(
    r"(?:alternat(?:e|ive)|other)\s+(?:file\s+)?(?:formats?|versions?)"
    r"|(?:autres?\s+(?:formats?|versions?)|formats?\s+substituts?|médias\s+substituts?)",
    re.IGNORECASE,
)
_CLIMB = 5
"""Levels from a link to its panel."""
_LONGEST = 600
"""Characters of a panel that holds nothing else."""


def alternate_formats(roots: Iterable[Tag]) -> Iterator[Tag]:
    """Yield the panels under some elements that lead to another format of the page."""
    for root in roots:
        for tag in elements(root):
            if tag.attrs and not _LINKS.isdisjoint(classes(tag)):
                panel = _panel(tag, root)
                if panel is not None:
                    yield panel


def _panel(tag: Tag, root: Tag) -> Tag | None:
    for parent in islice(tag.parents, _CLIMB):
        if parent is root:
            return None
        if parent.name in _PANELS and _is_headed(parent):
            return parent if len(_line(parent, _LONGEST + 1)) <= _LONGEST else None
    return None


def _is_headed(panel: Tag) -> bool:
    heading = next((tag for tag in islice(elements(panel), 5) if tag.name in HEADINGS), None)
    return heading is not None and _WORDS.fullmatch(_line(heading, 80).strip(" :")) is not None


def _line(tag: Tag, most: int) -> str:
    """Return the beginning of the text of an element in one line."""
    length = 0
    parts: list[str] = []
    for text in texts(tag):
        parts.append(text)
        length += len(text.strip())
        if length > most:
            break
    return " ".join("".join(parts).split())
