"""What each language has words for: a word that is missing is a type error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStrings:
    """The words of the plain text edition; in the file most stand in square brackets."""

    title: str
    series: str
    subtitle: str
    creator: str
    publisher: str
    identifier: str
    language: str
    address: str
    other_edition: str
    """Before the address of another language's edition, with ``{language}``."""
    about: str
    about_this_file: str
    about_brackets: str
    start: str
    end: str
    end_of: str
    """With ``{what}``, a block's word."""
    section: str
    """With ``{number}``: ``Section 2.1``."""
    section_reference: str
    """After a link to a section, with ``{number}``."""
    table: str
    """With ``{rows}`` and ``{columns}``, each a counted word."""
    one_row: str
    rows: str
    """With ``{count}``."""
    one_column: str
    columns: str
    """With ``{count}``."""
    row: str
    """Before the header of a row, with ``{number}``."""
    row_span: str
    """With ``{first}`` and ``{last}``."""
    column: str
    column_span: str
    cell: str
    blank: str
    """What an empty cell says."""
    summary: str
    aligned: str
    """Over the same table in columns."""
    table_word: str
    caption: str
    description: str
    details: str
    quotation: str
    code: str
    term: str
    definition: str
    aside: str
    separator: str
    note: str
    """Before a note, with ``{label}``."""
    note_reference: str
    """Where a note is cited, with ``{label}``."""
    link: str
    """Before the address of a link, with ``{number}``."""
    link_reference: str
    """After the text of a link, with ``{number}``."""
    link_address: str
    """After the text of a link, with ``{address}``."""
    abbreviation: str
    """After a short form, with ``{expansion}``."""
    reading: str
    """After a base text, with ``{reading}``."""
    deleted: str
    """Around deleted words, with ``{text}``."""
    inserted: str
    passage: str
    """Around a passage in another language, with ``{tag}`` and ``{text}``."""
    some_words: str
    """Where a mark is explained: what stands for the words in it."""
    about_sections: str
    about_tables: str
    about_rows: str
    about_blank: str
    about_cells: str
    about_images: str
    about_notes: str
    about_links: str
    about_link_addresses: str
    about_section_references: str
    about_pages: str
    about_blocks: str
    about_definitions: str
    about_abbreviations: str
    about_readings: str
    about_changes: str
    about_passages: str
    about_emphasis: str
    about_code_lines: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpubStrings:
    """The words of the EPUB's navigation and of its metadata."""

    formula: str
    """Name of the frame in which a long formula scrolls."""
    landmarks: str
    pages: str
    """Heading of the page list."""
    pdf_edition: str
    """The source of the page breaks, with ``{title}``."""
    accessibility_structure: str
    """What every book offers; one sentence, as the following."""
    accessibility_pages: str
    accessibility_missing: str
    """A known gap, with ``{count}`` images that have no alternative."""
    accessibility_absent: str
    """A known gap, with ``{count}`` images that could not be included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """The added words of one language; ``{…}`` is filled in with ``str.format``."""

    language: str
    contents: str
    notes: str
    links: str
    page: str
    page_of: str
    """With ``{page}`` and ``{pages}``."""
    table: str
    figure: str
    image: str
    image_without_alternative: str
    note_reference: str
    """The name of a citation, with ``{label}``."""
    back_to_reference: str
    """With ``{label}``."""
    back_to_reference_again: str
    """A further way back, with ``{label}`` and ``{count}`` (from 2)."""
    opens_web_page: str
    """What a link to another site does, with ``{text}`` and ``{address}``."""
    goes_to: str
    """What a link inside the document does, with ``{text}``."""
    goes_to_page: str
    """The same with ``{text}`` and ``{page}``."""
    source_page: str
    """What the attached source of a PDF is."""
    opening_quote: str
    closing_quote: str
    callout_note: str
    callout_information: str
    callout_success: str
    callout_warning: str
    callout_danger: str
    long_description: str
    """What opens a long description for which the source has no words."""
    to_description: str
    """Text of the link from a figure to its long description, in Word."""
    published: str
    """With ``{date}``."""
    modified: str
    """With ``{date}``."""
    language_name: str
    cover: str
    title_page: str
    start_of_content: str
    list_of_tables: str
    list_of_figures: str
    separator: str
    """Between a label and what follows: ``: `` in English, `` : `` in French."""
    text: TextStrings
    epub: EpubStrings
