"""A department's own document: its styles, heads and feet are taken, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from pipeline.diagnostics import Warned
from pipeline.errors import OptionError
from pipeline.model.nodes import Direction, Section
from pipeline.options import DocxOptions, Options
from pipeline.verify.external import openxml
from pipeline.verify.external.verdict import Absent
from pipeline.writers.archive import repack
from pipeline.writers.docx import template, write
from tests.documents import everything, paragraph, png, small, text
from tests.writers.docx.opening import (
    W,
    edited,
    faults,
    made,
    names,
    part,
    report,
    styles_in_use,
    texts,
)
from tests.writers.docx.test_blocks import wide

STYLES = "word/styles.xml"


def brand(change: Callable[[WordDocument], object] = lambda document: None) -> bytes:
    """Return a template as a department would make it with Word."""
    document = docx.Document()
    document.styles["Heading 2"].font.size = Pt(31)
    document.add_paragraph("Old text of the template")
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def branded(data: bytes) -> Options:
    return Options(docx=DocxOptions(template=data))


def letterhead(document: WordDocument) -> None:
    """Put a logo, words and a link in the head, a page number in the foot."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.add_run().add_picture(io.BytesIO(png()))
    head.add_run("Department of Examples")
    link = section.header.part.relate_to("https://dept.example/", LINK, is_external=True)
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), link)
    head._p.append(anchor)
    number(section.footer.paragraphs[0]._p)


LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def number(paragraph: etree._Element) -> None:
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), " PAGE ")
    paragraph.append(simple)


def test_styles_of_a_template_are_used_and_ours_fill_the_rest() -> None:
    options = branded(brand())
    data = made(everything(), options)
    root = part(data, STYLES)
    ids = [style.get(W + "styleId") for style in root.iter(W + "style")]
    assert len(ids) == len(set(ids))
    heading = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "Heading2")
    assert [size.get(W + "val") for size in heading.iter(W + "sz")] == ["62"]
    assert "TableHeading" in ids
    problems = [line for line in faults(everything(), options) if "docx-contrast" not in line]
    assert problems == []
    assert "Old text" not in texts(part(data))


def test_the_head_with_its_logo_and_the_foot_are_the_templates() -> None:
    options = branded(brand(letterhead))
    document = everything()
    result = write(document, options)
    assert result.diagnostics == write(document, Options()).diagnostics
    assert texts(part(result.value, "word/header1.xml")) == "Department of Examples"
    assert "word/header.xml" not in names(result.value)
    related = part(result.value, "word/_rels/header1.xml.rels")
    targets = [element.get("Target", "") for element in related]
    assert "https://dept.example/" in targets
    picture = next(target for target in targets if target.endswith(".png"))
    assert "word/" + picture in names(result.value)
    assert [x for x in faults(document, options) if "docx-contrast" not in x] == []
    # The logo's number is none of the body's, and python-docx finds the head where Word would.
    opened = docx.Document(io.BytesIO(result.value))
    assert "Department of Examples" in opened.sections[0].header.paragraphs[0].text


def test_a_head_alone_leaves_our_page_number() -> None:
    def head(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "Department of Examples"

    data = made(everything(), branded(brand(head)))
    assert "word/header1.xml" in names(data)
    assert "PAGE" in "".join(
        c.text or "" for c in part(data, "word/footer.xml").iter(W + "instrText")
    )


def test_a_foot_alone_leaves_our_running_head_which_is_not_on_the_first_page() -> None:
    def foot(document: WordDocument) -> None:
        number(document.sections[0].footer.paragraphs[0]._p)

    data = made(everything(), branded(brand(foot)))
    section = next(part(data).iter(W + "sectPr"))
    references = [
        (str(child.tag).removeprefix(W), child.get(W + "type"))
        for child in section
        if "Reference" in str(child.tag)
    ]
    assert references == [
        ("headerReference", "default"),
        ("footerReference", "default"),
        ("footerReference", "first"),
    ]
    assert section.find(W + "titlePg") is not None


def test_heads_of_first_and_even_pages_stay_apart() -> None:
    def pages(document: WordDocument) -> None:
        section = document.sections[0]
        document.settings.odd_and_even_pages_header_footer = True
        section.different_first_page_header_footer = True
        for edge, words in (
            (section.header, "Odd"), (section.even_page_header, "Even"),
            (section.first_page_header, "First"),
        ):  # fmt: skip
            edge.paragraphs[0].text = words

    data = made(everything(), branded(brand(pages)))
    assert part(data, "word/settings.xml").find(W + "evenAndOddHeaders") is not None
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert section.header.paragraphs[0].text == "Odd"
    assert section.even_page_header.paragraphs[0].text == "Even"
    assert section.first_page_header.paragraphs[0].text == "First"
    for foot in (section.footer, section.even_page_footer, section.first_page_footer):
        assert foot.paragraphs[0].text == "Page 1 of 1"


def told(result: Warned[bytes]) -> list[str]:
    return [found.message for found in result.diagnostics if found.rule is template.NOT_TAKEN]


def test_a_foot_without_page_number_gives_way_and_is_told() -> None:
    def foot(document: WordDocument) -> None:
        document.sections[0].footer.paragraphs[0].text = "An address"

    result = write(everything(), branded(brand(foot)))
    assert len(told(result)) == 1
    assert "page number" in told(result)[0]
    assert "word/footer.xml" in names(result.value)


def test_a_head_that_would_fetch_or_run_something_is_left_and_told() -> None:
    def fetching(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "Seen by others"
        document.sections[0].header.part.relate_to("https://spy.example/a.png", PICTURE, True)

    def running(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "Runs"
        document.sections[0].header.part.relate_to("C:\\run.bin", OBJECT, True)

    for change, word in ((fetching, "picture elsewhere"), (running, "oleObject")):
        result = write(everything(), branded(brand(change)))
        assert [word in message for message in told(result)] == [True]
        assert "word/header.xml" in names(result.value)
        assert b"spy.example" not in result.value


PICTURE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
OBJECT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject"


def rename(ids: dict[str, str]) -> Callable[[etree._Element], None]:
    """Return an edit that gives styles other ids, as Word in another language does."""

    def change(root: etree._Element) -> None:
        for element in root.iter(W + "style", W + "basedOn", W + "next", W + "link"):
            key = W + ("styleId" if element.tag == W + "style" else "val")
            element.set(key, ids.get(element.get(key, ""), element.get(key, "")))

    return change


def test_styles_of_other_ids_are_known_by_name() -> None:
    german = {"Heading2": "berschrift2", "ListBullet": "Aufzhlungszeichen", "Normal": "Standard"}
    options = branded(edited(brand(), rename(german), STYLES))
    data = made(everything(), options)
    used = styles_in_use(data)
    assert "berschrift2" in used
    assert "Heading2" not in used
    levels = part(data, "word/numbering.xml").iter(W + "pStyle")
    assert "Aufzhlungszeichen" in {level.get(W + "val") for level in levels}
    assert [x for x in faults(everything(), options) if "docx-contrast" not in x] == []


def test_a_heading_in_another_language_goes_with_its_wide_table() -> None:
    options = branded(edited(brand(), rename({"Heading3": "berschrift3"}), STYLES))
    data = made(report(paragraph("Before."), Section(3, text("Data"), (wide(),))), options)
    broken = [p for p in part(data).iter(W + "p") if p.find(f"{W}pPr/{W}sectPr") is not None]
    assert texts(broken[0]) == "Before."


def test_a_style_of_the_departments_own_under_our_id_is_not_taken_for_ours() -> None:
    def own(root: etree._Element) -> None:
        style = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "Quote")
        style.find(W + "name").set(W + "val", "Zitat des Amts")  # type: ignore[union-attr]

    options = branded(edited(brand(), own, STYLES))
    data = made(everything(), options)
    ids = [style.get(W + "styleId") for style in part(data, STYLES).iter(W + "style")]
    assert len(ids) == len(set(ids))
    assert "ReportQuote" in ids
    assert [x for x in faults(everything(), options) if "docx-contrast" not in x] == []


def test_language_and_direction_are_those_of_the_report() -> None:
    def bare(root: etree._Element) -> None:
        defaults = root.find(W + "docDefaults")
        assert defaults is not None
        root.remove(defaults)

    metadata = replace(small().metadata, language="ar", direction=Direction.RIGHT_TO_LEFT)
    document = replace(small(), metadata=metadata)
    root = part(made(document, branded(edited(brand(), bare, STYLES))), STYLES)
    defaults = root.find(W + "docDefaults")
    assert defaults is not None
    assert defaults.find(f"{W}pPrDefault/{W}pPr/{W}bidi") is not None
    language = defaults.find(f"{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None
    assert language.get(W + "val") == "ar"


MACROS = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def test_macros_stay_behind() -> None:
    with zipfile.ZipFile(io.BytesIO(brand(letterhead))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        PLAIN.encode(), MACROS.encode()
    )
    parts["word/vbaProject.bin"] = b"Sub AutoOpen()"
    data = made(everything(), branded(repack(parts.items())))
    assert not [name for name in names(data) if "vba" in name]
    assert b"macroEnabled" not in data
    assert "word/header1.xml" in names(data)


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/big.bin", bytes(template.LARGEST + 1))
    return buffer.getvalue()


def without(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(brand())) as archive:
        return repack((n, archive.read(n)) for n in archive.namelist() if n != name)


def replaced(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(brand())) as archive:
        return repack((n, content if n == name else archive.read(n)) for n in archive.namelist())


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]><x>&b;</x>'

HOSTILE: dict[str, Callable[[], bytes]] = {
    "no archive": lambda: b"no zip",
    "nothing": lambda: b"",
    "another archive": lambda: repack([("mimetype", b"application/epub+zip")]),
    "cut off": lambda: brand()[:-3000],
    "no styles": lambda: without(STYLES),
    "styles that are no XML": lambda: replaced(STYLES, b"<broken"),
    "a body that is no XML": lambda: replaced("word/document.xml", b"<broken"),
    "entities": lambda: replaced("word/document.xml", LAUGHS),
    "no relationships": lambda: without("_rels/.rels"),
    "no types": lambda: without("[Content_Types].xml"),
    "far too large": bomb,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_word_document_is_no_template(data: Callable[[], bytes]) -> None:
    with pytest.raises(OptionError, match="the template"):
        made(small(), branded(data()))


def test_the_open_xml_sdk_accepts_what_a_template_gives(tmp_path: Path) -> None:
    target = tmp_path / "branded.docx"
    target.write_bytes(made(everything(), branded(brand(letterhead))))
    for verdict in openxml.judge([target]):
        if isinstance(verdict, Absent):
            pytest.skip(f"Open XML SDK: {verdict.reason}")
        assert verdict.diagnostics == ()


def pages_of(data: bytes) -> list[int]:
    """Return the page numbers in the contents."""
    links = next(part(data).iter(W + "sdt")).iter(W + "hyperlink")
    return [int([item.text or "" for item in link.iter(W + "t")][-1]) for link in links]


def test_page_numbers_in_the_contents_follow_the_sizes_of_the_template() -> None:
    def large(document: WordDocument) -> None:
        style = document.styles["Body Text"]
        style.font.size = Pt(16)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.space_after = Pt(0)

    sections = tuple(
        Section(2, text(f"Part {number}"), (paragraph("word " * 270),)) for number in range(4)
    )
    document = replace(report(), children=sections)
    small, big = (pages_of(made(document, branded(brand(c)))) for c in (letterhead, large))
    assert small[-1] == 3
    # 26 lines to a part at 16 points: a page holds one, and the beginning of the next.
    assert big == [2, 2, 3, 4]


def test_bodies_of_lists_stand_close_where_the_template_says_so() -> None:
    def close(on: str) -> Callable[[WordDocument], None]:
        def change(document: WordDocument) -> None:
            style = document.styles["Body Text"]
            style.paragraph_format.space_after = Pt(40)
            mark = OxmlElement("w:contextualSpacing")
            mark.set(qn("w:val"), on)
            style.element.get_or_add_pPr().append(mark)

        return change

    blocks = tuple(paragraph("One line.") for _ in range(20))
    document = replace(
        report(), children=tuple(Section(2, text(f"Part {n}"), blocks) for n in range(2))
    )
    spread, tight = (pages_of(made(document, branded(brand(close(on))))) for on in "01")
    assert tight[-1] < spread[-1]
