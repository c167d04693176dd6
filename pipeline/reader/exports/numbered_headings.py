"""Headings that LibreOffice numbers by putting them into lists, taken out in the tree.

Before ``survey``. ``<ol start="2"><li><h1>Scope</h1></ol>`` is a heading with the number 2, not a
list: what follows stands under the heading, not in the item. The number becomes text of the
heading, as it is seen.
"""

from __future__ import annotations

from bs4 import Tag

from pipeline.model.labels import number
from pipeline.model.nodes import Numbering
from pipeline.reader.blocks.lists import integer, numbering
from pipeline.reader.elements import HEADINGS, attribute
from pipeline.reader.exports import Named
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import is_text


def take_out_headings(content: Content, named: Named) -> None:
    """Take headings out of the lists whose items hold nothing else."""
    lists = [tag for tag in named.get("ol", ()) if exclusion(tag, content) is None]
    for listing in lists:
        inside = _headings(listing)
        if inside is None:
            continue
        kind = numbering(listing, Numbering.DECIMAL)
        count = integer(attribute(listing, "start")) or 1
        for item, heading in inside:
            stated = integer(attribute(item, "value"))
            count = stated if stated is not None else count
            if kind is not Numbering.NONE and heading.get_text().strip():
                sign = content.parsed.soup.new_string(f"{number(count, kind)}. ")
                heading.insert(0, sign)
            count += 1
            item.unwrap()
        listing.unwrap()


def _headings(listing: Tag) -> list[tuple[Tag, Tag]] | None:
    """Return the items of a list with their headings; None where any holds something else."""
    found: list[tuple[Tag, Tag]] = []
    for item in _parts(listing):
        parts = _parts(item) if isinstance(item, Tag) and item.name == "li" else []
        only = parts[0] if len(parts) == 1 else None
        if not isinstance(item, Tag) or not isinstance(only, Tag) or only.name not in HEADINGS:
            return None
        found.append((item, only))
    return found or None


def _parts(tag: Tag) -> list[object]:
    """Return what stands in an element, white space and comments aside."""
    return [
        node
        for node in tag.contents
        if isinstance(node, Tag) or (is_text(node) and str(node).strip())
    ]
