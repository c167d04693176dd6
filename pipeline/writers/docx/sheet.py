"""The styles of every document, made from the theme: Word's built-in names where it has one.

A person who edits the document changes a style in Word and sees it everywhere; nothing
visible comes from direct formatting. Names are those that Word stores (lower case for
headings and contents, ``List Bullet 2``), so every client shows them in its own language.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.theme import Theme
from pipeline.writers.docx.looks import (
    BULLETS,
    HEADING_LEVELS,
    LIST_LEVELS,
    MONOSPACE,
    NUMBERS,
    SANS_SERIF,
    Border,
    ParagraphLook,
    RunLook,
    Style,
    StyleType,
    list_indent,
    text_width,
)
from pipeline.writers.docx.sheet_blocks import block_styles, figure_styles, table_styles


def style_sheet(theme: Theme) -> Iterator[Style]:
    """Yield the styles that every document has."""
    em = theme.body_size
    space = 0.6 * em
    # Between two paragraphs Word leaves the larger of the two distances, not their sum.
    yield Style(
        id="Normal",
        name="Normal",
        default=True,
        priority=0,
        gallery=True,
        run=RunLook(size=em, colour=theme.palette.text, font=SANS_SERIF),
        paragraph=ParagraphLook(before=space, after=space, line=theme.leading),
    )
    yield Style(
        id="DefaultParagraphFont",
        name="Default Paragraph Font",
        type=StyleType.CHARACTER,
        default=True,
        priority=1,
    )
    yield Style(id="TableNormal", name="Normal Table", type=StyleType.TABLE, default=True)
    yield Style(id="BodyText", name="Body Text", based_on="Normal", priority=1, gallery=True)
    yield from _titles(theme)
    yield from _headings(theme)
    yield from _lists(theme)
    yield from block_styles(theme)
    yield from figure_styles(theme)
    yield from table_styles(theme)
    yield from _notes(theme)
    yield from _furniture(theme)
    yield from _characters(theme)


def _titles(theme: Theme) -> Iterator[Style]:
    em, palette = theme.body_size, theme.palette
    yield Style(
        id="Title",
        name="Title",
        based_on="Normal",
        next="BodyText",
        priority=10,
        gallery=True,
        run=RunLook(size=theme.heading_size(1), bold=True, colour=palette.heading),
        paragraph=ParagraphLook(
            before=0, after=0.5 * em, line=1.15, keep_next=True, keep_lines=True
        ),
    )
    yield Style(
        id="Subtitle",
        name="Subtitle",
        based_on="Normal",
        next="BodyText",
        priority=11,
        gallery=True,
        run=RunLook(size=1.2 * em, colour=palette.quiet),
        paragraph=ParagraphLook(before=0, after=0.9 * em, line=1.25),
    )
    yield Style(
        id="Kicker",
        name="Kicker",
        based_on="Normal",
        next="Heading1",
        built_in=False,
        run=RunLook(colour=palette.quiet, bold=True),
        paragraph=ParagraphLook(before=0, after=0.3 * em, keep_next=True),
    )


def _headings(theme: Theme) -> Iterator[Style]:
    for level in range(1, HEADING_LEVELS + 1):
        size = theme.heading_size(level)
        first = level == 1
        yield Style(
            id=f"Heading{level}",
            name=f"heading {level}",
            based_on="Normal",
            next="BodyText",
            priority=9,
            gallery=True,
            run=RunLook(
                size=size,
                bold=True,
                italic=True if level > 6 and theme.italics else None,
                colour=theme.palette.heading,
            ),
            paragraph=ParagraphLook(
                before=0 if first else (1.1 if level > 2 else 1.3) * size,
                after=0.5 * theme.body_size if first else 0.35 * size,
                line=1.15,
                keep_next=True,
                keep_lines=True,
                outline=level - 1,
                below=Border(1.5, theme.palette.accent, 6) if first else None,
            ),
        )


def _lists(theme: Theme) -> Iterator[Style]:
    after, step = 0.3 * theme.body_size, list_indent(theme)
    kinds = (("ListBullet", "List Bullet", BULLETS), ("ListNumber", "List Number", NUMBERS))
    for id_, name, number in kinds:
        for level in range(LIST_LEVELS):
            yield Style(
                id=id_ + (str(level + 1) if level else ""),
                name=name + (f" {level + 1}" if level else ""),
                based_on="Normal",
                built_in=level < 5,  # Word has five of each
                gallery=level == 0,
                paragraph=ParagraphLook(before=0, after=after, number=(number, level)),
            )
    for level in range(LIST_LEVELS):
        yield Style(
            id="ListContinue" + (str(level + 1) if level else ""),
            name="List Continue" + (f" {level + 1}" if level else ""),
            based_on="Normal",
            built_in=level < 5,
            paragraph=ParagraphLook(before=0, after=after, left=step * (level + 1)),
        )
    yield Style(
        id="DefinitionTerm",
        name="Definition Term",
        based_on="Normal",
        next="Definition",
        built_in=False,
        run=RunLook(bold=True),
        paragraph=ParagraphLook(
            before=0.3 * theme.body_size, after=0.1 * theme.body_size, keep_next=True
        ),
    )
    yield Style(
        id="Definition",
        name="Definition",
        based_on="Normal",
        built_in=False,
        paragraph=ParagraphLook(before=0, left=step, after=0.4 * theme.body_size),
    )


def _notes(theme: Theme) -> Iterator[Style]:
    for kind in ("footnote", "endnote"):
        yield Style(
            id=f"{kind.title()}Text",
            name=f"{kind} text",
            based_on="Normal",
            run=RunLook(size=theme.small_size),
            paragraph=ParagraphLook(
                before=0, after=0.25 * theme.body_size, line=min(theme.leading, 1.3)
            ),
        )
        yield Style(
            id=f"{kind.title()}Reference",
            name=f"{kind} reference",
            type=StyleType.CHARACTER,
            based_on="DefaultParagraphFont",
            run=RunLook(vertical="superscript"),
        )
    yield Style(
        id="NoteText",
        name="Note Text",
        based_on="FootnoteText",
        built_in=False,
    )


def _furniture(theme: Theme) -> Iterator[Style]:
    quiet = RunLook(size=theme.small_size, colour=theme.palette.quiet)
    yield Style(
        # Where it is too tall for the margin, the distance below parts it from the text.
        id="Header",
        name="header",
        based_on="Normal",
        run=quiet,
        paragraph=ParagraphLook(before=0, after=0.6 * theme.body_size, line=1.2),
    )
    yield Style(
        id="Footer",
        name="footer",
        based_on="Normal",
        run=quiet,
        paragraph=ParagraphLook(before=0, after=0, line=1.2),
    )
    yield Style(
        # Our words run from left to right; in other documents lines begin at the right.
        id="FooterAtRight",
        name="Footer at Right",
        based_on="Footer",
        built_in=False,
        paragraph=ParagraphLook(ends=True),
    )
    yield Style(
        # Not based on a heading: it must not be listed as one.
        id="TOCHeading",
        name="TOC Heading",
        based_on="Normal",
        next="BodyText",
        priority=39,
        run=RunLook(size=theme.heading_size(2), bold=True, colour=theme.palette.heading),
        paragraph=ParagraphLook(
            before=theme.body_size, after=0.5 * theme.body_size, line=1.15, keep_next=True
        ),
    )
    for level in range(1, HEADING_LEVELS + 1):
        yield Style(
            id=f"TOC{level}",
            name=f"toc {level}",
            based_on="Normal",
            next="Normal",
            priority=39,
            paragraph=ParagraphLook(
                left=max(0, level - 2) * list_indent(theme),
                before=0,
                after=0.2 * theme.body_size,
                right_tab=text_width(theme),
            ),
        )


EAST_ASIAN = {"ja": "JapaneseText", "ko": "KoreanText", "zh": "ChineseText"}
"""Styles by primary language."""


def _characters(theme: Theme) -> Iterator[Style]:
    palette = theme.palette
    emphasis = RunLook(italic=True) if theme.italics else RunLook(bold=True)
    looks = (
        ("Emphasis", "Emphasis", emphasis, 20, True),
        ("Strong", "Strong", RunLook(bold=True), 22, True),
        ("HTMLCode", "HTML Code", RunLook(font=MONOSPACE), 99, True),
        ("Subscript", "Subscript", RunLook(vertical="subscript"), 99, False),
        ("Superscript", "Superscript", RunLook(vertical="superscript"), 99, False),
        ("Deleted", "Deleted", RunLook(strike=True), 99, False),
        ("Inserted", "Inserted", RunLook(underline=True), 99, False),
        ("Marked", "Marked", RunLook(bold=True, shade=palette.panel), 99, False),
        ("InlineQuotation", "Inline Quotation", RunLook(), 99, False),
        ("Hyperlink", "Hyperlink", RunLook(colour=palette.link, underline=True), 99, True),
        ("AbbreviationExpansion", "Abbreviation Expansion", RunLook(), 99, False),
        ("RubyReading", "Ruby Reading", RunLook(), 99, False),
        ("ImageAlternative", "Image Alternative", RunLook(), 99, False),
        ("MissingAlternative", "Missing Alternative", RunLook(), 99, False),
        ("NoteLabel", "Note Label", RunLook(vertical="superscript"), 99, False),
        ("LinearFormula", "Linear Formula", RunLook(), 99, False),
        ("JapaneseText", "Japanese Text", RunLook(east_asian="Yu Gothic"), 99, False),
        ("KoreanText", "Korean Text", RunLook(east_asian="Malgun Gothic"), 99, False),
        ("ChineseText", "Chinese Text", RunLook(east_asian="Microsoft YaHei"), 99, False),
        (
            "TraditionalChineseText",
            "Traditional Chinese Text",
            RunLook(east_asian="Microsoft JhengHei"),
            99,
            False,
        ),
    )
    for id_, name, look, priority, built_in in looks:
        yield Style(
            id=id_,
            name=name,
            type=StyleType.CHARACTER,
            based_on="DefaultParagraphFont",
            run=look,
            priority=priority,
            gallery=id_ in ("Emphasis", "Strong"),
            built_in=built_in,
        )
