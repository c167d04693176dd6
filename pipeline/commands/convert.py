"""``all`` and the single converters: sources in, artefacts out."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import build, choices
from pipeline.bounds import within
from pipeline.build import Artefact, has_errors
from pipeline.commands import DONE, FINDINGS
from pipeline.commands.many import Outcome, run
from pipeline.commands.shared import counts, examine, limits_for, print_json
from pipeline.commands.sources import Job, jobs
from pipeline.console import Console, size
from pipeline.diagnostics import Diagnostic, Severity, line_of, severity_of
from pipeline.errors import OptionError, OutputError
from pipeline.files import write_whole
from pipeline.formats import Format


def convert_all(arguments: argparse.Namespace, console: Console) -> int:
    """Write every source in every format asked for; one that fails does not stop the others."""
    choices.formats(arguments)
    folder: Path = arguments.output
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file", hint="name a folder with -o")
    work = jobs(arguments.source)
    outcomes = []
    for outcome in run(_job, work, arguments, console, workers=arguments.jobs):
        if outcome.problem is not None and len(work) == 1:
            raise outcome.problem
        if outcome.problem is not None:
            console.problem(outcome.problem)
        outcomes.append(outcome)
    code = max(outcome.code for outcome in outcomes)
    if len(work) > 1:
        _sum_up(outcomes, console)
    if arguments.json:
        print_json([outcome.result for outcome in outcomes])
    return code


def _job(job: Job, arguments: argparse.Namespace, console: Console) -> tuple[dict[str, Any], int]:
    folder: Path = arguments.output
    places = {
        one: folder / job.stem.with_name(f"{job.stem.name}{one.suffix}")
        for one in choices.formats(arguments)
    }
    return _convert(job.path, places, arguments, console)


def _sum_up(outcomes: Sequence[Outcome], console: Console) -> None:
    failed = sum(outcome.problem is not None for outcome in outcomes)
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    console.say(
        f"{len(outcomes) - failed} of {len(outcomes)} reports written; "
        f"slowest: {slowest.job.path}, {slowest.seconds:.1f} s"
    )


def convert_to(one: Format) -> Callable[[argparse.Namespace, Console], int]:
    """Return the subcommand that writes one format alone."""

    def convert(arguments: argparse.Namespace, console: Console) -> int:
        path: Path = arguments.source
        place = (
            None if arguments.output == "-" else Path(arguments.output or path.stem + one.suffix)
        )
        if place is None and arguments.json:
            raise OptionError(
                "--json and -o - would both print to standard output", hint="name a file with -o"
            )
        result, code = _convert(path, {one: place}, arguments, console)
        if arguments.json:
            print_json([result])
        return code

    return convert


def _convert(
    path: Path,
    places: Mapping[Format, Path | None],
    arguments: argparse.Namespace,
    console: Console,
) -> tuple[dict[str, Any], int]:
    """Read one source and write it to each place; None is standard output."""
    with within(limits_for(path, arguments), str(path)):
        return _convert_within_limits(path, places, arguments, console)


def _convert_within_limits(
    path: Path,
    places: Mapping[Format, Path | None],
    arguments: argparse.Namespace,
    console: Console,
) -> tuple[dict[str, Any], int]:
    options = choices.options(arguments)
    _, examined = examine(path, arguments, console)
    _tell(examined.diagnostics, path, console)
    result: dict[str, Any] = {
        "source": str(path),
        "findings": counts(examined.diagnostics),
        "artefacts": [],
    }
    if arguments.strict and has_errors(examined.diagnostics):
        console.warn(f"{path}: nothing is written, because --strict is set")
        return result, FINDINGS
    artefacts = build.render(examined.document, places, options)
    for _ in places:
        with console.under_way(f"{path}: writing"):
            artefact = next(artefacts)
        for one in artefact.diagnostics:
            console.warn(line_of(one, str(path)))
        place = places[artefact.format]
        if place is None:
            sys.stdout.buffer.write(artefact.data)
            sys.stdout.buffer.flush()
            continue
        write_whole(place, artefact.data)
        console.say(f"{place}  {size(len(artefact.data))}, {artefact.seconds:.1f} s")
        result["artefacts"].append(_described(artefact, place))
    return result, DONE


def _described(artefact: Artefact, place: Path) -> dict[str, Any]:
    return {
        "format": artefact.format.name,
        "path": str(place),
        "bytes": len(artefact.data),
        "sha256": hashlib.sha256(artefact.data).hexdigest(),
        "seconds": round(artefact.seconds, 3),
        "findings": counts(artefact.diagnostics),
    }


def _tell(diagnostics: Sequence[Diagnostic], path: Path, console: Console) -> None:
    """Print the errors of a source; for the rest, say how many there are and where to look."""
    for one in diagnostics:
        if severity_of(one) is Severity.ERROR:
            console.warn(line_of(one, str(path)))
    rest = sum(severity_of(one) is not Severity.ERROR for one in diagnostics)
    if rest:
        findings = "finding" if rest == 1 else "findings"
        console.say(f"{path}: {rest} more {findings}; `pipeline check {path}` lists them")
