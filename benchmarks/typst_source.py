"""A document as Typst's own source, for a fair comparison: no converter stands between.

Knows what the pages of the benchmark hold: headings, paragraphs, lists, links, emphasis,
tables with heads. Anything else is an error, so that nothing is compared that is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.model.nodes import (
    Block,
    Document,
    Inline,
    LineBreak,
    Link,
    List,
    Numbering,
    Paragraph,
    Row,
    Section,
    Span,
    SpanKind,
    Table,
    Text,
    Url,
)
from pipeline.model.outline import headings
from pipeline.model.walk import block_text

_MARKUP = re.compile(r"[\\#$*_`<>@\[\]=+/~'\"-]")
_PREAMBLE = """\
#set document(title: {title})
#set page(paper: "us-letter", numbering: "1 / 1")
#set text(lang: {lang}, size: 11pt)
#outline()
"""


def source(document: Document) -> str:
    """Return the source of a document that Typst makes a PDF/UA-1 of.

    Raises:
        NotImplementedError: if the document holds what this knows no source for.
    """
    title = _string(document.metadata.title)
    levels = {id(one.section): one.level for one in headings(document)}
    head = _PREAMBLE.format(title=title, lang=_string(document.metadata.language[:2]))
    return f"{head}= {_inlines(document.title)}\n\n{_blocks(document.children, levels)}\n"


def _blocks(blocks: Iterable[Block], levels: dict[int, int]) -> str:
    return "\n\n".join(_block(block, levels) for block in blocks)


def _block(block: Block, levels: dict[int, int]) -> str:
    match block:
        case Section():
            heading = f"{'=' * levels[id(block)]} {_inlines(block.title)}"
            return f"{heading}\n\n{_blocks(block.children, levels)}"
        case Paragraph():
            return _inlines(block.children)
        case List():
            kind = "list" if block.numbering in _BULLETS else "enum"
            items = ", ".join(f"[{_blocks(item.children, levels)}]" for item in block.items)
            return f"#{kind}({items})"
        case Table():
            return _table(block)
        case _:
            raise NotImplementedError(type(block).__name__)


_BULLETS = frozenset({Numbering.DISC, Numbering.CIRCLE, Numbering.SQUARE, Numbering.NONE})


def _inlines(nodes: Iterable[Inline]) -> str:
    return "".join(map(_inline, nodes))


def _inline(node: Inline) -> str:
    match node:
        case Text():
            return _MARKUP.sub(r"\\\g<0>", node.text)
        case LineBreak():
            return r" \ "
        case Span(SpanKind.EMPHASIS):
            return f"#emph[{_inlines(node.children)}]"
        case Span(SpanKind.STRONG):
            return f"#strong[{_inlines(node.children)}]"
        case Link(target=Url(address)):
            return f"#link({_string(address)})[{_inlines(node.children)}]"
        case _:
            raise NotImplementedError(type(node).__name__)


def _table(table: Table) -> str:
    columns = sum(cell.colspan for cell in (table.head or table.bodies[0].rows)[0].cells)
    head = ", ".join(_cells(table.head))
    body = ",\n".join(_cells([row for group in table.bodies for row in group.rows]))
    caption = _MARKUP.sub(r"\\\g<0>", block_text(table.caption))
    return (
        "#show figure: set block(breakable: true)\n"
        f"#figure(caption: [{caption}], table(columns: {columns},\n"
        f"table.header({head}),\n{body}))"
    )


def _cells(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        for cell in row.cells:
            match cell.children:
                case (Paragraph(children=children),):
                    yield f"[{_inlines(children)}]"
                case ():
                    yield "[]"
                case _:
                    raise NotImplementedError("a cell of several blocks")


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
