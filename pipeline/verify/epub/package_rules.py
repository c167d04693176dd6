"""Rules of the package: archive, manifest, spine, identity (EPUB 3.3; standards EP-01, EP-11)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Metadata
from pipeline.model.walk import one_line
from pipeline.verify.epub.book import MATHML, OPF, XML_LANG, Book, local

ARCHIVE = Rule(
    "epub-archive",
    Severity.ERROR,
    "The archive does not begin with an uncompressed mimetype entry.",
    "Write the EPUB again; do not zip it by hand.",
    ("EPUB 3.3 4.2.2", "EPUBCheck PKG-006"),
)
MANIFEST = Rule(
    "epub-manifest",
    Severity.ERROR,
    "The manifest and the files of the archive are not the same.",
    "Report this: every file has to be listed once, and nothing else.",
    ("EPUB 3.3 5.6", "EPUBCheck RSC-001"),
)
MEDIA_TYPE = Rule(
    "epub-media-type",
    Severity.ERROR,
    "The media type of a file is not that of its content.",
    "Report this: reading systems choose by the media type.",
    ("EPUB 3.3 3.2", "EPUBCheck OPF-029"),
)
PROPERTIES = Rule(
    "epub-properties",
    Severity.ERROR,
    "The properties of a manifest item do not say what the file holds.",
    "Report this: reading systems prepare for what the properties say.",
    ("EPUB 3.3 5.6.2.1", "EPUBCheck OPF-014"),
)
REMOTE = Rule(
    "epub-remote-resource",
    Severity.ERROR,
    "A file takes something from the network.",
    "Report this: a report has to be readable without a connection.",
    ("EPUB 3.3 3.6", "EPUBCheck RSC-006"),
)
SPINE = Rule(
    "epub-spine",
    Severity.ERROR,
    "The reading order names what is no XHTML file of the book, or a file twice.",
    "Report this: reading stops there.",
    ("EPUB 3.3 5.7", "EPUBCheck OPF-034", "EPUBCheck OPF-049"),
)
IDENTITY = Rule(
    "epub-identity",
    Severity.ERROR,
    "Title, language, identifier or date of change is missing or malformed.",
    "Report this: libraries find and update books by them.",
    ("EPUB 3.3 5.5.3", "EPUBCheck OPF-085"),
)
LANGUAGE = Rule(
    "epub-package-language",
    Severity.ERROR,
    "The package does not say in which language its metadata are.",
    "Report this: the title is read aloud in the wrong voice.",
    ("EPUB 3.3 5.4.1", "Ace epub-lang"),
)

_SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
_REMOTE_CSS = re.compile(rb"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//""")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def package_findings(book: Book, metadata: Metadata) -> Iterator[Diagnostic]:
    """Yield what is wrong with the package, and what it says otherwise than the document."""
    yield from _archive(book)
    yield from _manifest(book)
    yield from _content(book)
    yield from _spine(book)
    yield from _identity(book)
    yield from _described(book, metadata)


def _archive(book: Book) -> Iterator[Diagnostic]:
    first = book.entries[0] if book.entries else None
    if (
        first is None
        or first.filename != "mimetype"
        or first.compress_type != zipfile.ZIP_STORED
        or book.files["mimetype"] != b"application/epub+zip"
    ):
        yield Diagnostic(ARCHIVE, "the first entry is not a stored mimetype", place="mimetype")


def _manifest(book: Book) -> Iterator[Diagnostic]:
    listed = [item.name for item in book.items]
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield Diagnostic(MANIFEST, f"{name} is listed twice", place=name)
    for name in listed:
        if name not in book.files:
            yield Diagnostic(MANIFEST, f"{name} is listed, but not there", place=name)
    for name in book.files:
        is_part = name in ("mimetype", book.package_name) or name.startswith("META-INF/")
        if not is_part and name not in listed:
            yield Diagnostic(MANIFEST, f"{name} is there, but not listed", place=name)


def _content(book: Book) -> Iterator[Diagnostic]:
    for item in book.items:
        data = book.files.get(item.name, b"")
        signatures = _SIGNATURES.get(item.media_type)
        if signatures and not data.startswith(signatures):
            yield Diagnostic(MEDIA_TYPE, f"it is not {item.media_type}", place=item.name)
        if item.media_type == "text/css" and _REMOTE_CSS.search(data):
            yield Diagnostic(REMOTE, "the style sheet takes a file from the web", place=item.name)
        page = book.pages.get(item.name)
        if page is None:
            continue
        names = {local(element) for element in page.iter()}
        held = {
            "mathml": any(True for _ in page.iter(f"{MATHML}math")),
            "svg": "svg" in names,
            "scripted": bool(names & {"script", "form"}),
        }
        for name, is_held in held.items():
            if is_held != (name in item.properties):
                says = "does not say" if is_held else "says"
                yield Diagnostic(PROPERTIES, f"it {says} {name}", place=item.name)
        for element in page.iter():
            for attribute in ("src", "srcset", "poster", "data"):
                if "//" in element.get(attribute, ""):
                    message = f"{local(element)} takes {element.get(attribute)}"
                    yield Diagnostic(REMOTE, message, place=item.name)


def _spine(book: Book) -> Iterator[Diagnostic]:
    names = {item.id: item.name for item in book.items}
    for id in book.spine:
        if names.get(id) not in book.pages:
            yield Diagnostic(SPINE, f"{id!r} is no XHTML file", place=book.package_name)
    for id, count in Counter(book.spine).items():
        if count > 1:
            yield Diagnostic(SPINE, f"{id!r} is named {count} times", place=book.package_name)
    if not book.spine:
        yield Diagnostic(SPINE, "it is empty", place=book.package_name)


def _identity(book: Book) -> Iterator[Diagnostic]:
    place = posixpath.basename(book.package_name)
    for name in ("dc:title", "dc:language", "dc:identifier"):
        if not any(book.values(name)):
            yield Diagnostic(IDENTITY, f"there is no {name}", place=place)
    wanted = book.package.get("unique-identifier")
    unique = [item for item in book.metadata if item.id == wanted and item.name == "dc:identifier"]
    if len(unique) != 1 or not _UUID.fullmatch(unique[0].value):
        yield Diagnostic(IDENTITY, "the unique identifier is no UUID", place=place)
    modified = book.values("dcterms:modified")
    if len(modified) != 1 or not _MODIFIED.fullmatch(modified[0]):
        yield Diagnostic(IDENTITY, "the date of change is missing or malformed", place=place)
    if book.package.get(XML_LANG) not in book.values("dc:language"):
        yield Diagnostic(LANGUAGE, "xml:lang is not the language of the book", place=place)
    if book.package.get("version") != "3.0" or book.package.tag != f"{OPF}package":
        yield Diagnostic(IDENTITY, "it is no package of version 3.0", place=place)


def _described(book: Book, metadata: Metadata) -> Iterator[Diagnostic]:
    place = posixpath.basename(book.package_name)
    for name, wanted in (
        ("dc:title", (metadata.title,)),
        ("dc:language", (metadata.language,)),
        ("dc:creator", metadata.creators),
    ):
        stated = tuple(map(one_line, book.values(name)))
        if stated != tuple(map(one_line, wanted)):
            says, document = ", ".join(stated), ", ".join(wanted)
            yield Diagnostic(IDENTITY, f'{name} is "{says}", not "{document}"', place=place)
