"""EPUB bytes to parsed files: zip, package document, XHTML. The first step of verification.

Only zipfile and lxml are used; the writer packs with EbookLib.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from pipeline.errors import ArtefactError
from pipeline.verify.archive import unpack

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """One line of the manifest."""

    id: str
    name: str
    """Path in the archive."""
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Meta:
    """One element of the metadata; the name of a ``meta`` is its property."""

    name: str
    value: str
    id: str | None
    refines: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """An EPUB, opened."""

    entries: tuple[zipfile.ZipInfo, ...]
    files: dict[str, bytes]
    package: etree._Element
    package_name: str
    metadata: tuple[Meta, ...]
    items: tuple[ManifestItem, ...]
    spine: tuple[str, ...]
    """Ids of manifest items in reading order."""
    pages: dict[str, etree._Element]
    """Roots of the XHTML files by path, the spine's in its order first."""
    navigation: str | None
    """Path of the navigation document."""

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of one property of the publication."""
        return tuple(item.value for item in self.metadata if item.name == name)

    def resolve(self, source: str, address: str) -> tuple[str, str]:
        """Return path and fragment that a relative address in a file leads to."""
        path, _, fragment = address.partition("#")
        if not path:
            return source, unquote(fragment)
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(path)))
        return whole, unquote(fragment)


def open_book(data: bytes) -> Book:
    """Return the parsed book.

    Raises:
        ArtefactError: if it is no zip archive, lacks a container or a package document, or
            one of its XML files is not well-formed.
    """
    entries, files = unpack(data, "the EPUB")
    container = _parse(files, "META-INF/container.xml")
    root_file = container.find(f".//{CONTAINER}rootfile")
    name = "" if root_file is None else root_file.get("full-path", "")
    package = _parse(files, name)
    folder = posixpath.dirname(name)
    items = tuple(
        ManifestItem(
            item.get("id", ""),
            posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))),
            item.get("media-type", ""),
            frozenset(item.get("properties", "").split()),
        )
        for item in package.iter(f"{OPF}item")
    )
    spine = tuple(item.get("idref", "") for item in package.iter(f"{OPF}itemref"))
    by_id = {item.id: item for item in items}
    ordered = [by_id[name] for name in spine if name in by_id]
    ordered += [item for item in items if item.id not in spine]
    return Book(
        entries=entries,
        files=files,
        package=package,
        package_name=name,
        metadata=tuple(_metadata(package)),
        items=items,
        spine=spine,
        pages={
            item.name: _parse(files, item.name)
            for item in ordered
            if item.media_type == "application/xhtml+xml" and item.name in files
        },
        navigation=next((item.name for item in items if "nav" in item.properties), None),
    )


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; nothing for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words(element: etree._Element, name: str) -> frozenset[str]:
    """Return the words of an attribute."""
    return frozenset(element.get(name, "").split())


def _metadata(package: etree._Element) -> list[Meta]:
    found = []
    metadata = package.find(f"{OPF}metadata")
    for element in () if metadata is None else metadata.iterchildren():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag.startswith(DC):
            name = f"dc:{local(element)}"
        elif tag == f"{OPF}meta":
            name = element.get("property", "")
        else:
            continue
        value = (element.text or "").strip(" \t\r\n")  # a no-break space is content
        found.append(Meta(name, value, element.get("id"), element.get("refines")))
    return found


def _parse(files: dict[str, bytes], name: str) -> etree._Element:
    if name not in files:
        raise _unusable(f"the EPUB lacks {name or 'a package document'}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(files[name], parser)
    except etree.XMLSyntaxError as error:
        raise _unusable(f"{name} is not well-formed XML ({error})") from error


def _unusable(what: str) -> ArtefactError:
    return ArtefactError(what, hint="write the EPUB again")
