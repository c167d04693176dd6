"""``page``: the release page, for what lies in the output folder."""

from __future__ import annotations

import argparse
import errno
import hashlib
from collections.abc import Sequence
from pathlib import Path

from pipeline import choices
from pipeline.batch.engine import Job
from pipeline.build import Examined
from pipeline.commands import DONE
from pipeline.commands.shared import examine
from pipeline.commands.sources import INDEX, jobs, release_page, spare
from pipeline.console import Console
from pipeline.errors import OutputError
from pipeline.files import is_there, write_whole
from pipeline.formats import EDITIONS, FORMATS, PDF
from pipeline.options import Options
from pipeline.publish.landing import Listed, Offer, index, landing
from pipeline.reader.source import read_file


def page(arguments: argparse.Namespace, console: Console) -> int:
    """Write ``index.html``; for several sources, a page for each and one that lists them."""
    options = choices.options(arguments)
    folder: Path = arguments.output
    work = jobs(arguments.source, folder)
    pages = [folder / release_page(job, alone=len(work) == 1) for job in work]
    spare([*pages, *([folder / INDEX] if len(work) > 1 else ())], (job.path for job in work))
    listed = []
    for job in work:
        assert isinstance(job.path, Path)
        _, examined = examine(job.path, arguments, console)
        name = release_page(job, alone=len(work) == 1)
        offers = _offers(job, folder, examined, options)
        statement = job.named(".conformance.html")
        data = landing(
            examined.document,
            offers,
            options.theme,
            statement=statement.name if is_there(folder / statement) else None,
        )
        write_whole(folder / name, data)
        console.say(f"{folder / name}")
        listed.append(Listed(metadata=examined.document.metadata, page=name.as_posix()))
    if len(listed) > 1:
        write_whole(folder / INDEX, index(listed, options.theme))
        console.say(f"{folder / INDEX}")
    return DONE


def _offers(job: Job, folder: Path, examined: Examined, options: Options) -> Sequence[Offer]:
    offers = []
    for one in (*FORMATS, *EDITIONS):
        place = folder / job.named(one.suffix)
        try:
            data = read_file(place, -1)
        except OSError as problem:
            if problem.errno in (errno.ENOENT, errno.ENAMETOOLONG):
                continue
            raise OutputError(
                f"cannot read {place}: {(problem.strerror or str(problem)).lower()}",
                hint="ask for the right to read it",
            ) from None
        offers.append(
            Offer(
                format=one.name,
                edition=one.edition,
                name=place.name,
                media_type=one.media_type,
                bytes=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                pages=_page_count(examined, one.adapted(options)) if one.name == PDF.name else None,
                paged=one.name == "epub" and options.epub.pages,
            )
        )
    if not offers:
        raise OutputError(
            f"{(folder / job.stem).parent} holds no artefact of {job.path}",
            hint="write them first, with `pipeline all`",
        )
    return offers


def _page_count(examined: Examined, options: Options) -> int:
    from pipeline.writers import pdf

    return len(pdf.typeset(examined.document, options).value.pages.labels)
