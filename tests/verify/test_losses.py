"""What a format is declared to lose is not compared, and nothing else is left out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pipeline import build
from pipeline.formats import FORMATS, Format
from pipeline.options import Options, TextOptions
from pipeline.verify import epub, pdf, text
from pipeline.verify.compare import ADDED, LOST
from pipeline.verify.docx.reader import Reader
from pipeline.verify.facts import Fact, FactKind, facts
from pipeline.verify.losses import MEANS, Extent, losses
from tests.documents import everything

OPTIONS = Options(text=TextOptions(languages=True))
ARTEFACTS = {made.format.name: made.data for made in build.render(everything(), FORMATS, OPTIONS)}
READ = {
    "pdf": (pdf, "facts_of"),
    "docx": (Reader, "read"),
    "epub": (epub, "read_book"),
    "text": (text, "read"),
}
"""The function that reads an artefact back, in each verifier."""


def found(one: Format) -> set[str]:
    found = build.verify(ARTEFACTS[one.name], one, everything(), OPTIONS)
    return {diagnostic.rule.id for diagnostic in found}


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize("kind", FactKind, ids=lambda kind: kind.value)
def test_a_fact_that_is_missing_is_found_unless_its_kind_is_declared_lost(
    one: Format, kind: FactKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, name = READ[one.name]
    whole = getattr(place, name)
    changes: list[Fact] = []

    def without_the_last(*arguments: object) -> tuple[Fact, ...]:
        every: Iterable[Fact] = whole(*arguments)
        kept = list(every)
        for at in reversed(range(len(kept))):
            if kept[at].kind is kind and is_held(kept[at], one):
                changes.append(kept.pop(at))
                break
        return tuple(kept)

    monkeypatch.setattr(place, name, without_the_last)
    is_lost = LOST[kind].id in found(one)
    if MEANS[one.name][kind].extent is Extent.NOT:
        assert not is_lost
    else:
        assert changes, "the artefact says nothing of this kind"
        assert is_lost


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_nothing_is_lost_or_added_in_what_is_untouched(one: Format) -> None:
    assert not found(one) & {rule.id for rule in (*LOST.values(), *ADDED.values())}


def is_held(fact: Fact, one: Format) -> bool:
    """Tell whether a fact is of the part of its kind that a format holds."""
    if one.name != "text":
        return True
    match fact.kind:
        case FactKind.LINK:
            return not fact.details[0].startswith("#")
        case FactKind.EMPHASIS:
            return fact.details[0] in ("del", "ins")
        case _:
            return True


def test_every_kind_is_in_the_table_and_every_loss_has_its_reason() -> None:
    for one in FORMATS:
        assert set(MEANS[one.name]) == set(FactKind)
        for means in MEANS[one.name].values():
            assert bool(means.how) is (means.extent is not Extent.NOT)
        lost = [each for each in MEANS[one.name].values() if each.extent is not Extent.WHOLLY]
        for means in lost:
            assert means.why("en-CA").endswith(".")
            assert means.why("fr-CA").endswith(".")
            assert means.why("fr") != means.why("en")


def test_the_report_of_this_test_says_something_of_every_kind() -> None:
    assert {fact.kind for fact in facts(everything())} == set(FactKind)


def test_a_loss_counts_the_facts_that_it_touches() -> None:
    said = (
        Fact(FactKind.HEADING, "Near", ("2",)),
        Fact(FactKind.HEADING, "Far", ("10",)),
        Fact(FactKind.LINK, "here", ("#Results",)),
        Fact(FactKind.LINK, "there", ("https://www.example.ca/",)),
        Fact(FactKind.EXPANSION, "RCMP", ("Royal Canadian Mounted Police",)),
    )
    assert [(one.kind, one.facts) for one in losses("pdf", said)] == []
    assert [(one.kind, one.facts) for one in losses("docx", said)] == [
        (FactKind.HEADING, 1),
        (FactKind.EXPANSION, 1),
    ]
    assert [(one.kind, one.facts) for one in losses("text", said)] == [
        (FactKind.LINK, 1),
        (FactKind.EXPANSION, 1),
    ]
