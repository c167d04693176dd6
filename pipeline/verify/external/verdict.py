"""What an external judge says. After verification by facts, before the report.

A judge that is not installed gives an ``Absent``: it is said, with the way to get it, and
never passed over.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Rule, Severity, severity_of

JUDGE_ABSENT = Rule(
    "judge-absent",
    Severity.NOTE,
    "An external validator is not installed, so its standard was not tested by it.",
    "Install what the message names, and verify again.",
)

JUDGE_FAILED = Rule(
    "judge-failed",
    Severity.ERROR,
    "An external validator was started but came to no verdict.",
    "Run it by hand on the artefact to see what it says.",
)


@dataclass(frozen=True, slots=True)
class Absent:
    """A judge that cannot be asked here."""

    judge: str
    reason: str
    """What is missing, one sentence without final stop."""
    remedy: str
    """How to get it, one sentence in the imperative."""

    def diagnostic(self) -> Diagnostic:
        """Return the finding that says so."""
        return Diagnostic(JUDGE_ABSENT, f"{self.judge} was not asked: {self.reason}. {self.remedy}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one judge says of one artefact by one standard."""

    judge: str
    version: str
    standard: str
    """Its usual name: ``PDF/UA-1``, ``EPUB 3.3``."""
    artefact: Path
    seconds: float
    diagnostics: tuple[Diagnostic, ...] = ()
    checks: int | None = None
    """How many single checks were made, where the judge counts them."""

    def passed(self) -> bool:
        """Tell whether nothing of severity error was found."""
        return not any(severity_of(found) is Severity.ERROR for found in self.diagnostics)


def missing(judge: str, modules: Mapping[str, str]) -> Absent | None:
    """Return what keeps a judge away: packages (by the module they bring) not installed."""
    absent = [name for name, module in modules.items() if importlib.util.find_spec(module) is None]
    if not absent:
        return None
    return Absent(
        judge,
        f"{', '.join(absent)} not installed",
        "Install the extra: pip install 'accessible-report-pipeline[verify]'",
    )


def findings(verdict: Verdict | Absent) -> Iterator[Diagnostic]:
    """Yield what a verdict found, or that there is none."""
    match verdict:
        case Absent():
            yield verdict.diagnostic()
        case Verdict():
            yield from verdict.diagnostics


def line_for(verdict: Verdict | Absent) -> str:
    """Return one line for people: judge, version, standard, result, time."""
    match verdict:
        case Absent():
            return f"{verdict.judge}: not asked: {verdict.reason}. {verdict.remedy}"
        case Verdict():
            errors = sum(severity_of(found) is Severity.ERROR for found in verdict.diagnostics)
            others = len(verdict.diagnostics) - errors
            result = "passed" if verdict.passed() else _count(errors, "error")
            if others:
                result += f", {_count(others, 'remark')}"
            if verdict.checks is not None:
                result += f" ({verdict.checks} checks)"
            return (
                f"{verdict.artefact.name}: {verdict.judge} {verdict.version}, "
                f"{verdict.standard}: {result} in {verdict.seconds:.1f} s"
            )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
