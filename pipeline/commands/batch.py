"""``all``: every source in every format, what has changed, many at once.

Nothing that converts is loaded before something is to be converted.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline import choices, theme_file
from pipeline.batch import manifest
from pipeline.batch.engine import Job, Outcome, failed, processes
from pipeline.batch.manifest import Recipe, Record
from pipeline.batch.places import Place, Url, read
from pipeline.batch.progress import Progress
from pipeline.batch.watch import watch
from pipeline.commands import DONE
from pipeline.commands.sources import configuration_file, jobs
from pipeline.console import Console
from pipeline.errors import OptionError, OutputError, PipelineError, SourceError
from pipeline.files import is_folder, is_there, remove_leftovers
from pipeline.formats import Format
from pipeline.json_text import json_text
from pipeline.options import Options

_SAVED_EVERY = 5.0
"""Seconds. A run that is cut short loses only so much of what it knows, and no artefact."""


def convert_all(arguments: argparse.Namespace, console: Console) -> int:
    """Write every source in every format asked for; one that fails does not stop the others."""
    choices.formats_and_editions(arguments)
    if arguments.json and arguments.json_lines:
        raise OptionError("--json and --json-lines say the same twice", hint="choose one of them")
    if arguments.jobs is not None and arguments.jobs < 1:
        raise OptionError(
            f"--jobs {arguments.jobs} is no number of reports", hint="choose 1 or more"
        )
    if arguments.scheduler and arguments.engine != "dask":
        raise OptionError("--scheduler is for Dask alone", hint="add --engine dask")
    if not arguments.watch:
        return _run(arguments, console)
    if any(isinstance(place, Url) for place in (*arguments.source, arguments.output)):
        raise OptionError("--watch looks at files of this machine only", hint="name no URL")
    watch(lambda: _run(arguments, console), lambda: _watched(arguments), console)
    return DONE


def _run(arguments: argparse.Namespace, console: Console) -> int:
    folder: Place = arguments.output
    if isinstance(folder, Path) and is_there(folder) and not is_folder(folder):
        raise OutputError(f"{folder} is a file", hint="name a folder with -o")
    if isinstance(folder, Path):
        remove_leftovers(folder)
    options = choices.options(arguments)
    recipe = manifest.recipe(arguments, options)
    known = {} if arguments.force else manifest.load(folder)
    work = [
        replace(job, known=known.get(job.stem.as_posix())) for job in jobs(arguments.source, folder)
    ]
    _refuse_the_same(work, arguments)
    alone = len(work) == 1
    progress = Progress(console, len(work))
    kept = _Kept(folder, recipe)
    outcomes = []
    try:
        for outcome in _outcomes(work, arguments, options, recipe, console if alone else None):
            outcomes.append(outcome)
            kept.add(outcome)
            if arguments.json_lines:
                print(json_text(outcome.result), flush=True)
            if not alone:
                progress.tell(outcome)
            elif outcome.problem is not None:
                raise outcome.problem
            elif outcome.result.get("unchanged"):
                console.say(f"{outcome.job.path}: unchanged")
    finally:
        kept.save()
    if not alone:
        progress.end()
    if arguments.json:
        print(json_text([one.result for one in outcomes], indent=2))
    return max(outcome.code for outcome in outcomes)


def _refuse_the_same(work: Sequence[Job], arguments: argparse.Namespace) -> None:
    """Refuse reports of which one's edition is called as another's: ``a.large-print.pdf``."""
    owners: dict[str, Job] = {}
    for job in work:
        for name in _names(job, arguments).values():
            other = owners.setdefault(name, job)
            if other is not job:
                raise OptionError(
                    f"{other.path} and {job.path} would both be written to {name}",
                    hint="rename one of them, or leave out --editions",
                )


class _Kept:
    """What is to be written to the manifest, now and then and at the end."""

    def __init__(self, folder: Place, recipe: Recipe) -> None:
        self.folder = folder
        self.recipe = recipe
        self.records: dict[str, Record] = {}
        self.saved = time.monotonic()

    def add(self, outcome: Outcome) -> None:
        if outcome.result.get("artefacts") and not outcome.result.get("unchanged"):
            stem = outcome.job.stem
            made = manifest.record(outcome.result, stem, self.recipe.id)
            self.records[stem.as_posix()] = made
        if time.monotonic() - self.saved > _SAVED_EVERY:
            self.save()

    def save(self) -> None:
        if self.records:
            manifest.save(self.folder, self.records, self.recipe)
            self.records.clear()
            self.saved = time.monotonic()


def _outcomes(
    work: Sequence[Job],
    arguments: argparse.Namespace,
    options: Options,
    recipe: Recipe,
    console: Console | None,
) -> Iterator[Outcome]:
    """Yield what became of each job, those first that need not be done."""
    stale = []
    for job in work:
        # What lies in a store is compared where it is converted: many at once.
        local = isinstance(job.path, Path) and isinstance(arguments.output, Path)
        outcome = None
        with suppress(PipelineError):  # it is told with the others when the report is tried
            outcome = _unchanged(job, arguments, recipe.id) if local else None
        if outcome is not None:
            yield outcome
        else:
            stale.append(job)
    if not stale:
        return
    count = arguments.jobs or _cores()
    convert = partial(_attempt, arguments, options, recipe.id, console)
    if arguments.engine == "dask":
        try:
            from pipeline.batch.dask_engine import dask
        except ImportError as problem:
            raise OptionError(
                f"--engine dask: {problem}",
                hint="it needs the extra: pip install 'accessible-report-pipeline[cluster]'",
            ) from None
        yield from dask(convert, stale, scheduler=arguments.scheduler, count=count)
        return
    modules = ["pipeline.commands.convert"]
    modules += dict.fromkeys(one.writer_module for one in choices.formats_and_editions(arguments))
    yield from processes(convert, stale, count=count, modules=modules)


def _attempt(
    arguments: argparse.Namespace,
    options: Options,
    recipe: str,
    console: Console | None,
    job: Job,
) -> Outcome:
    """Convert one source; without a console, what there is to say is kept in the outcome."""
    from pipeline.commands.convert import convert_source

    stream = io.StringIO()
    begin = time.perf_counter()
    try:
        if not isinstance(job.path, Path) or not isinstance(arguments.output, Path):
            outcome = _unchanged(job, arguments, recipe)
            if outcome is not None:
                return outcome
        settings = _settings(job, arguments)
        places = {one: arguments.output / name for one, name in _names(job, arguments).items()}
        result, code = convert_source(
            job.path, places, arguments, options, console or Console(quiet=True, stream=stream)
        )
    except PipelineError as problem:
        return failed(job, problem, time.perf_counter() - begin)
    except Exception as fault:
        if console is not None:
            raise
        # Even a fault of ours stops no other report.
        unforeseen = SourceError(
            f"{job.path}: a fault of this program: {type(fault).__name__}: {fault}",
            hint="convert it alone to see where, and report that with the page",
        )
        return failed(job, unforeseen, time.perf_counter() - begin)
    result["settings"] = settings
    return Outcome(job, result, code, time.perf_counter() - begin, said=stream.getvalue())


def _names(job: Job, arguments: argparse.Namespace) -> dict[Format, str]:
    """Return what the artefacts of a job are called, below the output folder."""
    return {
        one: job.named(one.suffix).as_posix() for one in choices.formats_and_editions(arguments)
    }


def _unchanged(job: Job, arguments: argparse.Namespace, recipe: str) -> Outcome | None:
    """Return the outcome of a job that need not be done; None: it must be."""
    if job.known is None or (arguments.strict and job.known["errors"]):
        return None
    if job.known["settings"] != _settings(job, arguments):
        return None
    names = _names(job, arguments)
    images = choices.image_folders(arguments)
    if not manifest.unchanged(
        job.known, job.path, names.values(), arguments.output, recipe, images
    ):
        return None
    artefacts = [
        {**job.known["artefacts"][name], "path": str(arguments.output / name)}
        for name in names.values()
    ]
    result = {
        "source": str(job.path),
        "sha256": job.known["source"]["sha256"],
        "unchanged": True,
        "artefacts": artefacts,
    }
    return Outcome(job, result, DONE)


def _settings(job: Job, arguments: argparse.Namespace) -> str | None:
    """Return the hash of the configuration that goes for a source; it may set limits."""
    place = configuration_file(job.path, arguments)
    # One that cannot be read is told by who reads it.
    return None if place is None else manifest.digest(read(place) or b"")


def _watched(arguments: argparse.Namespace) -> Iterator[Path]:
    """Yield every file that a change of would change an artefact."""
    known = manifest.load(arguments.output)
    images: dict[str, Path] = {}
    every: Sequence[Job] = ()
    with suppress(PipelineError):  # the run tells of it; what comes back is seen again
        images = choices.image_folders(arguments)
        every = jobs(arguments.source, arguments.output)
    for job in every:
        assert isinstance(job.path, Path)
        yield job.path
        for one in known.get(job.stem.as_posix(), {}).get("files", ()):
            if one["name"]:  # else it was fetched, and lies nowhere
                yield images.get(one["address"], job.path.parent) / one["name"]
        with suppress(PipelineError):
            configuration = configuration_file(job.path, arguments)
            if configuration is not None:
                yield configuration
    if arguments.template:
        yield arguments.template
    if arguments.theme.endswith(".toml"):
        theme = Path(arguments.theme)
        yield theme
        yield from theme_file.named(theme)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
