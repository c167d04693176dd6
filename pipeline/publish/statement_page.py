"""The conformance statement as a page that a person reads, in English or French."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.diagnostics import Diagnostic, Position, Rule, severity_of
from pipeline.publish.evidence import ArtefactEvidence, Evidence
from pipeline.publish.landing import own, size
from pipeline.publish.markup import Markup, address, element, join, page, table
from pipeline.publish.style import style
from pipeline.publish.words import Words, words_for
from pipeline.publish.worksheet import Question, worksheet
from pipeline.theme import Theme
from pipeline.verify.compare import UNREADABLE
from pipeline.verify.external.verdict import Absent, Verdict


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
            element("p", own(metadata.title, metadata, words), class_="kicker"),
            element("h1", words.statement),
        ),
        "\n",
        element(
            "main",
            element("p", element("a", words.back, href=address(landing))),
            element("p", who),
            _summary(evidence, words),
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
    """Return a table whose first column heads its rows.

    Where a heading just above says the same, the caption is there for the ear only.
    """
    caption = element("caption", name, class_="unseen" if headed else None)
    return table(head, rows, caption=caption)


def _summary(evidence: Evidence, words: Words) -> Markup:
    rows = []
    for one in evidence.artefacts:
        if UNREADABLE in one.failed():
            same = words.unread
        elif count := len(one.differences()):
            same = words.differs.format(count=count)
        else:
            same = words.is_same
        judged = (
            join(standard if standard != "–" else judge, words.colon, result)
            for judge, standard, result in (_verdict(verdict, words) for verdict in one.verdicts)
        )
        rows.append(
            (
                words.name_of(one.format, one.edition),
                same,
                str(len(one.failed())),
                join(*_lines(judged)) or "–",
            )
        )
    head = (words.format, words.same, words.rules_failed, words.validators)
    return join(element("h2", words.summary), _table(words.summary, head, rows, headed=True))


def _lines(texts: Iterable[Markup]) -> Iterator[Markup]:
    for at, text in enumerate(texts):
        if at:
            yield element("br")
        yield text


def english(text: str, words: Words) -> str:
    """Return a text of rules or validators, marked as English on a page that is not."""
    return text if words.tag == "en" else element("span", text, lang="en")


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
        if one.losses:
            verdict = f"{verdict} {words.except_below}"
    parts = [element("h3", name, id=id), element("p", verdict)]
    if not one.losses:
        parts.append(element("p", words.everything_carried))
    else:
        losses = [
            (
                words.kinds[loss.kind.value],
                str(loss.facts),
                words.extents[loss.means.extent.value],
                loss.means.why(words.tag),
            )
            for loss in one.losses
        ]
        columns = (words.kind, words.number, words.extent, words.why)
        parts.append(_table(f"{words.not_carried}{words.colon}{name}", columns, losses))
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
            element("ul", *(_rule(rule, words) for rule in one.passed())),
        )
    )
    if one.inapplicable():
        parts.append(
            element(
                "details",
                element("summary", f"{words.rules_inapplicable} ({len(one.inapplicable())})"),
                element("ul", *(_rule(rule, words) for rule in one.inapplicable())),
            )
        )
    return element("section", *parts, aria_labelledby=id)


def _verdict(verdict: Verdict | Absent, words: Words) -> tuple[str, str, str]:
    match verdict:
        case Absent():
            reason = english(verdict.reason, words)
            return verdict.judge, "–", join(words.not_asked, words.colon, reason)
        case Verdict():
            count = len(verdict.diagnostics)
            result = words.passed if verdict.passed() else words.failed.format(count=count)
            return f"{verdict.judge} {verdict.version}", verdict.standard, result


def _rule(rule: Rule, words: Words) -> Markup:
    references = f" ({', '.join(rule.references)})" if rule.references else ""
    return element("li", element("code", rule.id), " ", english(rule.summary, words), references)


def _findings(
    name: str, found: Sequence[Diagnostic], words: Words, *, headed: bool = False
) -> Markup:
    rows = [
        (
            one.rule.id,
            words.severities[severity_of(one).value],
            english(one.message, words),
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
            own(look.text, evidence.document.metadata, words) if look.text else "–",
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
