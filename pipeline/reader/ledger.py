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
from pipeline.reader.page.dom import Parsed, attribute, is_text, position


@dataclass(frozen=True, slots=True)
class ExclusionRule:
    """A reason to leave something out, by name."""

    id: str
    """Kebab case: ``site-chrome``."""
    summary: str
    """What is left out and why, one sentence; it stands in the printed ledger."""


WHITE_SPACE = ExclusionRule("white-space", "Nothing but white space between elements.")
FRONT_MATTER = ExclusionRule("front-matter", "A static site's own data before the page.")

PLACED = "placed"
UNACCOUNTED = "unaccounted"
_KINDS = {PLACED: "In the document.", UNACCOUNTED: "Lost: a fault of the reader."}
_LONGEST = 100
"""Characters of an excluded text that are printed."""

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
        if all(id(node) in self._rules for node, _ in self._nodes):
            return ()
        return tuple(entry for entry in self.entries() if not entry.accounted)

    def totals(self) -> Counter[str]:
        """Count characters other than white space: ``placed``, ``unaccounted``, rule ids."""
        counts: Counter[str] = Counter()
        for entry in self.entries():
            if not entry.accounted:
                key = UNACCOUNTED
            else:
                key = PLACED if entry.rule is None else entry.rule.id
            counts[key] += sum(map(len, entry.text.split()))
        return counts

    def __str__(self) -> str:
        """Print the account: totals in characters other than white space, then what is left out."""
        totals = self.totals()
        everything = sum(totals.values())
        summaries = {
            entry.rule.id: entry.rule.summary for entry in self.entries() if entry.rule is not None
        }
        lines = [f"{everything:>9,}  characters in the page, white space aside"]
        for name, count in sorted(totals.items(), key=lambda item: (-item[1], item[0])):
            if count:
                share = 100 * count / everything
                summary = summaries.get(name, _KINDS.get(name, ""))
                lines.append(f"{count:>9,}  {share:5.1f} %  {name}: {summary}")
        lines.append("")
        for entry in self.entries():
            text = " ".join(entry.text.split())
            if text and (entry.rule is not None or not entry.accounted):
                name = entry.rule.id if entry.rule is not None else UNACCOUNTED
                place = f"{entry.at.line}:{entry.at.column}" if entry.at is not None else "-"
                shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
                lines.append(f"{place}: {name}: {shown}")
        return "\n".join(lines)
