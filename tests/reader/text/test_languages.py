from __future__ import annotations

import pytest

from pipeline.model.nodes import Direction
from pipeline.reader.text.languages import first_strong, is_valid, language_tag, quotation_marks


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("fr-ca", "fr-CA"),
        ("en_CA", "en-CA"),
        ("eng", "en"),
        ("fra-CA", "fr-CA"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-x-PRIVATE", "en-x-private"),
        ("mul", "mul"),
        ("not a tag", None),
        ("english-canada-x", None),
        ("e", None),
        ("", None),
    ],
)
def test_tags_are_made_usual_and_repaired(source: str, tag: str | None) -> None:
    assert language_tag(source) == tag


def test_case_is_no_fault_but_an_underscore_is() -> None:
    assert is_valid("FR-ca")
    assert not is_valid("fr_CA")
    assert not is_valid("eng")


def test_quotation_marks_alternate_with_depth() -> None:
    assert [quotation_marks("en-CA", depth)[0] for depth in range(3)] == ["“", "‘", "“"]
    assert quotation_marks("fr", 0) == ("«\u00a0", "\u00a0»")
    assert quotation_marks("tlh", 0) == ("“", "”")


def test_the_first_letter_with_a_direction_decides() -> None:
    assert first_strong(["12 (", "שלום abc"]) is Direction.RIGHT_TO_LEFT
    assert first_strong(["12 abc"]) is Direction.LEFT_TO_RIGHT
    assert first_strong(["12"]) is None
