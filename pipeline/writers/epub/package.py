"""Files to one EPUB: EbookLib writes container, manifest and spine; we give everything else.

EbookLib (AGPL) is imported here and nowhere else, and only when an EPUB is written. Its
clock, random ids, re-parsed content and own navigation are not used; see the decision on
the EPUB's package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.nodes import Direction
from pipeline.writers.archive import repack
from pipeline.writers.epub.metadata import PackageMetadata

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the package."""

    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()
    in_spine: bool = False


def pack(
    items: Sequence[Item],
    metadata: PackageMetadata,
    *,
    title: str,
    lang: str,
    direction: Direction,
) -> bytes:
    """Return the EPUB. Items stand in the manifest, the spine and the archive in this order."""
    from ebooklib import epub
    from lxml import etree

    book = epub.EpubBook()
    book.metadata.clear()
    book.title, book.language, book.direction = title, lang, direction.value
    book.uid, book.IDENTIFIER_ID = metadata.identifier, "book-id"
    for found in metadata.properties:
        prefix, _, name = found.name.partition(":")
        extra = {"id": found.id} if found.id else {}
        if found.refines:
            extra["refines"] = found.refines
        if found.lang:
            extra[_LANG] = found.lang
        if prefix == "dc":
            book.add_metadata("DC", name, found.value, extra)
        else:
            book.add_metadata(None, "meta", found.value, {"property": found.name, **extra})
    for count, item in enumerate(items, 1):
        name = "ncx" if item.media_type == "application/x-dtbncx+xml" else f"item-{count}"
        entry = epub.EpubItem(name, item.name, item.media_type, item.data)
        entry.properties = list(item.properties)
        book.add_item(entry)
        if "cover-image" in item.properties:  # as EPUB 2 readers look for it
            book.add_metadata(None, "meta", "", {"name": "cover", "content": name})
        if item.in_spine:
            book.spine.append(entry)

    written: list[tuple[str, bytes]] = []

    class Writer(epub.EpubWriter):  # type: ignore[misc]
        """Gathers the entries instead of writing them with the time of day."""

        def writestr(self, name: str, data: str | bytes) -> None:
            written.append((name, data.encode() if isinstance(data, str) else data))

        def write(self) -> None:
            self.out = self
            self.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

        def _write_opf_file(self, root: etree._Element) -> None:
            root.set(_LANG, lang)
            root.set("dir", direction.value)
            del root.attrib["prefix"]  # rendition: is reserved, it needs no declaration
            super()._write_opf_file(root)

    Writer("", book, {"mtime": metadata.modified}).write()
    return repack(written)
