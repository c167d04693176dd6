"""What a reader sees: lines of a good length, and nothing torn apart at the turn of a page."""

from __future__ import annotations

import pypdfium2
import pytest

from pipeline.model.nodes import (
    Block,
    Callout,
    CalloutKind,
    Cell,
    CodeBlock,
    Definition,
    DefinitionEntry,
    DefinitionList,
    List,
    Numbering,
    Paragraph,
    Quote,
    Row,
    RowGroup,
    Scope,
    Section,
    Table,
    Term,
    Text,
)
from pipeline.options import Options
from pipeline.theme import STANDARD, THEMES, Paper
from pipeline.writers.pdf import write
from tests.documents import cell, header, items, paragraph, row, text
from tests.writers.pdf.test_typeset import WORDS, document, pages


def shown(*blocks: Block, options: Options | None = None) -> list[str]:
    return pages(write(document(*blocks), options or Options()).value)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("paper", Paper)
def test_lines_have_less_than_80_characters(name: str, paper: Paper) -> None:
    """WCAG 2.2 1.4.8; on every paper the margin leaves room for a column."""
    theme = THEMES[name].on(paper)
    (page, *_) = shown(paragraph(WORDS * 8), options=Options(theme=theme))
    lengths = [len(line) for line in page.splitlines() if "safety" in line or "year" in line]
    # Two more on the longest, whose letters happen to be narrow.
    assert 15 < sum(lengths) / len(lengths) < 80
    assert max(lengths) <= 88


def test_smaller_paper_has_smaller_margins() -> None:
    assert STANDARD.on(Paper.A5).margin < STANDARD.on(Paper.A4).margin < STANDARD.margin
    assert STANDARD.on(Paper.LETTER) == STANDARD


@pytest.mark.parametrize("panel", ["callout", "code"])
def test_a_short_panel_is_never_on_two_pages(panel: str) -> None:
    for lines in range(22, 32):
        filler = (paragraph(f"Line {number}.") for number in range(lines))
        if panel == "code":
            block: Block = CodeBlock((Text("\n".join(f"step {n}" for n in range(8))),))
        else:
            said = (paragraph("step 0"), paragraph(WORDS * 2), paragraph("step 7"))
            block = Callout(CalloutKind.NOTE, said)
        (page,) = (page for page in shown(*filler, block) if "step 0" in page)
        assert "step 7" in page


def test_a_tall_row_goes_on_where_it_stands() -> None:
    steps = List(items(*(f"Step {number}" for number in range(26))), Numbering.DISC)
    table = Table(
        head=(row(header("Part"), header("Steps")),),
        bodies=(
            RowGroup(
                (
                    row(header("First", Scope.ROW), cell("None")),
                    row(header("Second", Scope.ROW), Cell((steps,))),
                )
            ),
        ),
    )
    first, *_ = shown(paragraph(WORDS * 10), table)
    assert "Second" in first
    assert "Step 3" in first


def test_the_last_row_of_a_group_stands_with_another() -> None:
    def group(name: str) -> tuple[Row, ...]:
        rows = (
            row(header(f"{name}{number}", Scope.ROW), cell("1"), cell("2")) for number in (1, 2)
        )
        return (row(header(f"{name}0", Scope.ROW), cell(), cell()), *rows)

    for lines in range(12):
        rows = tuple(one for name in "ABCDEFGHIJ" for one in group(name))
        table = Table(
            head=(row(header("Part"), header("Before"), header("After")),),
            bodies=(RowGroup(rows),),
        )
        filler = (paragraph(f"Line {number}.") for number in range(lines))
        for page in shown(*filler, table):
            assert all((f"{name}1" in page) == (f"{name}2" in page) for name in "ABCDEFGHIJ")


def test_a_sign_that_stands_off_its_word_does_not_begin_a_line() -> None:
    question = "Que faut-il faire ? "
    for words in range(60):
        (page, *_) = shown(Paragraph((Text("a " * words + question * 12),)))
        assert not any(line.strip().startswith("?") for line in page.splitlines())


def test_long_contents_leave_out_the_fourth_level() -> None:
    def part(number: int) -> Section:
        inner = tuple(Section(4, text(f"Goal {n}"), (paragraph("Yes."),)) for n in range(4))
        middle = Section(3, text(f"Office {number}"), inner)
        return Section(2, text(f"Part {number}"), (middle,))

    few, many = (shown(*map(part, range(count)))[0] for count in (4, 20))
    assert "Goal 1" in few
    assert "Goal 1" not in many
    assert "Office 3" in many


@pytest.mark.parametrize(("terms", "beside"), [(("(a)", "(b)"), True), (("a term", "(b)"), False)])
def test_terms_that_are_marks_stand_beside_their_definitions(
    terms: tuple[str, ...], beside: bool
) -> None:
    entries = tuple(
        DefinitionEntry((Term(text(term)),), (Definition((paragraph(f"Said of {term}."),)),))
        for term in terms
    )
    with pypdfium2.PdfDocument(write(document(DefinitionList(entries)), Options()).value) as pdf:
        page = pdf[0].get_textpage()
        found = page.get_text_range()
        term, said = (
            page.get_charbox(found.index(sought))[1] for sought in (terms[0], f"Said of {terms[0]}")
        )
    assert (abs(term - said) < 4) is beside


def test_a_wide_table_beside_a_bar_turns_the_page_before_words_are_split() -> None:
    words = ("Responsibilities", "Representatives", "Characteristics", "Recommendations")
    table = Table(
        head=(row(*map(header, words)),),
        bodies=(RowGroup((row(*map(cell, words)),)),),
    )
    quoted = Quote((paragraph("Said before."), table, paragraph("Said after.")))
    data = write(document(quoted), Options(theme=THEMES["large-print"])).value
    with pypdfium2.PdfDocument(data) as pdf:
        sizes = [page.get_size() for page in pdf]
        (wide,) = (number for number, size in enumerate(sizes) if size[0] > size[1])
        found = pdf[wide].get_textpage().get_text_range()
    assert all(word in found for word in words)
    assert sizes[-1][0] < sizes[-1][1]
