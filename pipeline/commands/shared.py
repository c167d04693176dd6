"""What several subcommands do alike: examine a source, count and sum up findings."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline import build, choices
from pipeline.bounds import within
from pipeline.build import Examined
from pipeline.configuration import DEFAULT, Configuration, configured, find, limited, read
from pipeline.console import Console
from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.errors import SourceError
from pipeline.reader.source import Limits, Source, load


def examine(path: Path, arguments: argparse.Namespace, console: Console) -> tuple[Source, Examined]:
    """Load, read and check a source.

    Raises:
        SourceError: if no report can be read from it; the message begins with the path.
    """
    settings = configuration_for(path, arguments)
    how = replace(choices.reader_options(arguments), limits=limits_for(path, arguments))
    with within(how.limits, str(path)), console.under_way(f"{path}: reading"):
        source = load(path, limits=how.limits)
        try:
            examined = build.examine(source, how)
        except SourceError as problem:
            raise SourceError(f"{path}: {problem.what}", hint=problem.hint) from None
    return source, replace(examined, diagnostics=tuple(configured(examined.diagnostics, settings)))


def configuration_for(path: Path, arguments: argparse.Namespace) -> Configuration:
    """Return the configuration that was named, or the nearest one at or above a source.

    Raises:
        OptionError: if it cannot be read, or names a rule or severity that there is not.
    """
    place: Path | None = arguments.config or find(path.resolve().parent)
    return DEFAULT if place is None else read(place)


def limits_for(path: Path, arguments: argparse.Namespace) -> Limits:
    """Return the limits for a source: of the configuration, then of the command line.

    Raises:
        OptionError: if one is set that there is not, or the configuration cannot be read.
    """
    configured_limits = limited(configuration_for(path, arguments).limits)
    return limited(choices.limits(arguments), configured_limits)


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    found = {severity.value: 0 for severity in Severity}
    for one in diagnostics:
        found[severity_of(one).value] += 1
    return found


def print_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
