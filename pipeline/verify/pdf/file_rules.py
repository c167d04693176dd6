"""Rules about the file: version, claims, title, language, pages, bookmarks, fonts.

Clauses are of ISO 14289-1 (PDF/UA-1), ISO 14289-2 (PDF/UA-2) and ISO 19005 (PDF/A); each
rule names the tests of veraPDF or the Matterhorn Protocol (MH) that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Metadata
from pipeline.model.walk import one_line
from pipeline.options import PdfProfile
from pipeline.verify.pdf.attachments import attached
from pipeline.verify.pdf.content import forbidden
from pipeline.verify.pdf.opened import Opened

_REPORT = "Report this: the writer must not make such a file."

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Characters that only a font of somebody's own knows; words in a PDF have U+FFFD for them."""


def _rule(name: str, summary: str, *references: str) -> Rule:
    return Rule(f"pdf-{name}", Severity.ERROR, summary, _REPORT, references)


VERSION = _rule(
    "version", "The version of the file does not fit its profile.", "ISO 14289-1 6.1-t1"
)
CLAIM = _rule(
    "claim",
    "The metadata do not claim the standards of the profile, or claim others.",
    "ISO 14289-1 5-t1",
    "ISO 14289-2 5-t1",
    "MH 06-002",
)
TITLE = _rule(
    "title",
    "The metadata have not the title of the report, or the window does not show it.",
    "ISO 14289-1 7.1-t9",
    "ISO 14289-1 7.1-t10",
    "MH 06-003",
    "MH 07-001",
)
LANGUAGE = _rule(
    "language",
    "A language is missing, is no BCP 47 tag or not the one of the report.",
    "ISO 14289-1 7.2-t2",
    "ISO 14289-2 8.4.4-t1",
    "MH 11-006",
)
MARKED = _rule(
    "marked",
    "The file does not say that it is tagged, or has doubts about it.",
    "ISO 14289-1 6.2-t1",
    "ISO 14289-1 7.1-t4",
    "MH 01-007",
)
ENCRYPTED = _rule("encrypted", "The file is encrypted.", "MH 26-001")
INFORMATION = _rule(
    "information", "A PDF/A-4 file has an information dictionary.", "ISO 19005-4 6.1.3-t4"
)
OUTPUT_INTENT = _rule(
    "output-intent", "The file has no output intent for its colours.", "ISO 19005-2 6.2.3"
)
TABS = _rule(
    "tabs", "A page does not take its links in the order of the tags.", "ISO 14289-1 7.18.3-t1"
)
PAGE_LABELS = _rule(
    "page-labels", "The pages have no labels, or not from the first on.", "WCAG 2.2 2.4.5"
)
BOOKMARKS = _rule(
    "bookmarks", "The bookmarks are not the headings in order.", "ISO 14289-1 7.17", "MH 27-001"
)
FONT = _rule(
    "font",
    "A font is not embedded, or text drawn with it says nothing or what it may not say.",
    "ISO 14289-1 7.21.4.1-t1",
    "ISO 14289-1 7.21.7-t1",
    "ISO 14289-1 7.21.8-t1",
    "MH 10-001",
)

_TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfd": "http://pdfa.org/declarations/",
}
_XMP = "metadata (XMP)"
_CATALOG = "catalog"
_ACCESSIBLE = "http://pdfa.org/declarations/wtpdf#accessibility1.0"
_DECLARATIONS = (_ACCESSIBLE, "http://pdfa.org/declarations/wtpdf#reuse1.0")
_WANTED = {
    PdfProfile.UA1: (("pdfuaid:part", "1"), ("pdfaid:part", "2"), ("pdfaid:conformance", "A")),
    PdfProfile.UA2: (("pdfuaid:part", "2"), ("pdfuaid:rev", "2024"), ("pdfaid:part", "4")),
}

_WITH_FILES = {
    PdfProfile.UA1: {"pdfaid:part": "3"},
    PdfProfile.UA2: {"pdfaid:conformance": "F"},
}
"""What else is claimed where files are attached."""


def check_file(
    pdf: Opened, profile: PdfProfile, metadata: Metadata, missing: int
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the file as a whole.

    ``missing`` is the number of images for which the source gives no alternative: with any,
    accessibility must not be claimed.
    """
    root = pdf.pdf.Root
    version = b"%PDF-2.0" if profile is PdfProfile.UA2 else b"%PDF-1."
    if not pdf.head.startswith(version):
        yield Diagnostic(VERSION, f"the file begins with {pdf.head[:8].decode('latin-1')}")
    if pdf.pdf.is_encrypted:
        yield Diagnostic(ENCRYPTED, "the file is encrypted", place="trailer")
    marks = root.get("/MarkInfo", pikepdf.Dictionary())
    if not _is_true(marks.get("/Marked")):
        yield Diagnostic(MARKED, "MarkInfo does not say Marked", place=_CATALOG)
    if _is_true(marks.get("/Suspects")):
        yield Diagnostic(MARKED, "MarkInfo says Suspects", place=_CATALOG)
    if not _TAG.fullmatch(pdf.language):
        yield Diagnostic(
            LANGUAGE, f'the language of the document is "{pdf.language}"', place=_CATALOG
        )
    elif pdf.language.lower() != metadata.language.lower():
        said = f'the language of the document is "{pdf.language}"'
        yield Diagnostic(
            LANGUAGE, f'{said}, the report\'s is "{metadata.language}"', place=_CATALOG
        )
    preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
    if not _is_true(preferences.get("/DisplayDocTitle")):
        yield Diagnostic(TITLE, "DisplayDocTitle is not true", place=_CATALOG)
    if "/OutputIntents" not in root:
        yield Diagnostic(OUTPUT_INTENT, "there is no output intent", place=_CATALOG)
    if profile is PdfProfile.UA2 and "/Info" in pdf.pdf.trailer:
        yield Diagnostic(INFORMATION, "the trailer has Info")
    yield from _metadata(pdf, profile, metadata.title, missing)
    yield from _pages(pdf)
    yield from _fonts(pdf)


def check_bookmarks(pdf: Opened, headings: list[str]) -> Iterator[Diagnostic]:
    """Compare the bookmarks with the words of the headings; the title's may be left out."""
    titles = [PRIVATE.sub("\ufffd", title) for title in _bookmarks(pdf.pdf.Root)]
    wanted = headings[1:] if len(titles) < len(headings) else headings
    if titles != wanted:
        index = next(
            (i for i, pair in enumerate(zip(titles, wanted, strict=False)) if pair[0] != pair[1]),
            min(len(titles), len(wanted)),
        )
        has = f'"{titles[index]}"' if index < len(titles) else "nothing"
        want = f'"{wanted[index]}"' if index < len(wanted) else "nothing"
        message = f"bookmark {index + 1} is {has}, the heading is {want}"
        yield Diagnostic(BOOKMARKS, message, place="bookmarks")


def _metadata(pdf: Opened, profile: PdfProfile, title: str, missing: int) -> Iterator[Diagnostic]:
    stream = pdf.pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        yield Diagnostic(CLAIM, "there are no metadata", place=_XMP)
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        packet = etree.fromstring(stream.read_bytes(), parser)
    except etree.XMLSyntaxError as reason:
        yield Diagnostic(CLAIM, f"the metadata are not well-formed: {reason}", place=_XMP)
        return
    wanted_values = dict(_WANTED[profile])
    if any(True for _ in attached(pdf.pdf)):
        wanted_values |= _WITH_FILES[profile]
    for name, value in wanted_values.items():
        found = _property(packet, name)
        if missing and name.startswith("pdfuaid"):
            if found is not None:
                message = f"{name} is {found}, but {missing} images have no alternative"
                yield Diagnostic(CLAIM, message, place=_XMP)
        elif found != value:
            yield Diagnostic(CLAIM, f"{name} is {found or 'missing'}, not {value}", place=_XMP)
    declared = {node.text for node in packet.iterfind(".//pdfd:conformsTo", namespaces=_NAMESPACES)}
    wanted = set(_DECLARATIONS if profile is PdfProfile.UA2 else ())
    wanted -= {_ACCESSIBLE} if missing else set()
    for declaration in sorted(wanted - declared):
        yield Diagnostic(CLAIM, f"{declaration} is not declared", place=_XMP)
    for declaration in sorted(str(name) for name in declared - wanted):
        yield Diagnostic(CLAIM, f"{declaration} is declared, but does not hold", place=_XMP)
    titles = [
        one_line(node.text or "")
        for node in packet.iterfind(".//dc:title/rdf:Alt/rdf:li", namespaces=_NAMESPACES)
    ]
    if one_line(title) not in titles:
        said = f'is "{titles[0]}"' if titles else "is missing"
        yield Diagnostic(
            TITLE, f'dc:title {said}, the report\'s is "{one_line(title)}"', place=_XMP
        )


def _property(packet: etree._Element, name: str) -> str | None:
    """Return a simple property, written as an element or as an attribute."""
    prefix, _, local = name.partition(":")
    qualified = f"{{{_NAMESPACES[prefix]}}}{local}"
    element = packet.find(f".//{qualified}")
    if element is not None:
        return element.text
    for node in packet.iter(f"{{{_NAMESPACES['rdf']}}}Description"):
        value = node.get(qualified)
        if value is not None:
            return value
    return None


def _pages(pdf: Opened) -> Iterator[Diagnostic]:
    for number, page in enumerate(pdf.pdf.pages, start=1):
        if page.obj.get("/Tabs") != "/S":
            yield Diagnostic(TABS, "Tabs is not S", place=f"page {number}")
    labels = pdf.pdf.Root.get("/PageLabels")
    if labels is None or list(labels.get("/Nums", ()))[:1] != [0]:
        yield Diagnostic(
            PAGE_LABELS, "there are no page labels from the first page on", place=_CATALOG
        )


def _fonts(pdf: Opened) -> Iterator[Diagnostic]:
    for font in pdf.fonts.all():
        place = f"font {font.name}"
        if not font.embedded:
            yield Diagnostic(FONT, "it is not embedded", place=place)
        if not font.mapped:
            yield Diagnostic(FONT, "it has no ToUnicode", place=place)
        elif font.unmapped:
            codes = ", ".join(f"<{code:04X}>" for code in sorted(font.unmapped)[:5])
            yield Diagnostic(FONT, f"it does not say what {codes} mean", place=place)
        if font.notdef:
            yield Diagnostic(FONT, "it draws the glyph for missing characters", place=place)
        characters = forbidden(font)
        if characters:
            yield Diagnostic(FONT, f"it says {', '.join(characters)}", place=place)


def _bookmarks(root: pikepdf.Object) -> list[str]:
    """Return the titles of the bookmarks in order, nested ones after their parent."""
    titles: list[str] = []
    outlines = root.get("/Outlines", pikepdf.Dictionary())
    stack = [outlines["/First"]] if "/First" in outlines else []
    seen: set[tuple[int, int]] = set()
    while stack:
        item = stack.pop()
        if item.objgen in seen:
            break
        seen.add(item.objgen)
        titles.append(" ".join(str(item.get("/Title", "")).split(" ")))
        if "/Next" in item:
            stack.append(item["/Next"])
        if "/First" in item:
            stack.append(item["/First"])
    return titles


def _is_true(value: object) -> bool:
    return isinstance(value, bool) and value
