"""Document to EPUB 3.3, in order: split, names, render, navigation, metadata, package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Rule, Severity, Warned
from pipeline.model.nodes import Asset, Document, Image, Note
from pipeline.model.walk import descendants
from pipeline.options import Options
from pipeline.strings import strings_for
from pipeline.writers.epub.content import Content, starts_by_leaf
from pipeline.writers.epub.cover import COVER_FILE, cover
from pipeline.writers.epub.drawings import cleaned
from pipeline.writers.epub.metadata import package_metadata
from pipeline.writers.epub.names import name_everything
from pipeline.writers.epub.navigation import contents, navigation_page, ncx
from pipeline.writers.epub.package import Item, pack
from pipeline.writers.epub.render import Page, body_page, notes_page, title_page
from pipeline.writers.epub.split import split
from pipeline.writers.epub.style import style_sheet

__all__ = ["additions", "write"]

LINK_RELATIVE = Rule(
    "epub-link-relative",
    Severity.WARNING,
    "A link has a relative or malformed address, which leads nowhere from inside an EPUB.",
    "Give the address of the page (--base), so that its links become absolute; mend others.",
    ("EPUB 3.3 3.6", "EPUBCheck RSC-007"),
)

_XHTML = "application/xhtml+xml"


def write(document: Document, options: Options) -> Warned[bytes]:
    """Return the EPUB of a document."""
    metadata = document.metadata
    lang = document.lang or metadata.language
    direction = document.direction or metadata.direction
    strings = strings_for(lang)
    files = split(document)
    images = _assets(document)
    content = Content(
        strings=strings,
        names=name_everything(document, files),
        assets={asset.name: path for path, asset in images.items()},
        labels={
            node.id: node.label
            for node in descendants(document)
            if isinstance(node, Note) and node.id is not None
        },
        pages=starts_by_leaf(options.pages if options.epub.pages else None),
        titles=Counter((strings.title_page, strings.contents)),
    )
    title = title_page(document, content)
    body = [body_page(document, file, content) for file in files]
    notes = [notes_page(document, content)] if document.notes else []
    entries = contents(document, files, content)
    navigation = navigation_page(document, files, entries, content)
    packaged = package_metadata(document, options, strings, has_pages=bool(content.breaks))

    def item(page: Page, *properties: str) -> Item:
        found = (*properties, *(("mathml",) if page.name in content.mathml else ()))
        return Item(page.name, _XHTML, page.data, found, in_spine=True)

    items = [
        item(title),
        item(navigation, "nav"),
        *(item(page) for page in (*body, *notes)),
        Item(
            "toc.ncx",
            "application/x-dtbncx+xml",
            ncx(document, entries, content, packaged.identifier),
        ),
        Item("style.css", "text/css", style_sheet(options.theme).encode()),
        Item(COVER_FILE, "image/png", cover(document, options.theme.palette), ("cover-image",)),
        *(Item(path, asset.media_type, _data(asset)) for path, asset in images.items()),
    ]
    data = pack(items, packaged, title=metadata.title, lang=lang, direction=direction)
    return Warned(data, (*_relative_links(content), *packaged.diagnostics))


def additions(document: Document, options: Options) -> tuple[str, ...]:
    """Return the added TEXT that no structure tells from the report's: there is none.

    Cover, imprint, contents, the heading over notes, labels of notes and callouts and the
    ways back are all told by their place, role or class.
    """
    del document, options
    return ()


def _relative_links(content: Content) -> Iterator[Diagnostic]:
    """Yield one finding for all links that lead nowhere; pages may hold thousands."""
    found = content.relative_links
    if found:
        address, at = found[0]
        count = len(found)
        message = f"{count} links have" if count > 1 else "a link has"
        message += f" no absolute address, first {address!r}"
        yield Diagnostic(LINK_RELATIVE, message, at)


def _assets(document: Document) -> dict[str, Asset]:
    """Return the images by their path in the package: ASCII, unique whatever the case."""
    found: dict[str, Asset] = {}
    names: set[str] = set()
    taken: set[str] = set()
    for node in descendants(document):
        if not isinstance(node, Image) or node.asset is None or node.asset.name in names:
            continue
        names.add(node.asset.name)
        stem, dot, suffix = node.asset.name.rpartition(".")
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", stem if dot else suffix).strip("-") or "image"
        suffix = _SUFFIXES.get(node.asset.media_type, "bin")
        path, count = f"images/{stem}.{suffix}", 1
        while path.casefold() in taken:
            count += 1
            path = f"images/{stem}-{count}.{suffix}"
        taken.add(path.casefold())
        found[path] = node.asset
    return found


def _data(asset: Asset) -> bytes:
    return cleaned(asset.data) if asset.media_type == "image/svg+xml" else asset.data


_SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
