"""Which sources a command line names, and what their artefacts are called."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from pipeline.batch.engine import Job
from pipeline.batch.places import Place, Url, below
from pipeline.configuration import find
from pipeline.errors import OptionError, SourceError

SUFFIXES = (".html", ".htm", ".xhtml")
INDEX = "index.html"
"""The release page, or the list of them."""


def jobs(places: Iterable[Place], output: Place) -> tuple[Job, ...]:
    """Return a job for each file, and for each page in a folder and below.

    Artefacts of pages found in a folder keep their place below it. Hidden files and folders are
    passed over, and so is the output folder where it lies in a folder of sources: the pages in
    it are ours. Links to folders are not followed, so that none leads round in a circle.

    Raises:
        SourceError: if a folder holds no page.
        OptionError: if two sources would be written to the same files.
    """
    found: dict[PurePath, Job] = {}
    for job in (job for place in places for job in _of(place, output)):
        other = found.setdefault(job.stem, job)
        if other.path != job.path:
            raise OptionError(
                f"{other.path} and {job.path} would be written to the same files",
                hint="rename one of them, or write to another folder with -o",
            )
    return tuple(found.values())


def pages(places: Iterable[Path], output: Place = Path("output")) -> tuple[Path, ...]:
    """Return each file, and each page in a folder and below but for the output, once.

    Raises:
        SourceError: if a folder holds no page.
    """
    every = (job.path for place in places for job in _of(place, output))
    return tuple(dict.fromkeys(path for path in every if isinstance(path, Path)))


def release_page(job: Job, *, alone: bool) -> PurePath:
    """Return the name of the release page of a report, relative to the output folder.

    That of the only report is ``index.html``; beside others that name is taken by the list.
    """
    if alone:
        return job.stem.with_name(INDEX)
    page = job.named(".html")
    return job.named(".release.html") if page == PurePath(INDEX) else page


def configuration_file(source: Place, arguments: argparse.Namespace) -> Path | None:
    """Return the configuration that was named, or the nearest one at or above a source.

    Raises:
        OptionError: if a ``pyproject.toml`` on the way cannot be read.
    """
    named: Path | None = arguments.config
    if named is None and isinstance(source, Path):
        return find(source.resolve().parent)
    return named


def _of(place: Place, output: Place) -> Iterator[Job]:
    names: Iterable[PurePath]
    if isinstance(place, Url):
        if place.suffix.lower() in SUFFIXES:
            yield Job(place, PurePath(PurePath(place.name).stem))
            return
        inside = f"{output}/"
        names = [name for name in below(place) if not f"{place / name}".startswith(inside)]
    elif place.is_dir():
        names = _below(place, output)
    else:
        yield Job(place, PurePath(place.stem))
        return
    pages = [
        name
        for name in names
        if name.suffix.lower() in SUFFIXES and not any(part[0] == "." for part in name.parts)
    ]
    if not pages:
        raise SourceError(
            f"{place}: no HTML page in this folder or below",
            hint=f"name a folder that holds {', '.join(SUFFIXES)} files",
        )
    for page in pages:
        yield Job(place / page, page.with_suffix(""))


def _below(folder: Path, output: Place) -> list[PurePath]:
    """Return the files below a folder, in order, but for those below the output."""
    ours = output.resolve() if isinstance(output, Path) else None
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if Path(place, name).resolve() != ours]
        found += [Path(place, name).relative_to(folder) for name in files]
    return sorted(found)
