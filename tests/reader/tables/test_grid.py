from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reader.tables.grid import MAX_COLUMN_SPAN, Layout, Spanning, lay_out
from tests.steps import steps

cells = st.builds(
    Spanning, st.just("x"), st.integers(-1, 5) | st.just(2000), st.integers(0, 5) | st.just(99999)
)
groups = st.lists(st.lists(st.lists(cells, max_size=5), max_size=6), max_size=3)


def check(layout: Layout[str]) -> None:
    for rows in layout.groups:
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(rows):
            assert row
            assert [placed.column for placed in row] == sorted(placed.column for placed in row)
            for placed in row:
                assert number + placed.rowspan <= len(rows)
                slots = {
                    (number + down, placed.column + right)
                    for down in range(placed.rowspan)
                    for right in range(placed.colspan)
                }
                assert slots
                assert taken.isdisjoint(slots)
                taken |= slots
        assert len(taken) == layout.width * len(rows)


@settings(max_examples=300, deadline=None)
@given(groups)
def test_any_spans_become_a_regular_grid_that_keeps_each_cell(
    source: list[list[list[Spanning[str]]]],
) -> None:
    layout = lay_out(source)
    assert layout is not None
    check(layout)
    kept = sum(p.cell is not None for rows in layout.groups for row in rows for p in row)
    assert kept == sum(len(row) for group in source for row in group)


def test_spans_that_ask_for_too_much_are_ignored() -> None:
    row = [Spanning("x", MAX_COLUMN_SPAN) for _ in range(40)]
    layout = lay_out([[row] * 100])
    assert layout is not None
    assert layout.limited
    check(layout)


def test_row_spans_that_push_all_rows_aside_are_ignored() -> None:
    layout = lay_out([[[Spanning("x", 1, 65534)] * 50] * 1000])
    assert layout is not None
    assert layout.limited
    assert layout.width == 50


def test_rows_too_uneven_for_a_grid_are_none() -> None:
    short = [[Spanning("x")]] * 20_000
    assert lay_out([[[Spanning("x")] * 5_000, *short]]) is None


def test_work_is_linear_in_the_rows() -> None:
    def work(count: int) -> int:
        row = [Spanning("x", 1, 3), Spanning("y"), Spanning("z", 2)]
        return steps(lambda: lay_out([[row] * count]))

    assert work(5000) < 6 * work(1000)
