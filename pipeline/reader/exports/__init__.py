"""What word processors export otherwise than they mean it, put right in the tree.

Before ``survey``: everything after it finds the elements that HTML has for the purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from bs4 import Tag

from pipeline.diagnostics import Diagnostic, Rule
from pipeline.reader.elements import place_of
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


def told(rule: Rule, what: str, found: Sequence[Tag]) -> Iterator[Diagnostic]:
    """Yield one finding at the first of what was found, which says how many come after it."""
    if found:
        further = len(found) - 1
        more = f"; so {'is' if further == 1 else 'are'} {further} after it" if further else ""
        yield Diagnostic(rule, f"{what}{more}", place_of(found[0]))


def new_tag(content: Content, name: str, like: Tag) -> Tag:
    """Make an element that stands where another does in the source."""
    made = content.parsed.soup.new_tag(name)
    made.sourceline, made.sourcepos = like.sourceline, like.sourcepos
    return made
