"""Documents for tests of writers and verifiers, made without the reader.

``everything()`` holds each construct of the model at least once; ``french()`` the words of
another language; ``small()`` the least that is a document.
"""

from __future__ import annotations

import struct
import zlib

from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    Asset,
    Block,
    Callout,
    CalloutKind,
    Cell,
    CodeBlock,
    Definition,
    DefinitionEntry,
    DefinitionList,
    Details,
    Direction,
    Document,
    Edition,
    Figure,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Metadata,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    Quote,
    Row,
    RowGroup,
    Ruby,
    Scope,
    Section,
    Separator,
    Span,
    SpanKind,
    Table,
    Term,
    Text,
    Url,
)

MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="r equals n over p">'
    "<mi>r</mi><mo>=</mo><mfrac><mi>n</mi><mi>p</mi></mfrac></math>"
)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    b'<rect x="10" y="40" width="40" height="60" fill="#26374A"/>'
    b'<rect x="80" y="10" width="40" height="90" fill="#AF3C43"/></svg>'
)


def png(width: int = 40, height: int = 20) -> bytes:
    """Return a small picture of one colour, made without an image library."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\x00" + b"\x26\x37\x4a" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def text(content: str) -> tuple[Text, ...]:
    """Return inline content of one run."""
    return (Text(content),)


def paragraph(*content: Inline | str, lang: str | None = None) -> Paragraph:
    """Return a paragraph; strings become ``Text``."""
    return Paragraph(
        tuple(Text(part) if isinstance(part, str) else part for part in content), lang=lang
    )


def items(*contents: str | tuple[Block, ...]) -> tuple[ListItem, ...]:
    """Return list items; a string is an item of one paragraph."""
    return tuple(
        ListItem((paragraph(content),) if isinstance(content, str) else content)
        for content in contents
    )


def header(content: str, scope: Scope = Scope.AUTO, *, colspan: int = 1, rowspan: int = 1) -> Cell:
    """Return a header cell."""
    return Cell((paragraph(content),), scope, colspan=colspan, rowspan=rowspan)


def cell(content: str = "", *, colspan: int = 1, rowspan: int = 1) -> Cell:
    """Return a data cell, empty for the empty string."""
    return Cell((paragraph(content),) if content else (), colspan=colspan, rowspan=rowspan)


def row(*cells: Cell) -> Row:
    """Return a row."""
    return Row(cells)


METADATA = Metadata(
    title="Annual report: every construct",
    language="en-CA",
    creators=("Public Safety Canada",),
    publisher="Government of Canada",
    issued="2022-05-31",
    modified="2023-01-15",
    description="A report that holds every construct of the model.",
    subjects=("Accessibility", "Reports"),
    identifiers=("ISBN 978-0-660-12345-6",),
    address="https://www.example.gc.ca/report.html",
    editions=(Edition(lang="fr-CA", address="https://www.example.gc.ca/rapport.html"),),
)


def small() -> Document:
    """Return a title and one paragraph."""
    return Document(
        metadata=Metadata(title="Small report", language="en"),
        title=text("Small report"),
        children=(paragraph("One paragraph."),),
    )


def french() -> Document:
    """Return a short French report with its typography."""
    return Document(
        metadata=Metadata(
            title="Rapport annuel", language="fr-CA", creators=("Sécurité publique",)
        ),
        title=text("Rapport annuel"),
        children=(
            Section(
                2,
                text("Résultats\u00a0: 12,5\u00a0%"),
                (
                    paragraph(
                        "Il a dit ",
                        Span(SpanKind.QUOTED, text("«\u00a0Oui\u00a0»")),
                        " à la ",
                        Span(SpanKind.PLAIN, text("Royal Canadian Mounted Police"), lang="en"),
                        NoteReference("n1"),
                        ".",
                    ),
                    Callout(CalloutKind.WARNING, (paragraph("Attention aux délais."),)),
                ),
            ),
        ),
        notes=(Note("1", (paragraph("Une note."),), id="n1"),),
    )


def regions() -> Table:
    """Return a table with two header rows, row groups, spans, an empty corner and a note."""
    return Table(
        caption=(paragraph("Table 1: Reports by region"),),
        summary="Two header rows; regions are grouped.",
        id="tbl1",
        columns=(2, 2, 2),
        head=(
            row(
                cell("", rowspan=2, colspan=2), header("2021", colspan=2), header("2022", colspan=2)
            ),
            row(header("Reported"), header("Cleared"), header("Reported"), header("Cleared")),
        ),
        bodies=(
            RowGroup(
                (
                    row(
                        header("Western region", Scope.ROW_GROUP, rowspan=2),
                        header("Alberta", Scope.ROW),
                        cell("211"),
                        cell("112"),
                        cell("223"),
                        Cell((paragraph("118", NoteReference("t1a")),)),
                    ),
                    row(header("Manitoba", Scope.ROW), cell("95"), cell("40"), cell("99"), cell()),
                )
            ),
            RowGroup(
                (
                    row(
                        header("Central region", Scope.ROW_GROUP),
                        header("Ontario", Scope.ROW),
                        cell("315"),
                        cell("201"),
                        cell("327", colspan=2),
                    ),
                )
            ),
        ),
        foot=(
            row(
                header("Total", Scope.ROW, colspan=2),
                cell("621"),
                cell("353"),
                cell("649"),
                cell("—"),
            ),
        ),
        notes=(Note("a", (paragraph("Preliminary."),), id="t1a"),),
    )


def everything(*, is_told: bool = False) -> Document:
    """Return a report with every construct; ``is_told``: with no alternative missing."""
    picture = Asset("chart.png", "image/png", png(), 40, 20)
    drawing = Asset("bars.svg", "image/svg+xml", SVG, 200, 100)
    inlines = Section(
        2,
        text("Inline content"),
        (
            paragraph(
                "The ",
                Abbreviation(text("RCMP"), "Royal Canadian Mounted Police"),
                " ",
                Span(SpanKind.EMPHASIS, (Text("noted "), Span(SpanKind.STRONG, text("strongly")))),
                " that H",
                Span(SpanKind.SUBSCRIPT, text("2")),
                "O and x",
                Span(SpanKind.SUPERSCRIPT, text("2")),
                " run as ",
                Span(SpanKind.CODE, text("make  all")),
                "; ",
                Span(SpanKind.DELETED, text("old")),
                " ",
                Span(SpanKind.INSERTED, text("new")),
                " and ",
                Span(SpanKind.MARKED, text("marked")),
                ".",
                NoteReference("n1"),
            ),
            paragraph(
                "He said ",
                Span(SpanKind.QUOTED, text("“yes”")),
                ". The rate is ",
                Math(MATHML, "r = n/p"),
                ", see ",
                Link(text("Table 1"), Anchor("tbl1")),
                " and the ",
                Link(
                    (Text("home page of "), Span(SpanKind.EMPHASIS, text("Canada"))),
                    Url("https://www.canada.ca/en.html"),
                    title="Government of Canada",
                ),
                " or the ",
                Link(text("annex"), Anchor("annex")),
                ".",
                NoteReference("n2"),
                NoteReference("n1"),
            ),
            paragraph(
                "Line one",
                LineBreak(),
                "line two with 12,5\u00a0% and a reading ",
                Ruby(text("漢字"), text("かんじ"), lang="ja"),
                ".",
            ),
            paragraph("Le présent rapport résume la série.", lang="fr-CA"),
            Paragraph(
                (
                    Text("يلخص هذا التقرير سلسلة "),
                    Span(
                        SpanKind.PLAIN,
                        text("PDF 2022"),
                        lang="en-CA",
                        direction=Direction.LEFT_TO_RIGHT,
                    ),
                    Text(" الندوات."),
                ),
                lang="ar",
                direction=Direction.RIGHT_TO_LEFT,
            ),
            paragraph("ᐃᓄᒃᑎᑐᑦ ᑐᓴᐅᒪᔭᒃᓴᑦ", lang="iu"),
            paragraph(
                "An icon ",
                Image(picture, "Warning sign"),
                " stands in the line, a decorative one ",
                Image(picture, ""),
                " says nothing.",
            ),
        ),
    )
    lists = Section(
        2,
        text("Lists"),
        (
            List(
                items(
                    "First",
                    (
                        paragraph("Second, with more:"),
                        List(items("Inner one", "Inner two"), Numbering.CIRCLE),
                        paragraph("A paragraph that goes on."),
                    ),
                ),
                Numbering.DISC,
            ),
            List(
                (*items("Third letter", "Fourth letter"), ListItem((paragraph("Ninth"),), value=9)),
                Numbering.LOWER_ALPHA,
                start=3,
            ),
            List(items("Three", "Two", "One"), Numbering.DECIMAL, start=3, reversed=True),
            List(items("No mark"), Numbering.NONE),
            DefinitionList(
                (
                    DefinitionEntry(
                        (Term(text("OCSE")), Term(text("Exploitation"))),
                        (
                            Definition((paragraph("Online child sexual exploitation."),)),
                            Definition((paragraph("A second definition."),)),
                        ),
                    ),
                    DefinitionEntry(
                        (Term(text("PS")),), (Definition((paragraph("Public Safety."),)),)
                    ),
                )
            ),
        ),
    )
    blocks = Section(
        2,
        text("Blocks"),
        (
            Section(
                4,  # a skipped level, as pages have it
                text("Quotations and code"),
                (
                    Quote((paragraph("To be, or not."), paragraph("— A prince"))),
                    CodeBlock(text("def main():\n    return  0\n\n# end")),
                    MathBlock(MATHML, "r = n/p"),
                    Separator(),
                    Callout(
                        CalloutKind.WARNING,
                        (Section(3, text("Take care"), (paragraph("Wet floor."),)),),
                    ),
                    Callout(CalloutKind.ASIDE, (paragraph("By the way."),)),
                    Details(text("How we counted"), (paragraph("By hand, twice."),)),
                ),
            ),
        ),
    )
    figures = Section(
        2,
        text("Figures and tables"),
        (
            Figure(
                (Paragraph((Image(drawing, "Bar chart: the second bar is higher."),)),),
                caption=(paragraph("Figure 1: Two bars"),),
                description=Details(
                    text("Long description"), (paragraph("The first bar is 60, the second 90."),)
                ),
                id="fig1",
            ),
            Figure((Paragraph((Image(None, "Photo that could not be found"),)),)),
            Paragraph((Image(picture, "A plain picture" if is_told else None),)),
            regions(),
            Table(
                caption=(paragraph("Table 2: Row headers"),),
                bodies=(
                    RowGroup(
                        (
                            row(header("Year"), cell("2021")),
                            row(header("Total"), cell("1,234")),
                        )
                    ),
                ),
            ),
        ),
    )
    annex = Section(
        2,
        text("Annex"),
        (
            Section(
                3,
                text("Level three"),
                (
                    Section(
                        4,
                        text("Level four"),
                        (
                            Section(
                                5,
                                text("Level five"),
                                (
                                    Section(
                                        6,
                                        text("Level six"),
                                        (Section(7, text("Level seven"), (paragraph("Deep."),)),),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        id="annex",
    )
    return Document(
        metadata=METADATA,
        kicker=text("Reports of 2022"),
        title=(Text("Annual report"), LineBreak(), Text("every construct")),
        subtitle=text("With a subtitle"),
        children=(paragraph("Opening words."), inlines, lists, blocks, figures, annex),
        notes=(
            Note(
                "1",
                (
                    paragraph(
                        "First note, see ", Link(text("the law"), Url("https://laws.example/")), "."
                    ),
                    List(
                        items(
                            "with a list",
                        ),
                        Numbering.DISC,
                    ),
                ),
                id="n1",
            ),
            Note("*", (paragraph("Second note."), paragraph("Of two paragraphs.")), id="n2"),
        ),
    )
