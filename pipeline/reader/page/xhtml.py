"""What must be known of a page before an HTML parser reads it. Used by ``dom`` alone.

Pages written as XML close empty elements with a slash (``<a id="x"/>``, ``<title/>``), which
an HTML parser overlooks: the rest of the page would be inside the link, or in the title. Where
a page declares to be XHTML such elements are closed before parsing, and the columns of what
follows on the same line are corrected afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from bs4.builder import HTMLTreeBuilder

_DECLARED = re.compile(
    r"\s*<\?xml\b|<!DOCTYPE[^>]{0,200}XHTML|<html\b[^>]{0,1000}xmlns\s*=", re.IGNORECASE
)
_HEAD = 4_096
"""Characters in which a page declares to be XHTML."""
_RAW = (
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|<(script|style)\b[^>]{0,2000}(?<!/)>.*?(?:</\1|\Z)"
)
_TAG = r"<([A-Za-z][A-Za-z0-9:._-]{0,60})((?:[^<>\"']|\"[^\"]{0,9000}\"|'[^']{0,9000}'){0,9000}+)>"
_TOKEN = re.compile(f"{_RAW}|{_TAG}", re.IGNORECASE | re.DOTALL)
_VOID = frozenset(HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?\r?\n)---[ \t]*\r?\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The text to parse."""

    text: str
    front_matter: str = ""
    shifts: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """By line: columns (from 0, in ``text``) after which so many characters were added."""


def prepare(text: str) -> Prepared:
    """Take a static site's own data off the top, and close what XHTML closes with a slash."""
    front = _FRONT_MATTER.match(text[: _HEAD * 16])
    if front is not None:
        # Line ends stay, so that every place in the page stays.
        text = "\n" * text.count("\n", 0, front.end()) + text[front.end() :]
    matter = front[1] if front is not None else ""
    if not _DECLARED.search(text[:_HEAD]):
        return Prepared(text, matter)
    return _close(text, matter)


def original_column(shifts: Sequence[tuple[int, int]], column: int) -> int:
    """Return the column (from 0) in the source for one in a line of the prepared text."""
    before = bisect_left(shifts, (column + 1, 0))
    return column - (shifts[before - 1][1] if before else 0)


def _close(text: str, matter: str) -> Prepared:
    parts: list[str] = []
    shifts: dict[int, list[tuple[int, int]]] = {}
    done = line = line_start = added = 0
    for match in _TOKEN.finditer(text):
        name = match[2]
        if name is None or not match[3].endswith("/") or name.lower() in _VOID:
            continue
        end = match.end()
        breaks = text.count("\n", done, end)
        if breaks:
            line += breaks
            line_start = text.rfind("\n", 0, end) + 1
            added = 0
        closing = f"</{name}>"
        added += len(closing)
        parts += (text[done:end], closing)
        shifts.setdefault(line + 1, []).append((end - line_start + added, added))
        done = end
    parts.append(text[done:])
    return Prepared("".join(parts), matter, shifts)
