"""Blocks to XHTML. One node becomes pieces: finished text and nodes to go on with."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from pipeline.callouts import callout_label
from pipeline.model.labels import is_ordered
from pipeline.model.nodes import (
    Block,
    Callout,
    CalloutKind,
    CodeBlock,
    DefinitionList,
    Details,
    Figure,
    Image,
    Inline,
    List,
    MathBlock,
    Numbering,
    Paragraph,
    Quote,
    Section,
    Separator,
    Table,
)
from pipeline.model.walk import descendants
from pipeline.writers.epub.content import Content, Context, Entry, Piece, heading_words, inside
from pipeline.writers.epub.formulas import formula
from pipeline.writers.epub.inlines import caption_entry, label
from pipeline.writers.epub.markup import attribute, passage, text
from pipeline.writers.epub.roles import section_role
from pipeline.writers.epub.tables import table

_LIST_TYPES = {
    Numbering.LOWER_ALPHA: "a",
    Numbering.UPPER_ALPHA: "A",
    Numbering.LOWER_ROMAN: "i",
    Numbering.UPPER_ROMAN: "I",
}


def block(node: Block, context: Context, content: Content) -> list[Piece]:
    """Return the pieces of one block."""
    within = inside(context, node)
    if isinstance(node, Section):
        return _section(node, within, content)
    if isinstance(node, Table):
        return table(node, context, content)
    if isinstance(node, Figure):
        return _figure(node, context, content)
    start = content.id_attribute(node) + passage(node)
    match node:
        case Paragraph():
            kind = ' class="image"' if _is_image(node.children) else ""
            return [f"<p{kind}{start}>", *_all(node.children, within), "</p>\n"]
        case Quote():
            return [f"<blockquote{start}>\n", *_all(node.children, within), "</blockquote>\n"]
        case CodeBlock():
            return [f"<pre{start}><code>", *_all(node.children, within), "</code></pre>\n"]
        case Separator():
            return [f"<hr{start}/>\n"]
        case MathBlock():
            content.mathml.add(content.file)
            marks = "".join(mark for _, mark in content.page_marks(node))
            drawn = formula(node.mathml, node.text, block=True)
            named = attribute("aria-label", content.strings.epub.formula)
            frame = f'<div class="math" role="group" tabindex="0"{start}{named}>'
            return [f"{frame}{marks}{drawn}</div>\n"]
        case List():
            return _list(node, start, within, content)
        case DefinitionList():
            return _definitions(node, start, within, content)
        case Details():
            summary = _all(node.summary, within)
            body = _all(node.children, within)
            opened = f'<div class="details"{start}>\n<p class="summary">'
            return [opened, *summary, "</p>\n", *body, "</div>\n"]
        case Callout():
            return _callout(node, start, within, content)
        case _:
            assert_never(node)


def _all(nodes: tuple[Inline, ...] | tuple[Block, ...], context: Context) -> list[Piece]:
    return [(node, context) for node in nodes]


def _is_image(nodes: tuple[Inline, ...]) -> bool:
    return len(nodes) == 1 and isinstance(nodes[0], Image)


def _section(node: Section, within: Context, content: Content) -> list[Piece]:
    """Return a section that is named by its heading (ES-01, EN-07)."""
    level = within.level + 1
    within = replace(within, level=level)
    name = content.id_of(node, "section")
    title_name = content.names.new(f"{name}-title")
    role = section_role(node.title, level) if within.listed else ""
    words = heading_words(node.title)
    named = _named(title_name, words, within, content)
    within = replace(within, heading=title_name, heading_words=words)
    if within.listed and words:
        shown = label(node.title, within, content)
        if node.lang is not None:
            shown = f"<span{passage(node)}>{shown}</span>"
        content.headings.append(Entry(shown, words, f"{content.file}#{name}", level))
    tag = f"h{min(level, 6)}"
    deep = f' aria-level="{level}"' if level > 6 else ""
    return [
        f'<section id="{name}"{role}{passage(node)}{named}>\n',
        content.marks_before(node.title),
        f'<{tag} id="{title_name}"{deep}>',
        *_all(node.title, within),
        f"</{tag}>\n",
        *_all(node.children, within),
        "</section>\n",
    ]


def _named(name: str, words: str, within: Context, content: Content) -> str:
    """Return the name of a section: its heading, with the one above where both are needed.

    Named sections are landmarks, and two of the same name on a page cannot be told apart
    (Ace landmark-unique): then the section stays without a name; its heading is enough.
    """
    for names, called in (
        (name, words),
        (f"{within.heading} {name}", f"{within.heading_words} {words}"),
    ):
        if words and called.casefold().strip() not in content.section_names:
            content.section_names.add(called.casefold().strip())
            return f' aria-labelledby="{names.strip()}"'
    return ""


def _list(node: List, start: str, within: Context, content: Content) -> list[Piece]:
    if is_ordered(node):
        tag = "ol"
        if node.numbering in _LIST_TYPES:
            start += f' type="{_LIST_TYPES[node.numbering]}"'
        if node.reversed:
            start += ' reversed="reversed"'
        # Without a start a reversed list counts down from the number of its items.
        if node.start != (len(node.items) if node.reversed else 1):
            start += f' start="{node.start}"'
    else:
        tag = "ul"
        if node.numbering is Numbering.NONE:
            start += ' class="unmarked" role="list"'
        elif node.numbering is not Numbering.DISC:
            start += f' class="{node.numbering.value.lower()}"'
    pieces: list[Piece] = [f"<{tag}{start}>\n"]
    for item in node.items:
        value = f' value="{item.value}"' if item.value is not None and tag == "ol" else ""
        around = inside(within, item)
        opened = f"<li{content.id_attribute(item)}{value}{passage(item)}>"
        pieces += [opened, *_all(item.children, around), "</li>\n"]
    return [*pieces, f"</{tag}>\n"]


def _definitions(
    node: DefinitionList, start: str, within: Context, content: Content
) -> list[Piece]:
    """Return a ``dl``; every group needs a term and a definition, so an empty one may come."""
    pieces: list[Piece] = [f"<dl{start}>\n"]
    begun = False
    for entry in node.entries:
        if not entry.terms and not begun:
            pieces.append("<dt></dt>\n")
        begun = True
        for term in entry.terms:
            opened = f"<dt{content.id_attribute(term)}{passage(term)}>"
            pieces += [opened, *_all(term.children, inside(within, term)), "</dt>\n"]
        for definition in entry.definitions:
            opened = f"<dd{content.id_attribute(definition)}{passage(definition)}>"
            around = inside(within, definition)
            pieces += [opened, *_all(definition.children, around), "</dd>\n"]
        if not entry.definitions:
            pieces.append("<dd></dd>\n")
    if not begun:
        return []
    return [*pieces, "</dl>\n"]


def _figure(node: Figure, context: Context, content: Content) -> list[Piece]:
    """Return a figure; its long description follows it and is tied to the image."""
    within = inside(context, node)
    name = content.id_of(node, "figure" if node.caption and within.listed else "")
    start = "" if name is None else attribute("id", name)
    if node.caption and within.listed and any(_is_picture(child) for child in node.children):
        entry = caption_entry(node.caption, name, within, content)
        content.figures += [] if entry is None else [entry]
    details = ""
    after: list[Piece] = []
    if node.description is not None:
        described = content.id_of(node.description, "description") or ""
        around = inside(within, node.description)
        after = [
            f'<div class="description" id="{described}"{passage(node.description)}>\n'
            '<p class="summary">',
            *_all(node.description.summary, around),
            "</p>\n",
            *_all(node.description.children, around),
            "</div>\n",
        ]
        image = next(
            (
                inner
                for child in node.children
                for inner in descendants(child)
                if isinstance(inner, Image) and inner.asset is not None
            ),
            None,
        )
        if image is None:
            details = attribute("aria-details", described)
        else:
            content.described[id(image)] = described
    group = passage(node)
    pieces: list[Piece] = [f"<figure{start}{'' if after else group}{details}>\n"]
    pieces += _all(node.children, within)
    if node.caption:
        pieces += ["<figcaption>\n", *_all(node.caption, within), "</figcaption>\n"]
    pieces.append("</figure>\n")
    if after:
        return [f'<div class="described"{group}>\n', *pieces, *after, "</div>\n"]
    return pieces


def _is_picture(node: Block) -> bool:
    return any(isinstance(inner, Image) for inner in descendants(node))


def _callout(node: Callout, start: str, within: Context, content: Content) -> list[Piece]:
    kind = node.kind.value
    words = callout_label(node, content.strings)
    tag, role = "aside", ' role="note"'
    if node.kind in (CalloutKind.WARNING, CalloutKind.DANGER):
        tag, role = "section", ' role="doc-notice" epub:type="notice"'
    mark, named = "", list[Piece]()
    if words:
        # The word is the first that is read, so the callout needs no name beside it; named
        # sections would be landmarks, all called "Warning".
        lang = content.own_words(within.lang)
        mark = content.marks_before(node.children)
        named = [f'<p class="callout-label"{lang}>{text(words)}</p>\n']
    opened = f'{mark}<{tag} class="callout {kind}"{start}{role}>\n'
    return [opened, *named, *_all(node.children, within), f"</{tag}>\n"]
