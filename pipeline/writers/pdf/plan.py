"""A document to its tag tree and its flow. The first step of the PDF writer.

The walk makes both at once, sharing leaves: the tree is complete and in reading order
before anything is laid out. ``docs/decisions/0100-pdf-tags.md`` says how each construct is
tagged (MAP-01 to MAP-34 of the standards' table).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import assert_never

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import (
    Block,
    Callout,
    CodeBlock,
    DefinitionList,
    Details,
    Direction,
    Document,
    Figure,
    Image,
    List,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Section,
    Separator,
    Span,
    SpanKind,
    Table,
)
from pipeline.model.outline import headings
from pipeline.model.walk import AnyNode, children, one_line, plain, raised, spoken
from pipeline.options import Options
from pipeline.strings import strings_for
from pipeline.writers.pdf.contents import contents, title_block
from pipeline.writers.pdf.draft import Draft, NoteDraft, Surroundings
from pipeline.writers.pdf.flow import (
    Close,
    Entry,
    Frame,
    Open,
    PageBreak,
    Passage,
    Picture,
    Plan,
    Rule,
)
from pipeline.writers.pdf.fonts import Fonts, Style
from pipeline.writers.pdf.inlines import inline
from pipeline.writers.pdf.lines import Box, Run
from pipeline.writers.pdf.plan_figures import (
    plan_callout,
    plan_figure,
    plan_picture,
    plan_table_block,
)
from pipeline.writers.pdf.plan_lists import plan_definitions, plan_list
from pipeline.writers.pdf.plan_notes import end_notes, place_notes
from pipeline.writers.pdf.replaced import math_item
from pipeline.writers.pdf.styles import Styles
from pipeline.writers.pdf.surroundings import (
    Context,
    add_element,
    first_leaves,
    foreign,
    framed,
    within,
)
from pipeline.writers.pdf.tags import (
    KEPT,
    Element,
    LayoutAttributes,
    Leaf,
    prune,
)

IMPRINT = 240
"""Characters before the first heading that still belong to the title; more is a preface."""
LINE = 120
"""Characters of a paragraph that may be a heading in disguise."""
ROOM_TO_BEGIN = 0.4
"""Share of a page after the contents that is enough for the report to begin there."""
INTRODUCTION = 600
"""Characters of a paragraph that may be kept whole with what it announces."""


def plan(
    document: Document, options: Options, fonts: Fonts, width: float
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Make the tag tree and the flow of a document for a column ``width`` points wide."""
    metadata = document.metadata
    lang = document.lang or metadata.language
    draft = Draft(
        theme=options.theme,
        styles=Styles(options.theme),
        strings=strings_for(metadata.language),
        profile=options.pdf.profile,
        placement=options.notes,
        fonts=fonts,
        width=width,
        lang=lang,
        levels={id(heading.section): heading.level for heading in headings(document)},
        blocks=lambda nodes, around: plan_blocks(draft, nodes, around),
    )
    draft.notes = _notes(document, "FENote" if draft.modern else "Note")
    root = Element("Document")
    direction = document.direction or metadata.direction
    around = Surroundings(root, lang, direction, draft.styles.body(), draft.styles.look())
    draft.expect(document.id, root)
    title_block(draft, document, root, direction)
    place_notes(draft, around)
    flow, draft.flow = draft.flow, []
    imprint = _imprint(document)
    plan_blocks(draft, imprint, around)
    place_notes(draft, around)
    flow += draft.flow
    draft.flow = []
    front = len(root.children)
    for block in document.children[len(imprint) :]:
        plan_block(draft, block, around)
        if not isinstance(block, Section):
            place_notes(draft, around)
    end_notes(draft, around)
    draft.close()
    if options.pdf.contents and len(draft.entries) > 2:
        body, draft.flow = draft.flow, []
        root.children.insert(front, contents(draft, direction))
        flow += [*draft.flow, PageBreak(ROOM_TO_BEGIN, 3 * draft.styles.line), *body]
    else:
        flow += draft.flow
    made = Plan(
        root=root,
        flow=flow,
        links=draft.links,
        drawings=draft.drawings,
        citations=draft.citations,
        entries=draft.entries,
        targets=_resolved(draft, root),
    )
    return made, tuple(draft.diagnostics)


def _imprint(document: Document) -> tuple[Block, ...]:
    """Return the lines about the report that belong before the contents: who held it, when."""
    lines = tuple(takewhile(lambda block: isinstance(block, Paragraph), document.children))
    said = sum(len(plain(line.children)) for line in lines if isinstance(line, Paragraph))
    rest = document.children[len(lines) :]
    return lines if said <= IMPRINT and rest and isinstance(rest[0], Section) else ()


def _notes(document: Document, role: str) -> dict[str, NoteDraft]:
    """Make the elements of all notes: citations may come before and after them.

    A note may stand far from the table that has it, so it knows its language by itself.
    """
    made: dict[str, NoteDraft] = {}
    metadata = document.metadata
    stack: list[tuple[AnyNode, str, Direction]] = [
        (document, metadata.language, metadata.direction)
    ]
    while stack:
        node, lang, direction = stack.pop()
        lang, direction = node.lang or lang, node.direction or direction
        if isinstance(node, Note) and node.id is not None:
            element = Element(role, id=f"note-{len(made) + 1}")
            made[node.id] = NoteDraft(node, element, lang, direction)
        below = (child for child in children(node) if not isinstance(child, Paragraph))
        stack += [(child, lang, direction) for child in reversed([*below])]
    return made


def _resolved(draft: Draft, root: Element) -> dict[Element, Leaf]:
    """Give every link inside the document its element, and each of those its first leaf."""
    (last,) = first_leaves(root)
    holders = prune(root)
    targets = {entry.element: entry.leaf for entry in draft.entries}
    for annotation, name in draft.open_links:
        element, leaf = draft.found.get(name, (root, last))
        if not element.children and element.role not in KEPT:  # it was left out
            element = holders[leaf]
        annotation.target = element
        targets.setdefault(element, leaf)  # of a heading the beginning stays wanted
    for cited in draft.notes.values():
        for element in (cited.element, *cited.citations):
            targets[element] = next(iter(first_leaves(element)), last)
    return targets


def plan_blocks(draft: Draft, nodes: tuple[Block, ...], around: Surroundings) -> None:
    """Plan some blocks; a paragraph that is alone needs no element of its own."""
    if around.sole and len(nodes) != 1:
        around = replace(around, sole=False)
    for node in nodes:
        plan_block(draft, node, around)


def plan_block(draft: Draft, node: Block, around: Surroundings) -> None:
    """Plan one block into the tree and the flow."""
    direction = node.direction or around.direction
    if direction is not around.direction:
        around = replace(around, direction=direction)
    if not isinstance(node, Section | Separator):
        _keep_introduction(draft, node)
    match node:
        case Section():
            _section(draft, node, around)
        case Paragraph():
            _paragraph(draft, node, around)
        case Quote():
            _quote(draft, node, around)
        case CodeBlock():
            _code(draft, node, around)
        case Separator():
            line = draft.styles.line
            draft.expect(node.id)
            draft.emit(Rule(draft.theme.palette.rule, 0.75, line * 0.6, line * 0.9))
        case MathBlock():
            _formula(draft, node, around)
        case List():
            plan_list(draft, node, around)
        case DefinitionList():
            plan_definitions(draft, node, around)
        case Details():
            _details(draft, node, around)
        case Figure():
            plan_figure(draft, node, around)
        case Callout():
            plan_callout(draft, node, around)
        case Table():
            plan_table_block(draft, node, around)
        case _:
            assert_never(node)


def _keep_introduction(draft: Draft, node: Block) -> None:
    """Keep a paragraph that ends with a colon with what it announces, and a bold line with text.

    Only a line announces another paragraph: in long text many end with a colon. A paragraph
    of bold words alone is used as a heading, unless another such follows.
    """
    match draft.flow[-1:]:
        case [Passage(items=[*before, Run(text=text)]) as passage] if not passage.style.code:
            said = sum(len(item.text) for item in before if isinstance(item, Run)) + len(text)
            announces = text.rstrip().endswith((":", "："))
            if (announces and said <= (LINE if isinstance(node, Paragraph) else INTRODUCTION)) or (
                said <= LINE and _is_bold(passage) and not _is_strong(node)
            ):
                passage.style = replace(passage.style, keep=True)
        case _:
            pass


def _is_bold(passage: Passage) -> bool:
    bold = (Style.BOLD, Style.BOLD_ITALIC)
    return all(isinstance(item, Run) and item.look.style in bold for item in passage.items)


def _is_strong(node: Block) -> bool:
    return isinstance(node, Paragraph) and all(
        isinstance(child, Span) and child.kind is SpanKind.STRONG for child in node.children
    )


def _section(draft: Draft, node: Section, around: Surroundings) -> None:
    if node.lang is not None and node.lang != around.lang:
        sect = add_element(draft, "Sect", node, around, name=False)
        around = within(sect, node, around)
    around = replace(around, sole=False)
    level = draft.levels[id(node)]
    styles, theme = draft.styles, draft.theme
    style = styles.heading(level)
    if around.note:
        role, style = "P", replace(around.style, keep=True)
    else:
        role = f"H{level}"
    heading = Element(role)
    around.parent.children.append(heading)
    draft.expect(node.id, heading)
    size = style.size
    look = styles.look(Style.BOLD, size, theme.palette.heading)
    items = inline(draft, node.title, Context(heading, look, around.lang))
    leaf = next(iter(first_leaves(heading)), None)
    if leaf is None:
        leaf = draft.leaf(heading)
    if not around.note:
        title = one_line(plain(node.title, raised)) or spoken(node.title)  # of an image alone
        lang = foreign(around.lang, draft.lang)
        draft.entries.append(Entry(level, title, heading, leaf, id(node), lang))
    draft.emit(Passage(items, style, around.direction))
    outer = around.parent.role in ("Document", "Sect") and not (around.note or around.whole)
    if outer:
        place_notes(draft, around)
    for child in node.children:
        plan_block(draft, child, around)
        if outer and not isinstance(child, Section):
            place_notes(draft, around)


def _paragraph(draft: Draft, node: Paragraph, around: Surroundings) -> None:
    match node.children:
        case (Image() as image,):
            draft.expect(node.id)
            plan_picture(draft, image, around, after=around.style.after)
            return
        case _:
            pass
    if around.sole and node.lang is None and node.id is None:
        element = around.parent
    else:
        element = add_element(draft, "P", node, around)
    context = Context(element, around.look, node.lang or around.lang)
    items = inline(draft, node.children, context)
    draft.emit(Passage(items, around.style, around.direction))


def _quote(draft: Draft, node: Quote, around: Surroundings) -> None:
    styles = draft.styles
    element = add_element(draft, "BlockQuote", node, around)
    frame = Frame(
        start=styles.step,
        before=styles.line * 0.2,
        after=styles.body().after * 1.2,
        bar=draft.theme.palette.rule,
        direction=around.direction,
    )
    framed(draft, frame, node.children, within(element, node, around))


def _code(draft: Draft, node: CodeBlock, around: Surroundings) -> None:
    styles, palette = draft.styles, draft.theme.palette
    paragraph = add_element(draft, "P", node, around)
    code = Element("Code", attributes=LayoutAttributes(placement="Block"))
    paragraph.children.append(code)
    style = styles.code()
    context = Context(code, styles.look(Style.MONO, style.size), node.lang or around.lang)
    items = inline(draft, node.children, context)
    frame = Frame(
        start=styles.step * 0.5,
        end=styles.step * 0.5,
        padding=styles.step * 0.4,
        before=styles.line * 0.2,
        after=styles.body().after * 1.4,
        fill=palette.panel,
        border=palette.rule if palette.panel == palette.paper else None,
    )
    draft.emit(Open(frame))
    draft.emit(Passage(items, style))
    draft.emit(Close(frame))


def _formula(draft: Draft, node: MathBlock, around: Surroundings) -> None:
    styles = draft.styles
    draft.expect(node.id)
    context = Context(around.parent, around.look, around.lang)
    item = math_item(draft, node, context)
    if isinstance(item, Box):
        draft.emit(
            Picture(
                item.leaf,
                draft.drawings[item.leaf],
                item.width,
                item.above + item.below,
                after=styles.body().after,
                start=styles.step,
            )
        )
    else:
        draft.emit(Passage([item], around.style, around.direction))


def _details(draft: Draft, node: Details, around: Surroundings) -> None:
    styles = draft.styles
    sect = add_element(draft, "Sect", node, around)
    inner = within(sect, node, around)
    summary = Element("P")
    sect.children.append(summary)
    bold = styles.look(Style.BOLD, around.look.size, draft.theme.palette.heading)
    items = inline(draft, node.summary, Context(summary, bold, inner.lang))
    style = replace(around.style, after=0.3 * styles.line, keep=True)
    draft.emit(Passage(items, style, inner.direction))
    frame = Frame(
        start=styles.step * 0.7,
        after=0.3 * styles.line,
        bar=draft.theme.palette.rule,
        direction=inner.direction,
    )
    framed(draft, frame, node.children, inner)
