"""The opening of the text file: what the report is, what the file is, the contents (TX-19).

Written last, because it explains only the conventions that the file uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.outline import headings
from pipeline.model.walk import one_line, plain
from pipeline.strings import has_strings
from pipeline.writers.text.blocks import BULLET, end_mark, inner, step
from pipeline.writers.text.characters import CLOSE, NO_BREAK, normalised
from pipeline.writers.text.inlines import written_address
from pipeline.writers.text.journey import Convention, Journey
from pipeline.writers.text.lines import Passage

DEEPEST_IN_CONTENTS = 4
"""Headings below this level are in the report but not in its contents."""


def opening(journey: Journey, *, title: str, kicker: str, subtitle: str) -> Iterator[Passage]:
    """Yield the passages before the start of the report.

    The three lines of the title are given as they were written with the rest, because a
    note or link in them counts first.
    """
    yield from _fields(journey, title, kicker, subtitle)
    yield from _about(journey)
    yield from _contents(journey)


def _fields(journey: Journey, title: str, kicker: str, subtitle: str) -> Iterator[Passage]:
    metadata = journey.document.metadata
    strings = journey.strings
    words = strings.text

    def labelled(label: str, value: str, gap: int = 0) -> Passage:
        text = f"{label}{strings.separator}{value}".replace("\n", " ")
        return Passage(text, 0, inner(journey, 0), gap=gap)

    yield labelled(words.title, title)
    if subtitle:
        yield labelled(words.subtitle, subtitle)
    if kicker:
        yield labelled(words.series, kicker)
    gap = 1
    creators = "; ".join(metadata.creators)
    language = metadata.language
    if has_strings(language):
        language = strings.language_name
    for label, value in (
        (words.creator, creators),
        (words.publisher, metadata.publisher),
        (words.identifier, "; ".join(metadata.identifiers)),
    ):
        if value:
            yield labelled(label, normalised(one_line(value)), gap)
            gap = 0
    for sentence, date in (
        (strings.published, metadata.issued),
        (strings.modified, metadata.modified),
    ):
        if date:
            yield Passage(sentence.format(date=date), 0, inner(journey, 0), gap=gap)
            gap = 0
    yield labelled(words.language, language, gap)
    if metadata.address:
        yield labelled(words.address, written_address(metadata.address))
    for edition in metadata.editions:
        label = words.other_edition.format(language=edition.lang)
        yield labelled(label, written_address(edition.address))


def _about(journey: Journey) -> Iterator[Passage]:
    words = journey.strings.text
    yield Passage(f"[{words.about}]")
    sentences = [words.about_this_file] + ([words.about_brackets] if journey.used else [])
    yield Passage(" ".join(sentences))
    gap = 1
    for sentence in _conventions(journey):
        text = f"{BULLET}{NO_BREAK}{sentence}"
        yield Passage(text, step(journey), inner(journey, 0), gap=gap)
        gap = 0


def _conventions(journey: Journey) -> Iterator[str]:
    words = journey.strings.text
    sentences = {
        Convention.SECTIONS: words.about_sections,
        Convention.TABLES: words.about_tables,
        Convention.BLANK: words.about_blank,
        Convention.CELLS: words.about_cells,
        Convention.IMAGES: words.about_images,
        Convention.NOTES: words.about_notes,
        Convention.LINKS: words.about_links,
        Convention.LINK_ADDRESSES: words.about_link_addresses,
        Convention.SECTION_REFERENCES: words.about_section_references,
        Convention.PAGES: words.about_pages,
        Convention.BLOCKS: words.about_blocks,
        Convention.DEFINITIONS: words.about_definitions,
        Convention.ABBREVIATIONS: words.about_abbreviations,
        Convention.READINGS: words.about_readings,
        Convention.CHANGES: words.about_changes,
        Convention.PASSAGES: words.about_passages,
        Convention.EMPHASIS: words.about_emphasis,
        Convention.CODE_LINES: words.about_code_lines,
    }
    for convention, sentence in sentences.items():
        if convention in journey.used:
            yield _explained(journey, convention, sentence)


def _explained(journey: Journey, convention: Convention, sentence: str) -> str:
    """Fill in the marks of a sentence, the first of their kind in the file."""
    words = journey.strings.text
    first = journey.used[convention]
    match convention:
        case Convention.TABLES:
            rows = sentence.format(mark=first, end=end_mark(journey, words.table_word))
            row = f"[{words.row.format(number=2)}]"
            column = f"[{words.column.format(number=2)}]"
            return f"{rows} {words.about_rows.format(row=row, column=column)}"
        case Convention.NOTES:
            label = next(iter(journey.labels.values()))
            return sentence.format(
                reference=f"[{words.note_reference.format(label=label)}]",
                mark=f"[{words.note.format(label=label)}]",
            )
        case Convention.LINKS:
            return sentence.format(reference=first)
        case Convention.BLOCKS:
            end = journey.end_mark or end_mark(journey, first.strip(f"[]{CLOSE}"))
            return sentence.format(mark=first, end=end)
        case Convention.DEFINITIONS:
            return sentence.format(term=f"[{words.term}]", definition=f"[{words.definition}]")
        case Convention.CHANGES:
            deleted, inserted = (mark.replace("…", words.some_words) for mark in journey.changes)
            return sentence.format(deleted=deleted, inserted=inserted)
        case Convention.PASSAGES:
            return sentence.format(mark=first.replace("…", words.some_words))
        case _:
            return sentence.format(mark=first)


def _contents(journey: Journey) -> Iterator[Passage]:
    gap = 1
    for heading in headings(journey.document):
        if heading.level > DEEPEST_IN_CONTENTS:
            continue
        if gap:
            yield Passage(f"[{journey.strings.contents}]")
        title = normalised(one_line(plain(heading.title, journey.power)))
        number = journey.numbers[id(heading.section)]
        yield Passage(f"{number} {title}".rstrip(), 0, inner(journey, 0), gap=gap)
        gap = 0
