from dataclasses import replace

from pipeline.model.nodes import Paragraph, Text
from pipeline.publish.speech import difference, transcript
from pipeline.verify.facts import facts
from tests.documents import everything, small


def test_each_thing_is_announced_with_its_role_once() -> None:
    lines = list(transcript(facts(everything())))
    assert "heading level 2: Lists" in lines
    assert "Lists" not in lines
    assert "cell [Western region; Alberta; 2021; Cleared]: 112" in lines
    assert "112" not in lines
    assert "list item, depth 2: •" in lines
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
