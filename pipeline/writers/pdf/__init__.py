"""The tagged PDF: PDF/UA-1 with PDF/A-2a, or PDF/UA-2 with PDF/A-4 and Well-Tagged PDF.

``plan`` makes the tag tree and the flow, ``boxes`` and ``tables`` break lines and find widths,
``compose`` fills pages, ``paint`` draws and notes where each leaf landed, ``assemble``
writes the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.callouts import callout_label
from pipeline.diagnostics import Warned
from pipeline.model.nodes import Callout, Document
from pipeline.model.pages import PageMap
from pipeline.model.walk import descendants
from pipeline.options import NotePlacement, Options
from pipeline.strings import strings_for
from pipeline.writers.pdf.assemble import assemble
from pipeline.writers.pdf.boxes import Room
from pipeline.writers.pdf.compose import Composer
from pipeline.writers.pdf.contents import publication_data
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.furniture import draw_furniture
from pipeline.writers.pdf.paint import Painter
from pipeline.writers.pdf.plan import plan
from pipeline.writers.pdf.sheets import Sheets
from pipeline.writers.pdf.styles import upright_margin
from pipeline.writers.pdf.tags import Landed

__all__ = ["Typeset", "additions", "typeset", "write"]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF and where its pages begin."""

    data: bytes = field(repr=False)
    pages: PageMap


def typeset(document: Document, options: Options) -> Warned[Typeset]:
    """Set a document in pages. The same document and options give the same bytes."""
    theme = options.theme
    strings = strings_for(document.metadata.language)
    fonts = Fonts(
        letter_spacing=theme.letter_spacing,
        word_spacing=theme.word_spacing,
        typefaces=theme.fonts,
    )
    width = theme.paper.value[0] - 2 * theme.margin
    planned, diagnostics = plan(document, options, fonts, width)
    landed = Landed()
    wanted = frozenset(planned.targets.values())
    sheets = Sheets(options.pdf.profile, landed, wanted, theme.palette.paper)
    painter = Painter(sheets, theme, planned.links, planned.drawings)
    room = Room(fonts, planned.citations, theme.paper.value[1] - 2 * upright_margin(theme))
    if options.notes is NotePlacement.END:
        room = Room(fonts, {}, room.height)
    Composer(sheets, painter, theme, room).run(planned.flow)
    direction = document.direction or document.metadata.direction
    labels = draw_furniture(
        sheets, painter, fonts, theme, strings, document.metadata.title, direction
    )
    sections = {
        entry.section: labels[landed.boxes[entry.leaf].page]
        for entry in planned.entries
        if entry.section and entry.leaf in landed.boxes
    }
    pages = PageMap(sheets.page_starts(labels), labels, sections)
    data = assemble(planned, sheets, fonts, document.metadata, options, strings, labels)
    return Warned(Typeset(data, pages), (*diagnostics, *fonts.diagnostics()))


def write(document: Document, options: Options) -> Warned[bytes]:
    """Render the document as a tagged PDF."""
    result = typeset(document, options)
    return Warned(result.value.data, result.diagnostics)


def additions(document: Document, options: Options) -> tuple[str, ...]:
    """Return the texts that the PDF says beside the document's own.

    The contents, running heads and page numbers are known by their structure.
    """
    del options  # the words are the same whatever is chosen
    strings = strings_for(document.metadata.language)
    added = list(publication_data(document, strings))
    words = (
        callout_label(node, strings) for node in descendants(document) if isinstance(node, Callout)
    )
    added += [word for word in words if word]
    return tuple(added)
