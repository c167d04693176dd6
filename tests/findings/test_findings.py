"""Findings in each form say the same, in the shape that its readers expect."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from pipeline.build import examine
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.findings import Findings, as_json, as_junit, as_sarif, as_text, by_criterion
from pipeline.findings.criteria import CRITERIA, criteria_of
from pipeline.findings.readable import excerpt
from pipeline.reader.source import ReaderOptions, load
from pipeline.rules import source_rules
from tests.conftest import PROJECT

MISSING = Rule(
    "image-alternative-missing",
    Severity.ERROR,
    "An image has no text alternative.",
    "Say in alt what it shows.",
    ("WCAG 2.2 1.1.1", "ACT 23a2a8"),
)
VAGUE = Rule("link-text-vague", Severity.WARNING, "Vague.", "Name it.", ("WCAG 2.2 2.4.4",))
LOST = Rule("text-lost", Severity.ERROR, "Lost.", "Report this.")

SOURCE = '<p>One</p>\n<p>A <img src="chart.png"> here</p>\n<a href="x">here</a>\n'
FOUND = Findings(
    "in/my report.html",
    (
        Diagnostic(MISSING, 'the image "chart.png" has no text alternative', Position(2, 6)),
        Diagnostic(VAGUE, 'the link to x is called "here"', Position(3, 1)),
        Diagnostic(MISSING, "another <one> & more", severity=Severity.NOTE),
        Diagnostic(LOST, 'text "words"', place="page 4"),
    ),
    SOURCE,
)
NOTHING = Findings("clean.html", ())


def test_text_shows_the_line_with_a_caret_and_says_each_hint_once() -> None:
    assert as_text([FOUND]) == (
        'in/my report.html:2:6: error image-alternative-missing: the image "chart.png" has no '
        "text alternative [WCAG 2.2 1.1.1, ACT 23a2a8]\n"
        '  2 | <p>A <img src="chart.png"> here</p>\n'
        "    |      ^\n"
        "  hint: Say in alt what it shows.\n"
        "\n"
        'in/my report.html:3:1: warning link-text-vague: the link to x is called "here" '
        "[WCAG 2.2 2.4.4]\n"
        '  3 | <a href="x">here</a>\n'
        "    | ^\n"
        "  hint: Name it.\n"
        "\n"
        "in/my report.html: note image-alternative-missing: another <one> & more "
        "[WCAG 2.2 1.1.1, ACT 23a2a8]\n"
        "\n"
        'in/my report.html: page 4: error text-lost: text "words"\n'
        "  hint: Report this.\n"
        "\n"
        "2 errors, 1 warning, 1 note\n"
        "\n"
        "By success criterion of WCAG 2.2:\n"
        "  1.1.1 Non-text Content: 1 error, 1 note\n"
        "  2.4.4 Link Purpose (In Context): 1 warning\n"
    )


def test_text_of_nothing_says_so() -> None:
    assert as_text([NOTHING]) == "no findings\n"


@pytest.mark.parametrize("column", [1, 50, 400, 799, 800, 5000])
def test_of_a_long_line_the_part_around_the_place_is_shown(column: int) -> None:
    line = "".join(chr(97 + index % 26) for index in range(800))
    shown, under = excerpt(line, Position(7, column))
    assert len(shown) <= 100
    caret = under.index("^")
    if column <= 800:
        assert shown[caret] == line[column - 1]


def test_the_caret_stands_under_its_character_beside_wide_ones() -> None:
    shown, under = excerpt("日本<b>", Position(1, 3))
    assert shown.index("<") == 8
    assert under.index("^") == 10  # two characters of two cells come before


def test_json_has_every_finding_with_its_place() -> None:
    value = json.loads(as_json([FOUND, NOTHING]))
    assert value["version"] == 1
    first, second = value["sources"]
    assert first["counts"] == {"error": 2, "warning": 1, "note": 1}
    assert second == {
        "name": "clean.html",
        "counts": {"error": 0, "warning": 0, "note": 0},
        "findings": [],
    }
    assert first["findings"][0] == {
        "rule": "image-alternative-missing",
        "severity": "error",
        "message": 'the image "chart.png" has no text alternative',
        "line": 2,
        "column": 6,
        "place": None,
        "summary": "An image has no text alternative.",
        "hint": "Say in alt what it shows.",
        "references": ["WCAG 2.2 1.1.1", "ACT 23a2a8"],
        "criteria": ["1.1.1"],
    }


# SARIF 2.1.0 by section: what must be there, and what a consumer relies on.


def test_sarif_has_the_shape_of_its_standard() -> None:
    log = json.loads(as_sarif([FOUND, NOTHING], version="1.2.3"))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"  # 3.13.2
    (run,) = log["runs"]
    driver = run["tool"]["driver"]  # 3.18, 3.19
    assert driver["name"]
    assert driver["semanticVersion"] == "1.2.3"
    assert run["columnKind"] == "unicodeCodePoints"  # 3.14.17
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:  # 3.49
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len(run["results"]) == len(FOUND.diagnostics)
    for result in run["results"]:  # 3.27
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"].endswith(".")
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert re.fullmatch(r"[\w/.%:~-]+", physical["artifactLocation"]["uri"])
        region = physical.get("region")
        assert region is None or (region["startLine"] >= 1 and region["startColumn"] >= 1)
        assert result["partialFingerprints"]
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "in/my%20report.html"},
        "region": {"startLine": 2, "startColumn": 6},
    }
    assert "region" not in run["results"][3]["locations"][0]["physicalLocation"]


def test_fingerprints_survive_moved_lines_and_tell_equal_findings_apart() -> None:
    def fingerprints(findings: Findings) -> list[str]:
        run = json.loads(as_sarif([findings]))["runs"][0]
        return [each["partialFingerprints"]["findingHash/v1"] for each in run["results"]]

    one = Diagnostic(VAGUE, "m", Position(1, 1))
    moved = Diagnostic(VAGUE, "m", Position(3, 1))
    text = "<a>x</a>"
    before = fingerprints(Findings("a.html", (one,), text))
    assert before == fingerprints(Findings("a.html", (moved,), f"\n\n{text}"))
    twice = fingerprints(Findings("a.html", (one, one), text))
    assert len(set(twice)) == 2


def test_an_absolute_path_is_a_file_address() -> None:
    one = Findings("/data/é.html", (Diagnostic(VAGUE, "m"),))
    run = json.loads(as_sarif([one]))["runs"][0]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "file:///data/%C3%A9.html"


def test_junit_counts_what_it_holds() -> None:
    root = ET.fromstring(as_junit([FOUND, NOTHING]))  # noqa: S314 - made here
    assert root.tag == "testsuites"
    assert root.get("tests") == "5"
    assert root.get("failures") == "2"
    suite, clean = root
    assert suite.get("tests") == str(len(suite))
    assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
    assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
    assert [case.get("name") for case in clean] == ["no findings"]
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message", "").startswith('the image "chart.png"')


def test_junit_holds_no_character_that_xml_cannot() -> None:
    odd = Findings("a\x00.html", (Diagnostic(VAGUE, "\x0b]]>\ufffe"),))
    assert ET.fromstring(as_junit([odd])).tag == "testsuites"  # noqa: S314 - made here


def test_every_criterion_that_a_rule_names_has_its_title() -> None:
    named = {
        number for rule in source_rules().values() for number in criteria_of(Diagnostic(rule, "m"))
    }
    assert named <= set(CRITERIA)


def test_nothing_touches_no_criterion() -> None:
    assert by_criterion([Diagnostic(LOST, "m")]) == ""


def test_the_findings_in_a_real_page_are_in_every_form() -> None:
    page = PROJECT / "tests" / "rules" / "link-text-vague.html"
    source = load(page)
    found = Findings(str(page), examine(source, ReaderOptions()).diagnostics, source.data.decode())
    count = len(found.diagnostics)
    assert count >= 3
    assert as_text([found]).count("\n  hint: ") <= count
    assert len(json.loads(as_sarif([found]))["runs"][0]["results"]) == count
    assert len(json.loads(as_json([found]))["sources"][0]["findings"]) == count
