"""The PDF verifier: good files pass, and each planted fault is named, and it alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf
import pytest

from pipeline.errors import ArtefactError
from pipeline.model.nodes import Anchor, Document, Link, Paragraph, Span, SpanKind, Text
from pipeline.options import NotePlacement, Options, PdfOptions, PdfProfile
from pipeline.verify import pdf
from pipeline.verify.facts import FactKind, facts
from pipeline.writers.pdf import additions, write
from tests.documents import everything, french, small

DOCUMENTS = {"small": small(), "french": french(), "everything": everything()}


def options(
    profile: PdfProfile = PdfProfile.UA1, notes: NotePlacement = NotePlacement.FOOT
) -> Options:
    return Options(pdf=PdfOptions(profile=profile), notes=notes)


def found(data: bytes, document: Document, chosen: Options) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for diagnostic in pdf.check(data, document, chosen, added=additions(document, chosen)):
        names.setdefault(diagnostic.rule.id, []).append(diagnostic.message)
    return names


@pytest.mark.parametrize("notes", NotePlacement)
@pytest.mark.parametrize("profile", PdfProfile)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_the_writer_makes_passes(name: str, profile: PdfProfile, notes: NotePlacement) -> None:
    document, chosen = DOCUMENTS[name], options(profile, notes)
    assert found(write(document, chosen).value, document, chosen) == {}


@pytest.mark.parametrize("profile", PdfProfile)
def test_every_kind_of_fact_is_read_back(profile: PdfProfile) -> None:
    document = everything()
    read = pdf.read(write(document, options(profile)).value)
    assert {fact.kind for fact in read} == {fact.kind for fact in facts(document)} == set(FactKind)
    assert all(fact.place for fact in read if fact.kind is FactKind.TEXT)


def test_a_link_to_the_end_of_a_paragraph_leads_to_that_paragraph() -> None:
    mark = Span(SpanKind.PLAIN, (), id="mark")
    link = Link((Text("there"),), Anchor("mark"))
    texts = [(Text("First."), mark), (Text("Second."),), (link,)]
    document = replace(small(), children=tuple(Paragraph(text) for text in texts))
    assert found(write(document, options()).value, document, options()) == {}


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ArtefactError, match="cannot be read"):
        pdf.read(b"<!doctype html>")


# ------------------------------------------------------------------------------ sabotage

Fault = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def good() -> dict[PdfProfile, bytes]:
    return {profile: write(everything(), options(profile)).value for profile in PdfProfile}


def planted(
    data: bytes, fault: Fault, profile: PdfProfile = PdfProfile.UA1
) -> dict[str, list[str]]:
    """Return what is found in a good file after a fault was planted in it."""
    with pikepdf.open(io.BytesIO(data)) as file:
        fault(file)
        out = io.BytesIO()
        file.save(out, fix_metadata_version=False)
    return found(out.getvalue(), everything(), options(profile))


def elements(file: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    stack = [file.Root.StructTreeRoot]
    while stack:
        node = stack.pop()
        if "/S" in node:
            yield node
        below = node.get("/K")
        kids = list(below) if isinstance(below, pikepdf.Array) else [below]
        stack += [
            kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        ]


def element(file: pikepdf.Pdf, role: str, number: int = 0) -> pikepdf.Object:
    name = pikepdf.Name(f"/{role}")
    return [one for one in elements(file) if one["/S"] == name][number]


def rewrite(file: pikepdf.Pdf, page: int, old: bytes, new: bytes) -> None:
    """Change the first occurrence of something in the content of a page."""
    target = file.pages[page]
    target.contents_coalesce()
    data = target.Contents.read_bytes()
    assert old in data
    target.Contents = file.make_stream(data.replace(old, new, 1))


def paragraph_mark(file: pikepdf.Pdf) -> bytes:
    """Return how the first paragraph of the second page begins in its content stream."""
    page = file.pages[1]
    page.contents_coalesce()
    found = re.search(rb"/P <</MCID \d+>> BDC", page.Contents.read_bytes())
    assert found is not None
    return found[0]


def without(file: pikepdf.Pdf, key: str) -> None:
    del file.Root[key]


def text_of_a_paragraph_is_untagged(file: pikepdf.Pdf) -> None:
    rewrite(file, 1, paragraph_mark(file), b"/P BMC")


def paragraph_is_an_artifact(file: pikepdf.Pdf) -> None:
    rewrite(file, 1, paragraph_mark(file), b"/Artifact <</Type /Layout>> BDC")


def artifact_is_within_a_mark(file: pikepdf.Pdf) -> None:
    mark = paragraph_mark(file)
    rewrite(file, 1, mark, mark + b" /Artifact <</Type /Layout>> BDC EMC")


def mark_is_there_twice(file: pikepdf.Pdf) -> None:
    mark = paragraph_mark(file)
    rewrite(file, 1, mark, mark + b" EMC " + mark)


def mark_is_not_closed(file: pikepdf.Pdf) -> None:
    mark = paragraph_mark(file)
    rewrite(file, 1, mark, b"/Span BMC " + mark)


def artifact_has_no_kind(file: pikepdf.Pdf) -> None:
    rewrite(file, 1, b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC", b"/Artifact BMC")


def artifact_has_no_subtype(file: pikepdf.Pdf) -> None:
    rewrite(file, 1, b"/Type /Pagination /Subtype /Footer", b"/Type /Pagination")


def element_is_gone(file: pikepdf.Pdf) -> None:
    quote = element(file, "BlockQuote")
    siblings = quote.P.K
    quote.P.K = pikepdf.Array([kid for kid in siblings if kid.objgen != quote.objgen])


def mark_is_claimed_by_two(file: pikepdf.Pdf) -> None:
    first, second = element(file, "P", 2), element(file, "P", 3)
    second.K = pikepdf.Array(
        [
            *(second.K if isinstance(second.K, pikepdf.Array) else [second.K]),
            pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=first.Pg, MCID=0),
        ]
    )


def parent_tree_is_shifted(file: pikepdf.Pdf) -> None:
    tree = file.Root.StructTreeRoot.ParentTree
    while "/Kids" in tree:
        tree = tree.Kids[0]
    entry = tree.Nums[3]
    tree.Nums[3] = pikepdf.Array([entry[-1], *list(entry)[1:]])


def parent_tree_is_gone(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot["/ParentTree"]


def element_names_another_parent(file: pikepdf.Pdf) -> None:
    element(file, "P", 3).P = element(file, "H1")


def paragraph_says_nothing(file: pikepdf.Pdf) -> None:
    root = element(file, "Document")
    root.K.append(
        file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, P=root, K=pikepdf.Array()))
    )


def link_is_in_a_span(file: pikepdf.Pdf) -> None:
    link = next(one for one in elements(file) if one.S == "/Link" and one.P.S == "/P")
    link.S = pikepdf.Name.Span


def link_has_no_contents(file: pikepdf.Pdf) -> None:
    del file.pages[1].Annots[0]["/Contents"]


def link_is_not_printed(file: pikepdf.Pdf) -> None:
    file.pages[1].Annots[0].F = 0


def link_leaves_the_page(file: pikepdf.Pdf) -> None:
    file.pages[1].Annots[0].Rect = pikepdf.Array([-300, 0, -200, 10])


def link_leads_to_a_page_only(file: pikepdf.Pdf) -> None:
    link = next(one for one in file.pages[0].Annots if "/SD" in one.get("/A", {}))
    del link.A["/SD"]


def entry_of_the_contents_leads_to_a_paragraph(file: pikepdf.Pdf) -> None:
    link = next(one for one in file.pages[0].Annots if "/SD" in one.get("/A", {}))
    link.A.SD[0] = element(file, "P", 4)


def entry_of_the_contents_has_no_link(file: pikepdf.Pdf) -> None:
    element(file, "TOCI").K = file.make_indirect(
        pikepdf.Dictionary(
            S=pikepdf.Name.Reference, P=element(file, "TOCI"), K=element(file, "TOCI").K.K.K
        )
    )


def role_is_unknown(file: pikepdf.Pdf) -> None:
    element(file, "BlockQuote").S = pikepdf.Name.Quotation


def standard_role_is_mapped(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap["/P"] = pikepdf.Name.Span


def role_map_is_a_circle(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap["/Marked"] = pikepdf.Name.Deleted
    file.Root.StructTreeRoot.RoleMap["/Deleted"] = pikepdf.Name.Marked


def list_holds_a_paragraph(file: pikepdf.Pdf) -> None:
    element(file, "LI").S = pikepdf.Name.P


def heading_skips_a_level(file: pikepdf.Pdf) -> None:
    element(file, "H3").S = pikepdf.Name.H4


def list_does_not_count(file: pikepdf.Pdf) -> None:
    item = element(file, "LI")
    item.K = pikepdf.Array([item.K[1]])


def figure_has_no_alternative(file: pikepdf.Pdf) -> None:
    del element(file, "Figure")["/Alt"]


def figure_is_off_the_page(file: pikepdf.Pdf) -> None:
    element(file, "Figure").A.BBox = pikepdf.Array([-500, 0, -400, 50])


def note_has_no_identifier(file: pikepdf.Pdf) -> None:
    del element(file, "Note")["/ID"]


def identifier_is_used_twice(file: pikepdf.Pdf) -> None:
    element(file, "Note").ID = element(file, "Note", 1).ID


def language_is_no_tag(file: pikepdf.Pdf) -> None:
    next(one for one in elements(file) if "/Lang" in one).Lang = pikepdf.String("français")


def table_is_irregular(file: pikepdf.Pdf) -> None:
    cell = next(one for one in elements(file) if "/ColSpan" in one.get("/A", {}))
    cell.A.ColSpan = 3


def table_has_two_heads(file: pikepdf.Pdf) -> None:
    element(file, "TBody").S = pikepdf.Name.THead


def headers_do_not_resolve(file: pikepdf.Pdf) -> None:
    cell = next(one for one in elements(file) if one.S == "/TD" and "/Headers" in one.get("/A", {}))
    cell.A.Headers[0] = pikepdf.String("nowhere")


def header_has_no_scope(file: pikepdf.Pdf) -> None:
    del element(file, "TH").A["/Scope"]


def header_cell_is_wrong(file: pikepdf.Pdf) -> None:
    cells = [one for one in elements(file) if one.S == "/TD" and "/Headers" in one.get("/A", {})]
    cells[0].A.Headers, cells[2].A.Headers = cells[2].A.Headers, cells[0].A.Headers


def paragraphs_change_places(file: pikepdf.Pdf) -> None:
    quote = element(file, "BlockQuote")
    quote.K = pikepdf.Array(reversed(list(quote.K)))


def french_is_read_as_english(file: pikepdf.Pdf) -> None:
    del next(one for one in elements(file) if one.get("/Lang") == "fr-CA")["/Lang"]


def abbreviation_loses_its_expansion(file: pikepdf.Pdf) -> None:
    del next(one for one in elements(file) if "/E" in one)["/E"]


def formula_loses_its_alternative(file: pikepdf.Pdf) -> None:
    del element(file, "Formula")["/Alt"]


def bookmark_is_wrong(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Title = pikepdf.String("Elsewhere")


def text_is_not_mapped(file: pikepdf.Pdf) -> None:
    font = next(iter(file.pages[0].Resources.Font.values()))
    del font["/ToUnicode"]


def font_is_not_embedded(file: pikepdf.Pdf) -> None:
    font = next(iter(file.pages[0].Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def forbidden_character_is_mapped(file: pikepdf.Pdf) -> None:
    font = next(iter(file.pages[0].Resources.Font.values()))
    data = font.ToUnicode.read_bytes().replace(b"<0000> <FFFD>", b"<0000> <FEFF>")
    font.ToUnicode = file.make_stream(data)


def tabs_are_gone(file: pikepdf.Pdf) -> None:
    del file.pages[0]["/Tabs"]


def title_is_not_shown(file: pikepdf.Pdf) -> None:
    del file.Root.ViewerPreferences["/DisplayDocTitle"]


def metadata_claim_nothing(file: pikepdf.Pdf) -> None:
    data = file.Root.Metadata.read_bytes()
    file.Root.Metadata = file.make_stream(data.replace(b"pdfaid:part", b"pdfaid:parts"))


def metadata_have_no_title(file: pikepdf.Pdf) -> None:
    data = file.Root.Metadata.read_bytes()
    file.Root.Metadata = file.make_stream(data.replace(b"dc:title", b"dc:subtitle"))


FAULTS: dict[Fault, set[str]] = {
    text_of_a_paragraph_is_untagged: {
        "pdf-untagged",
        "pdf-missing-mark",
        "pdf-parent-tree",
        "text-lost",
    },
    artifact_is_within_a_mark: {"pdf-nested-marks"},
    mark_is_there_twice: {"pdf-repeated-mark"},
    mark_is_not_closed: {"pdf-unbalanced-marks"},
    artifact_has_no_kind: {"pdf-artifact-kind"},
    artifact_has_no_subtype: {"pdf-artifact-kind"},
    parent_tree_is_shifted: {"pdf-parent-tree"},
    parent_tree_is_gone: {"pdf-parent-tree"},
    element_names_another_parent: {"pdf-parent-tree"},
    paragraph_says_nothing: {"pdf-empty-element", "pdf-blank-content"},
    link_has_no_contents: {"pdf-annotation"},
    link_is_not_printed: {"pdf-annotation"},
    link_leaves_the_page: {"pdf-annotation"},
    link_leads_to_a_page_only: {"pdf-destination"},
    entry_of_the_contents_leads_to_a_paragraph: {"pdf-contents"},
    role_is_unknown: {"pdf-role", "pdf-containment"},
    role_map_is_a_circle: {"pdf-role", "pdf-containment"},
    heading_skips_a_level: {"pdf-heading-levels", "heading-lost"},
    list_does_not_count: {"pdf-list", "pdf-unclaimed-mark", "item-lost"},
    figure_has_no_alternative: {"pdf-figure", "image-lost"},
    figure_is_off_the_page: {"pdf-figure"},
    note_has_no_identifier: {"pdf-note"},
    identifier_is_used_twice: {"pdf-identifier"},
    language_is_no_tag: {"pdf-lang", "language-lost"},
    headers_do_not_resolve: {"pdf-table-headers", "cell-lost"},
    header_has_no_scope: {"pdf-table-headers", "header-lost"},
    header_cell_is_wrong: {"cell-lost"},
    paragraphs_change_places: {"text-lost", "text-added"},
    french_is_read_as_english: {"language-lost"},
    abbreviation_loses_its_expansion: {"expansion-lost"},
    formula_loses_its_alternative: {"pdf-figure", "math-lost", "text-lost"},
    bookmark_is_wrong: {"pdf-bookmarks"},
    font_is_not_embedded: {"pdf-font"},
    forbidden_character_is_mapped: {"pdf-font"},
    tabs_are_gone: {"pdf-tabs"},
    title_is_not_shown: {"pdf-title"},
    metadata_claim_nothing: {"pdf-claim"},
    metadata_have_no_title: {"pdf-title"},
    lambda file: without(file, "/Lang"): {"pdf-language", "language-added"},
    lambda file: without(file, "/MarkInfo"): {"pdf-marked"},
    lambda file: without(file, "/OutputIntents"): {"pdf-output-intent"},
    lambda file: without(file, "/PageLabels"): {"pdf-page-labels"},
    lambda file: without(file, "/Outlines"): {"pdf-bookmarks"},
}
"""Each fault with what must be found, and nothing else."""

SPREADING: dict[Fault, str] = {
    paragraph_is_an_artifact: "pdf-missing-mark",
    element_is_gone: "pdf-unclaimed-mark",
    mark_is_claimed_by_two: "pdf-mark-claimed-twice",
    link_is_in_a_span: "pdf-annotation",
    entry_of_the_contents_has_no_link: "pdf-contents",
    standard_role_is_mapped: "pdf-role",
    list_holds_a_paragraph: "pdf-containment",
    table_is_irregular: "pdf-table-irregular",
    table_has_two_heads: "pdf-table-parts",
    text_is_not_mapped: "pdf-font",
    lambda file: without(file, "/StructTreeRoot"): "pdf-no-tags",
}
"""Faults that are seen in many ways, with the rule that names them."""


def name_of(fault: Fault | set[str] | str) -> str | None:
    return fault.__name__.replace("_", " ") if callable(fault) else None


@pytest.mark.parametrize(("fault", "expected"), FAULTS.items(), ids=name_of)
def test_each_fault_is_named_and_nothing_else(
    fault: Fault, expected: set[str], good: dict[PdfProfile, bytes]
) -> None:
    assert set(planted(good[PdfProfile.UA1], fault)) == expected


@pytest.mark.parametrize(("fault", "expected"), SPREADING.items(), ids=name_of)
def test_each_fault_is_named_among_its_consequences(
    fault: Fault, expected: str, good: dict[PdfProfile, bytes]
) -> None:
    assert expected in planted(good[PdfProfile.UA1], fault)


# ----------------------------------------------------------------------------- PDF 2.0


def namespace_is_gone(file: pikepdf.Pdf) -> None:
    del element(file, "P")["/NS"]


def note_does_not_name_its_citation(file: pikepdf.Pdf) -> None:
    del element(file, "FENote")["/Ref"]


def note_has_no_kind(file: pikepdf.Pdf) -> None:
    del element(file, "FENote")["/A"]


def information_is_there(file: pikepdf.Pdf) -> None:
    file.trailer["/Info"] = file.make_indirect(pikepdf.Dictionary(Title=pikepdf.String("x")))


def declaration_is_gone(file: pikepdf.Pdf) -> None:
    data = file.Root.Metadata.read_bytes()
    file.Root.Metadata = file.make_stream(data.replace(b"#reuse1.0", b"#reuse"))


def formula_has_no_mathml(file: pikepdf.Pdf) -> None:
    del element(file, "Formula")["/AF"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (namespace_is_gone, {"pdf-role"}),
        (note_does_not_name_its_citation, {"pdf-note"}),
        (note_has_no_kind, {"pdf-note"}),
        (declaration_is_gone, {"pdf-claim"}),
        (information_is_there, {"pdf-information"}),
        (formula_has_no_mathml, {"pdf-figure"}),
    ],
    ids=name_of,
)
def test_faults_of_pdf_2_are_named(
    fault: Fault, expected: set[str], good: dict[PdfProfile, bytes]
) -> None:
    assert set(planted(good[PdfProfile.UA2], fault, PdfProfile.UA2)) == expected


def test_a_file_of_one_profile_is_not_of_the_other(good: dict[PdfProfile, bytes]) -> None:
    names = found(good[PdfProfile.UA1], everything(), options(PdfProfile.UA2))
    assert {"pdf-version", "pdf-claim", "pdf-information", "pdf-role", "pdf-note"} <= set(names)
