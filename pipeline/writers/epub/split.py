"""Document to files: which blocks stand together in one XHTML file. The EPUB's first step.

Each top section gets a file of its own; a section too large for a small reading device is
parted at its subsections, and text without sections between blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model.nodes import Block, Document, Inline, Math, MathBlock, Section, Text
from pipeline.model.walk import AnyNode, descendants

LARGE = 120_000
"""Characters of text in a file, beyond which it is parted; markup about doubles them. Old
reading devices slow down, or fail, with files of more than about 300 KB."""


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """What one XHTML file holds."""

    name: str
    """In the package's folder: ``section-003.xhtml``."""
    blocks: tuple[Block, ...]
    level: int
    """Level of the heading above the blocks: 1 for the title, 2 below a top section."""
    title: tuple[Inline, ...] = ()
    """Heading of the first section in it, empty for text before the first section."""
    part: int = 1
    """2 and more where the text goes on from the file before without a heading."""


def split(document: Document) -> tuple[File, ...]:
    """Return the files of the body in reading order; none for a document without content."""
    files: list[File] = []
    count = 0
    for blocks, level, title, part in _parts(document):
        if title or files:
            count += 1
            name = f"section-{count:03}.xhtml"
        else:
            name = "opening.xhtml"
        files.append(File(name, blocks, level, title, part))
    return tuple(files)


_Part = tuple[tuple[Block, ...], int, tuple[Inline, ...], int]


def _parts(document: Document) -> Iterator[_Part]:
    stack = [(group, 1) for group in reversed(_by_section(document.children))]
    while stack:
        group, level = stack.pop()
        first = group[0]
        if not isinstance(first, Section) or _size(group) <= LARGE:
            yield from _by_size(group, level)
            continue
        inner = _by_section(first.children)
        lead: tuple[Block, ...] = ()
        if inner and not isinstance(inner[0][0], Section):
            lead, inner = inner[0], inner[1:]
        if not inner:
            yield from _by_size(group, level)
            continue
        # What follows a section in its group is no longer in it, so it comes last.
        rest = [(group[1:], level)] if len(group) > 1 else []
        yield from _by_size((replace(first, children=lead),), level)
        stack.extend(rest)
        stack.extend((part, level + 1) for part in reversed(_together(inner)))


def _by_section(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Return groups that begin with a section each; the first may have none."""
    groups: list[list[Block]] = []
    for block in blocks:
        if isinstance(block, Section) or not groups:
            groups.append([])
        groups[-1].append(block)
    return [tuple(group) for group in groups]


def _together(groups: list[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """Join small neighbours, so that a parted section does not become a hundred files."""
    joined: list[tuple[Block, ...]] = []
    size = LARGE
    for group in groups:
        added = _size(group)
        if size + added > LARGE:
            joined.append(group)
            size = added
        else:
            joined[-1] += group
            size += added
    return joined


def _by_size(blocks: tuple[Block, ...], level: int) -> Iterator[_Part]:
    """Part a run of blocks where it is too long; a single block is never cut."""
    first = blocks[0]
    title = first.title if isinstance(first, Section) else ()
    if isinstance(first, Section) and len(first.children) > 1 and _size(blocks) > LARGE:
        runs = _runs(first.children)
        yield (replace(first, children=runs[0]),), level, title, 1
        for part, run in enumerate(runs[1:], 2):
            yield run, level + 1, title, part
        if len(blocks) > 1:
            yield blocks[1:], level, title, len(runs) + 1
        return
    if isinstance(first, Section):
        yield blocks, level, title, 1
        return
    for part, run in enumerate(_runs(blocks), 1):
        yield run, level, title, part


def _runs(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    runs: list[list[Block]] = []
    size = LARGE
    for block in blocks:
        added = _size((block,))
        if not runs or size + added > LARGE:
            runs.append([])
            size = 0
        runs[-1].append(block)
        size += added
    return [tuple(run) for run in runs]


def _size(blocks: tuple[Block, ...]) -> int:
    return sum(_length(node) for block in blocks for node in descendants(block))


def _length(node: AnyNode) -> int:
    match node:
        case Text():
            return len(node.text)
        case Math() | MathBlock():
            return len(node.mathml)
        case _:
            return 8
