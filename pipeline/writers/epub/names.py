"""Ids to places: in which file each node stands, and under which name. After the split.

Links and citations can point forwards and across files, so every name is given before the
first line of XHTML is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.nodes import Document, NoteReference
from pipeline.model.walk import AnyNode, children
from pipeline.writers.epub.split import File

TITLE_FILE = "title.xhtml"
CONTENTS_FILE = "contents.xhtml"
NOTES_FILE = "notes.xhtml"
NOTES_SECTION = "book-notes"
"""Name of the section of notes; a node with this id is given another."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(slots=True)
class Names:
    """Names of elements, unique in the whole book, and the files that hold them."""

    files: dict[str, str] = field(default_factory=dict)
    """Name of the file by the id of a node."""
    elements: dict[str, str] = field(default_factory=dict)
    """Value of the ``id`` attribute by the id of a node."""
    citations: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """File and ``id`` attribute of every citation, by the id of the note."""
    taken: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def new(self, wish: str) -> str:
        """Return a name like the wished one that no other element has."""
        name = _NOT_IN_NAME.sub("-", wish)
        if not _NAME.match(name):
            name = f"id-{name}"
        wished = name
        while name in self.taken:
            self.counts[wished] += 1
            name = f"{wished}-{self.counts[wished] + 1}"
        self.taken.add(name)
        return name

    def address(self, id: str, source: str) -> str:
        """Return the relative address of a node, as a link in the file ``source`` writes it."""
        file = self.files[id]
        fragment = f"#{self.elements[id]}"
        return fragment if file == source else file + fragment


def name_everything(document: Document, files: Iterable[File]) -> Names:
    """Return the names of all nodes that have an id, and of all citations.

    Ids that XML allows are kept; others (with spaces, colons, a digit in front) are changed.
    """
    names = Names(taken={NOTES_SECTION})
    roots: list[tuple[str, tuple[AnyNode, ...]]] = [
        (TITLE_FILE, document.kicker + document.title + document.subtitle),
        *((file.name, file.blocks) for file in files),
        (NOTES_FILE, document.notes),
    ]
    cited: list[tuple[str, str]] = []
    found: list[str] = []
    for name, nodes in roots:
        stack: list[AnyNode] = list(reversed(nodes))
        while stack:
            node = stack.pop()
            if node.id is not None and node.id not in names.files:
                names.files[node.id] = name
                found.append(node.id)
            if isinstance(node, NoteReference):
                cited.append((node.note, name))
            stack.extend(reversed(children(node)))
    if document.id is not None:
        names.files[document.id] = TITLE_FILE
        found.append(document.id)
    # What is a name already keeps it; only then are the others given theirs.
    for id in sorted(found, key=lambda id: _NAME.match(id) is None):
        names.elements[id] = names.new(id)
    for note, name in cited:
        places = names.citations.setdefault(note, [])
        places.append((name, names.new(f"cite-{names.elements[note]}-{len(places) + 1}")))
    return names
