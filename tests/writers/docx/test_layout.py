"""The estimate of pages knows what makes lines longer and pages shorter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.nodes import (
    Block,
    Cell,
    Document,
    List,
    ListItem,
    Numbering,
    RowGroup,
    Section,
    Table,
)
from pipeline.options import Options
from pipeline.theme import LARGE_PRINT_24, STANDARD, THEMES, Theme
from tests.documents import cell, header, paragraph, row, text
from tests.writers.docx.opening import W, made, part, report, texts

WORDS = "Several words that fill lines. " * 12


def long_report(title: str = "Report") -> Document:
    sections = tuple(
        Section(2, text(f"Part {number}"), (paragraph(WORDS), paragraph(WORDS)))
        for number in range(1, 40)
    )
    document = report()
    return replace(document, children=sections, metadata=replace(document.metadata, title=title))


def last_page(document: Document, theme: Theme) -> int:
    control = next(part(made(document, Options(theme=theme))).iter(W + "sdtContent"))
    return int([item.text or "" for item in control.iter(W + "t")][-1])


def test_letters_that_stand_apart_take_more_pages() -> None:
    apart = replace(STANDARD, letter_spacing=0.1)
    assert last_page(long_report(), apart) > last_page(long_report(), STANDARD)


def test_a_running_head_that_is_taller_than_the_margin_takes_room() -> None:
    tall = long_report("A title that needs several lines of the running head " * 3)
    assert last_page(tall, LARGE_PRINT_24) > last_page(long_report(), LARGE_PRINT_24)


def test_letters_that_stand_apart_need_wider_columns() -> None:
    body = RowGroup((row(cell("Internationalisation"), cell("2")),))
    document = report(Table((body,), head=(row(header("A"), header("B")),)))
    widths = []
    for theme in (STANDARD, replace(STANDARD, letter_spacing=0.1)):
        grid = part(made(document, Options(theme=theme))).iter(W + "gridCol")
        widths.append(int(next(grid).get(W + "w", "0")))
    assert widths[1] > widths[0]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_lines_are_whole_percents_apart_as_libreoffice_has_them(theme: Theme) -> None:
    styles = part(made(report(), Options(theme=theme)), "word/styles.xml")
    for spacing in styles.iter(W + "spacing"):
        line = int(spacing.get(W + "line", "240"))
        percent = line * 100 // 240
        assert line - percent * 2.4 < 1, texts(styles)


def test_a_list_and_a_table_in_a_cell_have_room_for_their_words() -> None:
    def first_column(*blocks: Block) -> int:
        body = RowGroup((row(Cell(blocks), cell("2")),))
        document = report(Table((body,), head=(row(header("A"), header("B")),)))
        return int(next(part(made(document)).iter(W + "gridCol")).get(W + "w", "0"))

    words = paragraph("Internationalisation")
    listed = List((ListItem((words,)),), Numbering.DISC)
    deeper = List((ListItem((listed,)),), Numbering.DISC)
    beside = Table((RowGroup((row(Cell((words,)), Cell((words,))),)),))
    plain = first_column(words)
    assert plain < first_column(listed) < first_column(deeper)
    assert first_column(beside) > 2 * plain
