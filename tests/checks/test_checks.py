"""What holds for every check and every document."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from pipeline.checks import CHECKS, check
from pipeline.model.nodes import Document
from pipeline.reader import read
from pipeline.reader.source import load
from tests.conftest import REPORT
from tests.documents import everything, french, small
from tests.strategies import documents


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_document_can_be_checked(document: Document) -> None:
    for found in check(document):
        assert found.message
        assert not found.message.endswith(".")


def test_the_report_has_no_findings() -> None:
    assert list(check(read(load(REPORT)).document)) == []


def test_small_and_french_documents_have_no_findings() -> None:
    assert list(check(small())) == []
    assert list(check(french())) == []


def test_what_is_wrong_in_a_document_with_every_construct_is_found() -> None:
    found = {each.rule.id for each in check(everything())}
    assert found == {"heading-level-skipped", "image-alternative-missing"}


def test_every_check_is_called_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS)
