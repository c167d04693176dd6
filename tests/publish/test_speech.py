from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import build
from pipeline.cli import main
from pipeline.formats import DOCX, EPUB, PDF
from pipeline.model.nodes import Document, Paragraph, Text
from pipeline.options import Options
from pipeline.publish.speech import difference, transcript
from pipeline.verify.facts import FactKind, facts
from tests import faults
from tests.documents import everything, french, small


def test_each_thing_is_announced_with_its_role_once() -> None:
    lines = list(transcript(facts(everything())))
    assert "heading level 2: Lists" in lines
    assert "Lists" not in lines
    assert "cell [Western region; Alberta; 2021; Cleared]: 112" in lines
    assert "112" not in lines
    assert "list item, depth 2: bullet" in lines
    assert "image without alternative" in lines
    assert "in fr-CA: Le présent rapport résume la série." in lines
    assert "abbreviation: RCMP, Royal Canadian Mounted Police" in lines
    assert "note reference *" in lines
    assert "note *" in lines


def test_the_difference_of_two_shows_what_changed() -> None:
    document = small()
    changed = replace(document, children=(Paragraph((Text("Two paragraphs."),)),))
    shown = difference(facts(document), facts(changed), ("first", "second"))
    assert "-One paragraph." in shown
    assert "+Two paragraphs." in shown


def test_the_same_has_no_difference() -> None:
    assert difference(facts(small()), facts(small()), ("first", "second")) == ""


@pytest.mark.parametrize("make", [everything, french, faults.report])
def test_pdf_word_and_epub_are_heard_alike(make: Callable[[], Document]) -> None:
    """But for what a writer declares as its own, and for what Word cannot hold.

    A formula of Word is spoken by Word itself, so the words that the page gives it are not
    in the file.
    """
    document = make()
    source = facts(document)
    for made in build.render(document, (PDF, DOCX, EPUB), Options()):
        own = made.format.writer.additions(document, Options())
        carried = made.format.verifier.CARRIED
        heard = [
            fact
            for fact in made.format.verifier.read(made.data)
            if not (fact.kind is FactKind.TEXT and fact.text in own)
        ]
        wanted = [fact for fact in source if fact.kind in carried]
        shown = difference(wanted, heard, ("source", made.format.name))
        if made.format is DOCX:
            lines = [line for line in shown.splitlines()[2:] if line.startswith(("+", "-"))]
            pairs = zip(
                [line[1:].replace("r = n/p", "r=np") for line in lines if line[0] == "-"],
                [line[1:] for line in lines if line[0] == "+"],
                strict=True,
            )
            assert all(before == after for before, after in pairs), shown
        else:
            assert shown == ""


WORD_FORMULA = [
    *("-The rate is r = n/p.", "-math: r = n/p"),
    *("+The rate is r=np.", "+math: r=np"),
]


@pytest.mark.parametrize("suffix", [".docx", ".epub", ".txt"])
def test_two_artefacts_are_compared_in_what_both_hold(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["all", str(faults.REPORT), "-o", str(tmp_path), "-q"])
    first, second = tmp_path / "report.pdf", tmp_path / f"report{suffix}"
    code = main(["show", str(first), "--against", str(second)])
    shown = capsys.readouterr()
    lines = [line for line in shown.out.split("\n") if line[:1] in "+-" and line[1:2] not in "+-"]
    # The PDF says under its title who published it, and when.
    expected = ["-Public Safety Canada", "-Published: 2022-05-31"]
    expected += (
        [] if suffix != ".txt" else ["-in fr-CA: Le centre national a reçu les signalements."]
    )
    expected += [] if suffix != ".docx" else WORD_FORMULA
    assert [line for line in lines if line] == expected
    assert code == 1
