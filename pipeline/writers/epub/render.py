"""Document to XHTML files. After split and names, before navigation and package.

Depth is the source's to choose, so nothing here recurses: a node becomes pieces, and the
pieces that are nodes wait on a stack.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from pipeline.model.nodes import (
    Abbreviation,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionEntry,
    DefinitionList,
    Details,
    Document,
    Figure,
    Image,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    NoteReference,
    Paragraph,
    Quote,
    Row,
    RowGroup,
    Ruby,
    Section,
    Separator,
    Span,
    Table,
    Term,
    Text,
)
from pipeline.model.walk import AnyNode
from pipeline.writers.epub import markup
from pipeline.writers.epub.blocks import block
from pipeline.writers.epub.content import Content, Context, Piece, heading_words
from pipeline.writers.epub.cover import COVER_FILE
from pipeline.writers.epub.inlines import inline
from pipeline.writers.epub.markup import attribute, text
from pipeline.writers.epub.names import NOTES_FILE, TITLE_FILE
from pipeline.writers.epub.notes import endnotes
from pipeline.writers.epub.split import File


@dataclass(frozen=True, slots=True)
class Page:
    """One finished XHTML file."""

    name: str
    title: str
    data: bytes


def render(pieces: Iterable[Piece], content: Content) -> str:
    """Return pieces as XHTML."""
    parts: list[str] = []
    stack = list(reversed(list(pieces)))
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            parts.append(piece)
        else:
            stack.extend(reversed(_expand(*piece, content)))
    return "".join(parts)


def _expand(node: AnyNode, context: Context, content: Content) -> list[Piece]:
    match node:
        case (
            Text()
            | LineBreak()
            | Span()
            | Link()
            | NoteReference()
            | Abbreviation()
            | Ruby()
            | Math()
            | Image()
        ):
            return inline(node, context, content)
        case (
            Section()
            | Paragraph()
            | Quote()
            | CodeBlock()
            | Separator()
            | MathBlock()
            | List()
            | DefinitionList()
            | Details()
            | Figure()
            | Callout()
            | Table()
        ):
            return block(node, context, content)
        case (
            Document()
            | ListItem()
            | DefinitionEntry()
            | Term()
            | Definition()
            | RowGroup()
            | Row()
            | Cell()
            | Note()
        ):
            raise TypeError(f"{type(node).__name__} is written by the node that holds it")
        case _:
            assert_never(node)


def title_page(document: Document, content: Content) -> Page:
    """Return the title page: cover image, the title with its lines, who made it and when."""
    content.begin(TITLE_FILE)
    metadata, strings = document.metadata, content.strings
    context = Context(document.lang or metadata.language)
    alternative = strings.cover + strings.separator + metadata.title
    own = content.own_words(context.lang)
    name = content.names.new("title")
    pieces: list[Piece] = [
        f'<section class="title-page" epub:type="titlepage"{content.id_attribute(document)}'
        f' aria-labelledby="{name}">\n'
        f'<p class="cover"{own}><img role="doc-cover" src="{COVER_FILE}"'
        f"{attribute('alt', alternative)}/></p>\n"
    ]
    grouped = bool(document.kicker or document.subtitle)
    pieces.append("<hgroup>\n" if grouped else "")
    if document.kicker:
        pieces += ['<p class="kicker">', *_each(document.kicker, context), "</p>\n"]
    pieces += [f'<h1 id="{name}">', *_each(document.title, context), "</h1>\n"]
    if document.subtitle:
        pieces += ['<p class="subtitle" role="doc-subtitle">']
        pieces += [*_each(document.subtitle, context), "</p>\n"]
    pieces.append("</hgroup>\n" if grouped else "")
    pieces.append(_imprint(document, content, own))
    pieces.append("</section>\n")
    return _page(document, TITLE_FILE, strings.title_page, render(pieces, content))


def _each(nodes: Iterable[AnyNode], context: Context) -> list[Piece]:
    return [(node, context) for node in nodes]


def _imprint(document: Document, content: Content, own: str) -> str:
    """Return who made the report and when; words of the metadata, not of the text."""
    metadata, strings = document.metadata, content.strings
    lines = [f"<p>{text(creator)}</p>\n" for creator in metadata.creators]
    if metadata.publisher is not None and metadata.publisher not in metadata.creators:
        lines.append(f"<p>{text(metadata.publisher)}</p>\n")
    lines += [
        f"<p{own}>{text(words.format(date=date))}</p>\n"
        for words, date in (
            (strings.published, metadata.issued),
            (strings.modified, metadata.modified),
        )
        if date is not None
    ]
    return f'<div class="imprint">\n{"".join(lines)}</div>\n' if lines else ""


def body_page(document: Document, file: File, content: Content) -> Page:
    """Return one file of the body."""
    content.begin(file.name)
    context = Context(document.lang or document.metadata.language, file.level)
    body = render([(block, context) for block in file.blocks], content)
    return _page(document, file.name, _distinct(file_title(file, content), content), body)


def _distinct(title: str, content: Content) -> str:
    """Return a title for a file that no other file has."""
    heard = found = " ".join(title.split())  # spaces of another kind are not another title
    while found in content.titles:  # "Results (2)" may be a heading of the report as well
        content.titles[heard] += 1
        found = f"{heard} ({content.titles[heard]})"
    content.titles[found] = 1
    return found


def file_title(file: File, content: Content) -> str:
    """Return what a file is called: its first heading, numbered where it goes on.

    A heading without words is a picture without an alternative: the reader makes no other.
    """
    strings = content.strings
    words = strings.image_without_alternative if file.title else strings.start_of_content
    title = heading_words(file.title) or words
    return f"{title} ({file.part})" if file.part > 1 else title


def notes_page(document: Document, content: Content) -> Page:
    """Return the file of the notes."""
    content.begin(NOTES_FILE)
    context = Context(document.lang or document.metadata.language, listed=False)
    body = render(endnotes(document.notes, context, content), content)
    return _page(document, NOTES_FILE, _distinct(content.strings.notes, content), body)


def _page(document: Document, name: str, part: str, body: str) -> Page:
    """Return a page with a title that says the part first, then the book (EN-06)."""
    metadata = document.metadata
    title = part if part == metadata.title else f"{part} – {metadata.title}"
    data = markup.page(
        lang=document.lang or metadata.language,
        direction=document.direction or metadata.direction,
        title=title,
        body=body,
    )
    return Page(name, title, data)
