"""The EPUB says what the model says, twice the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from pipeline.diagnostics import Severity, severity_of
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.verify import epub as verifier
from pipeline.verify.compare import compare
from pipeline.verify.facts import facts
from pipeline.writers import epub
from tests.documents import everything, french, small
from tests.strategies import documents
from tests.verify.test_epub import paged


@pytest.mark.parametrize("make", [everything, french, small])
def test_every_fact_survives(make: Callable[[], Document]) -> None:
    document = make()
    data = epub.write(document, Options()).value
    added = epub.additions(document, Options())
    assert list(compare(facts(document), verifier.read(data), added=added)) == []


@pytest.mark.parametrize("make", [everything, french, small])
def test_the_same_document_gives_the_same_bytes(make: Callable[[], Document]) -> None:
    assert epub.write(make(), Options()).value == epub.write(make(), Options()).value


@given(documents())
@settings(max_examples=60, deadline=None)
def test_any_document_keeps_its_facts_and_the_rules(document: Document) -> None:
    options = paged(document)
    data = epub.write(document, options).value
    findings = verifier.check(data, document, options)
    errors = [finding for finding in findings if severity_of(finding) is Severity.ERROR]
    assert [f"{finding.rule.id}: {finding.message}" for finding in errors] == []
