"""One line of the text edition: its words without the marks, and what the marks say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.model.walk import one_line
from pipeline.verify.facts import Fact, FactKind, runs
from pipeline.verify.text.marks import Marks


@dataclass(frozen=True, slots=True)
class Atom:
    """Characters with what stands around them."""

    text: str
    language: str | None
    changes: frozenset[str]


@dataclass(slots=True)
class Phrase:
    """What was read from one stretch of text."""

    text: str
    """The source's words, in one line."""
    spoken: str
    """The same with the alternatives of images, as header cells are said."""
    facts: list[Fact] = field(default_factory=list)
    """All but TEXT and CITATION, in order."""
    cited: list[str] = field(default_factory=list)
    """The names of the notes cited."""


def phrase(text: str, words: Marks, links: dict[str, tuple[str, str]], place: str) -> Phrase:
    """Read a stretch of folded text."""
    reading = _Reading(words, links, place)
    reading.read(text, 0, len(text), None, frozenset())
    atoms = reading.atoms
    found = Phrase(
        one_line("".join(atom.text for atom in atoms)),
        one_line("".join(reading.spoken)),
        reading.facts,
        reading.cited,
    )
    if words.asterisks:  # they part no passage from the next
        atoms = [replace(atom, text=atom.text.replace("*", "")) for atom in atoms]
        atoms = [atom for atom in atoms if atom.text]
    for tag, run in runs((atom.language or "", atom.text) for atom in atoms):
        if tag:
            found.facts.append(Fact(FactKind.LANGUAGE, run, (tag,), place=place))
    for kind in ("del", "ins"):
        for inside, run in runs((kind in atom.changes, atom.text) for atom in atoms):
            if inside:
                found.facts.append(Fact(FactKind.EMPHASIS, run, (kind,), place=place))
    return found


class _Reading:
    def __init__(self, words: Marks, links: dict[str, tuple[str, str]], place: str) -> None:
        self.words = words
        self.links = links
        self.place = place
        self.atoms: list[Atom] = []
        self.spoken: list[str] = []
        self.facts: list[Fact] = []
        self.cited: list[str] = []

    def read(
        self, text: str, start: int, end: int, language: str | None, changes: frozenset[str]
    ) -> None:
        begun = start
        for name, match, close in _found(text, start, end, self.words):
            if match.start() < begun:
                continue
            around = name in ("del", "ins", "passage")
            before = text[begun : match.start()]
            self.say(before if around else before.removesuffix(" "), language, changes)
            inner_end = close - 1
            if name in ("del", "ins"):
                if match.lastindex:
                    inner_end = text.rindex(match[1], match.end(), close)
                inner_end = _without_space(text, match.end(), inner_end)
                self.read(text, match.end(), inner_end, language, changes | {name})
            elif name == "passage":
                inner_end = _without_space(text, match.end(), inner_end)
                self.read(text, match.end(), inner_end, match[1], changes)
            else:
                self.mark(name, match, text[match.end() : inner_end].strip(" "))
            begun = close
        self.say(text[begun:end], language, changes)

    def say(self, text: str, language: str | None, changes: frozenset[str]) -> None:
        if text:
            self.atoms.append(Atom(text, language, changes))
            self.spoken.append(text)

    def mark(self, name: str, match: re.Match[str], inside: str) -> None:
        match name:
            case "citation":
                self.cited.append(match[1])
            case "link" if match[1] in self.links:
                text, address = self.links[match[1]]
                self.facts.append(Fact(FactKind.LINK, text, (address,), place=self.place))
            case "address":
                self.facts.append(Fact(FactKind.LINK, "", (inside,), place=self.place))
            case "image":
                self.spoken.append(f" {inside} ")
                self.facts.append(Fact(FactKind.IMAGE, inside, place=self.place))
            case "missing":
                self.spoken.append(" ")
                self.facts.append(Fact(FactKind.IMAGE, "", ("missing",), place=self.place))
            case _:
                pass


def _without_space(text: str, start: int, end: int) -> int:
    """Return the end of what stands in a mark: a space before its bracket is the mark's own."""
    return start + len(text[start:end].rstrip(" "))


def _found(
    text: str, start: int, end: int, words: Marks
) -> Iterator[tuple[str, re.Match[str], int]]:
    """Yield the marks from left to right, each with the place behind its closing bracket."""
    at = text.find("[", start, end)
    while at >= 0:
        for name, pattern in words.inlines:
            match = pattern.match(text, at, end)
            if match is not None:
                close = match.end()
                if not match[0].endswith("]"):
                    close = closing(text, at, end)
                if close > 0 and (name not in ("del", "ins") or _is_change(text, match, close)):
                    yield name, match, close
                    break
        at = text.find("[", at + 1, end)


def _is_change(text: str, match: re.Match[str], close: int) -> bool:
    """Tell whether the sign that opens a change, if it is by sign, closes it as well."""
    inside = text[match.end() : close - 1].rstrip(" ")
    return not match.lastindex or inside.endswith(match[1])


def closing(text: str, start: int, end: int) -> int:
    """Return the place behind the bracket that closes the one at ``start``; 0 for none."""
    depth = 0
    for index in range(start, end):
        if text[index] == "[":
            depth += 1
        elif text[index] == "]":
            depth -= 1
            if depth == 0:
                return index + 1
    last = text.find("]", start, end)
    return last + 1
