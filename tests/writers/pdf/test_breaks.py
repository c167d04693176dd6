"""Where words may be broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.writers.pdf.breaks import Break, clusters, parts


def broken(word: str) -> list[str]:
    return [part for part, _ in parts(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("word", ["word"]),
        ("well-known", ["well-", "known"]),
        ("-5", ["-5"]),
        ("2021-22", ["2021-22"]),
        ("2021–2022", ["2021–", "2022"]),
        ("and/or", ["and/", "or"]),
        ("n/p", ["n/p"]),
        ("snake_case", ["snake_case"]),
        ("pupil_count_passing_95", ["pupil_", "count_", "passing_", "95"]),
        ("12,5\u00a0%", ["12,5\u00a0%"]),
        ("co\u00adop", ["co", "op"]),
        ("a\u200bb", ["a\u200b", "b"]),
        ("non\u2011breaking", ["non\u2011breaking"]),
        ("https://example.ca/a/b.html?q=1", ["https://", "example", ".ca/", "a/", "b", ".html"]),
        ("漢字。「かな」", ["漢", "字。", "「か", "な」"]),
    ],
)
def test_words_are_broken_where_a_reader_expects_it(word: str, expected: list[str]) -> None:
    assert broken(word)[: len(expected)] == expected


def test_a_soft_hyphen_is_known_as_one() -> None:
    assert parts("co\u00adop") == (("co", Break.SOFT_HYPHEN), ("op", Break.NONE))


def test_marks_stay_with_their_letters() -> None:
    assert clusters("e\u0301a\u200d") == ("e\u0301", "a\u200d")


@given(st.text(max_size=60))
def test_nothing_is_lost(word: str) -> None:
    joined = "".join(
        part + ("\u00ad" if after is Break.SOFT_HYPHEN else "") for part, after in parts(word)
    )
    assert joined == word
    assert "".join(clusters(word)) == word
