from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from pipeline.model.nodes import Document, Paragraph, Section, Text
from pipeline.verify.compare import compare
from pipeline.verify.facts import Fact, FactKind, facts, runs
from tests.documents import everything, french, small
from tests.strategies import documents


def messages(expected: tuple[Fact, ...], found: tuple[Fact, ...]) -> list[str]:
    return [one.message for one in compare(expected, found)]


def test_every_construct_yields_its_fact() -> None:
    kinds = {fact.kind for fact in facts(everything())}
    assert kinds == set(FactKind)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(documents())
def test_a_document_agrees_with_itself(document: Document) -> None:
    assert messages(facts(document), facts(document)) == []


def test_a_lost_paragraph_is_named_with_its_words() -> None:
    document = small()
    without = replace(document, children=())
    assert messages(facts(document), facts(without)) == ['text "One paragraph."']


def test_a_changed_number_is_named_with_what_stands_instead() -> None:
    document = small()
    changed = replace(document, children=(Paragraph((Text("Two paragraph."),)),))
    assert messages(facts(document), facts(changed)) == ['text "One"; found "Two"']


def test_words_are_compared_across_the_ends_of_blocks() -> None:
    document = small()
    parts = (Paragraph((Text("One"),)), Paragraph((Text("paragraph."),)))
    assert messages(facts(document), facts(replace(document, children=parts))) == []


def test_reordered_sections_are_found() -> None:
    first = Section(2, (Text("First"),), ())
    second = Section(2, (Text("Second"),), ())
    document = replace(small(), children=(first, second))
    swapped = replace(small(), children=(second, first))
    assert messages(facts(document), facts(swapped))


def test_declared_additions_are_not_findings() -> None:
    document = small()
    extra = (*facts(document), Fact(FactKind.TEXT, "Notes"))
    assert list(compare(facts(document), extra, added=("Notes",))) == []
    assert [one.message for one in compare(facts(document), extra)] == ['text "Notes"']


def test_the_language_of_a_passage_is_a_fact() -> None:
    found = [fact for fact in facts(french()) if fact.kind is FactKind.LANGUAGE]
    assert [(fact.text, fact.details) for fact in found] == [
        ("Royal Canadian Mounted Police", ("en",))
    ]


def test_white_space_alone_does_not_part_a_run() -> None:
    assert list(runs([("a", "x"), ("b", " "), ("a", "y"), ("b", "z")])) == [
        ("a", "x y"),
        ("b", "z"),
    ]


def test_a_run_does_not_depend_on_how_its_spaces_are_cut() -> None:
    whole = list(runs([("de", "\u00a0≤ v\u00a0")]))
    parts = list(runs([("de", "\u00a0"), ("de", "≤ v"), ("de", "\u00a0")]))
    assert whole == parts == [("de", "≤ v")]
