"""The marks of the text edition, as its opening explains them, in each language.

Patterns are made from the words of ``pipeline.strings`` alone: ``[Section 2.1]``,
``[note 3]``, ``[Image: …]``. Lower case is a mark within a line, upper case one that opens
a block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from pipeline.strings import ENGLISH, FRENCH, Strings
from pipeline.verify.text.folding import fold, fold_line

LANGUAGES = (ENGLISH, FRENCH)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one language, folded."""

    strings: Strings
    blocks: tuple[tuple[str, re.Pattern[str]], ...]
    """What a line may open with; each with its name."""
    inlines: tuple[tuple[str, re.Pattern[str]], ...]
    """What may stand in a line; ``around`` marks end where their content begins."""
    title: str
    subtitle: str
    series: str
    about: str
    start: str
    end: str
    notes: str
    links: str
    summary: str
    blank: str
    asterisks: bool = False
    """Whether they stand around emphasised words."""


SIGNS = (
    ("del", re.compile(r"\[(-) ?")),
    ("ins", re.compile(r"\[(\+) ?")),
)
"""Marks of changes by sign, for files whose opening explains them; the sign closes them too."""


def language_of(first_line: str) -> Strings | None:
    """Tell the language of a text edition by the label of its title."""
    for strings in LANGUAGES:
        if fold(first_line).startswith(fold(strings.text.title + strings.separator)):
            return strings
    return None


@cache
def marks(strings: Strings) -> Marks:
    """Return the marks of a language."""
    words = strings.text
    number = r"(\d+(?:\.\d+)*)"
    label = r"([^\[\]]+?)"
    apart = (
        words.quotation, words.aside, strings.callout_note, strings.callout_information,
        strings.callout_success, strings.callout_warning, strings.callout_danger,
    )  # fmt: skip
    openers = dict.fromkeys(apart, "apart")
    openers |= {words.details: "details", words.description: "details"}
    openers |= {words.separator: "break", words.code: "code", words.aligned: "aligned"}
    openers |= {words.term: "term", words.definition: "definition", words.caption: "caption"}
    blocks = [
        ("section", _pattern(words.section, number=number)),
        *(
            ("table", _pattern(words.table, rows=_counted(rows), columns=_counted(columns)))
            for rows in (words.one_row, words.rows)
            for columns in (words.one_column, words.columns)
        ),
        ("note", _pattern(words.note, label=label)),
        ("row", _pattern(words.row, number=r"\d+")),
        ("row", _pattern(words.row_span, first=r"\d+", last=r"\d+")),
        ("cell", _pattern(words.cell, number=r"\d+")),
        ("column", _pattern(words.column, number=r"\d+")),
        ("column", _pattern(words.column_span, first=r"\d+", last=r"\d+")),
        *((name, _pattern(word)) for word, name in openers.items()),
        ("end", _pattern(words.end_of, what=r"[^\[\]]+")),
    ]
    inlines = [
        ("citation", _pattern(words.note_reference, label=label)),
        ("link", _pattern(words.link_reference, number=r"(\d+)")),
        ("address", _opening(words.link_address, "address")),
        ("section", _pattern(words.section_reference, number=number)),
        ("page", _pattern(f"{strings.page} {{label}}", label=label)),
        ("blank", _pattern(words.blank)),
        ("missing", _pattern(strings.image_without_alternative)),
        ("image", _opening(strings.image + strings.separator)),
        ("abbreviation", _opening(words.abbreviation, "expansion")),
        ("reading", _opening(words.reading, "reading")),
        ("del", _opening(words.deleted, "text")),
        ("ins", _opening(words.inserted, "text")),
        ("passage", re.compile(_around(words.passage))),
    ]
    return Marks(
        strings=strings,
        blocks=tuple(blocks),
        inlines=tuple(inlines),
        title=fold(words.title + strings.separator),
        subtitle=fold(words.subtitle + strings.separator),
        series=fold(words.series + strings.separator),
        about=f"[{fold(words.about)}]",
        start=f"[{fold(words.start)}]",
        end=f"[{fold(words.end)}]",
        notes=f"[{fold(strings.notes)}]",
        links=f"[{fold(strings.links)}]",
        summary=f"[{fold(words.summary + strings.separator)}",
        blank=f"[{fold(words.blank)}]",
    )


def as_explained(words: Marks, rows: list[str]) -> Marks:
    """Return the marks with those that a file has only where its opening explains them."""
    some = fold_line(words.strings.text.some_words)
    signs = any(f"[+{some}+]" in row or f"[-{some}-]" in row for row in rows)
    opening = fold_line("\n".join(takewhile(lambda row: fold(row) != words.start, rows)))
    return replace(
        words,
        inlines=words.inlines + SIGNS if signs else words.inlines,
        asterisks=fold_line(words.strings.text.about_emphasis) in opening,
    )


def _pattern(words: str, **groups: str) -> re.Pattern[str]:
    text = re.escape(fold(words))
    for name, group in groups.items():
        text = text.replace(rf"\{{{name}\}}", group)
    return re.compile(rf"\[{text} ?\]")  # a space may part the bracket from signs


def _counted(words: str) -> str:
    return re.escape(fold(words)).replace(r"\{count\}", r"(\d+)").replace("1", "(1)", 1)


def _opening(words: str, name: str = "") -> re.Pattern[str]:
    before = fold(words.partition(f"{{{name}}}")[0]) if name else fold(words)
    return re.compile(rf"\[{re.escape(before)}(?:\s|$)")  # "[short forms]" is no such mark


def _around(words: str) -> str:
    before = re.escape(fold(words.partition("{text}")[0]))
    return r"\[" + before.replace(r"\{tag\}", "([A-Za-z0-9-]+)") + r"\s?"
