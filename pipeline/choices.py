"""From parsed arguments to the typed values that the steps take."""

from __future__ import annotations

import argparse
import datetime
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.errors import OptionError
from pipeline.files import is_folder
from pipeline.formats import EDITIONS, FORMATS, Format
from pipeline.options import (
    TEXT_PROFILES,
    AttachedSource,
    DocxOptions,
    EpubOptions,
    LineEnd,
    LinkPlacement,
    NotePlacement,
    Options,
    PdfOptions,
    PdfProfile,
    TextOptions,
)
from pipeline.reader.source import ReaderOptions, Source, read_file
from pipeline.theme import THEMES, Paper, Theme
from pipeline.toml_file import is_said


def formats(arguments: argparse.Namespace) -> tuple[Format, ...]:
    """Return the formats asked for, in the order of building.

    Raises:
        OptionError: for a name that is no format.
    """
    names = [name.strip() for name in arguments.formats.split(",") if name.strip()]
    known = {one.name for one in FORMATS}
    for name in names:
        if name not in known:
            raise OptionError(
                f"{name!r} is not a format", hint=f"choose from {', '.join(sorted(known))}"
            )
    if not names:
        raise OptionError("no format is asked for", hint=f"choose from {', '.join(sorted(known))}")
    return tuple(one for one in FORMATS if one.name in names)


def formats_and_editions(arguments: argparse.Namespace) -> tuple[Format, ...]:
    """Return the formats asked for, then the editions.

    Raises:
        OptionError: for a name that is no format or no edition.
    """
    return (*formats(arguments), *_editions(arguments.editions))


def _editions(text: str) -> Iterator[Format]:
    known = {one.edition: one for one in EDITIONS}
    for name in (name.strip() for name in text.split(",") if name.strip()):
        if name not in known:
            raise OptionError(
                f"{name!r} is not an edition", hint=f"choose from {', '.join(map(str, known))}"
            )
        yield known[name]


def image_folders(arguments: argparse.Namespace) -> dict[str, Path]:
    """Return which folders hold the images below which addresses.

    Raises:
        OptionError: for an ``--images`` without ``=`` or whose folder is missing.
    """
    folders: dict[str, Path] = {}
    for pair in arguments.images:
        address, equals, folder = pair.rpartition("=")
        if not equals or not address:
            raise OptionError(
                f"--images {pair}: no address before =",
                hint="write --images https://www.example.org/images=folder",
            )
        if not is_folder(Path(folder)):
            raise OptionError(f"--images {pair}: {folder} is not a folder", hint="name a folder")
        folders[address] = Path(folder)
    return folders


_HOST = re.compile(r"(?:[\w.\-]+|\[[\da-f:.]+\])(?::\d{1,5})?|[\da-f:.]+(?:%\w+)?")
"""A name or an address, with a port perhaps; IPv6 in brackets then."""


def _host(text: str) -> str:
    host = text.strip().lower()
    if not _HOST.fullmatch(host):
        raise OptionError(
            f"--fetch-images {text}: is no host",
            hint="write its name alone, as in img.example.org or img.example.org:8443",
        )
    return host[1:-1] if host.endswith("]") else host.rstrip(".")


def reader_options(arguments: argparse.Namespace) -> ReaderOptions:
    """Return how to read, from the arguments.

    Raises:
        OptionError: for an ``--images`` without ``=`` or whose folder is missing, and for a
            ``--fetch-images`` that is no host.
    """
    return ReaderOptions(
        content=arguments.content,
        base=arguments.base,
        folders=image_folders(arguments),
        fetch=frozenset(map(_host, arguments.fetch_images)),
        encoding=arguments.encoding,
        language=arguments.language,
    )


_DIGITS = 15
"""Of a number on the command line at most."""


def limits(arguments: argparse.Namespace) -> dict[str, int]:
    """Return the limits that are set, by name.

    Raises:
        OptionError: for one that is not a name and a whole number.
    """
    found = {}
    for pair in arguments.limit:
        name, _, value = pair.partition("=")
        digits = value.replace("_", "").replace(",", "")
        if not digits.isdecimal() or len(digits) > _DIGITS:
            raise OptionError(
                f"--limit {pair}: no whole number after =", hint="write --limit bytes=1000000"
            )
        found[name.strip()] = int(digits)
    return found


def options(arguments: argparse.Namespace) -> Options:
    """Return what the writers need, from the arguments; unset ones keep their defaults.

    Raises:
        OptionError: for a theme that there is not or that cannot be read, a template that
            cannot be read, or a bad ``SOURCE_DATE_EPOCH``.
    """
    given = vars(arguments)
    theme = _theme(arguments.theme)
    if arguments.paper:
        theme = theme.on(Paper[arguments.paper.upper()])
    template = given.get("template")
    return Options(
        theme=theme,
        notes=NotePlacement(arguments.notes or "foot"),
        now=source_date(),
        pdf=PdfOptions(
            profile=PdfProfile(given.get("pdf_profile", "ua1")),
            contents=not given.get("no_contents", False),
        ),
        docx=DocxOptions(
            template=_read(template) if template else None,
            simplify_tables=given.get("simplify_tables", False),
            landscape_tables=not given.get("no_landscape", False),
        ),
        epub=EpubOptions(
            pages=not given.get("no_pages", False), evaluator=_evaluator(given.get("evaluator"))
        ),
        text=_text_options(arguments) if "text_profile" in given else TextOptions(),
    )


def _evaluator(given: str | None) -> str | None:
    """Return the name of a person; spaces around it and between its parts are one each."""
    if given is None:
        return None
    name = " ".join(given.split())
    if not is_said(name):
        raise OptionError(f"--evaluator {given!r} is no name", hint="write the name in quotes")
    return name


def for_source(chosen: Options, arguments: argparse.Namespace, source: Source) -> Options:
    """Return the options for one source: with the page itself, where it is to be attached."""
    if not vars(arguments).get("attach_source"):
        return chosen
    attached = AttachedSource(source.name, source.data)
    return replace(chosen, pdf=replace(chosen.pdf, source=attached))


def _theme(name: str) -> Theme:
    """Return the theme with a name, or that of a file."""
    if name in THEMES:
        return THEMES[name]
    if name.endswith(".toml"):
        from pipeline import theme_file

        return theme_file.read(Path(name))
    raise OptionError(
        f"there is no theme {name!r}",
        hint=f"choose from {', '.join(THEMES)}, or name a file that ends with .toml",
    )


def _text_options(arguments: argparse.Namespace) -> TextOptions:
    profile = TEXT_PROFILES[arguments.text_profile]
    if arguments.width is not None and arguments.width < 20:
        raise OptionError(f"--width {arguments.width} is too narrow", hint="choose 20 or more")
    return replace(
        profile,
        width=arguments.width or profile.width,
        line_end=LineEnd.CRLF if arguments.crlf else profile.line_end,
        byte_order_mark=arguments.bom or profile.byte_order_mark,
        ascii=arguments.ascii or profile.ascii,
        emphasis=arguments.emphasis or profile.emphasis,
        languages=arguments.languages or profile.languages,
        links=LinkPlacement(arguments.links) if arguments.links else profile.links,
        pages=arguments.pages or profile.pages,
        aligned_tables=arguments.aligned_tables or profile.aligned_tables,
        notes=NotePlacement(arguments.notes) if arguments.notes else profile.notes,
    )


def source_date() -> datetime.datetime | None:
    """Return ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) in UTC, if it is set.

    Raises:
        OptionError: if it is not a number of seconds.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH")
    if not value:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(value), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise OptionError(
            f"SOURCE_DATE_EPOCH is {value!r}, not a number of seconds", hint="set it or unset it"
        ) from None


_LARGEST_TEMPLATE = 2**28
"""Bytes that are read at most; far fewer are allowed when it is unpacked."""


def _read(path: Path) -> bytes:
    try:
        return read_file(path, _LARGEST_TEMPLATE)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise OptionError(
            f"cannot read {path}: {reason}", hint="name a Word document (.docx)"
        ) from None
