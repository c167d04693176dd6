"""What the writer adds before the body: the title block and the contents. Used by plan."""

from __future__ import annotations

from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Asset, Direction, Document
from pipeline.strings import Strings
from pipeline.writers.pdf.draft import Draft
from pipeline.writers.pdf.flow import Entry, Passage, Picture, Rule, Trailer
from pipeline.writers.pdf.fonts import Style
from pipeline.writers.pdf.inlines import inline
from pipeline.writers.pdf.lines import Run
from pipeline.writers.pdf.pictures import bitmap
from pipeline.writers.pdf.surroundings import Context
from pipeline.writers.pdf.tags import Annotation, Element, LayoutAttributes

MANY = 75
"""Lines: more than two pages of contents are no overview, and leave out the fourth level."""
IN_A_LINE = 72
"""Characters of an entry, about."""
TOGETHER = 3
"""Entries at the end of the contents that stay on one page."""
DEEPEST = 4
"""Headings below this level are in the bookmarks only."""


def publication_data(document: Document, strings: Strings) -> tuple[str, ...]:
    """Return the lines under the title: who published the report, and when."""
    metadata = document.metadata
    who = [*metadata.creators]
    if metadata.publisher is not None and metadata.publisher not in who:
        who.append(metadata.publisher)
    lines = [", ".join(who)] if who else []
    if metadata.issued is not None:
        lines.append(strings.published.format(date=metadata.issued))
    if metadata.modified is not None and metadata.modified != metadata.issued:
        lines.append(strings.modified.format(date=metadata.modified))
    lines += metadata.identifiers
    return tuple(lines)


def title_block(draft: Draft, document: Document, root: Element, direction: Direction) -> None:
    """Plan the kicker, the title, the subtitle and the lines of publication data."""
    styles, theme = draft.styles, draft.theme
    palette = theme.palette
    lang = document.lang or document.metadata.language
    if theme.logo is not None:
        _logo(draft, theme.logo, root)
    if document.kicker:
        kicker = Element("P")
        root.children.append(kicker)
        look = styles.look(Style.BOLD, theme.body_size, palette.quiet)
        items = inline(draft, document.kicker, Context(kicker, look, lang))
        draft.emit(Passage(items, replace(styles.data(), after=0.35 * styles.line), direction))
    title = Element("H1")
    root.children.append(title)
    style = styles.heading(1)
    look = styles.look(Style.BOLD, style.size, palette.heading)
    items = inline(draft, document.title, Context(title, look, lang))
    draft.emit(Passage(items, replace(style, after=0.4 * styles.line), direction))
    if document.subtitle:
        subtitle = Element("P")
        root.children.append(subtitle)
        style = styles.subtitle()
        look = styles.look(Style.REGULAR, style.size, palette.quiet)
        items = inline(draft, document.subtitle, Context(subtitle, look, lang))
        draft.emit(Passage(items, style, direction))
    line, length = styles.line, 6 * styles.step
    draft.emit(Rule(palette.accent, 2.5, 0.2 * line, 0.7 * line, length, direction))
    data = publication_data(document, draft.strings)
    look = styles.look(Style.REGULAR, theme.body_size, palette.quiet)
    for number, text in enumerate(data, 1):
        element = Element("P")
        root.children.append(element)
        after = 1.2 if number == len(data) else 0.1
        style = replace(styles.data(), after=after * styles.line)
        draft.emit(Passage([Run(text, look, draft.leaf(element))], style, direction))


def _logo(draft: Draft, logo: Asset, root: Element) -> None:
    """Draw the logo as high as two lines of the title and not too wide.

    It is a figure where the theme says what it says, else an artifact (MAP-14, MAP-15).
    """
    drawing = bitmap(logo, draft.theme.palette.paper, None)
    if isinstance(drawing, Diagnostic):
        draft.diagnostics.append(drawing)
        return
    height = 2 * draft.theme.heading_size(1)
    scale = min(height / logo.height, draft.width * 0.6 / logo.width)
    width, height = logo.width * scale, logo.height * scale
    leaf = None
    if draft.theme.logo_alternative is not None:
        figure = Element(
            "Figure",
            alternative=draft.theme.logo_alternative,
            attributes=LayoutAttributes(box=True),
        )
        root.children.append(figure)
        leaf = draft.leaf(figure)
    draft.emit(Picture(leaf, drawing, width, height, after=1.5 * draft.styles.line))


def contents(draft: Draft, direction: Direction) -> Element:
    """Plan the contents into the draft's flow, which is empty; return the ``TOC``."""
    styles, palette = draft.styles, draft.theme.palette
    toc = Element("TOC")
    caption = Element("Caption")
    toc.children.append(caption)
    style = replace(styles.heading(2), before=1.2 * styles.line)
    look = styles.look(Style.BOLD, style.size, palette.heading)
    run = Run(draft.strings.contents, look, draft.leaf(caption))
    draft.emit(Passage([run], style, direction))
    shown = [entry for entry in draft.entries if entry.level <= DEEPEST and entry.title]
    if sum(1 + len(entry.title) // IN_A_LINE for entry in shown) > MANY:
        shown = [entry for entry in shown if entry.level <= 3]
    # The open lists, outermost first, each with its level and its last item.
    lists: list[tuple[int, Element, Element | None]] = [(2, toc, None)]
    for entry in shown:
        while len(lists) > 1 and lists[-1][0] > entry.level:
            lists.pop()
        level, parent, last = lists[-1]
        if entry.level > level and last is not None:
            inner = Element("TOC")
            last.children.append(inner)
            level, parent = entry.level, inner
            lists.append((level, parent, None))
        item = _entry(draft, entry, parent, len(lists), direction)
        lists[-1] = (level, parent, item)
    for passage in draft.flow[-TOGETHER:-1]:  # not one entry alone on a page
        if isinstance(passage, Passage):
            passage.style = replace(passage.style, keep=True)
    return toc


def _entry(
    draft: Draft, entry: Entry, parent: Element, depth: int, direction: Direction
) -> Element:
    styles, theme = draft.styles, draft.theme
    item = Element("TOCI", lang=entry.lang)
    parent.children.append(item)
    holder = Element("P" if draft.modern else "Reference")
    item.children.append(holder)
    link = Element("Link")
    holder.children.append(link)
    if draft.modern:
        item.references.append(entry.element)
    annotation = Annotation(entry.element, entry.title)
    title, number = draft.leaf(link), draft.leaf(link)
    link.children.append(annotation)
    draft.links[title] = draft.links[number] = annotation
    weight = Style.BOLD if depth == 1 else Style.REGULAR
    look = styles.look(weight, theme.body_size, theme.palette.text)
    plain = styles.look(Style.REGULAR, theme.body_size, theme.palette.text)
    style = replace(
        styles.body(),
        line=theme.body_size * min(theme.leading, 1.3),
        before=0.45 * styles.line if depth == 1 else 0.0,
        after=0.25 * styles.line,
        whole=True,
    )
    passage = Passage([Run(entry.title + " ", look, title)], style, direction)
    passage.start = (depth - 1) * styles.step
    passage.trailer = Trailer(number, entry.leaf, plain, theme.palette.quiet)
    draft.emit(passage)
    return item
