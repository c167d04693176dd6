"""The Word document: styles a person can edit, and structure that assistive tools read.

After check, beside the other writers. ``write`` goes through the model once for each story
(body, notes), then python-docx holds the parts and ``archive`` packs them.
"""

from __future__ import annotations

from itertools import takewhile

from lxml import etree

from pipeline.diagnostics import Warned
from pipeline.model.nodes import Block, Direction, Document, Paragraph, Section
from pipeline.model.outline import headings
from pipeline.model.walk import one_line, plain, raised, spoken
from pipeline.options import Options
from pipeline.writers.docx import fields, layout, properties
from pipeline.writers.docx.body import Story
from pipeline.writers.docx.looks import text_width
from pipeline.writers.docx.notes import note_part
from pipeline.writers.docx.ooxml import add, add_text, clean, qualified, root, serialize, value
from pipeline.writers.docx.package import DraftPart, assemble
from pipeline.writers.docx.place import Place
from pipeline.writers.docx.sections import section_properties
from pipeline.writers.docx.shared import Shared, survey
from pipeline.writers.docx.styles import StyleSheet
from pipeline.writers.docx.template import OWN_FOOT, OWN_HEAD, Template, open_template

__all__ = ["additions", "write"]


def write(document: Document, options: Options) -> Warned[bytes]:
    """Return the report as a Word document.

    Raises:
        OptionError: if ``options.docx.template`` is not a Word document.
    """
    metadata = document.metadata
    right_to_left = metadata.direction is Direction.RIGHT_TO_LEFT
    brand = options.docx.template
    template = Template() if brand is None else open_template(brand)
    styles = StyleSheet(
        options.theme,
        metadata.language,
        right_to_left=right_to_left,
        template=template.styles,
    )
    shared = survey(document, options, styles)
    shared.diagnostics.extend(template.diagnostics)
    main = root("document", "r", "m", "wp", "a", "pic")
    paper = options.theme.palette.paper
    if paper.hex != "FFFFFF":
        add(main, "background", {"color": paper.hex})
    body = add(main, "body")
    story = Story(shared, body)
    place = Place(
        document.lang or metadata.language,
        document.direction or metadata.direction,
        text_width(options.theme),
        landscape=True,
    )
    _opening(story, place)
    imprint = _imprint(document)
    story.blocks(imprint, place)
    contents_at = len(body)
    story.blocks(document.children[len(imprint) :], place)
    story.flow.finish(place)
    notes = note_part(shared, place)
    for note in document.notes:
        if note.id not in shared.notes.placed and note.id not in shared.notes.written:
            story.note(note, place, "NoteText")
    ids = {edge.id for edge in template.edges}
    head = _header(shared) if OWN_HEAD in ids else None
    foot = _footer(shared) if OWN_FOOT in ids else None
    numbers = _contents(shared, body, contents_at)
    footnotes = None if notes is None or notes.kind == "endnotes" else notes.data
    if numbers:
        found = layout.pages(
            body,
            None if footnotes is None else etree.fromstring(footnotes),
            styles,
            options.theme,
            head=head,
            foot=foot,
        )
        for name, text in numbers.items():
            text.text = str(found[name])
    section_properties(body, shared, template)
    parts = [
        DraftPart("styles", styles.part()),
        DraftPart("numbering", shared.lists.part(styles.id)),
        DraftPart(
            "settings",
            properties.settings(
                metadata,
                right_to_left=right_to_left,
                notes=None if notes is None else shared.notes.kind,
                background=paper.hex != "FFFFFF",
                even_pages_differ=template.even_differ,
            ),
        ),
        DraftPart("fontTable", properties.fonts()),
    ]
    if head is not None:
        parts.append(DraftPart("header", serialize(head)))
    if foot is not None:
        parts.append(DraftPart("footer", serialize(foot)))
    if template.theme is not None:
        parts.append(DraftPart("theme/theme1", template.theme))
    if notes is not None:
        parts.append(notes)
    data = assemble(
        serialize(main),
        story.flow.relationships,
        parts,
        properties.core_properties(metadata, options),
        properties.extended_properties(metadata),
        template.edges,
    )
    return Warned(data, tuple(shared.diagnostics))


def additions(document: Document, options: Options) -> tuple[str, ...]:
    """Return the text that the writer adds: none, all of it is told apart by its style."""
    del document, options
    return ()


def _opening(story: Story, place: Place) -> None:
    """Write the line above the title, the title as heading 1, and the subtitle.

    Heading 1 and not the style Title: screen readers list headings only, and the levels
    below then equal those of the page (MAP-01).
    """
    document = story.shared.document
    if document.kicker:
        story.flow.paragraph("Kicker", document.kicker, place, expand=False)
    story.flow.target(document.id)
    story.flow.paragraph("Heading1", document.title, place, expand=False)
    if document.subtitle:
        story.flow.paragraph("Subtitle", document.subtitle, place, expand=False)


IMPRINT = 240
"""Characters of what may stand between the title and the contents."""


def _imprint(document: Document) -> tuple[Block, ...]:
    """Return the lines about the report that belong before the contents: who held it, when."""
    lines = tuple(takewhile(lambda block: isinstance(block, Paragraph), document.children))
    said = sum(len(plain(line.children)) for line in lines if isinstance(line, Paragraph))
    rest = document.children[len(lines) :]
    return lines if said <= IMPRINT and rest and isinstance(rest[0], Section) else ()


def _contents(shared: Shared, body: etree._Element, index: int) -> dict[str, etree._Element]:
    """Insert the contents, when there is something to find; the body begins a new page.

    Returns the page numbers in them, to be set, by the bookmarks of the headings.
    """
    entries = [
        fields.Entry(
            heading.level,
            one_line(plain(heading.title, raised)) or spoken(heading.title),
            shared.contents[id(heading.section)],
        )
        for heading in headings(shared.document)
        if heading.level <= fields.CONTENTS_DEPTH and id(heading.section) in shared.contents
    ]
    entries = [entry for entry in entries if entry.text]
    if len(entries) < 2:
        return {}
    heading, language = shared.strings.contents, shared.own_language
    first = body[index]
    if first.tag == qualified("p"):
        first[0].insert(1, etree.Element(qualified("pageBreakBefore")))
    numbers = fields.contents(body, entries, heading, language, shared.styles.id)
    body.insert(index, body[-1])
    return numbers


def _header(shared: Shared) -> etree._Element:
    """Return the running head: the title, on every page but the first."""
    header = root("hdr", "r")
    paragraph = add(header, "p")
    value(add(paragraph, "pPr"), "pStyle", shared.styles.id("Header"))
    add_text(add(paragraph, "r"), clean(shared.document.metadata.title))
    return header


def _footer(shared: Shared) -> etree._Element:
    """Return the foot of the page: its number, as a field."""
    footer = root("ftr", "r")
    paragraph = add(footer, "p")
    turned = shared.own_language is not None and shared.direction is Direction.RIGHT_TO_LEFT
    footer_properties = add(paragraph, "pPr")
    style = "FooterAtRight" if turned else "Footer"
    value(footer_properties, "pStyle", shared.styles.id(style))
    if turned:
        value(footer_properties, "bidi", "0")
    fields.page_of(paragraph, shared.strings.page_of, shared.own_language)
    return footer
