"""``check`` and ``show``: what is wrong with a source, and how it was understood."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from pipeline.build import has_errors
from pipeline.commands import DONE, FINDINGS
from pipeline.commands.shared import examine, summary
from pipeline.console import Console
from pipeline.diagnostics import Diagnostic, line_of
from pipeline.model.dump import dump
from pipeline.verify.facts import facts


def check(arguments: argparse.Namespace, console: Console) -> int:
    """Print the findings in each source."""
    code = DONE
    results = []
    for path in arguments.source:
        _, examined = examine(path, arguments, console)
        results.append((path, examined.diagnostics))
        code = max(code, FINDINGS if has_errors(examined.diagnostics) else DONE)
    print_findings(results, arguments, console)
    return code


def show(arguments: argparse.Namespace, console: Console) -> int:
    """Print the model of a source, its ledger or its facts."""
    _, examined = examine(arguments.source, arguments, console)
    if arguments.ledger:
        print(examined.reading.ledger)
    elif arguments.facts:
        for fact in facts(examined.document):
            print(fact)
    else:
        print(dump(examined.document), end="")
    return DONE


def print_findings(
    results: Sequence[tuple[Path, Sequence[Diagnostic]]],
    arguments: argparse.Namespace,
    console: Console,
) -> None:
    """Print findings in the form that was asked for, and their number."""
    for path, found in results:
        for one in found:
            print(line_of(one, str(path)))
            print(f"  hint: {one.rule.hint}")
    console.say(summary(one for _, found in results for one in found))
