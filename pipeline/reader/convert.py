"""The report in the page to the blocks of the model. After ``content`` and ``metadata``."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import Tag

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import (
    Block,
    Inline,
    Note,
    Text,
)
from pipeline.reader.blocks.stray_items import gather_items
from pipeline.reader.exports import by_name
from pipeline.reader.exports.level_lists import join_parts, nest_levels
from pipeline.reader.exports.numbered_headings import take_out_headings
from pipeline.reader.exports.paragraph_lists import make_lists
from pipeline.reader.exports.styles import give_captions, make_quotations
from pipeline.reader.exports.table_lists import make_lists_of_tables
from pipeline.reader.exports.tasks import write_tasks
from pipeline.reader.flow import Flow, State
from pipeline.reader.ledger import Ledger
from pipeline.reader.notes import lines, places, search
from pipeline.reader.notes.citations import read_note
from pipeline.reader.page.content import Content
from pipeline.reader.page.declared import is_libreoffice
from pipeline.reader.page.metadata import Front
from pipeline.reader.source import FileRead, ReaderOptions, Source
from pipeline.reader.survey import survey
from pipeline.reader.tables.by_role import name_tables
from pipeline.reader.text.nesting import tree
from pipeline.reader.walk import Walk


@dataclass(frozen=True, slots=True)
class Converted:
    """The parts of a document that come from the content of the page."""

    children: tuple[Block, ...]
    notes: tuple[Note, ...]
    title: tuple[Inline, ...]
    """Never empty: where the page shows no title it is that of the metadata."""
    kicker: tuple[Inline, ...] = ()
    subtitle: tuple[Inline, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[FileRead, ...] = ()
    """What was looked for beside the page, by name."""


def convert(
    content: Content, front: Front, source: Source, choices: ReaderOptions, ledger: Ledger
) -> Converted:
    """Read the content of a page; every text of it is in the result or in the ledger."""
    named = by_name(content)
    prepared = (
        *make_lists(content, named, ledger),
        *nest_levels(content, named),
        *make_lists_of_tables(content, named, ledger),
        *give_captions(content, named),
        *gather_items(content, named),
        *lines.part(content),
    )
    join_parts(content, named)
    if is_libreoffice(content.parsed.soup):
        take_out_headings(content, named)
    make_quotations(content, named)
    write_tasks(content, named)
    name_tables(content)
    known = survey(content, front, source.name, choices)
    index = search.find(known)
    places.settle(content, known, index)
    known.name_targets(index.silent())
    titles = (front.kicker, front.title, front.subtitle)
    state = State(
        front.metadata.language,
        front.metadata.direction,
        block_lang=front.metadata.language,
        block_direction=front.metadata.direction,
    )
    walk = Walk(
        content,
        source,
        choices,
        ledger,
        known,
        index,
        state,
        frozenset(id(tag) for tag in titles if tag is not None),
    )
    kicker, title, subtitle = (_shown(walk, tag, state) for tag in titles)
    flow = Flow(state.lang, state.direction)
    for notice in content.notices:
        walk.fill(flow, [notice], state)
        walk.part(flow)
    for root in content.roots:
        inner = walk.inherited(root, state)
        walk.arrive(root)
        walk.fill(flow, root.contents, walk.within(root, inner))
        walk.part(flow)
    for picture in [tag for tag in known.elements if id(tag) in walk.described]:
        walk.describe(picture, state)  # a picture that is not shown after all
    children = walk.closed(walk.finish(flow))
    written = tuple(
        read_note(walk, found, state)
        for found in index.notes
        if id(found) not in walk.notes_written
    )
    return Converted(
        children,
        written,
        title or (Text(front.metadata.title),),
        kicker,
        subtitle,
        (*prepared, *index.diagnostics, *walk.diagnostics),
        tuple(walk.assets.files[key] for key in sorted(walk.assets.files)),
    )


def _shown(walk: Walk, tag: Tag | None, state: State) -> tuple[Inline, ...]:
    if tag is None:
        return ()
    inner = walk.within(tag, walk.inherited(tag, state))
    walk.arrive(tag)
    atoms = walk.atoms(tag, inner)
    if not atoms:
        return ()
    return tree(walk.marked(atoms), state.lang, state.direction, inner.at)
