"""What is known and met on the way through one document, shared by all parts of the writer.

Numbers of sections, labels of notes and beginnings of pages are known before the first
word; links, expansions and conventions are met as they come.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipeline.model.nodes import Document, Note, NoteReference, Scope, Table
from pipeline.model.outline import headings
from pipeline.model.walk import descendants, one_line
from pipeline.options import ChangeMarks, Options
from pipeline.strings import Strings, strings_for
from pipeline.writers.text.characters import folded, normalised, power

_COUNTED = re.compile(r" \([0-9]+\)$")
"""What tells a label from others like it."""


class Convention(enum.Enum):
    """A convention that a file may use; the opening explains those it does use."""

    SECTIONS = "sections"
    TABLES = "tables"
    BLANK = "blank"
    CELLS = "cells"
    IMAGES = "images"
    NOTES = "notes"
    LINKS = "links"
    LINK_ADDRESSES = "link addresses"
    SECTION_REFERENCES = "section references"
    PAGES = "pages"
    BLOCKS = "blocks"
    DEFINITIONS = "definitions"
    ABBREVIATIONS = "abbreviations"
    READINGS = "readings"
    CHANGES = "changes"
    PASSAGES = "passages"
    EMPHASIS = "emphasis"
    CODE_LINES = "code lines"


@dataclass(slots=True)
class Journey:
    """What is known and met on the way through one document."""

    document: Document
    options: Options
    strings: Strings
    numbers: dict[int, str]
    """The number of each section, by ``id(section)``."""
    sections: dict[str, str]
    """The number of the section with an id."""
    labels: dict[str, str]
    """The label of each note, by its id; unique among the notes of the document."""
    pages: dict[int, list[tuple[int, str]]]
    """Where pages begin: offset and label, by ``id(leaf)``."""
    changes: tuple[str, str]
    """How deleted and inserted words are marked, with ``…`` for the words."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Text and address of each numbered link."""
    link_numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    expanded: set[tuple[str, str]] = field(default_factory=set)
    cited: dict[str, None] = field(default_factory=dict)
    used: dict[Convention, str] = field(default_factory=dict)
    """The conventions in use, each with the first mark of its kind."""
    untold: dict[str, Note] = field(default_factory=dict)
    """The notes of the document that have not been written yet."""
    headers: dict[Scope, str] = field(default_factory=dict)
    """The first mark of a row header and of a column header."""
    end_mark: str = ""
    """The first mark that closes a block."""

    language: str = ""
    """Of the block that is being written."""

    @contextmanager
    def speaking(self, language: str | None) -> Iterator[None]:
        """Write blocks of a language; None is the language around."""
        outer = self.language
        self.language = language or outer
        yield
        self.language = outer

    def power(self, text: str) -> str:
        """Return the words of a superscript as this edition writes them."""
        return power(text, ascii_only=self.options.text.ascii)

    def use(self, convention: Convention, mark: str) -> str:
        """Return the mark; remember that the convention is in use."""
        self.used.setdefault(convention, mark)
        return mark


def journey(document: Document, options: Options) -> Journey:
    """Return the start of the way through a document: its numbers, labels and pages."""
    numbers: dict[int, str] = {}
    sections: dict[str, str] = {}
    counters: list[int] = []
    for heading in headings(document):
        depth = heading.level - 1
        counters = [*counters[:depth], *[0] * (depth - len(counters))]
        counters[-1] += 1
        number = ".".join(map(str, counters))
        numbers[id(heading.section)] = number
        if heading.section.id is not None:
            sections[heading.section.id] = number
    strings = strings_for(document.metadata.language)
    if options.text.changes is ChangeMarks.SIGNS:
        changes = ("[-…-]", "[+…+]")
    else:
        words = (strings.text.deleted, strings.text.inserted)
        deleted, inserted = (f"[{word.format(text='…')}]" for word in words)
        changes = (deleted, inserted)
    pages: dict[int, list[tuple[int, str]]] = {}
    if options.text.pages and options.pages is not None:
        for start in options.pages.starts:
            pages.setdefault(id(start.leaf), []).append((start.offset, start.label))
    return Journey(
        document=document,
        options=options,
        strings=strings,
        language=document.lang or document.metadata.language,
        numbers=numbers,
        sections=sections,
        labels=_labels(document),
        changes=changes,
        untold={note.id: note for note in document.notes if note.id is not None},
        pages=pages,
    )


def label_of(note: Note) -> str:
    """Return the label of a note as it can stand in square brackets: its own become round."""
    return normalised(one_line(note.label)).replace("[", "(").replace("]", ")")


def _labels(document: Document) -> dict[str, str]:
    """Name each note by its label; one that looks like another is told apart: ``1 (2)``.

    So is a label that could be taken for such a name. Notes of a table are cited and stand
    within it, and their labels are told apart there alone, unless it cites others like them.
    """
    labels: dict[str, str] = {}
    for notes in _stretches(document):
        counts: dict[str, int] = {}
        for note in notes:
            label = label_of(note)
            seen = _seen(label)
            counts[seen] = counts.get(seen, 0) + 1
            plain = counts[seen] == 1 and not _COUNTED.search(seen)
            if note.id is not None:
                labels[note.id] = label if plain else f"{label} ({counts[seen]})"
    return labels


def _stretches(document: Document) -> Iterator[tuple[Note, ...]]:
    """Yield the notes that may be cited side by side."""
    nodes = tuple(descendants(document))
    labels = {note.id: _seen(label_of(note)) for note in nodes if isinstance(note, Note)}
    together = document.notes
    for table in nodes:
        if not isinstance(table, Table) or not table.notes:
            continue
        own = {note.id for note in table.notes}
        cited = {node.note for node in descendants(table) if isinstance(node, NoteReference)}
        if {labels[name] for name in own}.isdisjoint(labels[name] for name in cited - own):
            yield table.notes
        else:
            together += table.notes
    yield together


def _seen(label: str) -> str:
    """Return a label without joiners and direction marks, its signs in their plain form."""
    plain = unicodedata.normalize("NFKC", folded(label))
    return "".join(character for character in plain if unicodedata.category(character) != "Cf")
