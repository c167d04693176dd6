"""Lists and definition lists to elements and flow. A part of the plan."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.labels import is_ordered, labels
from pipeline.model.nodes import (
    Block,
    Definition,
    DefinitionList,
    List,
    Paragraph,
    Term,
    Text,
)
from pipeline.model.walk import plain
from pipeline.writers.pdf.draft import Draft, Surroundings
from pipeline.writers.pdf.flow import (
    Close,
    Frame,
    Gap,
    Label,
    Open,
    Passage,
)
from pipeline.writers.pdf.fonts import Style
from pipeline.writers.pdf.inlines import inline
from pipeline.writers.pdf.lines import Item, Look, Run, extent
from pipeline.writers.pdf.surroundings import Context, add_element, foreign, within
from pipeline.writers.pdf.tags import (
    Element,
    Leaf,
    ListAttributes,
)

BRIEF = 1.6
"""Steps of indentation that a term may take and still stand beside its definition."""


def plan_list(draft: Draft, node: List, around: Surroundings) -> None:
    """Plan a list: each item with its mark and its body."""
    styles = draft.styles
    element = add_element(draft, "L", node, around)
    element.attributes = ListAttributes(node.numbering.value)
    inner = within(element, node, around)
    texts = labels(node)
    width = max(
        (mark_width(draft, text, around.look) for text in dict.fromkeys(texts)), default=0.0
    )
    width = max(width, styles.step)
    short = all(_is_short(item.children) for item in node.items)
    frame = Frame(start=width, direction=around.direction)
    close = styles.body().after * 0.45
    style = replace(around.style, after=close if short else around.style.after * 0.8)
    draft.emit(Open(frame))
    for item, text in zip(node.items, texts, strict=True):
        li = Element("LI", lang=foreign(item.lang, inner.lang))
        element.children.append(li)
        draft.expect(item.id, li)
        if text:
            lbl = Element("Lbl")
            li.children.append(lbl)
            draft.label = mark(draft, lbl, text, around.look, width, is_ordered(node))
        body = Element("LBody")
        li.children.append(body)
        draft.blocks(
            item.children,
            replace(
                inner,
                parent=body,
                lang=item.lang or inner.lang,
                direction=item.direction or inner.direction,
                style=style,
                sole=True,
            ),
        )
        flush_label(draft, around)
    draft.emit(Close(frame))
    draft.emit(Gap(around.style.after))


def flush_label(draft: Draft, around: Surroundings) -> None:
    """Draw the mark of an item without content."""
    if draft.label is not None:
        draft.emit(Passage((), around.style, around.direction))


def mark(draft: Draft, element: Element, text: str, look: Look, width: float, flush: bool) -> Label:
    """Make the mark of an item, ``width`` points from the edge of the text."""
    leaf = draft.leaf(element)
    return Label([Run(text, look, leaf)], width, flush)


def mark_width(draft: Draft, text: str, look: Look) -> float:
    """Return the room that a mark needs, with the gap after it."""
    if not text:
        return 0.0
    items: list[Item[Leaf]] = [Run(text, look, Leaf("Lbl"))]
    return extent(items, draft.fonts).maximum + look.size * 0.45


def plan_definitions(draft: Draft, node: DefinitionList, around: Surroundings) -> None:
    """Plan a definition list: terms as labels, definitions as bodies."""
    styles = draft.styles
    element = add_element(draft, "L", node, around)
    if draft.modern:
        element.attributes = ListAttributes("Description")
    inner = within(element, node, around)
    bold = styles.look(Style.BOLD, around.look.size, around.look.colour)
    brief = _brief(draft, node, bold)
    for entry in node.entries:
        li = Element("LI", lang=foreign(entry.lang, inner.lang))
        element.children.append(li)
        draft.expect(entry.id, li)
        lang = entry.lang or inner.lang
        label = None
        for term in entry.terms:
            lbl = Element("Lbl", lang=foreign(term.lang, lang))
            li.children.append(lbl)
            draft.expect(term.id, lbl)
            items = inline(draft, term.children, Context(lbl, bold, term.lang or lang))
            if brief:
                label = Label(items, brief, flush=False)
                continue
            before = 0.75 * styles.line if term is entry.terms[0] else 0.0
            style = replace(around.style, before=before, after=0.2 * styles.line, keep=True)
            draft.emit(Passage(items, style, term.direction or inner.direction))
        if not entry.definitions:
            continue
        body = Element("LBody")
        li.children.append(body)
        frame = Frame(start=brief or styles.step, direction=inner.direction)
        draft.emit(Open(frame))
        draft.label = label
        for definition in entry.definitions:
            below = replace(
                inner,
                parent=body,
                lang=lang,
                direction=definition.direction or inner.direction,
                sole=len(entry.definitions) == 1,
            )
            if definition.lang is not None and definition.lang != lang:
                div = Element("Div", lang=definition.lang)
                body.children.append(div)
                below = replace(below, parent=div, lang=definition.lang, sole=False)
            draft.expect(definition.id)
            draft.blocks(definition.children, below)
        draft.emit(Close(frame))


def _brief(draft: Draft, node: DefinitionList, look: Look) -> float:
    """Return the room for terms that are no more than marks, like ``(a)``; 0 if one is more."""
    width = draft.styles.step
    for entry in node.entries:
        match entry.terms, entry.definitions[:1]:
            case (Term(children=(Text(text=text),)),), (Definition(children=(Paragraph(), *_)),):
                width = max(width, mark_width(draft, text.strip(), look))
            case _:
                return 0.0
        if width > BRIEF * draft.styles.step:
            return 0.0
    return width


def _is_short(nodes: tuple[Block, ...]) -> bool:
    """Tell whether an item is one short paragraph, so that items may stand close together."""
    match nodes:
        case (Paragraph(children=children),):
            return len(plain(children)) < 160
        case (Paragraph(children=children), List()):
            return len(plain(children)) < 160
        case _:
            return False
