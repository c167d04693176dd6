"""Runs of text to lines: nothing is lost, nothing is too wide, every piece knows its place."""

from __future__ import annotations

from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.nodes import Direction
from pipeline.theme import colour
from pipeline.writers.pdf.fonts import Fonts, Style
from pipeline.writers.pdf.lines import (
    Align,
    Box,
    Item,
    Line,
    Look,
    Piece,
    Placed,
    Run,
    break_lines,
    extent,
)

BLACK = colour("000000")
RTL = Direction.RIGHT_TO_LEFT


def look(style: Style = Style.REGULAR, size: float = 10.0, rise: float = 0.0) -> Look:
    return Look(style=style, size=size, colour=BLACK, rise=rise)


REGULAR, BOLD, MONO = look(), look(Style.BOLD), look(Style.MONO)


def run(text: str, how: Look = REGULAR, leaf: str = "leaf") -> Run[str]:
    return Run(text, how, leaf)


def texts(lines: tuple[Line[str], ...]) -> list[str]:
    return [
        "".join(piece.text if isinstance(piece, Piece) else "□" for piece in line.pieces)
        for line in lines
    ]


@pytest.fixture
def fonts() -> Fonts:
    return Fonts()


def test_lines_end_with_a_real_space(fonts: Fonts) -> None:
    lines = break_lines([run("one two three four five")], 45, fonts)
    assert texts(lines) == ["one two ", "three ", "four five"]
    assert all(line.width <= 45 for line in lines)


def test_pieces_know_leaf_and_offset(fonts: Fonts) -> None:
    items: list[Item[str]] = [run("Some ", leaf="a"), run("bold text", BOLD, "b")]
    items.append(Run(" and more of it", REGULAR, "c", 100))
    pieces = [p for line in break_lines(items, 60, fonts) for p in line.pieces]
    assert [(p.run.leaf, p.offset, p.text) for p in pieces if isinstance(p, Piece)] == [
        ("a", 0, "Some "),
        ("b", 0, "bold "),
        ("b", 5, "text"),
        ("c", 100, " and "),
        ("c", 105, "more of it"),
    ]


def test_words_are_not_parted_where_a_run_ends(fonts: Fonts) -> None:
    items: list[Item[str]] = [run("a word"), run("1", look(size=7, rise=4.0)), run(" x")]
    assert texts(break_lines(items, 34, fonts)) == ["a ", "word1 ", "x"]


def test_a_no_break_space_does_not_break(fonts: Fonts) -> None:
    assert texts(break_lines([run("so 12,5\u00a0% now")], 42, fonts)) == [
        "so ",
        "12,5\u00a0% ",
        "now",
    ]


@pytest.mark.parametrize("more", ["", "\u200d"])
def test_hyphens_break_on_the_quick_way_and_the_other(fonts: Fonts, more: str) -> None:
    lines = break_lines([run(f"a well-established{more} fact")], 60, fonts)
    assert texts(lines) == ["a well-", f"established{more} ", "fact"]


def test_a_soft_hyphen_shows_only_where_a_line_ends(fonts: Fonts) -> None:
    whole = break_lines([run("co\u00adoperation")], 200, fonts)
    broken = break_lines([run("co\u00adoperation")], 55, fonts)
    assert texts(whole) == ["co\u00adoperation"]
    assert texts(broken) == ["co\u00ad", "operation"]
    hyphen = broken[0].width - break_lines([run("co")], 200, fonts)[0].width
    assert hyphen > 2
    assert whole[0].width == pytest.approx(
        break_lines([run("cooperation")], 200, fonts)[0].width, abs=0.2
    )


def test_words_wider_than_the_line_are_broken(fonts: Fonts) -> None:
    lines = break_lines([run("x " + "m" * 40)], 60, fonts)
    assert "".join(texts(lines)) == "x " + "m" * 40
    assert all(line.width <= 60.02 for line in lines)
    assert texts(lines)[0] == "x "
    assert len({line.width for line in lines[1:-1]}) == 1


def test_parts_of_a_word_wider_than_the_line_keep_its_joined_forms(fonts: Fonts) -> None:
    word = "\u0633" * 40
    lines = break_lines([run(word)], 200, fonts, direction=Direction.RIGHT_TO_LEFT)
    part = texts(lines)[1]
    whole = extent([run(part)], fonts).maximum
    alone = fsum(extent([run(letter)], fonts).maximum for letter in part)
    assert lines[1].width == pytest.approx(whole)
    assert whole < 0.8 * alone


def test_a_word_longer_than_any_line_is_broken_as_well(fonts: Fonts) -> None:
    word = "ab" * 3000 + "\u0301" + "c" * 5000
    lines = break_lines([run(word)], 300, fonts)
    assert "".join(texts(lines)) == word
    assert max(line.width for line in lines) <= 300.02


def test_addresses_break_between_their_parts(fonts: Fonts) -> None:
    address = "https://www.example.gc.ca/publications/2022-report/index-en.aspx?a=1&b=2"
    lines = texts(break_lines([run(f"See {address}.")], 130, fonts))
    assert "".join(lines) == f"See {address}."
    assert not any(line.startswith("/") or line.endswith(".") for line in lines[:-1])


def test_code_keeps_its_white_space(fonts: Fonts) -> None:
    source = "def f():\n    return  0\n\n\t# end"
    assert texts(break_lines([run(source, MONO)], 300, fonts, code=True)) == [
        "def f():\n",
        "    return  0\n",
        "\n",
        "\t# end",
    ]


def test_a_forced_break_keeps_words_apart(fonts: Fonts) -> None:
    items: list[Item[str]] = [run("one"), run("\n"), run("two")]
    lines = break_lines(items, 300, fonts)
    assert len(lines) == 2
    assert lines[0].width == break_lines([run("one")], 300, fonts)[0].width


def test_right_to_left_stands_right(fonts: Fonts) -> None:
    (line,) = break_lines([run("שלום עולם")], 200, fonts, direction=RTL)
    first, space, second = line.pieces
    assert isinstance(first, Piece)
    assert isinstance(space, Piece)
    assert isinstance(second, Piece)
    assert first.x + first.width == pytest.approx(200)
    assert second.x < space.x < first.x
    assert first.text == "שלום"
    assert b"/ReversedChars BMC" in first.operators


def test_a_lone_isolate_directs_and_is_not_drawn(fonts: Fonts) -> None:
    begin, end = (Run(mark, REGULAR, "leaf", drawn=False) for mark in "\u2066\u2069")
    items: list[Item[str]] = [run("א "), begin, run("b 1"), end, run(" ג")]
    (line,) = break_lines(items, 200, fonts, direction=RTL)
    assert texts((line,)) == ["א b 1 ג"]
    assert b"\x20\x66" not in b"".join(p.operators for p in line.pieces if isinstance(p, Piece))


@pytest.mark.parametrize(("align", "left"), [(Align.START, 0), (Align.CENTRE, 40), (Align.END, 80)])
def test_lines_are_aligned(fonts: Fonts, align: Align, left: float) -> None:
    width = break_lines([run("12")], 100, fonts)[0].width
    (line,) = break_lines([run("12")], width + 80, fonts, align=align)
    assert line.pieces[0].x == pytest.approx(left)


def test_boxes_stand_in_the_line(fonts: Fonts) -> None:
    box = Box(20, 15, 3, "picture")
    items: list[Item[str]] = [run("a "), box, run(" b")]
    (line,) = break_lines(items, 100, fonts)
    placed = line.pieces[1]
    assert isinstance(placed, Placed)
    assert placed.box is box
    assert (line.above, line.below) == (15, 3)
    assert extent([box], fonts).minimum == 20


def test_letter_and_word_spacing_widen_the_text() -> None:
    wide = Fonts(letter_spacing=0.05, word_spacing=0.2)
    plain = break_lines([run("ab cd")], 200, Fonts())[0].width
    (line,) = break_lines([run("ab cd")], 200, wide)
    assert line.width == pytest.approx(plain + 5 * 0.5 + 2.0)
    (piece,) = line.pieces
    assert isinstance(piece, Piece)
    assert b"0.5 Tc" in piece.operators
    assert piece.operators.endswith(b"0 Tc")


def test_extent_is_that_of_words_and_lines(fonts: Fonts) -> None:
    both = extent([run("some wider-words\nx")], fonts)
    one = extent([run("wider-")], fonts)
    assert both.minimum == pytest.approx(one.maximum)
    assert both.maximum == pytest.approx(extent([run("some wider-words")], fonts).maximum, abs=0.1)


WORDS = st.text(
    st.sampled_from("abcdefghijklm-/.:0123 \u00a0\u00ad\u200béçΩжאבاب漢\n"), min_size=1, max_size=40
)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from([REGULAR, BOLD, MONO])), min_size=1, max_size=4),
    st.floats(8, 200),
    st.sampled_from(Direction),
    st.booleans(),
)
@settings(deadline=None, max_examples=150)
def test_nothing_is_lost_at_any_width(
    pairs: list[tuple[str, Look]], width: float, direction: Direction, code: bool
) -> None:
    items: list[Item[str]] = [run(text, how) for text, how in pairs]
    whole = "".join(text for text, _ in pairs)
    lines = break_lines(items, width, Fonts(), direction=direction, code=code)
    expected = whole if code else whole.lstrip(" ")
    assert "".join(texts(lines)) == expected
    for line, text in zip(lines, texts(lines), strict=True):
        alone = len(text.strip()) <= 2 or text.endswith("\u00ad")  # too narrow for anything
        assert line.width <= width + 0.02 or alone or code
