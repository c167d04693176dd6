import hashlib
from dataclasses import replace
from pathlib import Path

import jsonschema
from bs4 import BeautifulSoup

from pipeline import prove
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.formats import FORMATS
from pipeline.publish.applicable import ABOUT
from pipeline.publish.evidence import ArtefactEvidence, Evidence, FileIdentity
from pipeline.publish.statement import as_json, earl, schema, statement
from pipeline.publish.statement_page import statement_page
from pipeline.publish.worksheet import Question, worksheet
from pipeline.theme import STANDARD
from pipeline.verify.compare import ADDED, LOST
from pipeline.verify.external.verdict import Absent, Verdict
from pipeline.verify.facts import FactKind
from tests.documents import everything, french

HOLDS = Rule("holds", Severity.ERROR, "Something holds.", "Nothing.", ("ISO 14289-1 7.1",))
BROKEN = LOST[FactKind.CELL]


def identity(name: str) -> FileIdentity:
    return FileIdentity(name=name, bytes=1234, sha256=hashlib.sha256(name.encode()).hexdigest())


def evidence(*, evaluator: str | None = None) -> Evidence:
    lost = Diagnostic(BROKEN, 'cell "<b>42</b>" ← "Year"', Position(88, 9), "page 4")
    pdf = ArtefactEvidence(
        format="pdf",
        file=identity("report.pdf"),
        facts=189,
        rules=(HOLDS, BROKEN),
        diagnostics=(lost,),
        verdicts=(Verdict("veraPDF", "1.31", "PDF/UA-1", Path("report.pdf"), 1.5, (), 1000),),
    )
    text = ArtefactEvidence(
        format="text",
        file=identity("report.txt"),
        facts=120,
        rules=(HOLDS,),
        diagnostics=(),
        verdicts=(Absent("Ace", "npm is not installed", "Install Node.js."),),
    )
    return Evidence(
        document=everything(),
        source=identity("report.html"),
        source_diagnostics=(),
        artefacts=(pdf, text),
        tool="pipeline 0.1.0",
        libraries=(("reportlab", "5.1.0"),),
        evaluator=evaluator,
    )


def test_the_statement_is_valid_by_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(statement(evidence()), schema())
    jsonschema.validate(statement(evidence(evaluator="A. Person")), schema())


def test_the_same_evidence_gives_the_same_bytes() -> None:
    assert as_json(statement(evidence())) == as_json(statement(evidence()))


def test_a_broken_rule_is_failed_and_the_others_passed() -> None:
    pdf = statement(evidence())["artefacts"][0]
    assert [rule["id"] for rule in pdf["rulesFailed"]] == ["cell-lost"]
    assert [rule["id"] for rule in pdf["rulesPassed"]] == ["holds"]
    assert pdf["differences"] == 1
    assert pdf["findings"][0]["sourcePosition"] == {"line": 88, "column": 9}


def test_a_validator_that_was_not_asked_is_untested_never_passed() -> None:
    text = statement(evidence())["artefacts"][1]
    assert [one["outcome"] for one in text["validators"]] == ["untested"]
    outcomes = {
        one["earl:assertedBy"]["dct:title"]: one["earl:result"]["earl:outcome"]["@id"]
        for one in earl(evidence())["@graph"]
    }
    assert outcomes["Ace"] == "earl:untested"
    assert outcomes["veraPDF 1.31"] == "earl:passed"


def test_nobody_is_named_as_evaluator_unless_somebody_is() -> None:
    assert statement(evidence())["evaluator"] is None
    unnamed = statement_page(evidence(), STANDARD, landing="index.html").decode()
    assert "no conformance is claimed" in unnamed
    named = statement_page(evidence(evaluator="A. Person"), STANDARD, landing="index.html")
    assert "Evaluated by A. Person." in named.decode()


def test_the_page_escapes_what_it_quotes_and_heads_its_tables() -> None:
    page = statement_page(evidence(), STANDARD, landing="index.html").decode()
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find("b") is None
    assert "<b>42</b>" in soup.get_text()
    for table in soup.find_all("table"):
        assert table.caption is not None
        assert all(cell.get("scope") in ("row", "col") for cell in table.find_all("th"))


def test_a_french_report_has_a_french_statement() -> None:
    page = statement_page(replace(evidence(), document=french()), STANDARD, landing="i").decode()
    assert '<html lang="fr"' in page
    assert "Déclaration de conformité" in page


def test_the_worksheet_names_each_thing_to_look_at_once() -> None:
    looks = worksheet(everything())
    questions = [look.question for look in looks]
    assert set(questions) == set(Question) - {Question.WORDS_IN_IMAGE}
    assert questions.count(Question.IMAGE_MISSING) == 1
    assert len({(look.question, look.text, look.detail) for look in looks}) == len(looks)


def test_a_rule_without_anything_to_test_is_neither_passed_nor_failed() -> None:
    plain = replace(
        evidence().artefacts[1],
        kinds=frozenset({FactKind.TEXT}),
        rules=(HOLDS, LOST[FactKind.TABLE], LOST[FactKind.TEXT], ADDED[FactKind.TABLE]),
    )
    value = statement(replace(evidence(), artefacts=(plain,)))
    jsonschema.validate(value, schema())
    [told] = value["artefacts"]
    assert [rule["id"] for rule in told["rulesInapplicable"]] == ["table-lost"]
    assert [rule["id"] for rule in told["rulesPassed"]] == ["holds", "table-added", "text-lost"]


def test_what_is_said_to_be_about_something_is_a_rule() -> None:
    known = {rule.id for one in FORMATS for rule in prove.rules(one)}
    assert set(ABOUT) - {rule.id for rule in LOST.values()} <= known


def test_the_worksheet_has_the_doubts_about_the_order() -> None:
    rule = Rule("table-for-layout", Severity.NOTE, "A table only lays out.", "Use CSS.")
    doubt = Diagnostic(rule, "the cells are read row by row", Position(9, 1))
    looks = worksheet(french(), (doubt,))
    assert [look.at for look in looks if look.question is Question.ORDER] == [Position(9, 1)]
