"""The conformance statement as a page that a person reads, in English or French."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.diagnostics import Diagnostic, Position, Rule, severity_of
from pipeline.publish.evidence import ArtefactEvidence, Evidence
from pipeline.publish.landing import size
from pipeline.publish.markup import Markup, element, join, page
from pipeline.publish.style import style
from pipeline.publish.words import Words, words_for
from pipeline.publish.worksheet import Question, worksheet
from pipeline.theme import Theme
from pipeline.verify.compare import UNREADABLE
from pipeline.verify.external.verdict import Verdict


def statement_page(evidence: Evidence, theme: Theme, *, landing: str) -> bytes:
    """Return the statement as HTML; ``landing`` is the name of the release page."""
    metadata = evidence.document.metadata
    words = words_for(metadata.language)
    title = words.statement_of.format(title=metadata.title)
    who = (
        words.evaluated_by.format(name=evidence.evaluator)
        if evidence.evaluator
        else words.not_evaluated
    )
    body = join(
        element(
            "header",
            element("p", metadata.title, class_="kicker"),
            element("h1", words.statement),
        ),
        "\n",
        element(
            "main",
            element("p", element("a", words.back, href=landing)),
            element("p", who),
            _hashes(evidence, words),
            element("h2", words.by_format),
            *(_artefact(one, words) for one in evidence.artefacts),
            _source(evidence, words),
            _person(evidence, words),
        ),
        "\n",
        element("footer", element("h2", words.made_with), _tools(evidence)),
    )
    return page(
        language=words.tag,
        direction="ltr",
        title=title,
        style=style(theme),
        body=body,
    )


def _table(
    name: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, headed: bool = False
) -> Markup:
    """Return a table whose first column heads its rows, in a region that scrolls.

    Where a heading just above says the same, the caption is there for the ear only.
    """
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(element("td", cell) for cell in row[1:]),
        )
        for row in rows
    ]
    table = element(
        "table",
        element("caption", name, class_="unseen" if headed else None),
        element("thead", element("tr", *(element("th", cell, scope="col") for cell in head))),
        element("tbody", *body),
    )
    return element("div", table, class_="scroll", role="region", aria_label=name, tabindex="0")


def _hashes(evidence: Evidence, words: Words) -> Markup:
    every = (evidence.source, *(one.file for one in evidence.artefacts))
    rows = [(one.name, size(one.bytes, words), element("code", one.sha256)) for one in every]
    return join(
        element("h2", words.hashes),
        _table(words.hashes, (words.file, words.size, "SHA-256"), rows, headed=True),
    )


def _artefact(one: ArtefactEvidence, words: Words) -> Markup:
    name = words.name_of(one.format, one.edition)
    id = one.edition or one.format
    if UNREADABLE in one.failed():
        verdict = words.unreadable
    elif count := len(one.differences()):
        verdict = words.disagrees.format(count=count)
    else:
        verdict = words.agrees.format(count=one.facts)
    parts = [element("h3", name, id=id), element("p", verdict)]
    if not one.losses():
        parts.append(element("p", words.everything_carried))
    else:
        losses = [
            (words.kinds[kind.value], words.extents[means.extent.value], means.why(words.tag))
            for kind, means in one.losses().items()
        ]
        head = (words.kind, words.extent, words.why)
        parts.append(_table(f"{words.not_carried}{words.colon}{name}", head, losses))
    if one.verdicts:
        rows = [_verdict(verdict, words) for verdict in one.verdicts]
        head = (words.validator, words.standard, words.result)
        parts.append(_table(f"{words.validators}{words.colon}{name}", head, rows))
    judged = [
        found
        for verdict in one.verdicts
        if isinstance(verdict, Verdict)
        for found in verdict.diagnostics
    ]
    found = (*one.diagnostics, *judged)
    if found:
        parts.append(_findings(f"{words.rules_failed}{words.colon}{name}", found, words))
    parts.append(
        element(
            "details",
            element("summary", f"{words.rules_passed} ({len(one.passed())})"),
            element("ul", *(_rule(rule) for rule in one.passed())),
        )
    )
    if one.inapplicable():
        parts.append(
            element(
                "details",
                element("summary", f"{words.rules_inapplicable} ({len(one.inapplicable())})"),
                element("ul", *(_rule(rule) for rule in one.inapplicable())),
            )
        )
    return element("section", *parts, aria_labelledby=id)


def _verdict(verdict: object, words: Words) -> tuple[str, str, str]:
    if not isinstance(verdict, Verdict):
        judge = getattr(verdict, "judge", "")
        reason = getattr(verdict, "reason", "")
        return (judge, "–", f"{words.not_asked}{words.colon}{reason}")
    count = len(verdict.diagnostics)
    result = words.passed if verdict.passed() else words.failed.format(count=count)
    return (f"{verdict.judge} {verdict.version}", verdict.standard, result)


def _rule(rule: Rule) -> Markup:
    references = f" ({', '.join(rule.references)})" if rule.references else ""
    return element("li", element("code", rule.id), f" {rule.summary}{references}")


def _findings(
    name: str, found: Sequence[Diagnostic], words: Words, *, headed: bool = False
) -> Markup:
    rows = [
        (
            one.rule.id,
            words.severities[severity_of(one).value],
            one.message,
            ", ".join(filter(None, (one.place, _line(one.at, words)))),
        )
        for one in found
    ]
    return _table(
        name, (words.rule, words.severity, words.finding, words.place), rows, headed=headed
    )


def _line(at: Position | None, words: Words) -> str:
    return "" if at is None else words.line.format(line=at.line, column=at.column)


def _source(evidence: Evidence, words: Words) -> Markup:
    heading = element("h2", words.source_findings)
    if not evidence.source_diagnostics:
        return join(heading, element("p", words.source_without_findings))
    return join(
        heading, _findings(words.source_findings, evidence.source_diagnostics, words, headed=True)
    )


def _person(evidence: Evidence, words: Words) -> Markup:
    questions = {
        Question.IMAGE: words.question_image,
        Question.IMAGE_MISSING: words.question_image_missing,
        Question.LINK: words.question_link,
        Question.TABLE: words.question_table,
        Question.MATH: words.question_math,
        Question.LANGUAGE: words.question_language,
        Question.ORDER: words.question_order,
        Question.WORDS_IN_IMAGE: words.question_words_in_image,
    }
    looks = worksheet(evidence.document, evidence.source_diagnostics)
    heading = join(element("h2", words.person), element("p", words.person_why))
    if not looks:
        return join(heading, element("p", words.nothing_to_check))
    rows = [
        (
            str(look.at.line) if look.at else "–",
            questions[look.question],
            look.text or "–",
            _detail(look.detail),
        )
        for look in looks
    ]
    head = (words.where, words.question, words.what, words.detail)
    return join(heading, _table(words.person, head, rows, headed=True))


def _detail(detail: str) -> Markup:
    return element("code", detail) if detail else Markup()


def _tools(evidence: Evidence) -> Markup:
    libraries = (f"{name} {version}" for name, version in evidence.libraries)
    return element("p", ", ".join((evidence.tool, *libraries)))
