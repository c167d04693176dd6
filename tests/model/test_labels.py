import pytest

from pipeline.model.labels import labels, number, values
from pipeline.model.nodes import List, ListItem, Numbering


def ordered(numbering: Numbering, *given: int | None, start: int = 1, back: bool = False) -> List:
    items = tuple(ListItem((), value=value) for value in given)
    return List(items, numbering, start=start, reversed=back)


@pytest.mark.parametrize(
    ("value", "numbering", "mark"),
    [
        (3, Numbering.DECIMAL, "3"),
        (26, Numbering.LOWER_ALPHA, "z"),
        (27, Numbering.LOWER_ALPHA, "aa"),
        (703, Numbering.UPPER_ALPHA, "AAA"),
        (1994, Numbering.UPPER_ROMAN, "MCMXCIV"),
        (4, Numbering.LOWER_ROMAN, "iv"),
        (0, Numbering.LOWER_ALPHA, "0"),
        (4000, Numbering.LOWER_ROMAN, "4000"),
        (-2, Numbering.DECIMAL, "-2"),
    ],
)
def test_a_number_is_written_as_css_counters_are(
    value: int, numbering: Numbering, mark: str
) -> None:
    assert number(value, numbering) == mark


def test_a_value_sets_the_number_of_its_item_and_those_after_it() -> None:
    assert values(ordered(Numbering.DECIMAL, None, 9, None)) == (1, 9, 10)


def test_a_reversed_list_counts_down() -> None:
    assert values(ordered(Numbering.DECIMAL, None, None, start=2, back=True)) == (2, 1)


def test_a_letter_list_goes_on_from_its_start() -> None:
    assert labels(ordered(Numbering.LOWER_ALPHA, None, None, start=3)) == ("c.", "d.")


def test_an_unordered_list_has_its_bullet() -> None:
    assert labels(ordered(Numbering.DISC, None, None)) == ("•", "•")
    assert labels(ordered(Numbering.NONE, None)) == ("",)
