"""The bidirectional algorithm, against Unicode's own examples and a second implementation."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.nodes import Direction
from pipeline.writers.pdf.bidi import NEEDED, levels, line_levels, visual_order

LTR, RTL = Direction.LEFT_TO_RIGHT, Direction.RIGHT_TO_LEFT


def shown(text: str, direction: Direction | None = None) -> str:
    """Return the characters of one line from left to right, not mirrored."""
    paragraph = levels(text, direction)
    return "".join(text[i] for i in visual_order(line_levels(paragraph, 0, len(text))))


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("abc", LTR, "000"),
        ("אבג", LTR, "111"),
        ("אבג", None, "111"),
        ("abc", RTL, "222"),
        ("אב 12", RTL, "11122"),
        ("عر 12", LTR, "11122"),  # W2: European digits after Arabic letters
        ("12% אב", RTL, "222111"),  # W5: a terminator goes with its number
        ("a(אב)c", LTR, "001100"),  # N0: brackets around the other direction
        ("אב(cd)", RTL, "111221"),
        ("א (b) ג", RTL, "1112111"),
        ("a\u2067אב\u2069c", LTR, "001100"),  # an isolate
        ("א\u2066b ג\u2069 ד", RTL, "11223111"),
        ("\u202eabc\u202c", LTR, "01111"),
    ],
)
def test_levels_are_those_of_the_annex(
    text: str, direction: Direction | None, expected: str
) -> None:
    paragraph = levels(text, direction)
    assert "".join(map(str, paragraph.levels)) == expected


def test_isolates_do_not_change_what_stands_around_them() -> None:
    assert shown("x: \u2067אב 1\u2069, 2", LTR) == "x: \u20671 בא\u2069, 2"


def test_white_space_at_the_end_of_a_line_has_the_direction_of_the_paragraph() -> None:
    paragraph = levels("abc אבג def", LTR)
    assert line_levels(paragraph, 0, 8) == [0, 0, 0, 0, 1, 1, 1, 0]
    assert line_levels(paragraph, 4, 7) == [1, 1, 1]


def test_text_without_the_need_is_not_looked_at() -> None:
    assert not NEEDED.search("Text – «français», 12\u00a0% 漢字")
    assert NEEDED.search("a ב")
    assert NEEDED.search("\u2067")


CHARACTERS = st.sampled_from(
    'abcאבגابتث01٠١+-#$,.:/ \u2003!"&*()[]{}()[]\u0300\u05b0\u2066\u2067\u2068\u2069\u2069\u2069'
)


@given(st.text(CHARACTERS, min_size=1, max_size=14), st.sampled_from(Direction))
@settings(deadline=None)
def test_order_is_that_of_another_implementation(text: str, direction: Direction) -> None:
    """Mirrored signs apart: that is the font's business here."""
    bidi = pytest.importorskip("bidi")
    mirrored = str.maketrans(")]}", "([{")
    other = bidi.get_display(text, base_dir="L" if direction is LTR else "R")
    assert shown(text, direction).translate(mirrored) == other.translate(mirrored)


def test_the_brackets_are_those_of_the_database() -> None:
    from pipeline.writers.pdf.bidi import _CLOSING

    for opening, closing in _CLOSING.items():
        assert unicodedata.category(opening) == "Ps"
        assert unicodedata.category(closing) == "Pe"
        assert unicodedata.mirrored(opening)
