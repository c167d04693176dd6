"""The judges from outside: each names a planted fault, passes what is whole, and may be absent."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from reportlab.pdfgen.canvas import Canvas

from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.options import Options, PdfOptions, PdfProfile
from pipeline.verify import external
from pipeline.verify.external import ace, epubcheck, npm, openxml, verapdf
from pipeline.verify.external.verdict import (
    JUDGE_ABSENT,
    JUDGE_FAILED,
    Absent,
    Verdict,
    findings,
    line_for,
    missing,
)
from pipeline.writers import pdf
from tests import documents

pytestmark = pytest.mark.external

OPF = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:123e4567-e89b-12d3-a456-426614174000</dc:identifier>
<dc:title>A book</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text with headings.</meta>
</metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/></spine></package>"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
 xml:lang="en"><head><title>A book</title></head><body>{}</body></html>"""
BOOK = {
    "META-INF/container.xml": """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>""",
    "EPUB/book.opf": OPF,
    "EPUB/nav.xhtml": PAGE.format(
        '<nav epub:type="toc" role="doc-toc"><h1>Contents</h1>'
        '<ol><li><a href="a.xhtml">One</a></li></ol></nav>'
    ),
    "EPUB/a.xhtml": PAGE.format("<h1>One</h1><p>Some text.</p>"),
}


def book(path: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write a small valid book, with some of its files replaced."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in {**BOOK, **(changes or {})}.items():
            archive.writestr(name, content)
    return path


def untagged_pdf(path: Path) -> Path:
    """Write a page of text as any program without care for tags does."""
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "A line")
    canvas.save()
    return path


def messages(verdict: Verdict) -> str:
    return "\n".join(f"{found.place}: {found.message}" for found in verdict.diagnostics)


class TestVeraPdf:
    """The engine in its own process."""

    @pytest.mark.parametrize(
        ("flavour", "standard", "clause"),
        [
            (
                "ua1",
                "PDF/UA-1",
                "ISO 14289-1:2014 7.1 test 11: StructTreeRoot entry is not present",
            ),
            ("2a", "PDF/A-2a", "ISO 19005-2:2011 6.2.11.4.1 test 1: The font program is not"),
            ("ua2", "PDF/UA-2", "ISO 14289-2:2024 6.1 test 1: The file version is not 2.0"),
            ("4", "PDF/A-4", "ISO 19005-4:2020 6.1.2 test 1: File header"),
            ("wt1a", "WTPDF 1.0 accessibility", "WTPDF1.0 8.4.4 test 1: Catalog dictionary"),
            ("wt1r", "WTPDF 1.0 reuse", "WTPDF1.0 8.2.1 test 1: StructTreeRoot"),
        ],
    )
    def test_names_the_clause_that_an_untagged_page_breaks(
        self, verapdf: verapdf.Engine, tmp_path: Path, flavour: str, standard: str, clause: str
    ) -> None:
        [verdict] = verapdf.judge(untagged_pdf(tmp_path / "a.pdf"), [flavour])
        assert not verdict.passed()
        assert clause in messages(verdict)
        assert (verdict.judge, verdict.standard) == ("veraPDF", standard)
        assert verdict.version[0].isdigit()
        assert verdict.checks
        assert verdict.seconds > 0

    def test_says_on_which_page(self, verapdf: verapdf.Engine, tmp_path: Path) -> None:
        [verdict] = verapdf.judge(untagged_pdf(tmp_path / "a.pdf"), ["ua1"])
        untagged = next(found for found in verdict.diagnostics if "7.1 test 3" in found.message)
        assert (untagged.place or "").startswith("page 1, ")

    def test_counts_what_it_does_not_list(self, verapdf: verapdf.Engine, tmp_path: Path) -> None:
        path = tmp_path / "long.pdf"
        canvas = Canvas(str(path))
        for line in range(40):
            canvas.drawString(72, 40 + 15 * line, f"Line {line}")
        canvas.save()
        [verdict] = verapdf.judge(path, ["ua1"])
        assert "7.1 test 3: 30 more places" in messages(verdict)

    def test_refuses_what_is_no_pdf_and_goes_on(
        self, verapdf: verapdf.Engine, tmp_path: Path
    ) -> None:
        broken = tmp_path / "broken.pdf"
        broken.write_bytes(b"no pdf")
        [verdict] = verapdf.judge(broken, ["ua1"])
        assert [found.rule for found in verdict.diagnostics] == [JUDGE_FAILED]
        [after] = verapdf.judge(untagged_pdf(tmp_path / "a.pdf"), ["ua1"])
        assert after.checks

    @pytest.mark.parametrize(
        ("profile", "expected"),
        [
            (PdfProfile.UA1, ("ua1", "2a")),
            (PdfProfile.UA2, ("ua2", "4", "wt1a", "wt1r")),
        ],
    )
    def test_asks_by_default_for_what_the_file_claims(
        self, tmp_path: Path, profile: PdfProfile, expected: tuple[str, ...]
    ) -> None:
        path = tmp_path / "a.pdf"
        options = Options(pdf=PdfOptions(profile=profile))
        path.write_bytes(pdf.write(documents.small(), options).value)
        assert verapdf.claimed(path) == expected

    def test_asks_for_ours_where_nothing_is_claimed(self, tmp_path: Path) -> None:
        assert verapdf.claimed(untagged_pdf(tmp_path / "a.pdf")) == ("ua1", "2a")

    def test_does_not_take_a_flavour_it_does_not_know(self, verapdf: verapdf.Engine) -> None:
        with pytest.raises(KeyError):
            list(verapdf.judge(Path("a.pdf"), ["ua3"]))


@pytest.fixture(scope="session")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of ours with every construct."""
    path = tmp_path_factory.mktemp("tagged") / "everything.pdf"
    path.write_bytes(pdf.write(documents.everything(is_told=True), Options()).value)
    return path


def elements(file: pikepdf.Pdf, role: str) -> Iterator[pikepdf.Object]:
    for one in file.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == role and "/P" in one:
            yield one


def first(file: pikepdf.Pdf, role: str) -> pikepdf.Object:
    return next(elements(file, role))


def link(file: pikepdf.Pdf) -> pikepdf.Object:
    return next(
        one
        for page in file.pages
        for one in page.obj.get("/Annots", pikepdf.Array())
        if one.Subtype == "/Link"
    )


def forget_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def deny_marking(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo.Marked = False


def hide_the_title(file: pikepdf.Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def drop_the_metadata(file: pikepdf.Pdf) -> None:
    del file.Root.Metadata


def empty_alternatives(file: pikepdf.Pdf) -> None:
    for figure in elements(file, "/Figure"):
        if "/Alt" in figure:
            del figure.Alt


def drop_the_scope(file: pikepdf.Pdf) -> None:
    for cell in elements(file, "/TH"):
        if "/A" in cell:
            del cell.A
    for cell in elements(file, "/TD"):
        if "/A" in cell:
            del cell.A


def cell_outside_a_row(file: pikepdf.Pdf) -> None:
    first(file, "/TR").S = pikepdf.Name.Sect


def unknown_role(file: pikepdf.Pdf) -> None:
    first(file, "/P").S = pikepdf.Name.Paragraph


def skip_a_level(file: pikepdf.Pdf) -> None:
    for heading in elements(file, "/H2"):
        heading.S = pikepdf.Name.H4


def silent_link(file: pikepdf.Pdf) -> None:
    del link(file).Contents


def link_without_element(file: pikepdf.Pdf) -> None:
    del link(file).StructParent


def tabs_by_rows(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        page.obj.Tabs = pikepdf.Name.R


def furniture_as_content(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        page.Contents = file.make_stream(content.replace(b"/Artifact", b"/Span"))


def no_title(file: pikepdf.Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["dc:title"]


def no_claim(file: pikepdf.Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["pdfuaid:part"]


def circular_role(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(A=pikepdf.Name.B, B=pikepdf.Name.A)
    first(file, "/P").S = pikepdf.Name.A


def font_not_embedded(file: pikepdf.Pdf) -> None:
    for one in file.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in one:
                    del one[key]


def text_without_unicode(file: pikepdf.Pdf) -> None:
    for one in file.objects:
        if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
            del one.ToUnicode


FAULTS = [
    (forget_language, "7.2 test 34"),
    (deny_marking, "6.2 test 1"),
    (hide_the_title, "7.1 test 10"),
    (drop_the_metadata, "7.1 test 8"),
    (empty_alternatives, "7.3 test 1"),
    (drop_the_scope, "7.5 test 1"),
    (cell_outside_a_row, "7.2 test"),
    (unknown_role, "7.1 test 5"),
    (skip_a_level, "7.4.2 test 1"),
    (silent_link, "7.18.5 test 2"),
    (link_without_element, "7.18.5 test 1"),
    (tabs_by_rows, "7.18.3 test 1"),
    (furniture_as_content, "7.1 test 3"),
    (no_title, "7.1 test 9"),
    (no_claim, "5 test 1"),
    (circular_role, "7.1 test 6"),
    (font_not_embedded, "7.21.4.1 test 1"),
    (text_without_unicode, "7.21.7 test 1"),
]


@pytest.mark.parametrize(
    ("plant", "clause"), FAULTS, ids=lambda each: getattr(each, "__name__", "")
)
def test_verapdf_names_the_fault_planted_in_a_pdf_of_ours(
    verapdf: verapdf.Engine,
    tagged: Path,
    tmp_path: Path,
    plant: Callable[[pikepdf.Pdf], None],
    clause: str,
) -> None:
    [before] = verapdf.judge(tagged, ["ua1"])
    with pikepdf.open(tagged) as file:
        plant(file)
        file.save(tmp_path / "faulty.pdf")
    [after] = verapdf.judge(tmp_path / "faulty.pdf", ["ua1"])
    new = set(messages(after).splitlines()) - set(messages(before).splitlines())
    assert any(f"ISO 14289-1:2014 {clause}" in line for line in new), "\n".join(sorted(new))


def with_package(old: str, new: str) -> Mapping[str, str]:
    assert old in OPF
    return {"EPUB/book.opf": OPF.replace(old, new)}


class TestEpubCheck:
    """The checker in its own process."""

    def test_passes_a_valid_book(self, epubcheck: epubcheck.Engine, tmp_path: Path) -> None:
        verdict = epubcheck.judge(book(tmp_path / "a.epub"))
        assert verdict.diagnostics == ()
        assert (verdict.judge, verdict.standard) == ("EPUBCheck", "EPUB 3.3")
        assert verdict.version[0].isdigit()

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            (with_package("<dc:language>en</dc:language>", ""), "EPUB/book.opf:12:12: RSC-005"),
            (with_package(' properties="nav"', ""), "EPUB/book.opf:13:11: RSC-005"),
            ({"EPUB/a.xhtml": PAGE.format('<p><a href="b.xhtml">x</a></p>')}, "RSC-007"),
            ({"EPUB/a.xhtml": PAGE.format('<p><a href="#no">x</a></p>')}, "RSC-012"),
            ({"EPUB/a.xhtml": PAGE.format('<p id="a"/><p id="a"/>')}, "RSC-005: Error while"),
            ({"EPUB/a.xhtml": PAGE.format("<p><p>x</p></p>")}, 'element "p" not allowed here'),
            ({"EPUB/a.xhtml": "<html>"}, "RSC-016"),
        ],
    )
    def test_names_a_planted_fault(
        self,
        epubcheck: epubcheck.Engine,
        tmp_path: Path,
        changes: Mapping[str, str],
        expected: str,
    ) -> None:
        assert expected in messages(epubcheck.judge(book(tmp_path / "a.epub", changes)))

    def test_tells_what_is_no_book(self, epubcheck: epubcheck.Engine, tmp_path: Path) -> None:
        broken = tmp_path / "broken.epub"
        broken.write_bytes(b"no zip")
        verdict = epubcheck.judge(broken)
        assert not verdict.passed()
        assert "PKG-008" in messages(verdict)


class TestAce:
    """DAISY's checker, from npm."""

    @pytest.fixture(autouse=True)
    def _present(self) -> None:
        found = ace.find()
        if isinstance(found, Absent):
            pytest.skip(line_for(found))

    def test_passes_a_whole_book_and_names_what_is_missing(self, tmp_path: Path) -> None:
        whole = book(tmp_path / "whole.epub")
        picture = PAGE.format('<h1>One</h1><p><img src="x.png"/></p>')
        faulty = book(tmp_path / "faulty.epub", {"EPUB/a.xhtml": picture})
        first, second = ace.judge([whole, faulty])
        assert isinstance(first, Verdict)
        assert isinstance(second, Verdict)
        assert messages(first) == ""
        assert "image-alt (critical)" in messages(second)
        assert "a.xhtml" in messages(second)


class TestOpenXmlSdk:
    """Word's own idea of a document, from npm."""

    @pytest.fixture(autouse=True)
    def _present(self) -> None:
        found = openxml.find()
        if isinstance(found, Absent):
            pytest.skip(line_for(found))

    def test_passes_a_whole_document_and_names_the_misplaced_element(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("x")
        document.save(str(tmp_path / "whole.docx"))
        document.paragraphs[0]._p.append(OxmlElement("w:pStyle"))
        document.save(str(tmp_path / "faulty.docx"))
        first, second = openxml.judge([tmp_path / "whole.docx", tmp_path / "faulty.docx"])
        assert isinstance(first, Verdict)
        assert isinstance(second, Verdict)
        assert messages(first) == ""
        assert "/word/document.xml, /w:document[1]/w:body[1]/w:p[1]" in messages(second)


class TestAbsence:
    """A judge that cannot be asked is said to be absent."""

    def test_names_the_packages_and_the_remedy(self) -> None:
        absent = missing("veraPDF", {"no-such-package": "no_such_module", "pytest": "pytest"})
        assert absent is not None
        [found] = findings(absent)
        assert found.rule is JUDGE_ABSENT
        assert found.message.startswith("veraPDF was not asked: no-such-package not installed")
        assert "pip install" in found.message

    @pytest.mark.parametrize("find", [ace.find, openxml.find])
    def test_says_where_it_looked(
        self,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        find: Callable[[], npm.Program | Absent],
    ) -> None:
        monkeypatch.setenv("PIPELINE_NODE_MODULES", str(tmp_path))
        found = find()
        assert isinstance(found, Absent)
        assert "make verify-clients" in found.remedy

    def test_does_not_hide_that_the_others_were_asked(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PIPELINE_NODE_MODULES", str(tmp_path))
        verdicts = list(external.judge([book(tmp_path / "a.epub")]))
        assert [verdict.judge for verdict in verdicts] == ["EPUBCheck", "Ace"]

    def test_is_a_note_and_not_an_error(self) -> None:
        found = Absent("Ace", "no browser", "Install one").diagnostic()
        assert severity_of(found) is Severity.NOTE


def test_a_verdict_is_one_line_for_people() -> None:
    found = Diagnostic(epubcheck.WARNING, "PKG-1: odd")
    verdict = Verdict("EPUBCheck", "5.3.0", "EPUB 3.3", Path("x/a.epub"), 1.25, (found,))
    assert line_for(verdict) == "a.epub: EPUBCheck 5.3.0, EPUB 3.3: passed, 1 remark in 1.2 s"
