"""Blocks to passages. After ``inlines``, before ``lines``.

Everything that a page says by its look has one of three shapes here: a paragraph at the
margin of what holds it; an item, whose mark stands one step in and whose content two; and
a *marked* block, ``[Caption] …``, whose first paragraph follows the mark on its line and
whose further blocks stand two steps in. So a part can be heard, found and read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never
from unicodedata import normalize

from pipeline.callouts import word_for
from pipeline.model.grid import grid
from pipeline.model.labels import is_ordered, labels
from pipeline.model.nodes import (
    Block,
    Callout,
    CodeBlock,
    DefinitionList,
    Details,
    Figure,
    Inline,
    List,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Section,
    Separator,
    Table,
)
from pipeline.model.walk import descendants, is_seen, one_line, plain
from pipeline.options import NotePlacement
from pipeline.writers.text.brackets import parted
from pipeline.writers.text.characters import NO_BREAK, NOT_SEEN, normalised
from pipeline.writers.text.inlines import inline, marks_of
from pipeline.writers.text.journey import Convention, Journey, label_of
from pipeline.writers.text.lines import CODE_GOES_ON, Passage
from pipeline.writers.text.tables import Told, aligned, size_mark, told

BULLET = "-"
_LIKE_A_MARK = re.compile(r"(?:[-‐‑‒–—―−•◦▪·]|[-‐‑‒–—―−•◦▪·]?\^?[0-9A-Za-z]+[.)])(?:\s|$)")


def step(journey: Journey) -> int:
    """Return how many spaces one step of indentation takes: fewer on a narrow display."""
    columns = journey.options.text.width
    return 1 if columns is not None and columns <= 40 else 2


def inner(journey: Journey, margin: int) -> int:
    """Return the margin of content two steps in; it says how deep that is, however deep."""
    return margin + 2 * step(journey)


def body(journey: Journey, children: Sequence[Block], margin: int) -> Iterator[Passage]:
    """Yield the passages of a section's or the document's content.

    Where notes stand in their section they follow its own content, before its first
    subsection; what is quoted or noted in a section has no place of its own for them.
    """
    placed = journey.options.text.notes is NotePlacement.FOOT and margin == 0
    for child in children:
        if placed and isinstance(child, Section):
            yield from cited_notes(journey, margin)
        yield from block(journey, child, margin)
    if placed:
        yield from cited_notes(journey, margin)


def blocks(journey: Journey, nodes: Iterable[Block], margin: int) -> Iterator[Passage]:
    """Yield the passages of blocks at a margin (in spaces)."""
    for node in nodes:
        yield from block(journey, node, margin)


def block(journey: Journey, node: Block, margin: int) -> Iterator[Passage]:
    """Yield the passages of one block at a margin (in spaces)."""
    with journey.speaking(node.lang):
        yield from _block(journey, node, margin)


def _block(journey: Journey, node: Block, margin: int) -> Iterator[Passage]:
    words = journey.strings.text
    match node:
        case Section():
            yield from _section(journey, node, margin)
        case Paragraph():
            yield from paragraph(journey, node.children, margin)
        case MathBlock():
            for _, label in journey.pages.pop(id(node), ()):
                yield Passage(f"[{journey.strings.page} {label}]", margin, margin)
            yield from paragraph(journey, (_as_words(node),), margin)
        case Quote():
            yield from apart(journey, words.quotation, node.children, margin)
        case Callout():
            word = word_for(node.kind, journey.strings) or journey.strings.text.aside
            yield from apart(journey, word, node.children, margin)
        case CodeBlock():
            yield from _code(journey, node, margin)
        case Separator():
            journey.use(Convention.BLOCKS, f"[{words.separator}]")
            yield Passage(f"[{words.separator}]", margin, margin)
        case List():
            yield from _list(journey, node, margin)
        case DefinitionList():
            yield from _definitions(journey, node, margin)
        case Details():
            yield from _details(journey, words.details, node, margin)
        case Figure():
            yield from blocks(journey, node.children, margin)
            if node.caption:
                yield from marked(journey, words.caption, node.caption, margin)
            if node.description is not None:
                with journey.speaking(node.description.lang):
                    yield from _details(journey, words.description, node.description, margin)
        case Table():
            yield from _table(journey, node, margin)
        case _:
            assert_never(node)


def paragraph(journey: Journey, children: tuple[Inline, ...], margin: int) -> Iterator[Passage]:
    """Yield a paragraph; nothing where all its images are decorative."""
    text = inline(journey, children)
    if text:
        yield Passage(text, margin, margin)


def marked(
    journey: Journey,
    mark: str,
    nodes: Sequence[Block],
    margin: int,
    *,
    convention: Convention = Convention.BLOCKS,
) -> Iterator[Passage]:
    """Yield blocks after a mark: a first paragraph on its line, the rest two steps in."""
    journey.use(convention, f"[{mark}]")
    yield from labelled(journey, f"[{mark.replace(' ', NO_BREAK)}]", nodes, margin)


def labelled(
    journey: Journey, label: str, nodes: Sequence[Block], margin: int
) -> Iterator[Passage]:
    """Yield blocks after a label, which is written as it stands and may be empty."""
    rest = inner(journey, margin)
    first, others = _first_line(journey, nodes)
    if label or first:
        yield Passage(f"{label} {first}".strip(" "), margin, rest)
    yield from blocks(journey, others, rest)


def _first_line(journey: Journey, nodes: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """Return what stands on the line of a mark, a first paragraph, and the other blocks."""
    match nodes:
        case [Paragraph() as first, *others]:
            with journey.speaking(first.lang):
                return inline(journey, first.children), others
        case [MathBlock() as first, *others] if id(first) not in journey.pages:
            with journey.speaking(first.lang):
                return inline(journey, (_as_words(first),)), others
        case _:
            return "", nodes


def _as_words(node: MathBlock) -> Math:
    """Return a formula that is a block as the words of a paragraph."""
    return Math(node.mathml, node.text)


def apart(journey: Journey, word: str, nodes: Sequence[Block], margin: int) -> Iterator[Passage]:
    """Yield a part that is set apart, closed by a mark when it is more than a paragraph."""
    yield from marked(journey, word, nodes, margin)
    if not (len(nodes) == 1 and isinstance(nodes[0], Paragraph)):
        yield _end(journey, word, margin)


def cited_notes(journey: Journey, margin: int) -> Iterator[Passage]:
    """Yield the notes cited and not yet told, and those that they cite in turn."""
    notes = {note.id: note for note in journey.document.notes}
    while journey.cited:
        name = next(iter(journey.cited))
        journey.cited.pop(name)
        found = notes.get(name)
        if found is not None and journey.untold.pop(name, None) is not None:
            yield from note(journey, found, margin)


def note(journey: Journey, node: Note, margin: int) -> Iterator[Passage]:
    """Yield one note after its mark."""
    label = journey.labels[node.id] if node.id is not None else label_of(node)
    mark = journey.strings.text.note.format(label=label)
    with journey.speaking(node.lang):
        yield from marked(journey, mark, node.children, margin, convention=Convention.NOTES)


def end_mark(journey: Journey, word: str) -> str:
    """Return the mark that closes a part: ``[End of quotation]``."""
    word = word[:1].lower() + word[1:]
    return f"[{journey.strings.text.end_of.format(what=word)}]"


def _end(journey: Journey, word: str, margin: int) -> Passage:
    mark = end_mark(journey, word)
    journey.end_mark = journey.end_mark or mark
    return Passage(mark.replace(" ", NO_BREAK), margin, margin)


def _section(journey: Journey, node: Section, margin: int) -> Iterator[Passage]:
    mark = journey.strings.text.section.format(number=journey.numbers[id(node)])
    journey.use(Convention.SECTIONS, f"[{mark}]")
    title = inline(journey, node.title).replace("\n", " ")
    text = f"[{mark.replace(' ', NO_BREAK)}] {title}".rstrip(" ")
    yield Passage(text, margin, inner(journey, margin), gap=2)
    yield from body(journey, node.children, margin)


def _code(journey: Journey, node: CodeBlock, margin: int) -> Iterator[Passage]:
    word = journey.strings.text.code
    journey.use(Convention.BLOCKS, f"[{word}]")
    for child in node.children:
        for current in descendants(child):
            for _, label in journey.pages.pop(id(current), ()):
                yield Passage(f"[{journey.strings.page} {label}]", margin, margin)
    yield Passage(f"[{word}]", margin, margin)
    code = plain(node.children, journey.power).expandtabs(4)  # before signs take more room
    for line in code.split("\n"):
        head, tail = parted(normalised(line), journey.strings)
        for part in (head, CODE_GOES_ON + tail) if tail else (head,):
            yield Passage(part, margin, margin, gap=0, code=True)
        columns = journey.options.text.width
        if tail or (columns is not None and len(line) + margin > columns):
            journey.use(Convention.CODE_LINES, CODE_GOES_ON.strip())
    end = _end(journey, word, margin)
    text = f"{end.text} {marks_of(journey, node.children)}".rstrip(" ")
    yield replace(end, text=text, hanging=inner(journey, margin), gap=0)


def _list(journey: Journey, node: List, margin: int) -> Iterator[Passage]:
    rest = inner(journey, margin)
    at = max(rest - step(journey), margin)
    loose = any(not _is_simple(item.children) for item in node.items)
    marks = [label if is_ordered(node) or not label else BULLET for label in labels(node)]
    for index, (label, item) in enumerate(zip(marks, node.items, strict=True)):
        with journey.speaking(item.lang):
            for number, passage in enumerate(_item(journey, label, item.children, at, rest)):
                if number == 0:
                    yield replace(passage, gap=1 if loose or index == 0 else 0)
                else:
                    yield passage if loose else replace(passage, gap=0)


def _item(
    journey: Journey, label: str, children: Sequence[Block], at: int, rest: int
) -> Iterator[Passage]:
    first, others = _first_line(journey, children)
    seen = normalize("NFKC", "".join(sign for sign in first if sign not in NOT_SEEN))
    if not label and (not seen or _LIKE_A_MARK.match(seen)):
        label = BULLET  # else words of the source would be taken for a mark
    yield Passage(f"{label}{NO_BREAK if first and label else ''}{first}", at, rest)
    yield from blocks(journey, others, rest)


def _is_simple(children: Sequence[Block]) -> bool:
    """Tell whether an item is a paragraph, perhaps with a list of such items under it."""
    if len(children) > 2 or any(isinstance(child, Paragraph) for child in children[1:]):
        return False
    return all(
        isinstance(child, Paragraph)
        or (isinstance(child, List) and all(_is_simple(item.children) for item in child.items))
        for child in children
    )


def _definitions(journey: Journey, node: DefinitionList, margin: int) -> Iterator[Passage]:
    words = journey.strings.text
    mark = f"[{words.term}]"
    journey.use(Convention.DEFINITIONS, mark)
    rest = inner(journey, margin)
    for entry in node.entries:
        gap: int | None = 1
        for term in entry.terms:
            with journey.speaking(term.lang or entry.lang):
                text = inline(journey, term.children)
            yield Passage(f"{mark} {text}".rstrip(" "), margin, rest, gap=gap or 0)
            gap = 0
        for definition in entry.definitions:
            with journey.speaking(definition.lang or entry.lang):
                label = f"[{words.definition}]"
                for passage in labelled(journey, label, definition.children, margin):
                    yield passage if gap is None else replace(passage, gap=gap)
                    gap = None
            gap = 0


def _table(journey: Journey, node: Table, margin: int) -> Iterator[Passage]:
    """Yield a table: size and caption, summary, rows, notes, end."""
    words = journey.strings.text
    layout = grid(node)
    rest = inner(journey, margin)
    yield from marked(
        journey, size_mark(journey, layout), node.caption, margin, convention=Convention.TABLES
    )
    if node.summary is not None and one_line(node.summary):
        text = normalised(one_line(node.summary))
        yield Passage(f"[{words.summary}{journey.strings.separator}{text}]", margin, rest, gap=0)
    for each in told(journey, node, layout):
        yield from _cell(journey, each, margin)
    if journey.options.text.aligned_tables:
        available = (journey.options.text.width or 72) - margin
        in_columns = aligned(journey, layout, available)
        if in_columns:
            yield Passage(f"[{words.aligned}]", margin, margin)
            for line in in_columns:
                yield Passage(line, margin, margin, gap=0, code=True)
            yield Passage(end_mark(journey, words.aligned), margin, margin, gap=0)
    for each_note in node.notes:
        journey.cited.pop(each_note.id or "", None)
        yield from note(journey, each_note, margin)
    yield Passage(end_mark(journey, words.table_word).replace(" ", NO_BREAK), margin, margin)


def _cell(journey: Journey, line: Told, margin: int) -> Iterator[Passage]:
    """Yield a cell without pause, but no paragraph may look as if the one before went on."""
    before: Passage | None = None
    for passage in _content(journey, line, margin):
        if before is None:
            gap = line.begins_row
        else:
            gap = passage.indent == before.hanging and not (passage.code or before.code)
        yield replace(passage, gap=int(gap))
        before = passage


def _content(journey: Journey, line: Told, margin: int) -> list[Passage]:
    rest = inner(journey, margin)
    if line.cell is None:
        return [Passage(line.label, margin, rest)]
    with journey.speaking(line.cell.lang or line.lang):
        passages = list(labelled(journey, line.label, line.cell.children, margin))
    if not any(is_seen(passage.text.removeprefix(line.label)) for passage in passages):
        mark = f"[{journey.strings.text.blank}]"
        journey.use(Convention.BLANK, mark)
        return [Passage(f"{line.label} {mark}".lstrip(" "), margin, rest)]
    if passages[0].indent != margin:
        # Else nothing at the margin would part it from the cell before.
        mark = f"[{journey.strings.text.cell.format(number=line.column)}]"
        journey.use(Convention.CELLS, mark)
        return [Passage(mark.replace(" ", NO_BREAK), margin, rest), *passages]
    return passages


def _details(journey: Journey, word: str, node: Details, margin: int) -> Iterator[Passage]:
    summary = () if not node.summary else (Paragraph(node.summary),)
    yield from marked(journey, word, (*summary, *node.children), margin)
    yield _end(journey, word, margin)
