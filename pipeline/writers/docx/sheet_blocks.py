"""The styles of what is set apart from running text: blocks, figures, tables.

A part of the sheet, whose other styles are in ``sheet``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.nodes import CalloutKind
from pipeline.theme import Colour, Theme
from pipeline.writers.docx.looks import (
    CALLOUTS,
    MONOSPACE,
    NATURAL,
    Border,
    ParagraphLook,
    RunLook,
    Style,
    StyleType,
)


def block_styles(theme: Theme) -> Iterator[Style]:
    """Yield the styles of quotations, code, formulas, callouts and separators."""
    em, palette = theme.body_size, theme.palette
    yield Style(
        id="Quote",
        name="Quote",
        based_on="Normal",
        priority=29,
        gallery=True,
        run=RunLook(italic=True if theme.italics else None),
        paragraph=ParagraphLook(left=1.6 * em, right=1.6 * em, bar=Border(2.25, palette.rule, 9)),
    )
    yield Style(
        id="HTMLPreformatted",
        name="HTML Preformatted",
        based_on="Normal",
        run=RunLook(font=MONOSPACE),
        paragraph=ParagraphLook(
            line=1.2, shade=palette.panel, left=0.5 * em, right=0.5 * em, before=0.3 * em
        ),
    )
    yield Style(
        id="Formula",
        name="Formula",
        based_on="Normal",
        built_in=False,
        paragraph=ParagraphLook(left=1.6 * em, keep_lines=True),
    )
    yield Style(
        id="DetailsSummary",
        name="Details Summary",
        based_on="Normal",
        next="BodyText",
        built_in=False,
        run=RunLook(bold=True),
        paragraph=ParagraphLook(keep_next=True, after=0),
    )
    for kind, id_ in CALLOUTS.items():
        yield Style(
            id=id_,
            name="Callout" if kind is CalloutKind.ASIDE else f"Callout {kind.value.title()}",
            based_on="Normal" if kind is CalloutKind.ASIDE else "Callout",
            built_in=False,
            paragraph=ParagraphLook(
                before=0.35 * em,
                after=0.35 * em,
                left=0.8 * em,
                right=0.8 * em,
                shade=palette.panel,
                bar=Border(3, _bar(theme, kind), 6),
            ),
        )
    yield Style(
        id="CalloutLabel",
        name="Callout Label",
        based_on="Callout",
        built_in=False,
        run=RunLook(bold=True),
        paragraph=ParagraphLook(keep_next=True, after=0),
    )
    yield Style(
        id="Separator",
        name="Separator",
        based_on="Normal",
        built_in=False,
        paragraph=ParagraphLook(above=Border(0.75, palette.rule, 6), before=space_of(theme)),
    )


def figure_styles(theme: Theme) -> Iterator[Style]:
    """Yield the styles of pictures and of captions."""
    em, palette = theme.body_size, theme.palette
    yield Style(
        id="Figure",
        name="Figure",
        based_on="Normal",
        next="FigureCaption",
        built_in=False,
        # Single spacing: less would cut the picture, whose line it is a part of.
        paragraph=ParagraphLook(line=NATURAL, before=0.6 * em, after=0.4 * em, keep_next=True),
    )
    yield Style(
        id="Caption",
        name="caption",
        based_on="Normal",
        priority=35,
        gallery=True,
        run=RunLook(bold=True, size=theme.small_size, colour=palette.text),
        paragraph=ParagraphLook(
            before=0.6 * em, after=0.35 * em, line=1.25, keep_next=True, keep_lines=True
        ),
    )
    yield Style(
        id="FigureCaption",
        name="Figure Caption",
        based_on="Caption",
        built_in=False,
        paragraph=ParagraphLook(before=0, after=em, keep_next=False),
    )
    yield Style(
        id="FigureDescriptionLink",
        name="Figure Description Link",
        based_on="Normal",
        built_in=False,
        run=RunLook(size=theme.small_size),
        paragraph=ParagraphLook(before=0, after=0.4 * em),
    )


def space_of(theme: Theme) -> float:
    """Return the distance of paragraphs in points."""
    return 0.6 * theme.body_size


def _bar(theme: Theme, kind: CalloutKind) -> Colour:
    strong = (CalloutKind.WARNING, CalloutKind.DANGER)
    return theme.palette.accent if kind in strong else theme.palette.heading


def table_styles(theme: Theme) -> Iterator[Style]:
    """Yield the styles of tables, of their cells and of their notes."""
    small = RunLook(size=theme.small_size)
    yield Style(id="ReportTable", name="Report Table", type=StyleType.TABLE, built_in=False,
                based_on="TableNormal")  # fmt: skip
    yield Style(
        id="TableText",
        name="Table Text",
        based_on="Normal",
        built_in=False,
        run=small,
        paragraph=ParagraphLook(before=0, after=0, line=1.2),
    )
    yield Style(
        # LibreOffice makes TH of cells in the style of exactly this name, and of no other.
        id="TableHeading",
        name="Table Heading",
        based_on="TableText",
        built_in=False,
        run=RunLook(bold=True),
    )
    for id_, name in (("TableText", "Table Number"), ("TableHeading", "Table Number Heading")):
        yield Style(
            id=name.replace(" ", ""),
            name=name,
            based_on=id_,
            built_in=False,
            paragraph=ParagraphLook(ends=True),
        )
    yield Style(
        id="TableNote",
        name="Table Note",
        based_on="Normal",
        built_in=False,
        run=small,
        paragraph=ParagraphLook(before=0.3 * theme.body_size, after=0.3 * theme.body_size),
    )
    yield Style(
        # Two tables in a row would become one; this keeps them apart and is never heard.
        id="TableGap",
        name="Table Gap",
        based_on="Normal",
        built_in=False,
        paragraph=ParagraphLook(before=0, after=0, line=1.0, keep_next=True),
    )
