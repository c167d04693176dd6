"""Rules about the files in a PDF: the MathML of its formulas, the page it was made from.

PDF/A-2 and PDF/A-4 allow none; PDF/A-3 and PDF/A-4f do, where each says what it is
(ISO 19005-3 6.8, ISO 19005-4 6.9; ISO 14289-1 7.11, ISO 14289-2 8.14.1).
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.options import PdfOptions
from pipeline.verify.pdf.opened import Opened

ATTACHMENT = Rule(
    "pdf-attachment",
    Severity.ERROR,
    "An attached file does not say what it is, or is not the one that was to be attached.",
    "Write the PDF again from the page; where that does not help, report it.",
    ("ISO 14289-1 7.11-t1", "ISO 14289-2 8.14.1-t1", "ISO 19005-3 6.8"),
)


def check_attachments(pdf: Opened, options: PdfOptions) -> Iterator[Diagnostic]:
    """Yield what is wrong with the files in a PDF."""
    files = dict(attached(pdf.pdf))
    for name, file in files.items():
        place = f"attached file {name}"
        for key in ("/F", "/UF", "/Desc", "/AFRelationship"):
            if not str(file.get(key, "")).strip("/ "):
                yield Diagnostic(ATTACHMENT, f"it has no {key[1:]}", place=place)
        if not str(_stream(file).get("/Subtype", "")).strip("/"):
            yield Diagnostic(ATTACHMENT, "it does not say of what media type it is", place=place)
    wanted = options.source
    if wanted is None:
        return
    sources = [file for file in files.values() if file.get("/AFRelationship") == "/Source"]
    if not any(_stream(file).read_bytes() == wanted.data for file in sources):
        message = f"{wanted.name} is not attached as it was read"
        yield Diagnostic(ATTACHMENT, message, place="attached files")


def attached(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield name and specification of each file that the catalog lists."""
    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    stack = [names] if names is not None else []
    while stack:
        node = stack.pop()
        pairs = list(node.get("/Names", ()))
        for _, file in zip(pairs[::2], pairs[1::2], strict=True):
            yield str(file.get("/UF", file.get("/F", "without a name"))), file
        stack.extend(node.get("/Kids", ()))


def _stream(file: pikepdf.Object) -> pikepdf.Object:
    embedded = file.get("/EF", pikepdf.Dictionary())
    return embedded.get("/UF", embedded.get("/F", pikepdf.Dictionary()))
