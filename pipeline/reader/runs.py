"""Texts to runs, and runs to paragraphs. Called by ``walk`` and its handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Paragraph, Text
from pipeline.model.walk import one_line
from pipeline.reader.flow import Flow, State
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.notes.index import NOTE_SIGN
from pipeline.reader.text.inlines import Atom, Mark, cleaned, collapsed, is_blank, paragraphs
from pipeline.reader.text.nesting import tree

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

BLANK = ExclusionRule("blank-paragraph", "A paragraph that holds nothing but blanks.")

LINE_BREAKS = Rule(
    "line-breaks-as-paragraphs",
    Severity.NOTE,
    "Line breaks in a row are used to part paragraphs.",
    "Write each paragraph as <p>…</p>, without <br><br> between.",
    ("WCAG 2.2 1.3.1",),
)
FORBIDDEN_CHARACTER = Rule(
    "control-character",
    Severity.WARNING,
    "The text holds control characters, which mean nothing in a document.",
    "Delete the character; it often comes with text copied from a PDF or an old program.",
)


def add_text(
    walk: Walk, flow: Flow, text: str, state: State, source: NavigableString | None = None
) -> None:
    """Add text to the open run."""
    if source is not None and id(source) in walk.notes.shortened:
        walk.ledger.place(source)
        text = text[: -walk.notes.shortened[id(source)]]
    if source is not None and id(source) in walk.notes.trimmed:
        walk.ledger.place(source)
        text = text[walk.notes.trimmed[id(source)] :]
    if state.in_citation and source is not None:
        rest = text.strip("[]() \t\r\n")
        if not rest:
            walk.ledger.exclude(source, NOTE_SIGN)
            return
    clean = cleaned(text)
    if clean != text:
        holder = source.parent if source is not None else None
        walk.report(FORBIDDEN_CHARACTER, "the text holds a control character", holder)
    walk.add(flow, Atom(clean, state.format, source), state)


def only_text(walk: Walk, tag: Tag, state: State, at: Position | None) -> Paragraph | None:
    """Return the paragraph of an element that holds one plain text; None if it holds else.

    It is what ``blocks_of`` gives, made at once: almost every cell of a long table is so.
    """
    if len(tag.contents) != 1 or walk.waiting or state.format or state.in_citation:
        return None
    source = tag.contents[0]
    if type(source) is not NavigableString:
        return None
    notes = walk.notes
    if id(source) in notes.trimmed or id(source) in notes.shortened:
        return None
    text = one_line(source)
    if not text or text.isspace() or cleaned(text) != text:
        return None
    walk.ledger.place(source)
    return Paragraph((Text(text, at=at),), at=at)


def end_run(walk: Walk, flow: Flow) -> None:
    """Make paragraphs of the open run."""
    run, state = flow.run, flow.run_state
    flow.run, flow.run_state = [], None
    assert state is not None
    atoms = collapsed(run)
    if is_blank(atoms):
        walk.account(run, BLANK)
        walk.waiting.extend(a.content.id for a in atoms if isinstance(a.content, Mark))
        return
    walk.account(run, None)
    parts = list(paragraphs(atoms))
    if len(parts) > 1:
        walk.diagnostics.append(Diagnostic(LINE_BREAKS, "line breaks part paragraphs", state.at))
    for part in parts:
        if is_blank(part):
            continue
        flow.items.append(_paragraph(walk, flow, part, state))


def _paragraph(walk: Walk, flow: Flow, atoms: list[Atom], state: State) -> Paragraph:
    """Make a paragraph of a run that is not blank."""
    name, atoms = walk.named(atoms)
    return Paragraph(
        tree(atoms, state.block_lang, state.block_direction, state.at),
        id=name,
        at=state.at,
        lang=state.block_lang if state.block_lang != flow.lang else None,
        direction=(state.block_direction if state.block_direction is not flow.direction else None),
    )
