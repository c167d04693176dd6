from pipeline.model.grid import grid
from tests.documents import regions


def names(table_text: str) -> tuple[str, ...]:
    from pipeline.model.walk import block_text

    layout = grid(regions())
    for slot in layout.slots:
        if block_text(slot.cell.children) == table_text:
            return tuple(block_text(h.cell.children) for h in layout.headers[slot.place])
    raise AssertionError(table_text)


def test_a_cell_has_all_its_headers_from_the_row_group_inwards_and_the_top_down() -> None:
    assert names("112") == ("Western region", "Alberta", "2021", "Cleared")


def test_a_spanning_cell_has_the_headers_of_every_column_it_covers() -> None:
    assert names("327") == ("Central region", "Ontario", "2022", "Reported", "Cleared")


def test_a_row_group_header_does_not_reach_into_another_group() -> None:
    assert names("621") == ("Total", "2021", "Reported")


def test_the_head_is_the_rows_of_thead() -> None:
    assert grid(regions()).head_rows == 2
