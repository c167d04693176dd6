"""What several subcommands do alike: examine a source, count and sum up findings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import build, choices
from pipeline.batch import places
from pipeline.batch.places import Place, Url
from pipeline.bounds import within
from pipeline.build import Examined
from pipeline.commands.sources import configuration_file
from pipeline.configuration import DEFAULT, Configuration, configured, limited, read
from pipeline.console import Console
from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.errors import SourceError
from pipeline.files import write_whole
from pipeline.json_text import json_text
from pipeline.reader.source import Limits, Source, load


def examine(
    path: Place,
    arguments: argparse.Namespace,
    console: Console,
    settings: Configuration | None = None,
) -> tuple[Source, Examined]:
    """Load, read and check a source, with its configuration unless one is given.

    Raises:
        SourceError: if no report can be read from it; the message begins with the path.
    """
    settings = settings or configuration_for(path, arguments)
    how = replace(choices.reader_options(arguments), limits=limits_of(settings, arguments))
    with (
        within(how.limits, str(path)),
        console.under_way(f"{path}: reading"),
        _loaded(path, how.limits) as source,
    ):
        try:
            examined = build.examine(source, how)
            # What it looked for is now known: bring that, and read it again.
            if isinstance(path, Url) and _bring(examined, path.parent, source, how.limits):
                examined = build.examine(source, how)
        except SourceError as problem:
            raise SourceError(f"{path}: {problem.what}", hint=problem.hint) from None
    return source, replace(examined, diagnostics=tuple(configured(examined.diagnostics, settings)))


STANDARD_INPUT = Path("-")
"""What stands for it on the command line; no images lie beside it."""


@contextmanager
def _loaded(path: Place, limits: Limits) -> Iterator[Source]:
    """Load a source; one from a store has a folder of this machine while it is read."""
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read(limits.bytes + 1)
        yield Source("standard input", data)
        return
    if isinstance(path, Path):
        yield load(path, limits=limits)
        return
    data = places.read(path, most=limits.bytes + 1)
    if data is None:
        raise SourceError(f"{path}: no such file", hint="check the address")
    with TemporaryDirectory() as folder:
        yield Source(path.name, data, Path(folder).resolve())


def _bring(examined: Examined, origin: Url, source: Source, limits: Limits) -> bool:
    """Copy the files that were looked for beside a page; tell whether there was any."""
    brought = False
    for one in examined.reading.files:
        assert source.folder is not None
        target = (source.folder / one.name).resolve()
        if one.address or not target.is_relative_to(source.folder):
            continue
        data = places.read(origin / one.name, most=limits.image_bytes + 1)
        if data is not None:
            write_whole(target, data)
            brought = True
    return brought


def configuration_for(path: Place, arguments: argparse.Namespace) -> Configuration:
    """Return the configuration that was named, or the nearest one at or above a source.

    Raises:
        OptionError: if it cannot be read, or names a rule or severity that there is not.
    """
    place = configuration_file(path, arguments)
    return DEFAULT if place is None else read(place)


def limits_of(settings: Configuration, arguments: argparse.Namespace) -> Limits:
    """Return the limits: of the command line, else of the configuration, else the defaults.

    Raises:
        OptionError: if one is set that there is not.
    """
    return limited(choices.limits(arguments), limited(settings.limits))


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    found = {severity.value: 0 for severity in Severity}
    for one in diagnostics:
        found[severity_of(one).value] += 1
    return found


def print_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    print(json_text(value, indent=2))
