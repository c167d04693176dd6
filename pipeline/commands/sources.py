"""Which sources a command line names, and what their artefacts are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline.errors import OptionError, SourceError

SUFFIXES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Job:
    """One source and the name of its artefacts."""

    path: Path
    stem: PurePath
    """Relative to the output folder, without suffix."""


def jobs(paths: Iterable[Path]) -> tuple[Job, ...]:
    """Return a job for each file, and for each page in a folder and below.

    Artefacts of pages found in a folder keep their place below it.

    Raises:
        SourceError: if a folder holds no page.
        OptionError: if two sources would be written to the same files.
    """
    found: dict[PurePath, Job] = {}
    for job in (job for path in paths for job in _of(path)):
        other = found.setdefault(job.stem, job)
        if other is not job:
            raise OptionError(
                f"{other.path} and {job.path} would be written to the same files",
                hint="rename one of them, or write to another folder with -o",
            )
    return tuple(found.values())


def _of(path: Path) -> Iterator[Job]:
    if not path.is_dir():
        yield Job(path, PurePath(path.stem))
        return
    pages = sorted(page for page in path.rglob("*") if page.suffix.lower() in SUFFIXES)
    if not pages:
        raise SourceError(
            f"{path}: no HTML page in this folder or below",
            hint=f"name a folder that holds {', '.join(SUFFIXES)} files",
        )
    for page in pages:
        yield Job(page, page.relative_to(path).with_suffix(""))
