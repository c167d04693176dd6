"""What all stories of one document share: styles, lists, notes, names and findings.

A story is a stretch of text in a part of its own: the body, the footnotes. Each has its
own relationships; everything else is one for the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    CodeBlock,
    Direction,
    Document,
    Link,
    Note,
    NoteReference,
    Paragraph,
    Section,
    Table,
    Term,
    Text,
)
from pipeline.model.walk import AnyNode, children, one_line, plain
from pipeline.options import NotePlacement, Options
from pipeline.strings import Strings, strings_for
from pipeline.writers.docx.numbering import Lists
from pipeline.writers.docx.styles import StyleSheet, primary

NAME_LENGTH = 40
"""Word cuts the name of a bookmark after 40 characters."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture in the package."""

    name: str
    """File name under ``word/media``."""
    media_type: str
    data: bytes = field(repr=False)


class Relationships:
    """The relationships of one part; the same target is related once."""

    def __init__(self) -> None:
        self.external: dict[str, str] = {}
        self.media: dict[Media, str] = {}
        self._count = 0

    def link(self, address: str) -> str:
        """Return the id of the relationship to a web address."""
        return self.external.setdefault(address, self._next(address in self.external))

    def picture(self, media: Media) -> str:
        """Return the id of the relationship to a picture."""
        return self.media.setdefault(media, self._next(media in self.media))

    def _next(self, known: bool) -> str:
        if not known:
            self._count += 1
        return f"rIdC{self._count}"


class Bookmarks:
    """Names and numbers of bookmarks: letters, digits and ``_``, at most 40, unique."""

    def __init__(self, targets: Iterable[str]) -> None:
        self._taken: set[str] = set()
        self.names = {target: self.reserve(target) for target in targets}
        self.placed: set[str] = set()
        self._count = 0

    def reserve(self, text: str, *, hidden: bool = False) -> str:
        """Return a free name made of some text; hidden ones begin with ``_``."""
        stem = re.sub(r"[^0-9A-Za-z_]+", "_", text).strip("_") or "target"
        if hidden:
            stem = "_" + stem
        elif not stem[0].isalpha():
            stem = "id_" + stem
        name, count = stem[:NAME_LENGTH], 1
        while name.casefold() in self._taken:
            count += 1
            name = f"{stem[: NAME_LENGTH - 1 - len(str(count))]}_{count}"
        self._taken.add(name.casefold())
        return name

    def number(self) -> str:
        """Return the next ``w:id``."""
        self._count += 1
        return str(self._count)


@dataclass(slots=True)
class PlacedNote:
    """A note that became a footnote or endnote."""

    note: Note
    number: int
    """Its ``w:id``."""
    custom: bool
    """Its label is not the running number, so the label is written out."""
    bookmark: str
    """Around the first reference to it."""


class Notes:
    """Where each note is: in the notes part, or in paragraphs of the body.

    Word has no note that nothing cites, no note in a note, and a note of a table should
    stay with its table: those are paragraphs with a bookmark, cited by links.
    """

    def __init__(self, placement: NotePlacement) -> None:
        self.kind = "endnote" if placement is NotePlacement.END else "footnote"
        self.by_id: dict[str, Note] = {}
        self.tables: set[str] = set()
        self.placed: dict[str, PlacedNote] = {}
        self.bookmarks: dict[str, str] = {}
        self.cited_in_notes: dict[str, None] = {}
        self.written: set[str] = set()
        self._running = 0

    def place(self, name: str, bookmark: str) -> PlacedNote:
        """Make a note a footnote where it is first cited."""
        note = self.by_id[name]
        custom = note.label != str(self._running + 1)
        if not custom:
            self._running += 1
        placed = PlacedNote(note, len(self.placed) + 1, custom, bookmark)
        self.placed[name] = placed
        return placed


@dataclass(slots=True)
class Shared:
    """What the stories of one document share."""

    document: Document
    options: Options
    styles: StyleSheet
    lists: Lists
    notes: Notes
    bookmarks: Bookmarks
    strings: Strings
    contents: dict[int, str]
    """Bookmark of each heading of the body, by ``id`` of its section."""
    begun: set[str] = field(default_factory=set)
    """Those of these bookmarks that are written."""
    expansions: dict[tuple[str, str], bool] = field(default_factory=dict)
    """Abbreviations with their expansions; True when the text says the expansion, at the
    first use or before, because the source does or because it has been written."""
    only_in_headings: frozenset[tuple[str, str]] = frozenset()
    """Abbreviations that no running text uses: they are expanded where they stand."""
    media: dict[str, Media] = field(default_factory=dict)
    """Pictures by the name of their asset."""
    sequences: dict[str, int] = field(default_factory=dict)
    """The last number of each kind of caption."""
    drawings: int = 0
    tables: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The language that every run has unless it says otherwise."""
        return self.document.metadata.language

    @property
    def own_language(self) -> str | None:
        """The language of the words that the writer adds, where it is not the document's."""
        same = primary(self.strings.language) == primary(self.language)
        return None if same else self.strings.language

    @property
    def direction(self) -> Direction:
        """The direction that every paragraph has unless it says otherwise."""
        return self.document.metadata.direction


def survey(document: Document, options: Options, styles: StyleSheet) -> Shared:
    """Go through the document once and prepare what its stories share."""
    targets: dict[str, None] = {}
    notes = Notes(options.notes)
    sections: list[Section] = []
    leaves: list[str] = []
    length = 0
    ends: dict[tuple[str, str], int] = {}
    running: set[tuple[str, str]] = set()
    # Each with: whether a note is around, and whether running text is.
    stack: list[tuple[AnyNode, bool, bool]] = [(document, False, False)]
    while stack:
        node, in_note, in_text = stack.pop()
        match node:
            case Paragraph(children=(Text(text=words),)):
                leaves.append(words)
                length += len(words) + 1
                continue
            case Link(target=Anchor(id=name)):
                targets.setdefault(name)
            case Section() if not in_note:
                sections.append(node)
            case Note(id=str() as name):
                notes.by_id[name] = node
                in_note = True
            case NoteReference() if in_note:
                notes.cited_in_notes.setdefault(node.note)
            case Table():
                notes.tables.update(note.id for note in node.notes if note.id is not None)
            case Paragraph() | CodeBlock() | Term():
                leaves.append(plain(node.children))
                length += len(leaves[-1]) + 1
                in_text = not isinstance(node, CodeBlock)
            case Abbreviation():
                ends.setdefault(abbreviation_key(node), length)
                if in_text:
                    running.add(abbreviation_key(node))
            case _:
                pass
        stack.extend((child, in_note, in_text) for child in reversed(children(node)))
    text = one_case("\n".join(leaves)) if ends else ""
    expansions = {key: text.find(one_case(key[1]), 0, end) >= 0 for key, end in ends.items()}
    bookmarks = Bookmarks(targets)
    contents = {
        id(section): bookmarks.reserve(f"Toc{index:05d}", hidden=True)
        for index, section in enumerate(sections, 1)
    }
    return Shared(
        document=document,
        options=options,
        styles=styles,
        lists=Lists(options.theme),
        notes=notes,
        bookmarks=bookmarks,
        strings=strings_for(document.metadata.language),
        contents=contents,
        expansions=expansions,
        only_in_headings=frozenset(ends) - running,
    )


def abbreviation_key(node: Abbreviation) -> tuple[str, str]:
    """Return what makes two abbreviations the same: short form and expansion."""
    return one_line(plain(node.children)), node.expansion


def one_case(text: str) -> str:
    """Return text for comparing words: lower case, of the same length."""
    if len(lower := text.lower()) == len(text):  # a sign may become longer, never shorter
        return lower
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
