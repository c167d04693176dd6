from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.nodes import (
    Anchor,
    Document,
    Link,
    List,
    ListItem,
    NoteReference,
    Numbering,
    Paragraph,
    Row,
    RowGroup,
    Section,
    Span,
    SpanKind,
    Table,
    Text,
)
from tests.documents import cell, everything, french, paragraph, small, text
from tests.model.invariants import violations


@pytest.mark.parametrize("make", [everything, french, small])
def test_the_documents_of_the_tests_keep_to_the_model(make: object) -> None:
    assert callable(make)
    assert violations(make()) == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Paragraph(()), "no content"),
        (Paragraph((Text(""),)), "an empty text"),
        (Paragraph((Text("a"), Text("b"))), "side by side"),
        (Paragraph((Text("a  b"),)), "not collapsed"),
        (Paragraph((Text("a "), Span(SpanKind.STRONG, text(" b")))), "not collapsed"),
        (Paragraph((Text("a "),)), "white space at an end"),
        (Paragraph((Text("a\x01"),)), "XML forbids"),
        (Paragraph((Span(SpanKind.PLAIN, text("a")),)), "carries nothing"),
        (Paragraph((NoteReference("n9"),)), "no note 'n9'"),
        (Paragraph((Link(text("a"), Anchor("gone")),)), "nothing has the id 'gone'"),
        (paragraph("a", lang="en"), "says nothing new"),
        (List((), Numbering.DISC), "without items"),
        (List((ListItem(()),), Numbering.DISC), "no content"),
        (Section(3, text("a"), (Section(3, text("b"), ()),)), "level 3 in a section of 3"),
        (Table((RowGroup((Row((cell("a"), cell("b"))), Row((cell("c"),)))),)), "no cell"),
        (Table((RowGroup((Row((cell("a", rowspan=2),)),)),)), "leaves its row group"),
    ],
)
def test_a_breach_is_named(fault: object, words: str) -> None:
    document = replace(small(), children=(fault,))  # type: ignore[arg-type]
    assert isinstance(document, Document)
    assert any(words in violation for violation in violations(document))


def test_an_id_may_not_be_used_twice() -> None:
    twice = (paragraph("a"), paragraph("b"))
    document = replace(small(), children=tuple(replace(p, id="x") for p in twice))
    assert any("is taken by" in violation for violation in violations(document))
