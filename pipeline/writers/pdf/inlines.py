"""Inline content to elements, leaves and runs. The part of the plan below a leaf block."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    Direction,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    NoteReference,
    Ruby,
    Span,
    SpanKind,
    Text,
    Url,
)
from pipeline.model.walk import descendants, one_line, raised, spoken
from pipeline.writers.pdf.draft import Draft
from pipeline.writers.pdf.fonts import Style
from pipeline.writers.pdf.lines import Item, Look, Run
from pipeline.writers.pdf.replaced import image_items, math_item
from pipeline.writers.pdf.surroundings import Context
from pipeline.writers.pdf.tags import (
    Annotation,
    Element,
    LayoutAttributes,
    Leaf,
)

_ROLES = {
    SpanKind.EMPHASIS: "Em",
    SpanKind.STRONG: "Strong",
    SpanKind.CODE: "Code",
    SpanKind.SUBSCRIPT: "Subscript",
    SpanKind.SUPERSCRIPT: "Superscript",
    SpanKind.DELETED: "Deleted",
    SpanKind.INSERTED: "Inserted",
    SpanKind.MARKED: "Marked",
    SpanKind.QUOTED: "Quote",
}
_ATTRIBUTES = {
    SpanKind.SUBSCRIPT: LayoutAttributes(position="Sub"),
    SpanKind.SUPERSCRIPT: LayoutAttributes(position="Sup"),
    SpanKind.DELETED: LayoutAttributes(decoration="LineThrough"),
    SpanKind.INSERTED: LayoutAttributes(decoration="Underline"),
}
_APART = frozenset({"Figure", "Formula", "RP"})
"""What is told by its alternative, and the parentheses around the reading of a ruby."""
_ITALIC = {Style.REGULAR: Style.ITALIC, Style.BOLD: Style.BOLD_ITALIC}
_BOLD = {
    Style.REGULAR: Style.BOLD,
    Style.ITALIC: Style.BOLD_ITALIC,
    Style.MONO: Style.MONO_BOLD,
}
_MONO = {Style.BOLD: Style.MONO_BOLD, Style.BOLD_ITALIC: Style.MONO_BOLD}
_ISOLATE = {Direction.LEFT_TO_RIGHT: "\u2066", Direction.RIGHT_TO_LEFT: "\u2067"}
_END_OF_ISOLATE = "\u2069"


def inline(draft: Draft, nodes: tuple[Inline, ...], context: Context) -> list[Item[Leaf]]:
    """Plan the inline content of an element; the items are for the line breaker."""
    items: list[Item[Leaf]] = []
    before = draft.newest
    if all(map(_is_blank, nodes)):  # then spaces and line ends say nothing either
        _inlines(draft, nodes, replace(context, element=Element("Artifact")), items)
    else:
        _inlines(draft, nodes, context, items)
    draft.settle(context.element, before)
    return items


def _inlines(
    draft: Draft, nodes: tuple[Inline, ...], context: Context, items: list[Item[Leaf]]
) -> None:
    for node in nodes:
        _inline(draft, node, context, items)


def _inline(draft: Draft, node: Inline, context: Context, items: list[Item[Leaf]]) -> None:
    if _is_blank(node):  # an element that says nothing is none
        node = _plain(node)
    foreign = node.lang is not None and node.lang != context.lang
    if foreign and isinstance(node, Text | LineBreak | NoteReference):
        context = _inner(context, "Span", lang=node.lang)
    match node:
        case Text():
            draft.expect(node.id)
            leaf = _leaf(draft, context, node)
            items.append(Run(node.text, context.look, leaf))
        case LineBreak():
            draft.expect(node.id)
            _newline(draft, context, items)
        case Span():
            _span(draft, node, context, items)
        case Link():
            _link(draft, node, context, items)
        case NoteReference():
            draft.expect(node.id)
            _citation(draft, node, context, items)
        case Abbreviation():
            inner = _inner(context, "Span", lang=node.lang)
            inner.element.expansion = node.expansion
            draft.expect(node.id, inner.element)
            _inlines(draft, node.children, inner, items)
        case Ruby():
            _ruby(draft, node, context, items)
        case Math():
            draft.expect(node.id)
            items.append(math_item(draft, node, context))
        case Image():
            draft.expect(node.id)
            items.extend(image_items(draft, node, context))
        case _:
            assert_never(node)


def _leaf(draft: Draft, context: Context, source: Text | None) -> Leaf:
    if context.element.role == "Artifact":
        return Leaf("Artifact")
    leaf = draft.leaf(context.element, source)
    if context.link is not None:
        draft.links[leaf] = context.link
    return leaf


def _inner(
    context: Context, role: str, *, lang: str | None = None, look: Look | None = None
) -> Context:
    element = Element(role, lang=lang if lang != context.lang else None)
    context.element.children.append(element)
    return replace(context, element=element, look=look or context.look, lang=lang or context.lang)


def _newline(draft: Draft, context: Context, items: list[Item[Leaf]]) -> None:
    """Add a forced break to the run before it: alone it would be tagged white space.

    Not to what is read in another way than its letters stand there.
    """
    match items[-1] if items else None:
        case Run(text=text, leaf=leaf, offset=offset) if not (
            leaf in draft.citations or leaf.role in _APART
        ):
            items.append(Run("\n", context.look, leaf, offset + len(text)))
        case _:
            items.append(Run("\n", context.look, _leaf(draft, context, None)))


def _span(draft: Draft, node: Span, context: Context, items: list[Item[Leaf]]) -> None:
    foreign = node.lang is not None and node.lang != context.lang
    if node.kind is SpanKind.PLAIN:
        if foreign:
            context = _inner(context, "Span", lang=node.lang)
            draft.expect(node.id, context.element)
        else:
            draft.expect(node.id)
    else:
        look = _look(draft, node.kind, context.look)
        context = _inner(context, _ROLES[node.kind], lang=node.lang, look=look)
        context.element.attributes = _ATTRIBUTES.get(node.kind)
        draft.expect(node.id, context.element)
    start = len(items)
    _inlines(draft, node.children, context, items)
    if node.direction is not None:
        _isolate(items, start, node.direction)


def _is_blank(node: Inline) -> bool:
    """Tell whether a node and those in it hold but white space and pictures that say nothing."""
    for part in descendants(node):
        match part:
            case Span() | Abbreviation() | Ruby() | LineBreak():
                pass
            case Text(text=text) if not one_line(text):
                pass
            case Image(alternative=""):
                pass
            case _:
                return False
    return True


def _plain(node: Inline) -> Inline:
    """Return a node that says nothing without a meaning or language of its own."""
    match node:
        case Span() | Abbreviation():
            return Span(SpanKind.PLAIN, node.children, id=node.id, direction=node.direction)
        case Ruby():
            return Span(SpanKind.PLAIN, node.children + node.reading, id=node.id)
        case _:
            return replace(node, lang=None)


def _isolate(items: list[Item[Leaf]], start: int, direction: Direction) -> None:
    """Set a stretch apart for the bidirectional algorithm, as HTML's ``dir`` does."""
    inside = [item for item in items[start:] if isinstance(item, Run)]
    if inside:
        first, last = inside[0], inside[-1]
        mark = _ISOLATE[direction]
        items.insert(start, Run(mark, first.look, first.leaf, first.offset, drawn=False))
        end = last.offset + len(last.text)
        items.append(Run(_END_OF_ISOLATE, last.look, last.leaf, end, drawn=False))


def _look(draft: Draft, kind: SpanKind, look: Look) -> Look:
    theme = draft.theme
    style = look.style
    small = look.size * (0.85 if theme.body_size >= 16 else 0.7)
    match kind:
        case SpanKind.EMPHASIS:
            look = replace(look, style=(_ITALIC if theme.italics else _BOLD).get(style, style))
        case SpanKind.STRONG:
            look = replace(look, style=_BOLD.get(style, style))
        case SpanKind.CODE:
            look = replace(look, style=_MONO.get(style, Style.MONO))
        case SpanKind.SUBSCRIPT:
            look = replace(look, size=small, rise=look.rise - look.size * 0.16)
        case SpanKind.SUPERSCRIPT:
            look = replace(look, size=small, rise=look.rise + look.size * 0.34)
        case SpanKind.DELETED:
            look = replace(look, strike=True)
        case SpanKind.INSERTED:
            look = replace(look, underline=True)
        case SpanKind.MARKED if theme.palette.table_head != theme.palette.paper:
            look = replace(look, background=theme.palette.table_head)
        case SpanKind.MARKED:
            look = replace(look, style=_BOLD.get(style, style))
        case SpanKind.QUOTED | SpanKind.PLAIN:
            pass
        case _:
            assert_never(kind)
    return draft.styles.share(look)


def _link(draft: Draft, node: Link, context: Context, items: list[Item[Leaf]]) -> None:
    palette = draft.theme.palette
    look = draft.styles.share(replace(context.look, colour=palette.link, underline=True))
    inner = _inner(context, "Link", lang=node.lang, look=look)
    draft.expect(node.id, inner.element)
    text = spoken((node,), raised)
    if node.title is not None and node.title != text:
        text = f"{text}{draft.strings.separator}{node.title}" if text else node.title
    match node.target:
        case Url(address):
            if text and text != address:
                text = draft.strings.opens_web_page.format(text=text, address=address)
            annotation = Annotation(address, text or address)
        case Anchor(name):
            annotation = Annotation("", text or draft.strings.links)
            draft.open_links.append((annotation, name))
        case _:
            assert_never(node.target)
    start = len(items)
    inside = replace(inner, link=annotation, outside=context.element)
    _inlines(draft, node.children, inside, items)
    if any(draft.links.get(item.leaf) is annotation for item in items[start:]):
        inner.element.children.append(annotation)
    else:  # a link with nothing to see is no link
        context.element.children.remove(inner.element)


def _citation(draft: Draft, node: NoteReference, context: Context, items: list[Item[Leaf]]) -> None:
    cited = draft.notes[node.note]
    superscript = _look(draft, SpanKind.SUPERSCRIPT, context.look)
    look = draft.styles.share(
        replace(superscript, colour=draft.theme.palette.link, underline=False, background=None)
    )
    if context.outside is not None:  # a link holds no other; this one follows it
        context = replace(context, element=context.outside, link=None, outside=None)
    if not draft.modern:
        context = _inner(context, "Reference")
    name = draft.strings.note_reference.format(label=cited.note.label)
    annotation = Annotation(cited.element, name)
    inner = replace(_inner(context, "Link", look=look), link=annotation)
    if not cited.citations and not cited.placed:
        draft.cited.append(node.note)
    cited.citations.append(inner.element)
    leaf = _leaf(draft, inner, None)
    draft.citations[leaf] = cited.flow
    # Two citations in a row are parted, or "1" and "2" would be read as 12.
    previous = items[-1] if items else None
    parted = isinstance(previous, Run) and previous.leaf in draft.citations
    items.append(Run(f" {cited.note.label}" if parted else cited.note.label, look, leaf))
    inner.element.children.append(annotation)
    if draft.modern:
        inner.element.references.append(cited.element)


def _ruby(draft: Draft, node: Ruby, context: Context, items: list[Item[Leaf]]) -> None:
    """Set the reading in parentheses behind the base text."""
    ruby = _inner(context, "Ruby", lang=node.lang)
    draft.expect(node.id, ruby.element)
    _inlines(draft, node.children, _inner(ruby, "RB"), items)
    small = draft.styles.share(
        replace(context.look, size=max(context.look.size * 0.8, min(9.0, context.look.size)))
    )
    for role, text in (("RP", "("), ("RT", None), ("RP", ")")):
        part = _inner(ruby, role, look=small)
        if text is None:
            _inlines(draft, node.reading, part, items)
        else:
            items.append(Run(text, small, _leaf(draft, part, None)))
