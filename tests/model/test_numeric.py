"""Which cells of a table stand at the end of their column."""

from __future__ import annotations

import pytest

from pipeline.model.grid import grid
from pipeline.model.nodes import RowGroup, Scope, Table
from pipeline.model.numeric import at_end, is_among, is_number, numeric_columns
from tests.documents import cell, header, row


@pytest.mark.parametrize(
    "text",
    ["12", "-3.5", "1 234,5 $", "12 %", "$1,000", "—", "n/a", "~9", "1st", "(422)", "+46 %pts"],
)
def test_figures_are_recognized(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "Ontario", "2022 budget", "12 to 14 days", "A1", "(see 4)"])
def test_words_are_not_figures(text: str) -> None:
    assert not is_number(text)


def test_figures_their_header_and_a_word_among_them_stand_at_the_end() -> None:
    table = Table(
        (
            RowGroup(
                (
                    row(header("Alberta", Scope.ROW), cell("1,234"), cell("Calgary")),
                    row(header("Ontario", Scope.ROW), cell("99"), cell("Toronto")),
                    row(header("Yukon", Scope.ROW), cell("12"), cell("Dawson")),
                    row(header("Nunavut", Scope.ROW), cell("withheld"), cell("Iqaluit")),
                )
            ),
        ),
        head=(row(header("Region"), header("Reports"), header("City")),),
    )
    layout = grid(table)
    numeric = numeric_columns(layout)
    assert numeric == {1}
    stand = [
        [at_end(slot, numeric, among=is_among(slots)) for slot in slots] for slots in layout.rows
    ]
    assert stand == [[False, True, False]] * 5
