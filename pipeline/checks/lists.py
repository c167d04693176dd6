"""Lists that are lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Definition,
    DefinitionList,
    Details,
    Document,
    Figure,
    LineBreak,
    ListItem,
    Note,
    Paragraph,
    Quote,
    Section,
)
from pipeline.model.walk import descendants, one_line, plain

TYPED = Rule(
    "list-typed",
    Severity.WARNING,
    "Lines begin with typed bullets or numbers; nobody is told that they are a list, or how "
    "long it is.",
    "Make a list of them (ul or ol).",
    ("WCAG 2.2 1.3.1",),
)

_Holder: TypeAlias = (
    Document | Section | Quote | ListItem | Definition | Details | Figure | Callout | Cell | Note
)

UNPAIRED = Rule(
    "definition-list-unpaired",
    Severity.WARNING,
    "A definition list has a term without a definition, or a definition without a term.",
    "Give each dt its dd; what is neither is a paragraph or a list.",
    ("WCAG 2.2 1.3.1", "HTML 4.4.9"),
)

_BULLET = re.compile(r"[•●▪■◦‣⁃∙·–—*-]\s+\S|[•●▪■◦‣]\S")
_NUMBER = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S", re.IGNORECASE)
_MOST = 5
"""Findings about definition lists: some sites indent with them on every line."""
_FEWEST = 3
"""Lines in a row; two may be a dialogue or chance."""


def typed_lists(survey: Survey) -> Iterator[Diagnostic]:
    """Yield rows of paragraphs, or of lines in a paragraph, that are lists only to the eye."""
    holders = chain[tuple[_Holder, Position | None]](
        survey.each(Document),
        survey.each(Section),
        survey.each(Quote),
        survey.each(ListItem),
        survey.each(Definition),
        survey.each(Details),
        survey.each(Figure),
        survey.each(Callout),
        survey.each(Cell),
        survey.each(Note),
    )
    for holder, around in holders:
        if len(holder.children) == 1 and not _has_lines(holder.children[0]):
            continue  # almost every cell
        row: list[tuple[str, Position | None]] = []
        for child in (*holder.children, None):
            if isinstance(child, Paragraph):
                lines = plain(child.children).split("\n")
                if len(lines) >= _FEWEST:
                    yield from _found([(line, child.at or around) for line in lines])
                row.append((lines[0], child.at or around))
            elif row:
                yield from _found(row)
                row = []


def definitions(survey: Survey) -> Iterator[Diagnostic]:
    """Yield definition lists in which something is defined by nothing, or the reverse."""
    unpaired = [
        (entry, entry.at or at)
        for found, at in survey.each(DefinitionList)
        if (entry := next((e for e in found.entries if not (e.terms and e.definitions)), None))
    ]
    for number, (entry, at) in enumerate(unpaired[:_MOST], start=1):
        what = "a term has no definition" if entry.terms else "a definition has no term"
        further = len(unpaired) - number
        more = f"; so it is in {further} lists after it" if number == _MOST and further else ""
        yield Diagnostic(UNPAIRED, f"{what}{more}", at)


def _has_lines(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(
        isinstance(node, LineBreak) for child in block.children for node in descendants(child)
    )


def _found(row: Sequence[tuple[str, Position | None]]) -> Iterator[Diagnostic]:
    """Yield each run of typed marks: bullets of one kind, or numbers that count."""
    run: list[tuple[str, Position | None]] = []
    before = ""
    for text, at in (*row, ("", None)):
        line = one_line(text)
        mark = _mark(line)
        if run and not _goes_on(before, mark):
            if len(run) >= _FEWEST:
                message = f'{len(run)} lines from "{short(run[0][0])}" on look like a list'
                yield Diagnostic(TYPED, message, run[0][1])
            run = []
        if mark and (run or _may_begin(mark)):
            run.append((line, at))
            before = mark
        else:
            before = ""


def _mark(line: str) -> str:
    if _BULLET.match(line):
        return line[0]
    number = _NUMBER.match(line)
    return number[1].lower() if number else ""


def _may_begin(mark: str) -> bool:
    return mark in ("1", "a", "i") or not mark.isalnum()


def _goes_on(before: str, mark: str) -> bool:
    """Tell whether a mark follows another: the same bullet, or the next number."""
    if not mark:
        return False
    if not before.isalnum() or not mark.isalnum():
        return before == mark
    if before.isdigit() and mark.isdigit():
        return int(mark) == int(before) + 1
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
    if before in roman and mark in roman and roman.index(mark) == roman.index(before) + 1:
        return True
    return len(before) == len(mark) == 1 and ord(mark) == ord(before) + 1
