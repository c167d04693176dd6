"""The numbering part: real multilevel lists, whose marks equal those of the source.

A list and the lists nested in it share one numbering instance (``w:num``) wherever Word
counts as HTML does, so that a client sees one nested list. Where it does not - a nested
list of another kind at the same level, a start, a set ``value``, a countdown - the list, or
the rest of it, gets an instance of its own with ``w:startOverride`` (ISO/IEC 29500-1,
17.9.26). Instances of one definition share counters in Word, hence the override on each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.model.labels import BULLETS as BULLET_SIGNS
from pipeline.model.labels import is_ordered, values
from pipeline.model.labels import number as written
from pipeline.model.nodes import List, Numbering
from pipeline.theme import Theme
from pipeline.writers.docx import looks
from pipeline.writers.docx.ooxml import add, qualified, root, serialize, twips, value

_FORMATS = {
    Numbering.DECIMAL: "decimal",
    Numbering.LOWER_ALPHA: "lowerLetter",
    Numbering.UPPER_ALPHA: "upperLetter",
    Numbering.LOWER_ROMAN: "lowerRoman",
    Numbering.UPPER_ROMAN: "upperRoman",
    Numbering.NONE: "none",
}
_ROUND = (Numbering.DISC, Numbering.CIRCLE, Numbering.SQUARE)
_COUNTED = (Numbering.DECIMAL, Numbering.LOWER_ALPHA, Numbering.LOWER_ROMAN)

LEVELS = looks.LIST_LEVELS


def numbering_of(node: List, value: int) -> Numbering:
    """Return the numbering of an item: letters and Roman numerals have no zero (CSS 2.2)."""
    letters = node.numbering in (Numbering.LOWER_ALPHA, Numbering.UPPER_ALPHA)
    roman = node.numbering in (Numbering.LOWER_ROMAN, Numbering.UPPER_ROMAN)
    if (letters and value < 1) or (roman and not 1 <= value <= 3999):
        return Numbering.DECIMAL
    return node.numbering


def literal_of(node: List, value: int) -> str | None:
    """Return the mark that Word would count otherwise, so that it is written out.

    Past z Word repeats the letter (``aa``, ``bb``) where HTML goes on with ``ab``; it has
    no numbers below zero.
    """
    letters = node.numbering in (Numbering.LOWER_ALPHA, Numbering.UPPER_ALPHA)
    if is_ordered(node) and (value < 0 or (letters and value > 26)):
        return f"{written(value, node.numbering)}."
    return None


@dataclass(slots=True)
class _Instance:
    """One ``w:num`` while it is being used."""

    number: int
    kinds: dict[int, Numbering] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    """Levels whose counter starts again at the next item."""
    literal: str | None = None
    """The mark, where it is written out."""
    apart: int = 0
    """Instances that differ in it have definitions, and so counters, of their own."""


@dataclass(slots=True)
class ListState:
    """A list that is being written: at which level, with which instance, at which item."""

    node: List
    level: int
    instance: _Instance
    numbers: tuple[int, ...]
    index: int = 0


class Lists:
    """The numbering instances of one document."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.instances = [
            _Instance(looks.BULLETS, {0: Numbering.DISC}),
            _Instance(looks.NUMBERS, {0: Numbering.DECIMAL}, {0: 1}),
        ]

    def open(self, node: List, level: int, outer: ListState | None, apart: int = 0) -> ListState:
        """Begin a list at a level from 0, inside another list or none.

        ``apart`` is how many lists go on behind it that it is not a level of.
        """
        apart += max(0, level - LEVELS + 1)
        level = min(level, LEVELS - 1)
        numbers = values(node)
        first = numbers[0] if numbers else node.start
        kind = numbering_of(node, first)
        instance = None
        literal = literal_of(node, first)
        written_out = literal is not None or (outer and outer.instance.literal is not None)
        if outer is not None and outer.level < level and not written_out:
            candidate = outer.instance
            known = candidate.kinds.get(level)
            ordered = is_ordered(node)
            if known is None or known is kind:
                restarted = known is None or level in candidate.fresh
                if not ordered or (first == 1 and restarted):
                    instance = candidate
                    candidate.kinds[level] = kind
                    if ordered:
                        candidate.starts.setdefault(level, 1)
        if instance is None:
            start = first if is_ordered(node) else None
            instance = self._new(level, kind, start, literal, apart)
        return ListState(node, level, instance, numbers)

    def next(self, state: ListState) -> tuple[int, int]:
        """Return the instance and level of the next item."""
        index = state.index
        state.index += 1
        if is_ordered(state.node) and index:
            number = state.numbers[index]
            kind = numbering_of(state.node, number)
            literal = literal_of(state.node, number)
            follows = number == state.numbers[index - 1] + 1 and literal is None
            follows = follows and state.instance.literal is None
            if not follows or kind is not state.instance.kinds.get(state.level):
                apart = state.instance.apart
                state.instance = self._new(state.level, kind, number, literal, apart)
        instance = state.instance
        # Word starts the deeper levels again after an item of this one.
        instance.fresh = {level for level in instance.kinds if level > state.level}
        return instance.number, state.level

    def _new(
        self, level: int, kind: Numbering, start: int | None, literal: str | None, apart: int
    ) -> _Instance:
        starts = {} if start is None or literal is not None else {level: start}
        number = len(self.instances) + 1
        instance = _Instance(number, {level: kind}, starts, literal=literal, apart=apart)
        self.instances.append(instance)
        return instance

    def part(self, style: Callable[[str], str]) -> bytes:
        """Return ``numbering.xml``: every definition, then every instance.

        ``style`` gives the id under which the document knows a style.
        """
        numbering = root("numbering")
        definitions: dict[tuple[tuple[Numbering, ...], str | None, int], int] = {}
        chosen: list[int] = []
        for instance in self.instances:
            kinds = _all_levels(instance.kinds)
            marks = (kinds, instance.literal, instance.apart)
            key = definitions.setdefault(marks, len(definitions))
            chosen.append(key)
        for (kinds, literal, apart), key in definitions.items():
            named = style if literal is None and not apart else None  # a style is of one
            numbering.append(self._definition(kinds, literal, key, named))
        for instance, key in zip(self.instances, chosen, strict=True):
            number = add(numbering, "num", {"numId": str(instance.number)})
            value(number, "abstractNumId", str(key))
            for level, start in sorted(instance.starts.items()):
                override = add(number, "lvlOverride", {"ilvl": str(level)})
                value(override, "startOverride", str(max(0, start)))
        return serialize(numbering)

    def _definition(
        self,
        kinds: tuple[Numbering, ...],
        literal: str | None,
        number: int,
        style: Callable[[str], str] | None,
    ) -> etree._Element:
        definition = root("abstractNum")
        definition.set(qualified("abstractNumId"), str(number))
        # Word joins definitions of the same nsid when documents are merged: one for each.
        value(definition, "nsid", f"{0x4A000000 + number:08X}")
        value(definition, "multiLevelType", "multilevel")
        value(definition, "tmpl", f"{0x5B000000 + number:08X}")
        step = looks.list_indent(self.theme)
        for level, kind in enumerate(kinds):
            element = add(definition, "lvl", {"ilvl": str(level)})
            value(element, "start", "1")
            value(element, "numFmt", "none" if literal else _FORMATS.get(kind, "bullet"))
            if style is None:
                pass
            elif kinds == _all_levels({0: Numbering.DISC}):
                value(element, "pStyle", style("ListBullet" + (str(level + 1) if level else "")))
            elif kinds == _all_levels({0: Numbering.DECIMAL}):
                value(element, "pStyle", style("ListNumber" + (str(level + 1) if level else "")))
            value(element, "lvlText", literal or _mark(kind, level))
            value(element, "lvlJc", "left")
            indent = {"left": twips(step * (level + 1)), "hanging": twips(step)}
            add(add(element, "pPr"), "ind", indent)
        return definition


def _mark(kind: Numbering, level: int) -> str:
    match kind:
        case Numbering.NONE:
            return ""
        case Numbering.DISC:
            return BULLET_SIGNS[_ROUND[level % 3]]
        case Numbering.CIRCLE | Numbering.SQUARE:
            return BULLET_SIGNS[kind]
        case _:
            return f"%{level + 1}."


def _all_levels(kinds: dict[int, Numbering]) -> tuple[Numbering, ...]:
    """Fill in the levels that the source does not use, as a person would expect them."""
    first = kinds[min(kinds)]
    found: list[Numbering] = []
    for level in range(LEVELS):
        if level in kinds:
            found.append(kinds[level])
        elif first in _COUNTED or first in (Numbering.UPPER_ALPHA, Numbering.UPPER_ROMAN):
            found.append(_COUNTED[level % 3])
        else:
            found.append(Numbering.DISC)
    return tuple(found)
