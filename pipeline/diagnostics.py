"""Findings about a source or an artefact. A finding is a value that is returned.

An exception (``pipeline.errors``) means that no result is possible; everything else that a
person should know is a ``Diagnostic``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


class Severity(enum.Enum):
    """How bad it is: an error keeps somebody from the content."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the source file; both count from 1, columns count characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What can be found, described once: the finding itself adds place and particulars."""

    id: str
    """Kebab case, unique: ``image-alternative-missing``."""
    severity: Severity
    summary: str
    """What is wrong in general, one sentence; it stands in ``docs/rules.md``."""
    hint: str
    """How to mend it, one sentence in the imperative."""
    references: tuple[str, ...] = ()
    """Clauses and criteria: ``WCAG 2.2 1.1.1``, ``ACT 23a2a8``, ``ISO 14289-1 7.3``."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    rule: Rule
    message: str
    """What is wrong here, one sentence without final stop."""
    at: Position | None = None
    place: str | None = None
    """Where in an artefact, where there is no line: ``page 4``, ``EPUB/s2.xhtml``."""
    severity: Severity | None = None
    """Set where configuration overrides the rule's own; see ``severity_of``."""


def severity_of(diagnostic: Diagnostic) -> Severity:
    """Return the severity that counts: the configured one, else the rule's."""
    return diagnostic.severity or diagnostic.rule.severity


@dataclass(frozen=True, slots=True)
class Warned(Generic[T]):
    """A result together with what was found on the way to it."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def line_of(diagnostic: Diagnostic, name: str) -> str:
    """Return ``report.html:42:7: error image-alternative-missing: … [WCAG 2.2 1.1.1]``."""
    where = name
    if diagnostic.at is not None:
        where += f":{diagnostic.at.line}:{diagnostic.at.column}"
    if diagnostic.place is not None:
        where += f": {diagnostic.place}"
    references = f" [{', '.join(diagnostic.rule.references)}]" if diagnostic.rule.references else ""
    severity = severity_of(diagnostic).value
    return f"{where}: {severity} {diagnostic.rule.id}: {diagnostic.message}{references}"
