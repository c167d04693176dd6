"""A document to its tag tree and its flow. The first step of the PDF writer.

The walk makes both at once, sharing leaves: the tree is complete and in reading order
before anything is laid out. ``docs/decisions/0100-pdf-tags.md`` says how each construct is
tagged (MAP-01 to MAP-34 of the standards' table).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.diagnostics import Diagnostic
from pipeline.model.labels import is_ordered, labels
from pipeline.model.nodes import (
    Block,
    Callout,
    CalloutKind,
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
    Table,
)
from pipeline.model.outline import headings
from pipeline.model.walk import descendants, one_line, plain
from pipeline.options import NotePlacement, Options
from pipeline.strings import Strings, strings_for
from pipeline.writers.pdf.contents import contents, title_block
from pipeline.writers.pdf.draft import Draft, NoteDraft
from pipeline.writers.pdf.flow import (
    BlockStyle,
    Close,
    Entry,
    Frame,
    Gap,
    Label,
    Open,
    PageBreak,
    Passage,
    Picture,
    Plan,
    Rule,
)
from pipeline.writers.pdf.fonts import Fonts, Style
from pipeline.writers.pdf.inlines import (
    Context,
    figure_leaf,
    inline,
    math_item,
    picture_of,
    words_for,
)
from pipeline.writers.pdf.lines import Box, Item, Look, Run, extent
from pipeline.writers.pdf.pictures import POINTS_PER_PIXEL, Empty
from pipeline.writers.pdf.styles import Styles
from pipeline.writers.pdf.table_plan import plan_table
from pipeline.writers.pdf.tags import (
    Annotation,
    Element,
    LayoutAttributes,
    Leaf,
    ListAttributes,
    NoteAttributes,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a block inherits from those around it."""

    parent: Element
    lang: str
    direction: Direction
    style: BlockStyle
    look: Look
    sole: bool = False
    """The block is the only one of its parent, so a paragraph needs no ``P`` of its own."""
    aside: bool = False
    """Within an ``Aside``, which may not hold another."""
    note: bool = False
    """Within a note, which may not hold a heading in PDF 2.0."""


def plan(
    document: Document, options: Options, fonts: Fonts, width: float
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Make the tag tree and the flow of a document for a column ``width`` points wide."""
    planner = _Planner(document, options, fonts, width)
    return planner.all(), tuple(planner.draft.diagnostics)


class _Planner:
    """Walks a document once."""

    def __init__(self, document: Document, options: Options, fonts: Fonts, width: float) -> None:
        self.document = document
        self.options = options
        metadata = document.metadata
        self.lang = document.lang or metadata.language
        self.draft = Draft(
            theme=options.theme,
            styles=Styles(options.theme),
            strings=strings_for(metadata.language),
            profile=options.pdf.profile,
            fonts=fonts,
            width=width,
        )
        role = "FENote" if self.draft.modern else "Note"
        for number, node in enumerate(
            (node for node in descendants(document) if isinstance(node, Note)), 1
        ):
            assert node.id is not None
            self.draft.notes[node.id] = NoteDraft(node, Element(role, id=f"note-{number}"))
        self.levels = {id(heading.section): heading.level for heading in headings(document)}
        self.root = Element("Document")

    def all(self) -> Plan:
        """Plan everything: title block, contents, body, notes."""
        draft, document = self.draft, self.document
        styles = draft.styles
        around = Surroundings(
            self.root,
            self.lang,
            document.direction or document.metadata.direction,
            styles.body(),
            styles.look(),
        )
        draft.expect(document.id, self.root)
        title_block(draft, document, self.root, around.direction)
        self.place_notes(around)
        title, draft.flow = draft.flow, []
        front = len(self.root.children)
        for block in document.children:
            self.block(block, around)
            if not isinstance(block, Section):
                self.place_notes(around)
        self.end_notes(around)
        flow = title
        if self.options.pdf.contents and len(draft.entries) > 2:
            body, draft.flow = draft.flow, []
            self.root.children.insert(front, contents(draft, around.direction))
            flow += [*draft.flow, PageBreak(), *body]
        else:
            flow += draft.flow
        return Plan(
            root=self.root,
            flow=flow,
            links=draft.links,
            drawings=draft.drawings,
            citations=draft.citations,
            entries=draft.entries,
            targets=self.resolve(),
        )

    def resolve(self) -> dict[Element, Leaf]:
        """Give every link inside the document its element, and each of those its first leaf."""
        draft = self.draft
        last = next(leaf for leaf in _first_leaves(self.root))
        for name, owner in draft.waiting:
            draft.found[name] = (owner or self.root, last)
        targets = {entry.element: entry.leaf for entry in draft.entries}
        for annotation, name in draft.open_links:
            element, leaf = draft.found.get(name, (self.root, last))
            annotation.target = element
            targets[element] = leaf
        for cited in draft.notes.values():
            for element in (cited.element, *cited.citations):
                targets[element] = next(iter(_first_leaves(element)), last)
        return targets

    # ------------------------------------------------------------------------- blocks

    def blocks(self, nodes: tuple[Block, ...], around: Surroundings) -> None:
        if around.sole and len(nodes) != 1:
            around = replace(around, sole=False)
        for node in nodes:
            self.block(node, around)

    def block(self, node: Block, around: Surroundings) -> None:
        direction = node.direction or around.direction
        if direction is not around.direction:
            around = replace(around, direction=direction)
        match node:
            case Section():
                self.section(node, around)
            case Paragraph():
                self.paragraph(node, around)
            case Quote():
                self.quote(node, around)
            case CodeBlock():
                self.code(node, around)
            case Separator():
                line = self.draft.styles.line
                self.draft.expect(node.id)
                self.draft.emit(Rule(self.draft.theme.palette.rule, 0.75, line * 0.6, line * 0.9))
            case MathBlock():
                self.formula(node, around)
            case List():
                self.list(node, around)
            case DefinitionList():
                self.definitions(node, around)
            case Details():
                self.details(node, around)
            case Figure():
                self.figure(node, around)
            case Callout():
                self.callout(node, around)
            case Table():
                self.table(node, around)
            case _:
                assert_never(node)

    def element(
        self, role: str, node: Block | Note, around: Surroundings, name: bool = True
    ) -> Element:
        """Add the element of a block, with its language and id."""
        element = Element(role, lang=_foreign(node.lang, around.lang))
        around.parent.children.append(element)
        if name:
            self.draft.expect(node.id, element)
        return element

    def within(self, element: Element, node: Block, around: Surroundings) -> Surroundings:
        return replace(around, parent=element, lang=node.lang or around.lang, sole=False)

    def section(self, node: Section, around: Surroundings) -> None:
        if node.lang is not None and node.lang != around.lang:
            sect = self.element("Sect", node, around, name=False)
            around = self.within(sect, node, around)
        around = replace(around, sole=False)
        level = self.levels[id(node)]
        styles, theme = self.draft.styles, self.draft.theme
        style = styles.heading(level)
        if around.note:
            role, style = "P", replace(around.style, keep=True)
        else:
            role = f"H{level}"
        heading = Element(role)
        around.parent.children.append(heading)
        self.draft.expect(node.id, heading)
        size = style.size
        look = styles.look(Style.BOLD, size, theme.palette.heading)
        items = inline(self.draft, node.title, Context(heading, look, around.lang))
        leaf = next(iter(_first_leaves(heading)), None)
        if leaf is None:
            leaf = self.draft.leaf(heading)
        if not around.note:
            title = one_line(plain(node.title))
            foreign = _foreign(around.lang, self.lang)
            self.draft.entries.append(Entry(level, title, heading, leaf, id(node), foreign))
        self.draft.emit(Passage(items, style, around.direction))
        outer = around.parent.role in ("Document", "Sect") and not around.note
        if outer:
            self.place_notes(around)
        for child in node.children:
            self.block(child, around)
            if outer and not isinstance(child, Section):
                self.place_notes(around)

    def paragraph(self, node: Paragraph, around: Surroundings) -> None:
        match node.children:
            case (Image() as image,):
                self.draft.expect(node.id)
                self.picture(image, around, after=around.style.after)
                return
            case _:
                pass
        if around.sole and node.lang is None and node.id is None:
            element = around.parent
        else:
            element = self.element("P", node, around)
        context = Context(element, around.look, node.lang or around.lang)
        items = inline(self.draft, node.children, context)
        if not element.children and element is not around.parent:  # only what says nothing
            around.parent.children.remove(element)
            self.draft.disown(element)
        self.draft.emit(Passage(items, around.style, around.direction))

    def quote(self, node: Quote, around: Surroundings) -> None:
        styles = self.draft.styles
        element = self.element("BlockQuote", node, around)
        frame = Frame(
            start=styles.step,
            before=styles.line * 0.2,
            after=styles.body().after * 1.2,
            bar=self.draft.theme.palette.accent,
            direction=around.direction,
        )
        self.framed(frame, node.children, self.within(element, node, around))

    def framed(self, frame: Frame, nodes: tuple[Block, ...], around: Surroundings) -> None:
        self.draft.emit(Open(frame))
        self.blocks(nodes, around)
        self.draft.emit(Close(frame))

    def code(self, node: CodeBlock, around: Surroundings) -> None:
        styles, palette = self.draft.styles, self.draft.theme.palette
        paragraph = self.element("P", node, around)
        code = Element("Code", attributes=LayoutAttributes(placement="Block"))
        paragraph.children.append(code)
        style = styles.code()
        context = Context(code, styles.look(Style.MONO, style.size), node.lang or around.lang)
        items = inline(self.draft, node.children, context)
        frame = Frame(
            start=styles.step * 0.5,
            end=styles.step * 0.5,
            padding=styles.step * 0.4,
            before=styles.line * 0.2,
            after=styles.body().after * 1.4,
            fill=palette.panel,
            border=palette.rule if palette.panel == palette.paper else None,
        )
        self.draft.emit(Open(frame))
        self.draft.emit(Passage(items, style))
        self.draft.emit(Close(frame))

    def formula(self, node: MathBlock, around: Surroundings) -> None:
        styles = self.draft.styles
        self.draft.expect(node.id)
        context = Context(around.parent, around.look, around.lang)
        item = math_item(self.draft, node, context)
        if isinstance(item, Box):
            self.draft.emit(
                Picture(
                    item.leaf,
                    self.draft.drawings[item.leaf],
                    item.width,
                    item.above + item.below,
                    after=styles.body().after,
                    start=styles.step,
                )
            )
        else:
            self.draft.emit(Passage([item], around.style, around.direction))

    def label(self, element: Element, text: str, look: Look, width: float, flush: bool) -> Label:
        leaf = self.draft.leaf(element)
        return Label([Run(text, look, leaf)], width, flush)

    def list(self, node: List, around: Surroundings) -> None:
        draft, styles = self.draft, self.draft.styles
        element = self.element("L", node, around)
        element.attributes = ListAttributes(node.numbering.value)
        inner = self.within(element, node, around)
        texts = labels(node)
        width = max((self.label_width(text, around.look) for text in set(texts)), default=0.0)
        width = max(width, styles.step)
        short = all(_is_short(item.children) for item in node.items)
        frame = Frame(start=width, direction=around.direction)
        style = replace(around.style, after=0.0) if short else around.style
        draft.emit(Open(frame))
        for item, text in zip(node.items, texts, strict=True):
            li = Element("LI", lang=_foreign(item.lang, inner.lang))
            element.children.append(li)
            draft.expect(item.id, li)
            if text:
                lbl = Element("Lbl")
                li.children.append(lbl)
                draft.label = self.label(lbl, text, around.look, width, is_ordered(node))
            body = Element("LBody")
            li.children.append(body)
            self.blocks(
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
            self.flush_label(around)
            if short:
                draft.emit(Gap(styles.body().after * 0.45))
        draft.emit(Close(frame))
        if short:
            draft.emit(Gap(around.style.after))

    def flush_label(self, around: Surroundings) -> None:
        """Draw the mark of an item without content."""
        if self.draft.label is not None:
            self.draft.emit(Passage((), around.style, around.direction))

    def label_width(self, text: str, look: Look) -> float:
        if not text:
            return 0.0
        items: list[Item[Leaf]] = [Run(text, look, Leaf("Lbl"))]
        return extent(items, self.draft.fonts).maximum + look.size * 0.45

    def definitions(self, node: DefinitionList, around: Surroundings) -> None:
        draft, styles = self.draft, self.draft.styles
        element = self.element("L", node, around)
        if draft.modern:
            element.attributes = ListAttributes("Description")
        inner = self.within(element, node, around)
        bold = styles.look(Style.BOLD, around.look.size, around.look.colour)
        for entry in node.entries:
            li = Element("LI", lang=_foreign(entry.lang, inner.lang))
            element.children.append(li)
            draft.expect(entry.id, li)
            lang = entry.lang or inner.lang
            for term in entry.terms:
                lbl = Element("Lbl", lang=_foreign(term.lang, lang))
                li.children.append(lbl)
                draft.expect(term.id, lbl)
                items = inline(draft, term.children, Context(lbl, bold, term.lang or lang))
                style = replace(around.style, after=0.1 * styles.line, keep=True)
                draft.emit(Passage(items, style, term.direction or inner.direction))
            if not entry.definitions:
                continue
            body = Element("LBody")
            li.children.append(body)
            frame = Frame(start=styles.step, direction=inner.direction)
            draft.emit(Open(frame))
            for definition in entry.definitions:
                within = replace(
                    inner,
                    parent=body,
                    lang=lang,
                    direction=definition.direction or inner.direction,
                    sole=len(entry.definitions) == 1,
                )
                if definition.lang is not None and definition.lang != lang:
                    div = Element("Div", lang=definition.lang)
                    body.children.append(div)
                    within = replace(within, parent=div, lang=definition.lang, sole=False)
                draft.expect(definition.id)
                self.blocks(definition.children, within)
            draft.emit(Close(frame))

    def details(self, node: Details, around: Surroundings) -> None:
        draft, styles = self.draft, self.draft.styles
        sect = self.element("Sect", node, around)
        inner = self.within(sect, node, around)
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
        self.framed(frame, node.children, inner)

    # -------------------------------------------------------------- figures and tables

    def picture(
        self, node: Image, around: Surroundings, *, after: float, keep: bool = False
    ) -> None:
        """Plan an image that stands alone."""
        draft = self.draft
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
        style = replace(around.style, after=0.0)
        draft.emit(Passage([Run(words, look, leaf)], style, around.direction))
        draft.emit(Close(frame))

    def figure(self, node: Figure, around: Surroundings) -> None:
        draft, styles = self.draft, self.draft.styles
        inner = replace(around, sole=False)
        if node.caption or node.lang is not None:
            inner = self.within(self.element("Sect", node, around), node, around)
        else:
            draft.expect(node.id)
        gap = styles.line * 0.4
        for child in node.children:
            match child:
                case Paragraph(children=(Image() as image,)):
                    draft.expect(child.id)
                    after = gap if node.caption else styles.line
                    self.picture(image, inner, after=after, keep=bool(node.caption))
                case _:
                    self.block(child, inner)
        if node.caption:
            self.caption(node.caption, inner, replace(styles.caption(), before=0.0, keep=False))
            draft.emit(Gap(styles.line * 0.6))
        if node.description is not None:
            self.block(node.description, around)

    def caption(self, nodes: tuple[Block, ...], around: Surroundings, style: BlockStyle) -> None:
        element = Element("Caption")
        around.parent.children.append(element)
        look = self.draft.styles.look(Style.BOLD, style.size, self.draft.theme.palette.heading)
        self.blocks(nodes, replace(around, parent=element, style=style, look=look, sole=True))

    def callout(self, node: Callout, around: Surroundings) -> None:
        draft, styles, palette = self.draft, self.draft.styles, self.draft.theme.palette
        role = "Aside" if draft.modern and not around.aside else "Sect"
        inner = self.within(self.element(role, node, around), node, around)
        frame = Frame(
            start=styles.step * 0.9,
            end=styles.step * 0.7,
            padding=styles.step * 0.55,
            before=styles.line * 0.3,
            after=styles.line * 0.8,
            fill=palette.panel,
            bar=palette.accent,
            border=palette.rule if palette.panel == palette.paper else None,
            direction=inner.direction,
        )
        draft.emit(Open(frame))
        word = kind_word(node, draft.strings)
        if word is not None:
            lead = Element("P")
            inner.parent.children.append(lead)
            look = styles.look(Style.BOLD, colour=palette.heading)
            style = replace(around.style, after=0.25 * styles.line, keep=True)
            leaf = draft.leaf(lead)
            draft.emit(Passage([Run(word, look, leaf)], style, inner.direction))
        self.blocks(node.children, replace(inner, aside=True))
        draft.emit(Close(frame))

    def table(self, node: Table, around: Surroundings) -> None:
        styles = self.draft.styles
        around = replace(around, sole=False)
        element = self.element("Table", node, around)
        inner = self.within(element, node, around)
        if node.caption:
            self.caption(node.caption, inner, styles.caption())
        header = styles.look(Style.BOLD, styles.cell(small=False).size)
        data = styles.look(size=styles.cell(small=False).size)

        def content(cell: Element, nodes: tuple[Block, ...], lang: str, bold: bool) -> None:
            look = header if bold else data
            style = styles.cell(small=False)
            if len(nodes) > 1:
                style = replace(style, after=0.3 * style.line)
            within = replace(inner, parent=cell, lang=lang, look=look, style=style, sole=True)
            self.blocks(nodes, within)

        plan_table(self.draft, node, element, inner.lang, inner.direction, content)
        for note in node.notes:
            assert note.id is not None
            drafted = self.draft.notes[note.id]
            if not drafted.placed:
                self.note(drafted, around)
                self.draft.flow += drafted.flow
                drafted.flow.clear()
        if node.notes:
            self.draft.emit(Gap(styles.line * 0.6))

    # -------------------------------------------------------------------------- notes

    def place_notes(self, around: Surroundings) -> None:
        """Put the notes that were cited in the last block behind it (at the page's foot)."""
        if self.options.notes is NotePlacement.END:
            return
        while self.draft.cited:
            drafted = self.draft.notes[self.draft.cited.pop(0)]
            if not drafted.placed:
                self.note(drafted, around)

    def end_notes(self, around: Surroundings) -> None:
        """Set the notes that have no place yet: endnotes, and those that nothing cites."""
        draft, styles = self.draft, self.draft.styles
        order = [*draft.cited, *(name for name in draft.notes)]
        if all(draft.notes[name].placed for name in order):
            return
        sect = Element("Sect")
        around.parent.children.append(sect)
        heading = Element("H2")
        sect.children.append(heading)
        leaf = draft.leaf(heading)
        style = styles.heading(2)
        look = styles.look(Style.BOLD, style.size, draft.theme.palette.heading)
        draft.entries.append(Entry(2, draft.strings.notes, heading, leaf, 0, None))
        draft.emit(Passage([Run(draft.strings.notes, look, leaf)], style, around.direction))
        for name in order:
            drafted = draft.notes[name]
            if not drafted.placed:
                self.note(drafted, replace(around, parent=sect))
                draft.flow += drafted.flow
                drafted.flow.clear()
            while draft.cited and draft.cited[0] not in order:
                order.insert(order.index(name) + 1, draft.cited.pop(0))

    def note(self, drafted: NoteDraft, around: Surroundings) -> None:
        """Plan one note: its element, and its flow aside."""
        draft, styles, note = self.draft, self.draft.styles, drafted.note
        drafted.placed = True
        element = drafted.element
        element.lang = _foreign(note.lang, around.lang)
        around.parent.children.append(element)
        draft.expect(note.id, element)
        if draft.modern:
            kind = "Footnote" if self.options.notes is NotePlacement.FOOT else "Endnote"
            element.attributes = NoteAttributes(kind)
            element.references = drafted.citations  # grows while later citations are planned
        outer, draft.flow = draft.flow, []
        style = styles.note()
        look = styles.look(size=style.size)
        lbl = Element("Lbl")
        element.children.append(lbl)
        label_look, holder = look, lbl
        if drafted.citations:
            holder = Element("Link")
            lbl.children.append(holder)
            label_look = styles.look(size=style.size, colour=draft.theme.palette.link)
        width = max(self.label_width(note.label, label_look), style.size * 1.6)
        label = self.label(holder, note.label, label_look, width, flush=False)
        if drafted.citations:
            name = draft.strings.back_to_reference.format(label=note.label)
            annotation = Annotation(drafted.citations[0], name)
            holder.children.append(annotation)
            draft.links[next(iter(_first_leaves(holder)))] = annotation
        frame = Frame(start=width, direction=around.direction)
        draft.emit(Open(frame))
        draft.label = label
        self.blocks(
            note.children,
            replace(
                around,
                parent=element,
                lang=note.lang or around.lang,
                direction=note.direction or around.direction,
                style=style,
                look=look,
                sole=False,
                note=True,
            ),
        )
        self.flush_label(around)
        draft.emit(Close(frame))
        drafted.flow.extend(draft.flow)
        draft.flow = outer


def kind_word(node: Callout, strings: Strings) -> str | None:
    """Return the word that a callout begins with: only where it has no heading of its own."""
    if node.children and isinstance(node.children[0], Section):
        return None
    match node.kind:
        case CalloutKind.ASIDE:
            return None
        case CalloutKind.NOTE:
            return strings.callout_note
        case CalloutKind.INFORMATION:
            return strings.callout_information
        case CalloutKind.SUCCESS:
            return strings.callout_success
        case CalloutKind.WARNING:
            return strings.callout_warning
        case CalloutKind.DANGER:
            return strings.callout_danger
        case _:
            assert_never(node.kind)


def _foreign(lang: str | None, outer: str) -> str | None:
    return lang if lang != outer else None


def _is_short(nodes: tuple[Block, ...]) -> bool:
    """Tell whether an item is one short paragraph, so that items may stand close together."""
    match nodes:
        case (Paragraph(children=children),):
            return len(plain(children)) < 160
        case (Paragraph(children=children), List()):
            return len(plain(children)) < 160
        case _:
            return False


def _first_leaves(element: Element) -> list[Leaf]:
    """Return the first leaf of an element in reading order, if it has any."""
    stack: list[Element | Leaf | Annotation] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, Leaf):
            return [node]
        if isinstance(node, Element):
            stack.extend(reversed(node.children))
    return []
