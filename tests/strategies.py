"""Hypothesis strategies that make any document the model allows.

``documents()`` holds every construct; notes, links and tables keep the model's invariants.
Text is of letters, digits, signs and a few scripts that the vendored fonts cover, unless
``characters`` says otherwise.
"""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    Asset,
    Block,
    Callout,
    CalloutKind,
    Cell,
    CodeBlock,
    Definition,
    DefinitionEntry,
    DefinitionList,
    Details,
    Document,
    Figure,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Metadata,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    Quote,
    Row,
    RowGroup,
    Scope,
    Section,
    Separator,
    Span,
    SpanKind,
    Table,
    Term,
    Text,
    Url,
)
from tests.documents import png

CHARACTERS = st.sampled_from(
    "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789éèàçñüßœŒÉ.,;:!?()[]{}<>&\"'“”«»–—…%$€#*_-+=/\\|~^@`"
    "αβγΩжяЖ≤≥−→✓\u00a0"
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=12)


@st.composite
def plain_text(draw: st.DrawFn, most: int = 8) -> str:
    """Words with single spaces; neither end is a space."""
    return " ".join(draw(st.lists(WORDS, min_size=1, max_size=most)))


LANGUAGES = st.sampled_from(["fr-CA", "en-CA", "de", "es-419"])
PICTURE = Asset("picture.png", "image/png", png(), 40, 20)


@st.composite
def inlines(draw: st.DrawFn, notes: tuple[str, ...] = (), depth: int = 2) -> tuple[Inline, ...]:
    """Inline content that begins and ends with a word; parts are separated by spaces."""
    content: list[Inline] = [Text(draw(plain_text()))]
    for _ in range(draw(st.integers(0, 3))):
        content[-1] = _with_space(content[-1])
        content.append(draw(_special(notes, depth)))
        content.append(Text(" " + draw(plain_text(4))))
    return tuple(content)


def _with_space(node: Inline) -> Inline:
    return Text(node.text + " ") if isinstance(node, Text) else node


@st.composite
def _special(draw: st.DrawFn, notes: tuple[str, ...], depth: int) -> Inline:
    words = (Text(draw(plain_text(3))),)
    choice = draw(st.integers(0, 7))
    if choice == 0 and notes:
        return NoteReference(draw(st.sampled_from(notes)))
    if choice == 1:
        return Link(
            words, Url("https://example.org/" + draw(st.sampled_from(["a", "b?c=d&e", "é"])))
        )
    if choice == 2:
        return Abbreviation(words, draw(plain_text(3)))
    if choice == 3:
        return Span(SpanKind.PLAIN, words, lang=draw(LANGUAGES))
    if choice == 4:
        return Image(draw(st.sampled_from([PICTURE, None])), draw(plain_text(3)))
    if choice == 5:
        return LineBreak()
    if depth and choice == 6:
        inner = (Text(draw(plain_text(2)) + " "), draw(_span(words)))
        return Span(draw(st.sampled_from([SpanKind.EMPHASIS, SpanKind.STRONG])), inner)
    return draw(_span(words))


@st.composite
def _span(draw: st.DrawFn, words: tuple[Inline, ...]) -> Span:
    kinds = [kind for kind in SpanKind if kind is not SpanKind.PLAIN]
    return Span(draw(st.sampled_from(kinds)), words)


@st.composite
def paragraphs(draw: st.DrawFn, notes: tuple[str, ...] = ()) -> Paragraph:
    """A paragraph, sometimes in another language."""
    return Paragraph(draw(inlines(notes)), lang=draw(st.none() | LANGUAGES))


@st.composite
def lists(draw: st.DrawFn, notes: tuple[str, ...], depth: int) -> List:
    """A list of any numbering; items may hold further blocks."""
    items = [
        ListItem(
            (draw(paragraphs(notes)), *draw(blocks(notes, depth - 1, most=1))),
            value=draw(st.none() | st.integers(1, 40)),
        )
        for _ in range(draw(st.integers(1, 4)))
    ]
    return List(
        tuple(items),
        draw(st.sampled_from(Numbering)),
        start=draw(st.integers(1, 30)),
        reversed=draw(st.booleans()),
    )


@st.composite
def tables(draw: st.DrawFn, notes: tuple[str, ...]) -> Table:
    """A regular table with one or two head rows, spans and row headers."""
    width = draw(st.integers(1, 4))
    row_headers = draw(st.booleans()) and width > 1

    def row_group(rows: int, header: bool) -> tuple[Row, ...]:
        taken: set[tuple[int, int]] = set()
        made = []
        for y in range(rows):
            cells = []
            for x in range(width):
                if (y, x) in taken:
                    continue
                is_header = header or (row_headers and x == 0)
                colspan = draw(st.integers(1, 2)) if not (row_headers and x == 0) else 1
                if any((y, x + dx) in taken or x + dx >= width for dx in range(colspan)):
                    colspan = 1
                rowspan = draw(st.integers(1, 2)) if y + 1 < rows else 1
                taken |= {(y + dy, x + dx) for dy in range(rowspan) for dx in range(colspan)}
                content = (draw(paragraphs(notes)),) if draw(st.integers(0, 5)) else ()
                scope = draw(st.sampled_from([Scope.AUTO, Scope.COLUMN])) if header else Scope.ROW
                cells.append(
                    Cell(content, scope if is_header else None, colspan=colspan, rowspan=rowspan)
                )
            made.append(Row(tuple(cells)))
        return tuple(made)

    return Table(
        caption=(draw(paragraphs()),) if draw(st.booleans()) else (),
        head=row_group(draw(st.integers(0, 2)), header=True),
        bodies=tuple(
            RowGroup(row_group(draw(st.integers(1, 4)), header=False))
            for _ in range(draw(st.integers(1, 2)))
        ),
    )


@st.composite
def blocks(
    draw: st.DrawFn, notes: tuple[str, ...] = (), depth: int = 2, most: int = 4
) -> tuple[Block, ...]:
    """Blocks without sections, nested up to ``depth``."""
    return tuple(draw(_block(notes, depth)) for _ in range(draw(st.integers(0, most))))


@st.composite
def _block(draw: st.DrawFn, notes: tuple[str, ...], depth: int) -> Block:
    choice = draw(st.integers(0, 10 if depth > 0 else 3))
    match choice:
        case 4 | 5:
            return draw(lists(notes, depth))
        case 6:
            return draw(tables(notes))
        case 7:
            return Quote((draw(paragraphs(notes)), *draw(blocks(notes, depth - 1, most=1))))
        case 8:
            kind = draw(st.sampled_from(CalloutKind))
            return Callout(kind, (draw(paragraphs(notes)), *draw(blocks(notes, depth - 1, most=1))))
        case 9:
            entry = DefinitionEntry(
                (Term(draw(inlines())),), (Definition((draw(paragraphs(notes)),)),)
            )
            return DefinitionList((entry,))
        case 10:
            if draw(st.booleans()):
                return Details(draw(inlines()), (draw(paragraphs(notes)),))
            image = Paragraph((Image(PICTURE, draw(plain_text(4))),))
            return Figure((image,), caption=(draw(paragraphs()),))
        case 2:
            return Separator()
        case 3:
            return CodeBlock((Text(draw(plain_text()) + "\n  " + draw(plain_text())),))
        case _:
            return draw(paragraphs(notes))


@st.composite
def sections(draw: st.DrawFn, notes: tuple[str, ...], level: int) -> Section:
    """A section with blocks and, up to level 7, further sections."""
    below: tuple[Block, ...] = ()
    if level < 7:
        count = draw(st.integers(0, 1 if level > 3 else 2))
        below = tuple(draw(sections(notes, level + draw(st.integers(1, 2)))) for _ in range(count))
    return Section(level, draw(inlines()), draw(blocks(notes, most=2)) + below)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A whole document with up to three notes, each cited or not."""
    names = tuple(f"n{index}" for index in range(draw(st.integers(0, 3))))
    labels = draw(st.sampled_from([("1", "2", "3"), ("a", "b", "c"), ("*", "†", "3")]))
    title = draw(plain_text(5))
    children = draw(blocks(names, most=2)) + tuple(
        draw(sections(names, 2)) for _ in range(draw(st.integers(1, 3)))
    )
    linked = tuple(child for child in children if isinstance(child, Section))
    if draw(st.booleans()):
        last = linked[-1]
        named = Section(last.level, last.title, last.children, id="target")
        link = Paragraph((Link((Text(draw(plain_text(2))),), Anchor("target")),))
        children = (*children[:-1], named, Section(2, (Text("See also"),), (link,)))
    return Document(
        metadata=Metadata(
            title=title,
            language=draw(st.sampled_from(["en", "en-CA", "fr-CA"])),
            creators=draw(st.sampled_from([(), ("Public Safety Canada",)])),
            issued=draw(st.sampled_from([None, "2022", "2022-05-31"])),
        ),
        title=(Text(title),),
        children=children,
        notes=tuple(
            Note(label, (draw(paragraphs()),), id=name)
            for name, label in zip(names, labels, strict=False)
        ),
    )
