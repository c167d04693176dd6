"""Every claim in XMP and OPF is backed by a test: make it false, and it is named.

``CLAIMS`` has a line for each value that a writer may claim; a claim without one fails
``test_every_claim_has_its_mutation``.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache, partial

import pikepdf
import pytest
from lxml import etree

from pipeline import build
from pipeline.formats import DOCX, EPUB, PDF
from pipeline.model.nodes import Document
from pipeline.options import EpubOptions, Options, PdfOptions, PdfProfile
from tests.documents import everything
from tests.faults.planting import Plant, elements, entry, metadata, part, repacked, tags

UA1 = Options()
UA2 = Options(pdf=PdfOptions(profile=PdfProfile.UA2))
OPF = "EPUB/content.opf"
GIF = b"GIF89a\x01\0\x01\0\0\0\0!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0;"


@cache
def artefact(name: str, *, is_modern: bool = False) -> bytes:
    one = PDF if name == "pdf" else EPUB
    options = UA2 if is_modern else UA1
    [made] = build.render(report(), [one], options)
    return made.data


@cache
def report() -> Document:
    return everything(is_told=True)


def everywhere(old: str, new: str) -> Plant:
    """Return a change of every XHTML file of a book."""

    def change(path: str, content: bytes) -> bytes:
        if not path.endswith(".xhtml"):
            return content
        return re.sub(old.encode(), new.encode(), content, flags=re.DOTALL)

    return lambda data: repacked(data, change)


def moving(data: bytes) -> bytes:
    """Put a moving GIF in the place of a picture."""
    name = next(
        each for each in zipfile.ZipFile(io.BytesIO(data)).namelist() if each.endswith("chart.png")
    )
    data = repacked(data, lambda path, content: GIF if path == name else content)
    pattern = r'(href="images/chart.png"[^>]*media-type=")image/png'
    return entry(OPF, pattern, r"\1image/gif")(data)


def no_intent(file: pikepdf.Pdf) -> None:
    del file.Root["/OutputIntents"]


def no_structure(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo.Marked = False


def no_alternative(file: pikepdf.Pdf) -> None:
    del elements(file, "Figure")[0]["/Alt"]


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root["/Lang"]


def information(file: pikepdf.Pdf) -> None:
    file.trailer["/Info"] = file.make_indirect(pikepdf.Dictionary(Title=pikepdf.String("x")))


def no_namespace(file: pikepdf.Pdf) -> None:
    del elements(file, "P")[0]["/NS"]


def no_unicode(file: pikepdf.Pdf) -> None:
    del next(iter(file.pages[0].Resources.Font.values()))["/ToUnicode"]


PDF_CLAIMS = {
    "PDF/UA-1 without a language": (no_language, "pdf-language", UA1),
    "PDF/UA-1 without an alternative": (no_alternative, "pdf-figure", UA1),
    "PDF/A-2 without colours": (no_intent, "pdf-output-intent", UA1),
    "PDF/A-2a without tags": (no_structure, "pdf-marked", UA1),
    "PDF/UA-2 without namespaces": (no_namespace, "pdf-role", UA2),
    "PDF/A-4 with an information dictionary": (information, "pdf-information", UA2),
    "WTPDF accessibility without an alternative": (no_alternative, "pdf-figure", UA2),
    "WTPDF reuse without Unicode": (no_unicode, "pdf-font", UA2),
}


@pytest.mark.parametrize(("change", "rule", "options"), PDF_CLAIMS.values(), ids=PDF_CLAIMS)
def test_a_pdf_that_is_not_what_it_claims_is_named(
    change: object, rule: str, options: Options
) -> None:
    data = tags(change)(artefact("pdf", is_modern=options is UA2))  # type: ignore[arg-type]
    assert rule in {one.rule.id for one in build.verify(data, PDF, report(), options)}


VALUES = (
    (UA1, b"<pdfuaid:part>1"),
    (UA1, b"<pdfaid:part>2"),
    (UA1, b"<pdfaid:conformance>A"),
    (UA2, b"<pdfuaid:part>2"),
    (UA2, b"<pdfuaid:rev>2024"),
    (UA2, b"<pdfaid:part>4"),
    (UA2, b"wtpdf#accessibility1.0"),
    (UA2, b"wtpdf#reuse1.0"),
)


@pytest.mark.parametrize(("options", "claim"), VALUES)
def test_another_claim_of_a_pdf_is_named(options: Options, claim: bytes) -> None:
    change = tags(lambda file: metadata(file, claim, claim[:-1] + b"7"))
    data = change(artefact("pdf", is_modern=options is UA2))
    assert "pdf-claim" in {one.rule.id for one in build.verify(data, PDF, report(), options)}


@pytest.mark.parametrize("options", [UA1, UA2], ids=["ua1", "ua2"])
def test_a_pdf_with_an_image_nobody_described_claims_no_accessibility(options: Options) -> None:
    document = everything()
    [made] = build.render(document, [PDF], options)
    with pikepdf.open(io.BytesIO(made.data)) as file:
        packet = file.Root.Metadata.read_bytes()
    assert b"<pdfuaid:part>" not in packet
    assert b"wtpdf#accessibility" not in packet
    assert list(build.verify(made.data, PDF, document, options)) == []
    part = b"<pdfaid:part>"
    lie = tags(lambda file: metadata(file, part, b"<pdfuaid:part>1</pdfuaid:part>" + part))
    found = {one.rule.id for one in build.verify(lie(made.data), PDF, document, options)}
    assert "pdf-claim" in found


SECTIONS = r'(<itemref idref="item-4"/>)\s*(<itemref idref="item-5"/>)'
UNTRUE = "epub-accessibility-untrue"
EPUB_CLAIMS: dict[str, tuple[Plant, str]] = {
    "accessibilityFeature tableOfContents": (everywhere('epub:type="toc"', ""), UNTRUE),
    "accessibilityFeature readingOrder": (entry(OPF, SECTIONS, r"\2\1"), "heading-lost"),
    "accessibilityFeature displayTransformability": (
        entry("EPUB/style.css", r"\Z", "p { font-size: 12px !important }"),
        UNTRUE,
    ),
    "accessibilityFeature ARIA": (everywhere(r' role="doc-[a-z]*"', ""), UNTRUE),
    "accessibilityFeature structuralNavigation": (everywhere(r"(</?)h[2-6]", r"\1p"), UNTRUE),
    "accessibilityFeature alternativeText": (everywhere(' alt="Warning sign"', ""), UNTRUE),
    "accessibilityFeature longDescription": (everywhere(r' aria-details="[^"]*"', ""), UNTRUE),
    "accessibilityFeature MathML": (everywhere("<math.*?</math>", "r = n/p"), UNTRUE),
    "accessibilityFeature describedMath": (everywhere(' alttext="[^"]*"', ""), UNTRUE),
    "accessibilityFeature rubyAnnotations": (everywhere("</?r(uby|b|t|p)[^>]*>", ""), UNTRUE),
    "accessibilityFeature pageBreakMarkers": (everywhere(' role="doc-pagebreak"', ""), UNTRUE),
    "accessibilityFeature pageNavigation": (everywhere('epub:type="page-list"', ""), UNTRUE),
    "accessibilityHazard none": (moving, UNTRUE),
    "accessMode textual": (entry(OPF, r">textual<", ">tactile<"), UNTRUE),
    "accessMode visual": (everywhere("<img[^>]*>", ""), UNTRUE),
    "accessMode chartOnVisual": (
        entry(OPF, ">chartOnVisual<", ">musicOnVisual<"),
        UNTRUE,
    ),
    "accessModeSufficient textual": (everywhere(' alt="Warning sign"', ""), UNTRUE),
    "accessModeSufficient textual,visual": (everywhere("<img[^>]*>", ""), UNTRUE),
}


@pytest.mark.parametrize(("change", "rule"), EPUB_CLAIMS.values(), ids=EPUB_CLAIMS)
def test_a_book_that_is_not_what_it_claims_is_named(change: Plant, rule: str) -> None:
    whole = artefact("epub")
    assert list(build.verify(whole, EPUB, report(), UA1)) == []
    found = {one.rule.id for one in build.verify(change(whole), EPUB, report(), UA1)}
    assert rule in found


def test_every_claim_has_its_mutation() -> None:
    package = zipfile.ZipFile(io.BytesIO(artefact("epub"))).read(OPF).decode()
    pattern = r'property="schema:(access\w+)"[^>]*>([^<]*)<'
    claimed = {f"{name} {value}" for name, value in re.findall(pattern, package)}
    assert {each for each in claimed if not each.startswith("accessibilitySummary")} == set(
        EPUB_CLAIMS
    )


def test_conformance_is_claimed_for_a_named_evaluator_alone() -> None:
    named = Options(epub=EpubOptions(evaluator="A. Person"))
    [made] = build.render(report(), [EPUB], named)
    assert b"conformsTo" in zipfile.ZipFile(io.BytesIO(made.data)).read(OPF)
    assert list(build.verify(made.data, EPUB, report(), named)) == []
    assert b"conformsTo" not in zipfile.ZipFile(io.BytesIO(artefact("epub"))).read(OPF)
    found = {one.rule.id for one in build.verify(made.data, EPUB, report(), UA1)}
    assert "epub-conformance-claim" in found


CORE = "docProps/core.xml"


def test_every_property_of_a_word_document_has_its_mutation() -> None:
    [made] = build.render(report(), [DOCX], UA1)
    assert list(build.verify(made.data, DOCX, report(), UA1)) == []
    core = etree.fromstring(zipfile.ZipFile(io.BytesIO(made.data)).read(CORE))
    claims = [etree.QName(one).localname for one in core]
    assert {"title", "creator", "language", "created", "modified"} <= set(claims)
    for name in set(claims) - {"lastModifiedBy", "revision", "identifier"}:
        change = part(partial(_set, name), CORE)
        found = {one.rule.id for one in build.verify(change(made.data), DOCX, report(), UA1)}
        assert "docx-properties" in found, name


def _set(name: str, root: etree._Element) -> None:
    element = root.find(f"{{*}}{name}")
    assert element is not None
    element.text = "another"
