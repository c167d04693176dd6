"""Ace by DAISY, the accessibility checker for EPUB. It looks at each page in Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.verify.external import npm
from pipeline.verify.external.verdict import JUDGE_FAILED, Absent, Verdict

NAME = "Ace"
STANDARD = "EPUB Accessibility and WCAG"

SERIOUS = Rule(
    "ace-serious",
    Severity.ERROR,
    "Ace finds something that keeps people from the content of the book.",
    "Follow the advice on the page that the message names.",
)
MODERATE = Rule(
    "ace-moderate",
    Severity.WARNING,
    "Ace finds something that makes the book harder to use.",
    "Follow the advice on the page that the message names.",
)

_RULES: Mapping[str, Rule] = {"critical": SERIOUS, "serious": SERIOUS}

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """Return the browser that Ace may drive: the one configured, else one installed."""
    return os.environ.get("PUPPETEER_EXECUTABLE_PATH") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )


def find() -> npm.Program | Absent:
    """Return Ace, or why it cannot be asked here."""
    program = npm.find(NAME, "@daisy/ace-cli", "bin/ace.js")
    if isinstance(program, npm.Program) and browser() is None:
        return Absent(
            NAME,
            "no Chromium or Chrome was found",
            "Install one, or name it in PUPPETEER_EXECUTABLE_PATH",
        )
    return program


def judge(artefacts: Sequence[Path]) -> Iterator[Verdict | Absent]:
    """Yield the verdict on each book, or that Ace is absent."""
    program = find()
    if isinstance(program, Absent):
        yield program
        return
    for artefact in artefacts:
        yield _judge(program, artefact)


def _judge(program: npm.Program, artefact: Path) -> Verdict:
    started = time.perf_counter()
    variables = {
        "PUPPETEER_EXECUTABLE_PATH": browser() or "",
        # A busy machine needs longer than Ace expects for the browser's first page.
        "ACE_TIMEOUT_INITIAL": os.environ.get("ACE_TIMEOUT_INITIAL", "60000"),
    }
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["--force", "--silent", "--outdir", folder, str(artefact.resolve())]
        report = Path(folder) / "report.json"
        try:
            result = npm.run(program, arguments, variables=variables)
            if report.is_file():
                found = tuple(_diagnostics(json.loads(report.read_text("utf-8"))))
            else:
                found = (_no_verdict(npm.last_words(result)),)
        except subprocess.TimeoutExpired as late:
            found = (_no_verdict(f"no answer in {late.timeout:.0f} s"),)
    seconds = time.perf_counter() - started
    return Verdict(NAME, program.version, STANDARD, artefact, seconds, found)


def _no_verdict(reason: str) -> Diagnostic:
    return Diagnostic(JUDGE_FAILED, f"{NAME} gave no verdict: {reason}")


def _diagnostics(report: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for subject in report["assertions"]:
        page = subject["earl:testSubject"]["url"]
        for assertion in subject["assertions"]:
            test, result = assertion["earl:test"], assertion["earl:result"]
            if result["earl:outcome"] != "fail":
                continue
            what = " ".join(result["dct:description"].split()).rstrip(".")
            yield Diagnostic(
                _RULES.get(test["earl:impact"], MODERATE),
                f"{test['dct:title']} ({test['earl:impact']}): {what}; see {test['help']['url']}",
                place=_place(page, result.get("earl:pointer")),
            )


def _place(page: str, pointer: Mapping[str, Any] | None) -> str:
    """Return the page with the element's selector, where Ace gives one."""
    selectors = (pointer or {}).get("css") or []
    return f"{page}, {selectors[0]}" if selectors else page
