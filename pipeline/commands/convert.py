"""One source in, its artefacts out: the single converters, and each job of ``all``."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline import build, choices, collector
from pipeline.batch.places import Place, write
from pipeline.bounds import within
from pipeline.build import Artefact, has_errors
from pipeline.commands import DONE, FINDINGS
from pipeline.commands.shared import (
    STANDARD_INPUT,
    configuration_for,
    counts,
    examine,
    limits_of,
    print_json,
)
from pipeline.commands.sources import spare
from pipeline.configuration import Configuration
from pipeline.console import Console, size
from pipeline.diagnostics import Diagnostic, Severity, line_of, severity_of
from pipeline.errors import OptionError
from pipeline.formats import Format
from pipeline.options import Options


def convert_to(one: Format) -> Callable[[argparse.Namespace, Console], int]:
    """Return the subcommand that writes one format alone."""

    def convert(arguments: argparse.Namespace, console: Console) -> int:
        path: Path = arguments.source
        output = arguments.output or ("-" if path == STANDARD_INPUT else path.stem + one.suffix)
        place = None if output == "-" else Path(output)
        if place is None and arguments.json:
            raise OptionError(
                "--json and -o - would both print to standard output", hint="name a file with -o"
            )
        options = choices.options(arguments)
        result, code = convert_source(path, {one: place}, arguments, options, console)
        if arguments.json:
            print_json([result])
        return code

    return convert


def convert_source(
    path: Place,
    places: Mapping[Format, Place | None],
    arguments: argparse.Namespace,
    options: Options,
    console: Console,
) -> tuple[dict[str, Any], int]:
    """Read one source and write it to each place; None is standard output.

    Returns what became of it, as it is printed in JSON, and the exit code.

    Raises:
        PipelineError: if there is no result.
    """
    spare(places.values(), [path, vars(arguments).get("template")])
    settings = configuration_for(path, arguments)
    with within(limits_of(settings, arguments), str(path)):
        return _convert_within_limits(path, places, arguments, options, settings, console)


def _convert_within_limits(
    path: Place,
    places: Mapping[Format, Place | None],
    arguments: argparse.Namespace,
    options: Options,
    settings: Configuration,
    console: Console,
) -> tuple[dict[str, Any], int]:
    source, examined = examine(path, arguments, console, settings)
    _tell(examined.diagnostics, path, console)
    result: dict[str, Any] = {
        "source": str(path),
        "sha256": hashlib.sha256(source.data).hexdigest(),
        "files": [asdict(one) for one in examined.reading.files],
        "findings": counts(examined.diagnostics),
        "artefacts": [],
    }
    if arguments.strict and has_errors(examined.diagnostics):
        console.warn(f"{path}: nothing is written, because --strict is set")
        return result, FINDINGS
    chosen = choices.for_source(options, arguments, source)
    artefacts = build.render(examined.document, places, chosen)
    del examined  # its ledger holds the whole page
    collector.collect_after(len(source.data))
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
        write(place, artefact.data)
        console.say(f"{place}  {size(len(artefact.data))}, {artefact.seconds:.1f} s")
        result["artefacts"].append(_described(artefact, place))
    return result, DONE


def _described(artefact: Artefact, place: Place) -> dict[str, Any]:
    return {
        "format": artefact.format.name,
        "edition": artefact.format.edition,
        "path": str(place),
        "bytes": len(artefact.data),
        "sha256": hashlib.sha256(artefact.data).hexdigest(),
        "seconds": round(artefact.seconds, 3),
        "findings": counts(artefact.diagnostics),
    }


def _tell(diagnostics: Sequence[Diagnostic], path: Place, console: Console) -> None:
    """Print the errors of a source; for the rest, say how many there are and where to look."""
    for one in diagnostics:
        if severity_of(one) is Severity.ERROR:
            console.warn(line_of(one, str(path)))
    rest = sum(severity_of(one) is not Severity.ERROR for one in diagnostics)
    if rest:
        findings = "finding" if rest == 1 else "findings"
        console.say(f"{path}: {rest} more {findings}; `pipeline check {path}` lists them")
