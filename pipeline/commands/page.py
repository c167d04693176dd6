"""``page``: the release page, for what lies in the output folder."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

from pipeline import choices
from pipeline.build import Examined
from pipeline.commands import DONE
from pipeline.commands.shared import examine
from pipeline.console import Console
from pipeline.errors import OutputError
from pipeline.files import write_whole
from pipeline.formats import EDITIONS, FORMATS, PDF
from pipeline.options import Options
from pipeline.publish.landing import Listed, Offer, index, landing


def page(arguments: argparse.Namespace, console: Console) -> int:
    """Write ``index.html``; for several sources, a page for each and one that lists them."""
    options = choices.options(arguments)
    folder: Path = arguments.output
    listed = []
    for path in arguments.source:
        _, examined = examine(path, arguments, console)
        name = "index.html" if len(arguments.source) == 1 else f"{path.stem}.html"
        offers = _offers(path, folder, examined, options)
        statement = f"{path.stem}.conformance.html"
        data = landing(
            examined.document,
            offers,
            options.theme,
            statement=statement if (folder / statement).exists() else None,
        )
        write_whole(folder / name, data)
        console.say(f"{folder / name}")
        listed.append(Listed(document=examined.document, page=name))
    if len(listed) > 1:
        write_whole(folder / "index.html", index(listed, options.theme))
        console.say(f"{folder / 'index.html'}")
    return DONE


def _offers(path: Path, folder: Path, examined: Examined, options: Options) -> Sequence[Offer]:
    offers = []
    for one in (*FORMATS, *EDITIONS):
        place = folder / f"{path.stem}{one.suffix}"
        try:
            data = place.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as problem:
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
            f"{folder} holds no artefact of {path}",
            hint=f"write them first: pipeline all {path} -o {folder}",
        )
    return offers


def _page_count(examined: Examined, options: Options) -> int:
    from pipeline.writers import pdf

    return len(pdf.typeset(examined.document, options).value.pages.labels)
