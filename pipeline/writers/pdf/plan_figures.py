"""Images, figures, callouts and tables to elements and flow. A part of the plan."""

from __future__ import annotations

from dataclasses import replace

from pipeline.callouts import callout_label
from pipeline.model.nodes import (
    Block,
    Callout,
    CalloutKind,
    Figure,
    Image,
    Paragraph,
    Table,
    Text,
)
from pipeline.writers.pdf.draft import Draft, Surroundings
from pipeline.writers.pdf.flow import (
    BlockStyle,
    Close,
    Frame,
    Gap,
    Open,
    Passage,
    Picture,
)
from pipeline.writers.pdf.fonts import Style
from pipeline.writers.pdf.lines import Run
from pipeline.writers.pdf.pictures import POINTS_PER_PIXEL, Empty
from pipeline.writers.pdf.plan_notes import plan_note
from pipeline.writers.pdf.replaced import figure_leaf, picture_of, words_for
from pipeline.writers.pdf.surroundings import Context, add_element, foreign, within
from pipeline.writers.pdf.table_plan import plan_table
from pipeline.writers.pdf.tags import (
    Element,
)

_STRONG = (CalloutKind.WARNING, CalloutKind.DANGER)
TITLE = 60
"""Characters of a paragraph that may be the title of the panel it begins."""


def plan_picture(
    draft: Draft, node: Image, around: Surroundings, *, after: float, keep: bool = False
) -> None:
    """Plan an image that stands alone."""
    drawing = picture_of(draft, node)
    draft.expect(node.id)
    if node.alternative == "":
        if node.asset is not None and not isinstance(drawing, Empty):
            size = (node.asset.width * POINTS_PER_PIXEL, node.asset.height * POINTS_PER_PIXEL)
            draft.emit(Picture(None, drawing, *size, after=after, keep=keep))
        return
    leaf = figure_leaf(draft, node, Context(around.parent, around.look, around.lang))
    if node.asset is not None and not isinstance(drawing, Empty):
        size = (node.asset.width * POINTS_PER_PIXEL, node.asset.height * POINTS_PER_PIXEL)
        draft.emit(Picture(leaf, drawing, *size, after=after, keep=keep))
        return
    frame = Frame(
        start=draft.styles.step,
        end=draft.styles.step,
        padding=draft.styles.step * 0.5,
        after=after,
        border=draft.theme.palette.rule,
    )
    look = draft.styles.look(size=around.look.size, colour=draft.theme.palette.quiet)
    draft.emit(Open(frame))
    words = words_for(draft, node)
    style = replace(around.style, after=0.0, keep=keep)
    draft.emit(Passage([Run(words, look, leaf)], style, around.direction))
    draft.emit(Close(frame))


def plan_figure(draft: Draft, node: Figure, around: Surroundings) -> None:
    """Plan a figure: its images, then the caption, then the long description."""
    styles = draft.styles
    inner = replace(around, sole=False)
    if node.caption or node.lang is not None:
        inner = within(add_element(draft, "Sect", node, around), node, around)
    else:
        draft.expect(node.id)
    gap = styles.line * 0.4
    for child in node.children:
        match child:
            case Paragraph(children=(Image() as image,)):
                draft.expect(child.id)
                after = gap if node.caption else styles.line
                plan_picture(draft, image, inner, after=after, keep=bool(node.caption))
            case _:
                draft.blocks((child,), inner)
    if node.caption:
        plan_caption(draft, node.caption, inner, replace(styles.caption(), before=0.0, keep=False))
        draft.emit(Gap(styles.line * 0.6))
    if node.description is not None:
        draft.blocks((node.description,), around if node.lang is None else inner)


def plan_caption(
    draft: Draft, nodes: tuple[Block, ...], around: Surroundings, style: BlockStyle
) -> None:
    """Plan the caption of a table or figure."""
    element = Element("Caption")
    around.parent.children.append(element)
    look = draft.styles.look(Style.BOLD, style.size, draft.theme.palette.heading)
    inner = replace(around, parent=element, style=style, look=look, sole=True, whole=True)
    draft.blocks(nodes, inner)


def plan_table_block(draft: Draft, node: Table, around: Surroundings) -> None:
    """Plan a table with its caption and its notes."""
    styles = draft.styles
    around = replace(around, sole=False)
    element = add_element(draft, "Table", node, around)
    inner = within(element, node, around)
    if node.caption:
        plan_caption(draft, node.caption, inner, styles.caption())
    alone = styles.cell(small=False)
    among = replace(alone, after=0.3 * alone.line)
    header = styles.look(Style.BOLD, alone.size)
    data = styles.look(size=alone.size)

    def content(cell: Element, nodes: tuple[Block, ...], lang: str, bold: bool) -> None:
        look = header if bold else data
        match nodes:
            case (Paragraph(children=(Text() as text,)) as only,) if _is_bare(only, text):
                # What ``blocks`` would make of it, at once: almost every cell is so.
                items = [Run(text.text, look, draft.leaf(cell, text))]
                draft.emit(Passage(items, alone, inner.direction))
                return
            case _:
                pass
        below = Surroundings(
            cell,
            lang,
            inner.direction,
            among if len(nodes) > 1 else alone,
            look,
            sole=True,
            aside=inner.aside,
            note=inner.note,
            whole=True,
        )
        draft.blocks(nodes, below)

    plan_table(draft, node, element, inner.lang, inner.direction, content)
    for note in node.notes:
        assert note.id is not None
        drafted = draft.notes[note.id]
        if not drafted.placed:
            plan_note(draft, drafted, around)
            draft.flow += drafted.flow
            drafted.flow.clear()
    if node.notes:
        draft.emit(Gap(styles.line * 0.6))


def _is_bare(node: Paragraph, text: Text) -> bool:
    """Tell whether neither has anything but its content."""
    return not (node.id or node.lang or node.direction or text.id or text.lang)


def plan_callout(draft: Draft, node: Callout, around: Surroundings) -> None:
    """Plan a passage that stands apart, in a tinted panel."""
    styles, palette = draft.styles, draft.theme.palette
    role = "Aside" if draft.modern and not around.aside else "Sect"
    inner = within(add_element(draft, role, node, around), node, around)
    frame = Frame(
        start=styles.step * 0.9,
        end=styles.step * 0.7,
        padding=styles.step * 0.55,
        before=styles.line * 0.3,
        after=styles.line * 0.8,
        fill=palette.panel,
        bar=palette.accent if node.kind in _STRONG else palette.heading,
        border=palette.rule if palette.panel == palette.paper else None,
        direction=inner.direction,
    )
    draft.emit(Open(frame))
    word = callout_label(node, draft.strings)
    if word:
        lead = Element("CalloutWord", lang=foreign(draft.lang, inner.lang))
        inner.parent.children.append(lead)
        look = styles.look(Style.BOLD, colour=palette.heading)
        style = replace(around.style, after=0.25 * styles.line, keep=True)
        leaf = draft.leaf(lead)
        draft.emit(Passage([Run(word, look, leaf)], style, inner.direction))
    begun = len(draft.flow)
    draft.blocks(node.children, replace(inner, aside=True))
    match draft.flow[begun:]:
        case [Passage(items=[Run(text=text)]) as title, _, *_] if len(text) <= TITLE:
            title.style = replace(title.style, keep=True)
        case _:
            pass
    draft.emit(Close(frame))
