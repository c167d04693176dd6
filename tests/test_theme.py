from dataclasses import replace

import pytest

from pipeline.errors import OptionError
from pipeline.theme import LARGE_PRINT, STANDARD, THEMES, Paper, colour, contrast


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(colour("000000"), colour("#FFFFFF")) == pytest.approx(21)
    assert contrast(colour("767676"), colour("FFFFFF")) == pytest.approx(4.54, abs=0.01)


def test_a_colour_needs_six_digits() -> None:
    with pytest.raises(OptionError, match="is not a colour"):
        colour("fff")


def test_grey_text_is_refused_with_its_contrast() -> None:
    pale = replace(STANDARD.palette, text=colour("999999"))
    with pytest.raises(OptionError, match=r"text on paper has a contrast of 2\.85:1"):
        replace(STANDARD, palette=pale)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"body_size": 8.0}, "text of 8 points"),
        ({"leading": 1.0}, "leading of 1"),
        ({"heading_sizes": (24.0, 10.0)}, "smaller than the text"),
        ({"margin": 260.0}, "no room for text"),
    ],
)
def test_a_theme_that_is_hard_to_read_cannot_be_made(change: dict[str, float], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        replace(STANDARD, **change)  # type: ignore[arg-type]


def test_every_theme_fits_on_every_paper() -> None:
    for theme in THEMES.values():
        for paper in (Paper.LETTER, Paper.A4):
            assert replace(theme, paper=paper).paper is paper


def test_large_print_keeps_the_guidelines() -> None:  # LP-01, LP-05, LP-08
    assert min(LARGE_PRINT.body_size, LARGE_PRINT.small_size) >= 18
    assert LARGE_PRINT.leading >= 1.25
    assert not LARGE_PRINT.italics
    assert contrast(LARGE_PRINT.palette.text, LARGE_PRINT.palette.paper) >= 7
