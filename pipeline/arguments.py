"""The command line: every subcommand and its options. ``choices`` makes values of them."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

from pipeline import __version__
from pipeline.batch.places import place
from pipeline.formats import DOCX, EDITIONS, EPUB, FORMATS, PDF, TEXT
from pipeline.options import TEXT_PROFILES, LinkPlacement, NotePlacement, PdfProfile
from pipeline.reader.source import Limits
from pipeline.theme import THEMES, Paper

EPILOG = """\
exit codes:
  0  done; no finding of severity error (for `all` and the converters: written)
  1  findings of severity error (`check`, `verify`; `all` and the converters with --strict)
  2  cannot run: the message says what is wrong, where, and what to do

examples:
  pipeline all report.html -o output        every format, side by side
  pipeline pdf report.html -o report.pdf    one format
  pipeline check report.html                what is inaccessible in the source, line by line
  pipeline verify report.html -o output     do the artefacts say what the source says?
  pipeline show report.html                 how the page was understood
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    root = argparse.ArgumentParser(
        prog="pipeline",
        description=(
            "Turn a published HTML report into the same report as tagged PDF, Word, EPUB and "
            "plain text, and prove that each says exactly what the source says."
        ),
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"pipeline {__version__}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    every = _command(commands, "all", "write every format")
    every.add_argument(
        "source", nargs="+", type=place, metavar="SOURCE",
        help="HTML files, or folders of them; URLs as s3://bucket/folder with the extra cluster",
    )  # fmt: skip
    every.add_argument(
        "-o", "--output", type=place, default=Path("output"), metavar="DIR",
        help="folder for the artefacts, made if missing; may be a URL (default: output)",
    )  # fmt: skip
    _formats(every)
    every.add_argument(
        "--editions", default="", metavar="LIST",
        help="further PDFs, comma-separated, such as NAME.large-print.pdf: "
        f"{', '.join(str(one.edition) for one in EDITIONS)}",
    )  # fmt: skip
    every.add_argument(
        "-j", "--jobs", type=int, metavar="N",
        help="how many reports at once (default: the cores of this machine)",
    )  # fmt: skip
    every.add_argument("--force", action="store_true", help="write what has not changed as well")
    every.add_argument(
        "--watch", action="store_true", help="write again whenever a file changes, until Ctrl-C"
    )
    every.add_argument(
        "--json-lines", action="store_true",
        help="print the result of each report as one line of JSON, as it ends",
    )  # fmt: skip
    every.add_argument(
        "--engine", choices=("processes", "dask"), default="processes",
        help="who works: processes of this machine, or Dask with the extra cluster "
        "(default: processes)",
    )  # fmt: skip
    every.add_argument(
        "--scheduler", metavar="ADDRESS",
        help="of the Dask cluster, as tcp://host:8786 (default: one on this machine)",
    )  # fmt: skip
    _reading(every)
    _design(every)
    _pdf(every, "--pdf-profile")
    _docx(every)
    _epub(every)
    _text(every, "--text-profile")
    _talking(every, strict=True)

    single = {PDF: _pdf, TEXT: _text}
    for one in FORMATS:
        command = _command(commands, one.name, f"write {_article(one.title)}")
        _sources(command, many=False)
        command.add_argument(
            "-o", "--output", metavar="FILE",
            help=f"the file to write, - for standard output (default: SOURCE with {one.suffix})",
        )  # fmt: skip
        _reading(command)
        _design(command)
        if one in single:
            single[one](command, "--profile")
        elif one is DOCX:
            _docx(command)
        elif one is EPUB:
            _epub(command)
        _talking(command, strict=True)

    check = _command(commands, "check", "say what is inaccessible in the source, line by line")
    _sources(check, many=True)
    _reading(check)
    check.add_argument(
        "--format", choices=("text", "json", "sarif", "junit"), default="text",
        help="how to print the findings (default: text)",
    )  # fmt: skip
    _talking(check, strict=False)

    verify = _command(commands, "verify", "compare artefacts with their source")
    _sources(verify, many=True)
    verify.add_argument(
        "-o", "--output", type=Path, default=Path("output"), metavar="DIR",
        help="folder that holds the artefacts (default: output)",
    )  # fmt: skip
    _formats(verify)
    verify.add_argument(
        "--artefact", action="append", type=Path, default=[], metavar="FILE",
        help="verify this file instead of those in DIR; repeat for more (one SOURCE only)",
    )  # fmt: skip
    verify.add_argument(
        "--no-validators", action="store_true",
        help="leave out the external validators (veraPDF, EPUBCheck …)",
    )  # fmt: skip
    verify.add_argument(
        "--statement", action="store_true",
        help="write the conformance statement (HTML, JSON, EARL) beside the artefacts",
    )  # fmt: skip
    verify.add_argument(
        "--format", choices=("text", "json", "sarif", "junit"), default="text",
        help="how to print the findings (default: text)",
    )  # fmt: skip
    _reading(verify)
    _design(verify)
    _pdf(verify, "--pdf-profile")
    _docx(verify)
    _epub(verify)
    _text(verify, "--text-profile")
    _talking(verify, strict=False)

    page = _command(commands, "page", "write the release page for the artefacts in a folder")
    _sources(page, many=True)
    page.add_argument(
        "-o", "--output", type=Path, default=Path("output"), metavar="DIR",
        help="folder that holds the artefacts (default: output)",
    )  # fmt: skip
    _reading(page)
    _design(page)
    _pdf(page, "--pdf-profile")
    _epub(page)
    _talking(page, strict=False)

    show = _command(commands, "show", "print how the page was understood")
    _sources(show, many=False)
    _reading(show)
    what = show.add_mutually_exclusive_group()
    what.add_argument(
        "--ledger", action="store_true", help="which text was left out, and by which rule"
    )
    what.add_argument("--facts", action="store_true", help="what every format must say")
    what.add_argument(
        "--speech", action="store_true",
        help="what assistive technology is given; SOURCE may be an artefact too",
    )  # fmt: skip
    show.add_argument(
        "--against", type=Path, metavar="FILE",
        help="print how the speech of SOURCE differs from that of another source or artefact",
    )  # fmt: skip
    _talking(show, strict=False)
    return root


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
    )


def _article(title: str) -> str:
    return title if title == TEXT.title else f"{'an' if title[0] in 'aeiouE' else 'a'} {title}"


def _sources(command: argparse.ArgumentParser, *, many: bool) -> None:
    if many:
        command.add_argument(
            "source", nargs="+", type=_file, metavar="SOURCE",
            help="HTML files, or folders of them",
        )  # fmt: skip
    else:
        command.add_argument(
            "source", type=_file, metavar="SOURCE", help="an HTML file, - for standard input"
        )  # fmt: skip


def _formats(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--formats", default=",".join(one.name for one in FORMATS), metavar="LIST",
        help="comma-separated formats (default: %(default)s)",
    )  # fmt: skip


def _file(text: str) -> Path:
    """Return a path, and say what to do with the address of a page."""
    if "://" in text:
        raise argparse.ArgumentTypeError(
            f"{text} is an address, and no page is fetched: save it as a file, name that, and "
            "say with --base where it is published"
        )
    return Path(text)


def _reading(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("reading")
    group.add_argument(
        "--content", metavar="SELECTOR",
        help="CSS selector of the part of the page that is the report, where it is not found",
    )  # fmt: skip
    group.add_argument(
        "--base", metavar="ADDRESS", help="where the page is published; relative links start there"
    )
    group.add_argument(
        "--images", action="append", default=[], metavar="ADDRESS=FOLDER",
        help="take images below ADDRESS from FOLDER; repeat for more",
    )  # fmt: skip
    group.add_argument(
        "--fetch-images", action="append", default=[], metavar="HOST",
        help="fetch images from this host over https (default: the network is not used); repeat "
        "for more",
    )  # fmt: skip
    group.add_argument(
        "--limit", action="append", default=[], metavar="NAME=NUMBER",
        help=f"how much a page may ask for: {', '.join(one.name for one in fields(Limits))} "
        "(see docs/hostile.md); repeat for more",
    )  # fmt: skip
    group.add_argument(
        "--encoding", metavar="NAME",
        help="character encoding of the page, where it declares a wrong one",
    )  # fmt: skip
    group.add_argument(
        "--language", metavar="TAG", help="language of the report (BCP 47), where it says none"
    )


def _design(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("design")
    group.add_argument(
        "--theme", default="standard", metavar="NAME",
        help=f"how it looks: {', '.join(THEMES)}, or a theme file (.toml) (default: standard)",
    )  # fmt: skip
    group.add_argument(
        "--paper", choices=tuple(paper.name.lower() for paper in Paper),
        help="paper size (default: the theme's, letter)",
    )  # fmt: skip
    group.add_argument(
        "--notes", choices=tuple(place.value for place in NotePlacement),
        help="notes at the foot of the page (in text: of the section) or at the end "
        "(default: foot; in text: end)",
    )  # fmt: skip


def _pdf(command: argparse.ArgumentParser, profile: str) -> None:
    group = command.add_argument_group("PDF")
    group.add_argument(
        profile, dest="pdf_profile", choices=tuple(one.value for one in PdfProfile), default="ua1",
        help="ua1: PDF/UA-1 and PDF/A-2a; ua2: PDF/UA-2, PDF/A-4 and WTPDF (default: ua1)",
    )  # fmt: skip
    group.add_argument("--no-contents", action="store_true", help="no table of contents")
    group.add_argument(
        "--attach-source", action="store_true",
        help="put the page itself into the PDF, which is then PDF/A-3a or PDF/A-4f",
    )  # fmt: skip


def _docx(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("Word")
    group.add_argument(
        "--template", type=Path, metavar="FILE", help="a department's document: styles, heads, feet"
    )
    group.add_argument(
        "--simplify-tables", action="store_true", help="repeat content instead of merging cells"
    )
    group.add_argument(
        "--no-landscape", action="store_true", help="keep wide tables on upright pages"
    )


def _epub(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("EPUB")
    group.add_argument(
        "--no-pages", action="store_true", help="do not mark the pages of the PDF edition"
    )
    group.add_argument(
        "--evaluator", metavar="NAME",
        help="who certifies the conformance; without a name no conformance is claimed",
    )  # fmt: skip


def _text(command: argparse.ArgumentParser, profile: str) -> None:
    group = command.add_argument_group("plain text")
    group.add_argument(
        profile, dest="text_profile", choices=tuple(TEXT_PROFILES), default="screen-reader",
        help="settings that belong together (default: screen-reader)",
    )  # fmt: skip
    group.add_argument("--width", type=int, metavar="CELLS", help="wrap lines at this width")
    group.add_argument("--crlf", action="store_true", help="end lines as Windows does")
    group.add_argument("--bom", action="store_true", help="begin with a byte-order mark")
    group.add_argument("--ascii", action="store_true", help="typographic signs as ASCII")
    group.add_argument("--emphasis", action="store_true", help="mark emphasis as *this*")
    group.add_argument("--languages", action="store_true", help="mark changes of language")
    group.add_argument(
        "--links", choices=tuple(one.value for one in LinkPlacement),
        help="addresses of links in a list at the end or in line (default: list)",
    )  # fmt: skip
    group.add_argument("--pages", action="store_true", help="mark the pages of the PDF edition")
    group.add_argument(
        "--aligned-tables", action="store_true", help="set small numeric tables in columns as well"
    )


def _talking(command: argparse.ArgumentParser, *, strict: bool) -> None:
    group = command.add_argument_group("messages")
    group.add_argument("-q", "--quiet", action="store_true", help="only problems")
    group.add_argument("--json", action="store_true", help="print the result as JSON")
    group.add_argument(
        "--config", type=Path, metavar="FILE",
        help="severities of rules (default: pipeline.toml or [tool.pipeline] in pyproject.toml, "
        "the nearest at or above the source)",
    )  # fmt: skip
    if strict:
        group.add_argument(
            "--strict", action="store_true",
            help="write nothing and exit with 1 if the source has findings of severity error",
        )  # fmt: skip
