"""What a user may choose, typed; each writer reads its own part and the theme."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass, field

from pipeline.model.pages import PageMap
from pipeline.theme import STANDARD, Theme


class NotePlacement(enum.Enum):
    """Where notes stand in paginated formats."""

    FOOT = "foot"
    END = "end"


class PdfProfile(enum.Enum):
    """The standards that one PDF meets together."""

    UA1 = "ua1"
    """PDF/UA-1 and PDF/A-2a, PDF 1.7."""
    UA2 = "ua2"
    """PDF/UA-2, PDF/A-4 and Well-Tagged PDF 1.0 (accessibility and reuse), PDF 2.0."""


@dataclass(frozen=True, slots=True)
class AttachedSource:
    """The page that a report was made from, as it was read."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """Choices for the PDF."""

    profile: PdfProfile = PdfProfile.UA1
    contents: bool = True
    source: AttachedSource | None = None
    """Attached to the PDF, whose PDF/A-2a becomes PDF/A-3a, and PDF/A-4 becomes PDF/A-4f."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxOptions:
    """Choices for the Word document."""

    template: bytes | None = None
    """A department's own document, whose styles are used where they exist, and the heads and
    feet of its pages."""
    simplify_tables: bool = False
    """Repeat the content of spanning cells instead of merging."""
    landscape_tables: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EpubOptions:
    """Choices for the EPUB."""

    pages: bool = True
    """Mark where the pages of the PDF edition begin."""
    evaluator: str | None = None
    """Who certifies the conformance; without a name nothing is claimed."""


class LineEnd(enum.Enum):
    """How lines end in the text file."""

    LF = "\n"
    CRLF = "\r\n"


class LinkPlacement(enum.Enum):
    """Where the addresses of links stand in the text file."""

    LIST = "list"
    INLINE = "inline"


class ChangeMarks(enum.Enum):
    """How deleted and inserted words are marked in the text file."""

    WORDS = "words"
    """``[deleted: so]`` and ``[inserted: so]``, for the ear."""
    SIGNS = "signs"
    """``[-so-]`` and ``[+so+]``, for the eye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOptions:
    """Choices for the text file. ``SCREEN_READER`` and its like are the profiles."""

    width: int | None = None
    """Cells in a line; None: one line for each paragraph."""
    line_end: LineEnd = LineEnd.LF
    byte_order_mark: bool = False
    ascii: bool = False
    """Fold typographic signs to ASCII; letters stay."""
    emphasis: bool = False
    """Mark emphasis as ``*so*``."""
    changes: ChangeMarks = ChangeMarks.WORDS
    languages: bool = False
    """Mark passages in another language."""
    links: LinkPlacement = LinkPlacement.LIST
    pages: bool = False
    """Mark where the pages of the PDF edition begin."""
    aligned_tables: bool = False
    """Set small numeric tables in columns as well."""
    notes: NotePlacement = NotePlacement.END
    """FOOT: at the end of the section that cites them; END: of the document."""


SCREEN_READER = TextOptions()
TERMINAL = TextOptions(width=72)
BRAILLE_DISPLAY = TextOptions(width=40, ascii=True)

TEXT_PROFILES = {
    "screen-reader": SCREEN_READER,
    "terminal": TERMINAL,
    "braille-display": BRAILLE_DISPLAY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything a writer may ask for beside the document."""

    theme: Theme = STANDARD
    notes: NotePlacement = NotePlacement.FOOT
    now: datetime.datetime | None = None
    """``SOURCE_DATE_EPOCH`` in UTC, when set; used only where the document has no date."""
    pages: PageMap | None = field(default=None, compare=False, repr=False)
    """The pages of the PDF edition, where they are known."""
    pdf: PdfOptions = PdfOptions()
    docx: DocxOptions = DocxOptions()
    epub: EpubOptions = EpubOptions()
    text: TextOptions = TextOptions()
