"""Headings: where a section begins. A handler of ``walk``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Image, Paragraph
from pipeline.reader.blocks.sections import Heading
from pipeline.reader.elements import HEADINGS, attribute
from pipeline.reader.flow import Flow, State
from pipeline.reader.text.inlines import Atom, is_blank
from pipeline.reader.text.nesting import tree

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

EMPTY = Rule(
    "heading-empty",
    Severity.ERROR,
    "A heading has no text.",
    "Give it text, or take the element away.",
    ("WCAG 2.2 1.3.1", "WCAG 2.2 2.4.6", "ACT ffd0e9"),
)


def level_of(tag: Tag) -> int | None:
    """Return the level of a heading, None for any other element."""
    by_role = attribute(tag, "role") == "heading"
    if tag.name == "gcds-heading" and not by_role:
        return HEADINGS.get((attribute(tag, "tag") or "h2").lower(), 2)
    if tag.name in HEADINGS or by_role:
        stated = (attribute(tag, "aria-level") or "").strip()
        if stated.isdecimal() and len(stated) < 3 and int(stated) > 0:
            return int(stated)
        return HEADINGS.get(tag.name, 2)
    return None


def heading(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Begin a section."""
    walk.begin(flow, tag, state)
    inner = walk.within(tag, state)
    atoms = walk.atoms(tag, inner)
    if _says_nothing(atoms):
        walk.report(EMPTY, f"{tag.name} has no text", tag)
        if atoms:  # the decorative picture remains, of which no section has its name
            name, atoms = walk.named(atoms)
            content = tree(atoms, inner.lang, inner.direction, inner.at)
            flow.items.append(Paragraph(content, id=name, at=inner.at))
        return
    flow.items.append(made(walk, level_of(tag) or 2, atoms, inner))


def _says_nothing(atoms: list[Atom]) -> bool:
    """Tell whether a run holds nothing but decorative pictures."""
    return is_blank(
        atom
        for atom in atoms
        if not (isinstance(atom.content, Image) and atom.content.alternative == "")
    )


def made(walk: Walk, level: int, atoms: list[Atom], state: State) -> Heading:
    """Make the heading of a run that is not blank."""
    name, atoms = walk.named(atoms)
    title = tree(atoms, state.lang, state.direction, state.at)
    return Heading(level, title, state.lang, state.direction, id=name, at=state.at)
