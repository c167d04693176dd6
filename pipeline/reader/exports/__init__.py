"""What word processors export otherwise than they mean it, put right in the tree.

Before ``survey``: everything after it finds the elements that HTML has for the purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from bs4 import Tag

from pipeline.reader.page.content import Content
from pipeline.reader.page.dom import elements

Named: TypeAlias = Mapping[str, Sequence[Tag]]
"""The elements of the report by name, each in document order, as the page has them."""


def by_name(content: Content) -> Named:
    """Return the elements under the roots by their names: looked at once for all."""
    found: dict[str, list[Tag]] = {}
    for root in content.roots:
        for tag in elements(root):
            found.setdefault(tag.name, []).append(tag)
    return found
