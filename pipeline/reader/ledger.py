"""Where every character of the page went: into the model, or out of it by which rule.

The ledger is opened when the page is parsed and filled while it is read. ``content`` writes
into it what is not the report; the converting walk writes the rest; at the end nothing may be
unaccounted for. All operations together take time linear in the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bs4.element import NavigableString, Tag

from pipeline.diagnostics import Position
from pipeline.reader.dom import Parsed, attribute, is_text, position


@dataclass(frozen=True, slots=True)
class ExclusionRule:
    """A reason to leave something out, by name."""

    id: str
    """Kebab case: ``site-chrome``."""
    summary: str
    """What is left out and why, one sentence; it stands in the printed ledger."""


WHITE_SPACE = ExclusionRule("white-space", "Nothing but white space between elements.")
FRONT_MATTER = ExclusionRule("front-matter", "A static site's own data before the page.")

ALTERNATIVES = (("img", "alt"), ("area", "alt"), ("input", "alt"))
"""Attributes whose text is content, by element."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text node or alternative of the page and what became of it."""

    text: str
    at: Position | None
    """Of the element around it."""
    rule: ExclusionRule | None
    """None: it is in the model."""
    accounted: bool


class Ledger:
    """The account of one page. A book that is written in, so the one mutable class here."""

    def __init__(self, parsed: Parsed) -> None:
        self._page = parsed
        self._nodes: list[tuple[NavigableString | Tag, str]] = []
        self._rules: dict[int, ExclusionRule | None] = {}
        self._excluded: dict[int, ExclusionRule] = {}
        wanted = dict(ALTERNATIVES)
        for node in parsed.soup.descendants:
            if isinstance(node, Tag):
                alternative = attribute(node, "alt") if node.name in wanted else None
                if alternative:
                    self._nodes.append((node, alternative))
            elif isinstance(node, NavigableString) and is_text(node):
                self._nodes.append((node, str(node)))
                if not node.strip(" \t\n\r\f"):
                    self._rules[id(node)] = WHITE_SPACE

    def place(self, node: NavigableString | Tag) -> None:
        """Record that a text node, or the alternative of an element, is in the model."""
        self._rules[id(node)] = None

    def exclude(self, node: NavigableString | Tag, rule: ExclusionRule) -> None:
        """Record that a text node, or everything yet undecided in an element, is left out."""
        if not isinstance(node, Tag):
            self._rules.setdefault(id(node), rule)
            return
        waiting: list[Tag] = [node]
        while waiting:
            tag = waiting.pop()
            if id(tag) in self._excluded:
                continue
            self._excluded[id(tag)] = rule
            self._rules.setdefault(id(tag), rule)
            for child in tag.contents:
                if isinstance(child, Tag):
                    waiting.append(child)
                elif isinstance(child, NavigableString):
                    self._rules.setdefault(id(child), rule)

    def entries(self) -> Iterator[Entry]:
        """Yield what became of each text node and alternative, in document order."""
        if self._page.front_matter:
            yield Entry(self._page.front_matter, Position(1, 1), FRONT_MATTER, True)
        for node, text in self._nodes:
            holder = node if isinstance(node, Tag) else node.parent
            yield Entry(
                text,
                position(holder) if holder is not None else None,
                self._rules.get(id(node)),
                id(node) in self._rules,
            )

    def unaccounted(self) -> tuple[Entry, ...]:
        """Return what nobody has decided on; empty when the page is read completely."""
        return tuple(entry for entry in self.entries() if not entry.accounted)

    def totals(self) -> Counter[str]:
        """Count characters other than white space: ``placed``, ``unaccounted``, rule ids."""
        counts: Counter[str] = Counter()
        for entry in self.entries():
            if not entry.accounted:
                key = "unaccounted"
            else:
                key = "placed" if entry.rule is None else entry.rule.id
            counts[key] += sum(map(len, entry.text.split()))
        return counts
