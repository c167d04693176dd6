"""What the release page and the statement need words for; ``words`` has them in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language; ``{…}`` is filled in with ``str.format``."""

    tag: str
    """BCP 47."""
    reports: str
    formats: str
    about: str
    also: str
    author: str
    publisher: str
    published: str
    modified: str
    identifier: str
    original: str
    pdf: str
    pdf_good_for: str
    docx: str
    docx_good_for: str
    epub: str
    epub_good_for: str
    epub_pages: str
    text: str
    text_good_for: str
    editions: dict[str, tuple[str, str]]
    """What an edition in another look is called, and what it is good for."""
    pages: str
    """With ``{count}``; more than one."""
    one_page: str
    checksums: str
    checksums_why: str
    file: str
    proof: str
    proof_link: str
    proof_why: str
    decimal_mark: str
    units: tuple[str, str, str]
    """Bytes, kilobytes, megabytes."""
    space: str
    """Between a number and its unit, and before a colon."""
    languages: dict[str, str]
    """Names of languages by their tag."""

    # the statement
    statement: str
    statement_of: str
    summary: str
    agrees: str
    """With ``{count}`` facts."""
    except_below: str
    """After ``agrees``, where the format cannot hold everything."""
    disagrees: str
    """With ``{count}`` differences."""
    source_findings: str
    source_without_findings: str
    by_format: str
    rules_passed: str
    rules_inapplicable: str
    rules_failed: str
    unreadable: str
    not_carried: str
    everything_carried: str
    format: str
    same: str
    is_same: str
    differs: str
    """With ``{count}`` differences."""
    unread: str
    kind: str
    number: str
    extent: str
    extents: dict[str, str]
    why: str
    validators: str
    validator: str
    standard: str
    result: str
    passed: str
    failed: str
    """With ``{count}`` findings."""
    not_asked: str
    person: str
    person_why: str
    evaluated_by: str
    not_evaluated: str
    hashes: str
    made_with: str
    rule: str
    finding: str
    place: str
    line: str
    """With ``{line}`` and ``{column}``."""
    severity: str
    severities: dict[str, str]
    question: str
    where: str
    what: str
    detail: str
    size: str
    colon: str
    kinds: dict[str, str]
    """Names of the kinds of fact, in the plural."""
    question_image: str
    question_image_missing: str
    question_link: str
    question_table: str
    question_math: str
    question_language: str
    question_order: str
    question_words_in_image: str
    nothing_to_check: str
    back: str

    def name_of(self, kind: str, edition: str | None = None) -> str:
        """Return what a format or an edition of it is called."""
        if edition is not None:
            return self.editions[edition][0]
        return {"pdf": self.pdf, "docx": self.docx, "epub": self.epub, "text": self.text}[kind]

    def good_for(self, kind: str, edition: str | None = None) -> str:
        """Return what a format or an edition of it is good for."""
        if edition is not None:
            return self.editions[edition][1]
        return {
            "pdf": self.pdf_good_for,
            "docx": self.docx_good_for,
            "epub": self.epub_good_for,
            "text": self.text_good_for,
        }[kind]
