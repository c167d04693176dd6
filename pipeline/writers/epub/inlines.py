"""Inline content to XHTML. One node becomes pieces: finished text and nodes to go on with."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never, cast

from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    Block,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    NoteReference,
    Paragraph,
    Ruby,
    Span,
    SpanKind,
    Text,
    Url,
)
from pipeline.model.walk import descendants, raised, spoken
from pipeline.writers.epub.addresses import is_absolute, percent_encoded
from pipeline.writers.epub.content import Content, Context, Entry, Piece, inside
from pipeline.writers.epub.formulas import formula
from pipeline.writers.epub.markup import attribute, passage, text


def inline(node: Inline, context: Context, content: Content) -> list[Piece]:
    """Return the pieces of one inline node."""
    within = inside(context, node)
    start = passage(node) if context.in_label else content.id_attribute(node) + passage(node)
    match node:
        case Text():
            return [_marked(node, context, content, start)]
        case LineBreak():
            return [" " if context.in_label else f"<br{start}/>"]
        case Span():
            if node.kind is SpanKind.PLAIN and not start:
                return _all(node.children, within)
            tag = node.kind.value
            return [f"<{tag}{start}>", *_all(node.children, within), f"</{tag}>"]
        case Link():
            return _link(node, start, within, content)
        case NoteReference():
            return [] if context.in_label else [_citation(node, start, context, content)]
        case Abbreviation():
            title = attribute("title", node.expansion)
            return [f"<abbr{start}{title}>", *_all(node.children, within), "</abbr>"]
        case Ruby():
            base, reading = _all(node.children, within), _all(node.reading, within)
            return [f"<ruby{start}>", *base, "<rt>", *reading, "</rt></ruby>"]
        case Math():
            if context.in_label:
                return [f"<span{start}>{text(node.text)}</span>" if start else text(node.text)]
            content.mathml.add(content.file)
            drawn = formula(node.mathml, node.text, block=False)
            marks = _marks(node, content)
            return [f"{marks}<span{start}>{drawn}</span>" if start else marks + drawn]
        case Image():
            return [_label_image(node) if context.in_label else image(node, context, content)]
        case _:
            assert_never(node)


def label(nodes: tuple[Inline, ...], context: Context, content: Content) -> str:
    """Return inline content for the navigation: without links, notes, ids and line breaks."""
    plain = replace(context, in_label=True)
    parts: list[str] = []
    stack: list[Piece] = [(node, plain) for node in reversed(nodes)]
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            parts.append(piece)
        else:
            node, around = piece
            stack.extend(reversed(inline(cast(Inline, node), around, content)))
    return "".join(parts).strip()


def caption_entry(
    caption: tuple[Block, ...], name: str | None, context: Context, content: Content
) -> Entry | None:
    """Return the line for a caption in a list of tables or figures, if it has words."""
    inlines = next((block.children for block in caption if isinstance(block, Paragraph)), ())
    words = spoken(inlines, raised)
    if not words:
        return None
    return Entry(label(inlines, context, content), words, f"{content.file}#{name}")


def image(node: Image, context: Context, content: Content) -> str:
    """Return an image with the id of its long description, if it has one (ES-09).

    An image that could not be had is its alternative as text. An alternative that the
    source does not give is not invented: the attribute is left out and the metadata says so.
    """
    start = content.id_attribute(node) + passage(node)
    marks = _marks(node, content)
    details = content.described.pop(id(node), None)
    if details is not None:
        start += attribute("aria-details", details)
    if node.asset is None:
        if node.alternative is None:
            words = text(content.strings.image_without_alternative)
            lang = "" if node.lang else content.own_words(context.lang)
            return f'{marks}<span class="missing-image"{start}{lang}>{words}</span>'
        if not node.alternative:
            return marks + (f"<span{start}></span>" if start else "")
        label = attribute("aria-label", node.alternative)
        return f'{marks}<span role="img"{start}{label}>{text(node.alternative)}</span>'
    size = f' width="{max(1, round(node.asset.width))}" height="{max(1, round(node.asset.height))}"'
    source = attribute("src", content.image_path(node.asset))
    if node.alternative is None:
        return f"{marks}<img{start}{source}{size}/>"
    if not node.alternative:
        return f'{marks}<img{start}{source}{size} alt="" role="presentation"/>'
    return f"{marks}<img{start}{source}{size}{attribute('alt', node.alternative)}/>"


def _all(nodes: tuple[Inline, ...], context: Context) -> list[Piece]:
    return [(node, context) for node in nodes]


def _marked(node: Text, context: Context, content: Content, start: str) -> str:
    """Return text with the markers of the pages that begin in it."""
    marks = [] if context.in_label else content.page_marks(node)
    parts, done = [], 0
    for offset, mark in marks:
        parts += [text(node.text[done:offset]), mark]
        done = offset
    parts.append(text(node.text[done:]))
    whole = "".join(parts)
    return f"<span{start}>{whole}</span>" if start else whole


def _marks(node: Math | Image, content: Content) -> str:
    return "".join(mark for _, mark in content.page_marks(node))


def _link(node: Link, start: str, within: Context, content: Content) -> list[Piece]:
    children = _all(node.children, replace(within, in_link=True))
    if within.in_label or within.in_link:
        return children
    title = "" if node.title is None else attribute("title", node.title)
    match node.target:
        case Anchor(id=name):
            target = attribute("href", content.names.address(name, content.file))
        case Url(address) if is_absolute(address):
            encoded = percent_encoded(address)
            target = attribute("href", encoded)
            if encoded != address:
                target += attribute("data-address", address)
        case Url(address):
            target = attribute("data-address", address)
            content.relative_links.append((address, node.at))
    # A citation is a link itself and cannot stand inside this one: it follows it.
    cited: list[Piece] = [
        (inner, replace(within, in_link=False))
        for child in node.children
        for inner in descendants(child)
        if isinstance(inner, NoteReference)
    ]
    marks = content.marks_before(node.children)
    return [f"{marks}<a{start}{target}{title}>", *children, "</a>", *cited]


def _citation(node: NoteReference, start: str, context: Context, content: Content) -> str:
    """Return a reference to a note (ES-02); inside a link nothing, the link cares for it."""
    if context.in_link:
        return ""
    content.cited[node.note] += 1
    _, name = content.names.citations[node.note][content.cited[node.note] - 1]
    target = content.names.address(node.note, content.file)
    label = content.labels[node.note]
    spoken = attribute("aria-label", content.strings.note_reference.format(label=label))
    # A node may have an id of its own beside the one that the way back needs.
    before = f"<span{start}></span>" if start else ""
    return (
        f'{before}<a role="doc-noteref" epub:type="noteref" id="{name}"'
        f"{attribute('href', target)}{spoken}>{text(label)}</a>"
    )


def _label_image(node: Image) -> str:
    return text(node.alternative or "")
