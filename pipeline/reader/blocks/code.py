"""Preformatted text. A handler of ``walk``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.model.nodes import CodeBlock, Inline, LineBreak, Paragraph, Span, SpanKind
from pipeline.reader.elements import classes
from pipeline.reader.flow import Flow, State
from pipeline.reader.text.inlines import Atom, collapsed, is_blank
from pipeline.reader.text.nesting import tree

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk


_VERSE = frozenset({"wp-block-verse", "verse", "poem", "poetry"})
"""Classes of a ``pre`` that keeps the lines of a poem; it is no code."""


def block(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``pre``: white space counts, lines end with a newline character.

    The newline after the start tag is gone already (the parser drops it); one before the end
    tag shows no line, as in a browser.
    """
    walk.begin(flow, tag, state)
    inner = walk.within(tag, state)
    atoms = walk.atoms(tag, inner, preformatted=True)
    # Where the label of a note is taken out, nothing is left.
    atoms = _trimmed([_plain_if_blank(atom) for atom in atoms if atom.content != ""])
    if is_blank(atoms):
        return
    is_verse = not _VERSE.isdisjoint(classes(tag))
    if is_verse:
        atoms = collapsed(_lines(atoms))
    name, atoms = walk.named(atoms)
    content = tree(atoms, inner.lang, inner.direction, inner.at)
    if is_verse:
        walk.place(flow, Paragraph(content, id=name, at=inner.at), state)
        return
    walk.place(flow, _opened(CodeBlock(content, id=name, at=inner.at)), state)


def _lines(atoms: list[Atom]) -> Iterator[Atom]:
    """Yield atoms with line breaks for the ends of lines."""
    for atom in atoms:
        if not isinstance(atom.content, str):
            yield atom
            continue
        for number, line in enumerate(atom.content.split("\n")):
            if number:
                yield Atom(LineBreak(), None)
            yield replace(atom, content=line)


def _plain_if_blank(atom: Atom) -> Atom:
    """Return white space without the formats around it: nobody sees or hears them."""
    blank = isinstance(atom.content, str) and atom.content.isspace()
    return replace(atom, format=None) if blank else atom


def _opened(block: CodeBlock) -> CodeBlock:
    """Take away a ``code`` around all of a ``pre``: HTML's way to write a block of code."""
    match block.children:
        case (*marks, Span(SpanKind.CODE, children) as code) if all(map(_is_mark, marks)):
            if code.id is not None or code.lang is not None or code.direction is not None:
                children = (replace(code, kind=SpanKind.PLAIN),)
            return replace(block, children=(*marks, *children))
        case _:
            return block


def _is_mark(node: Inline) -> bool:
    """Tell the place of an id, which holds nothing."""
    return isinstance(node, Span) and not node.children


def _trimmed(atoms: list[Atom]) -> list[Atom]:
    """Drop empty lines at the end."""
    atoms = list(atoms)
    while atoms:
        content = atoms[-1].content
        if not isinstance(content, str):
            break
        content = content.rstrip("\n")
        if content:
            atoms[-1] = replace(atoms[-1], content=content)
            break
        atoms.pop()
    return atoms
