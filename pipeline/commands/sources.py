"""Which sources a command line names, and what their artefacts are called."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from pipeline.batch.engine import Job
from pipeline.batch.places import Place, Url, below
from pipeline.configuration import find
from pipeline.errors import OptionError, OutputError, SourceError
from pipeline.files import is_folder

SUFFIXES = (".html", ".htm", ".xhtml")
INDEX = "index.html"
"""The release page, or the list of them."""


def jobs(places: Iterable[Place], output: Place) -> tuple[Job, ...]:
    """Return a job for each file, and for each page in a folder and below.

    Artefacts of pages found in a folder keep their place below it. Hidden files and folders are
    passed over, and so is the output folder where it lies in a folder of sources: the pages in
    it are ours. Links to folders are not followed, so that none leads round in a circle. A folder
    that cannot be looked into is a job that fails.

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


def spare(written: Iterable[Place | None], sources: Iterable[Place | None]) -> None:
    """Refuse to write over what is read: a source, or a document that lends its looks.

    Raises:
        OutputError: if one of the places to write to is one of the sources.
    """
    read = {_identity(one) for one in sources} - {None}
    for place in written:
        if _identity(place) in read:
            raise OutputError(
                f"{place} is the source itself", hint="choose another place or name with -o"
            )


def _identity(place: Place | None) -> tuple[int, int] | None:
    """Return what is the same for all names of a file; None where there is none."""
    try:
        found = place.stat() if isinstance(place, Path) else None
    except (OSError, ValueError):
        return None
    return None if found is None else (found.st_dev, found.st_ino)


def configuration_file(source: Place, arguments: argparse.Namespace) -> Path | None:
    """Return the configuration that was named, or the nearest one at or above a source.

    Raises:
        OptionError: if a ``pyproject.toml`` on the way cannot be read.
    """
    named: Path | None = arguments.config
    if named is None and isinstance(source, Path):
        # Unlike ``Path.resolve`` it takes a link that leads to itself; reading tells of that.
        return find(Path(os.path.realpath(source)).parent)
    return named


def _of(place: Place, output: Place) -> Iterator[Job]:
    names: Sequence[PurePath]
    closed: list[Path] = []
    if isinstance(place, Url):
        if place.suffix.lower() in SUFFIXES:
            yield Job(place, PurePath(PurePath(place.name).stem))
            return
        inside = f"{output}/"
        every = below(place)
        names = [one for one in every if not f"{place / one}".startswith(inside) and _is_page(one)]
    elif is_folder(place):
        names, closed = _below(place, output)
    else:
        yield Job(place, PurePath(place.stem))
        return
    if not names and not closed:
        raise SourceError(
            f"{place}: no HTML page in this folder or below",
            hint=f"name a folder that holds {', '.join(SUFFIXES)} files",
        )
    for name in names:
        yield Job(place / name, name.with_suffix(""))
    for folder in closed:  # what is in it nobody knows; the attempt to read it says why
        yield Job(folder, folder / "*")


def _is_page(name: PurePath) -> bool:
    return name.suffix.lower() in SUFFIXES and not any(part[0] == "." for part in name.parts)


def _below(folder: Path, output: Place) -> tuple[list[PurePath], list[Path]]:
    """Return the pages below a folder, in order, but for those below the output.

    Then the folders that cannot be looked into.
    """
    ours = os.path.realpath(output) if isinstance(output, Path) else None
    found: list[PurePath] = []
    faults: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=faults.append):
        folders[:] = [
            name
            for name in folders
            if name[0] != "." and os.path.realpath(Path(place, name)) != ours
        ]
        found += filter(_is_page, (Path(place, name).relative_to(folder) for name in files))
    return sorted(found), sorted(Path(fault.filename) for fault in faults)
