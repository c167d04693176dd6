"""Ways to make a Word document in a test and to look into it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from pipeline.diagnostics import line_of
from pipeline.model.nodes import Block, Document, Metadata, Note, Section
from pipeline.options import Options
from pipeline.verify.docx import check
from pipeline.writers.archive import repack
from pipeline.writers.docx import write
from tests.documents import text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
DEFAULTS = Options()


def report(*blocks: Block, notes: tuple[Note, ...] = (), language: str = "en") -> Document:
    """Return a report of some blocks."""
    return Document(
        metadata=Metadata(title="Report", language=language, creators=("Nobody",)),
        title=text("Report"),
        children=(Section(2, text("Section"), blocks),),
        notes=notes,
    )


def made(document: Document, options: Options = DEFAULTS) -> bytes:
    """Return the document as Word has it."""
    return write(document, options).value


def part(data: bytes, name: str = MAIN) -> etree._Element:
    """Return the root of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def names(data: bytes) -> list[str]:
    """Return the names of the parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def edited(data: bytes, change: Callable[[etree._Element], None], name: str = MAIN) -> bytes:
    """Return the document with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(entry, archive.read(entry)) for entry in archive.namelist()]
    root = part(data, name)
    change(root)
    return repack(
        (entry, etree.tostring(root) if entry == name else content) for entry, content in parts
    )


def findings(data: bytes, document: Document, options: Options = DEFAULTS) -> list[str]:
    """Return what the verifier finds, as lines."""
    return [line_of(found, "report") for found in check(data, document, options)]


def faults(document: Document, options: Options = DEFAULTS) -> list[str]:
    """Return what the verifier finds in a document just written."""
    return findings(made(document, options), document, options)


def styles_in_use(data: bytes) -> list[str]:
    """Return the style ids of the paragraphs of the body, in order."""
    return [style.get(W + "val", "") for style in part(data).iter(W + "pStyle")]


def texts(root: etree._Element) -> str:
    """Return the characters below an element."""
    return "".join(item.text or "" for item in root.iter(W + "t"))
