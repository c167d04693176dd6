"""The bytes to read, and what the caller knows of them. The first step on the way.

This is the only module of the reader that touches the disk, except for the images that
``assets`` reads from the source's folder.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import SourceError


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read."""

    name: str
    """The file's name without folders; findings show it, and it is the last resort for a title."""
    data: bytes = field(repr=False)
    folder: Path | None = None
    """Where images with relative addresses are looked for; None: they cannot be had."""


@dataclass(frozen=True, slots=True, order=True)
class FileRead:
    """A file that was looked for beside the page, or fetched."""

    address: str
    """Which of ``ReaderOptions.folders`` it lies in; empty: the source's own folder. Of what was
    fetched: where from."""
    name: str
    """Its path below that folder, with ``/``; empty for what was fetched."""
    sha256: str | None
    """None: it was not there, or was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a source may ask for. Each is set by ``--limit NAME=NUMBER`` or ``[limits]``."""

    bytes: int = 64_000_000
    """Of the file; a larger one is refused."""
    nodes: int = 2_000_000
    """Elements and texts of the page; a larger page is refused."""
    depth: int = 60
    """Levels of nested blocks in the model; what is deeper is flattened, with a finding."""
    cells: int = 2_000_000
    """Slots of one table; spans that would make more are ignored, with a finding."""
    span: int = 1_000
    """Columns of one cell (HTML knows no more); a wider one is cut."""
    image_bytes: int = 32_000_000
    """Of one image; a larger one is left out, with a finding."""
    pixels: int = 64_000_000
    """Of one raster image, which cannot be decoded without them; a larger one is left out."""
    fetch_bytes: int = 256_000_000
    """Of the images of one page that are fetched, together; no more are fetched then."""
    fetch_seconds: int = 300
    """That these may take together; no more are fetched then."""
    seconds: int = 900
    """Of the processor for one report; one that takes longer is refused. 0: no limit."""
    memory: int = 4_000_000_000
    """Bytes of address space for one report; one that takes more is refused. 0: no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOptions:
    """What the caller may say about a source."""

    base: str | None = None
    """Where the page is published; relative addresses are resolved against it."""
    folders: Mapping[str, Path] = field(default_factory=dict)
    """Where images are kept: beginnings of addresses (``/content/dam/``) to folders."""
    fetch: frozenset[str] = frozenset()
    """Hosts that may be asked for images over https; none: the network is not used."""
    content: str | None = None
    """A CSS selector for the element or elements that hold the report."""
    language: str | None = None
    """BCP 47 tag that goes before whatever the page says."""
    encoding: str | None = None
    """Label of the character encoding, before whatever the page says."""
    limits: Limits = Limits()


DEFAULTS = ReaderOptions()
"""Nothing is known beside the page."""


_OTHER_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (DOCX, EPUB, ODT … are such)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
"""How files begin that people take for a page."""
_TAG = re.compile(rb"<[a-zA-Z!?/]")
_HINT = "name the HTML file of the report, as it is published"


def load(path: Path, *, limits: Limits = DEFAULTS.limits) -> Source:
    """Read the file at ``path``; raise ``SourceError`` when it cannot be a page."""
    try:
        # What is too large is not read at all; one byte more than the limit tells.
        data = read_file(path, limits.bytes + 1)
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file", hint="check the path") from None
    except IsADirectoryError:
        raise SourceError(f"{path}: is a folder", hint="name the HTML file in it") from None
    except NoFileError:
        raise SourceError(
            f"{path}: is a device or a pipe, not a file", hint="save the page as a file first"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(
            f"{path}: cannot be read: {reason}", hint="check its permissions"
        ) from None
    except ValueError:
        raise SourceError(f"{str(path)!r}: no path", hint="check the path") from None
    try:
        refuse_what_is_no_page(data, limits)
    except SourceError as error:
        raise SourceError(f"{path}: {error.what}", hint=error.hint) from None
    return Source(path.name, data, path.parent)


class NoFileError(OSError):
    """A device, a pipe or a socket stands where a file should be."""


def read_file(path: Path, limit: int) -> bytes:
    """Return at most ``limit`` bytes of a file, and never wait for somebody to write them.

    Raises:
        NoFileError: when it is no regular file.
        IsADirectoryError: when it is a folder.
        OSError: when it cannot be read.
    """
    # To open a pipe without O_NONBLOCK waits until there is a writer; Windows has none there.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    try:
        kind = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(kind):
            raise NoFileError("not a regular file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(limit)
    finally:
        os.close(descriptor)


def refuse_what_is_no_page(data: bytes, limits: Limits) -> None:
    """Raise ``SourceError`` for bytes that are empty, too many, or plainly something else."""
    if len(data) > limits.bytes:
        raise _too_large(limits)
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf\xff\xfe"):
        raise SourceError("is empty", hint=_HINT)
    for beginning, what in _OTHER_FORMATS:
        if data.startswith(beginning):
            raise SourceError(f"is {what}, not HTML", hint=_HINT)
    # Every second byte of UTF-16 is zero, so that a tag is not found as it stands.
    if not _TAG.search(data) and not _TAG.search(data.replace(b"\0", b"")):
        raise SourceError("is not HTML, it has no tags", hint=_HINT)


def _too_large(limits: Limits) -> SourceError:
    return SourceError(
        f"has more than {limits.bytes:,} bytes",
        hint="split the page, or raise the limit: --limit bytes=NUMBER",
    )
