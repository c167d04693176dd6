"""Looks to the XML of a style: ``w:pPr``, ``w:rPr`` and ``w:tblPr`` in the schema's order."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from lxml import etree

from pipeline.theme import Theme
from pipeline.writers.docx.looks import (
    MONOSPACE,
    SANS_SERIF,
    Border,
    ParagraphLook,
    RunLook,
    line_percent,
)
from pipeline.writers.docx.ooxml import add, eighths, half_points, qualified, twips, value


def _toggle(parent: etree._Element, names: Iterable[str], on: bool | None) -> None:
    if on is not None:
        for name in names:
            if on:
                add(parent, name)
            else:
                value(parent, name, "0")


def paragraph_properties(
    style: etree._Element, look: ParagraphLook, *, right_to_left: bool
) -> None:
    """Add ``w:pPr`` in the order of ISO/IEC 29500-1, 17.3.1.26.

    Indents turn with the direction of a paragraph, borders do not (17.3.1.17): the bar of a
    right-to-left document stands at the right.
    """
    properties = etree.Element(qualified("pPr"))
    _toggle(properties, ("keepNext",), look.keep_next)
    _toggle(properties, ("keepLines",), look.keep_lines)
    if look.number is not None:
        number = add(properties, "numPr")
        if look.number[1]:
            value(number, "ilvl", str(look.number[1]))
        value(number, "numId", str(look.number[0]))
    _borders(properties, look, right_to_left=right_to_left)
    if look.shade is not None:
        add(properties, "shd", {"val": "clear", "color": "auto", "fill": look.shade.hex})
    if look.right_tab is not None:
        tab = {"val": "right", "leader": "dot", "pos": twips(look.right_tab)}
        add(add(properties, "tabs"), "tab", tab)
    spacing: dict[str, str] = {}
    if look.before is not None:
        spacing["before"] = twips(look.before)
    if look.after is not None:
        spacing["after"] = twips(look.after)
    if look.line is not None:
        line = ceil(line_percent(look.line) * 12 / 5)  # in 240ths; programs round it down
        spacing |= {"line": str(line), "lineRule": "auto"}
    if spacing:
        add(properties, "spacing", spacing)
    indent: dict[str, str] = {}
    if look.left is not None:
        indent["left"] = twips(look.left)
    if look.right is not None:
        indent["right"] = twips(look.right)
    if look.hanging is not None:
        indent["hanging"] = twips(look.hanging)
    if indent:
        add(properties, "ind", indent)
    _toggle(properties, ("contextualSpacing",), look.contextual)
    if look.ends:
        value(properties, "jc", "right")  # in a right-to-left paragraph that is the left
    if look.outline is not None:
        value(properties, "outlineLvl", str(look.outline))
    if len(properties):
        style.append(properties)


def _borders(properties: etree._Element, look: ParagraphLook, *, right_to_left: bool) -> None:
    sides = {
        "top": look.above,
        "left": None if right_to_left else look.bar,
        "bottom": look.below,
        "right": look.bar if right_to_left else None,
        "between": look.between,
    }
    present = [(side, border) for side, border in sides.items() if border is not None]
    borders = add(properties, "pBdr") if present else properties
    for side, border in present:
        _line(borders, side, border)


def _line(parent: etree._Element, side: str, border: Border) -> None:
    attributes = {
        "val": "single",
        "sz": eighths(border.width),
        "space": str(round(border.space)),
        "color": border.colour.hex,
    }
    add(parent, side, attributes)


def run_properties(style: etree._Element, look: RunLook) -> None:
    """Add ``w:rPr`` in the order of ISO/IEC 29500-1, 17.3.2.28."""
    properties = etree.Element(qualified("rPr"))
    fonts = {}
    if look.font is not None:
        fonts = {"ascii": look.font, "hAnsi": look.font, "cs": _complex(look)}
    if look.east_asian is not None:
        fonts["eastAsia"] = look.east_asian
    if fonts:
        add(properties, "rFonts", fonts)
    _toggle(properties, ("b", "bCs"), look.bold)
    _toggle(properties, ("i", "iCs"), look.italic)
    _toggle(properties, ("strike",), look.strike)
    if look.colour is not None:
        value(properties, "color", look.colour.hex)
    if look.size is not None:
        value(properties, "sz", half_points(look.size))
        value(properties, "szCs", half_points(look.size))
    if look.underline is not None:
        value(properties, "u", "single" if look.underline else "none")
    if look.shade is not None:
        add(properties, "shd", {"val": "clear", "color": "auto", "fill": look.shade.hex})
    if look.vertical is not None:
        value(properties, "vertAlign", look.vertical)
    if len(properties):
        style.append(properties)


def _complex(look: RunLook) -> str:
    return "Courier New" if look.font == MONOSPACE else SANS_SERIF


def _margins(parent: etree._Element, padding: float) -> None:
    margins = add(parent, "tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        width = padding if side in ("left", "right") else padding * 0.5
        add(margins, side, {"w": twips(width), "type": "dxa"})


def normal_table(style: etree._Element) -> None:
    """Word's own values of ``Normal Table``."""
    properties = add(style, "tblPr")
    add(properties, "tblInd", {"w": "0", "type": "dxa"})
    margins = add(properties, "tblCellMar")
    for side, width in (("top", "0"), ("left", "108"), ("bottom", "0"), ("right", "108")):
        add(margins, side, {"w": width, "type": "dxa"})


CELL_PADDING = 0.5
"""Beside the text of a cell, in ems of the small size."""


def report_table(style: etree._Element, theme: Theme) -> None:
    """Add the look of our tables: lines between rows, a shaded head, bold first column."""
    rule = Border(0.5, theme.palette.rule, 0)
    strong = Border(1.0, theme.palette.heading, 0)
    properties = add(style, "tblPr")
    add(properties, "tblInd", {"w": "0", "type": "dxa"})
    borders = add(properties, "tblBorders")
    _line(borders, "top", strong)
    _line(borders, "bottom", strong)
    _line(borders, "insideH", rule)
    _margins(properties, CELL_PADDING * theme.small_size)
    # Of the style, not only of each row: a row that somebody adds is not split either.
    add(add(style, "trPr"), "cantSplit")
    head = add(style, "tblStylePr", {"type": "firstRow"})
    cell = add(head, "tcPr")
    _line(add(cell, "tcBorders"), "bottom", strong)
    add(cell, "shd", {"val": "clear", "color": "auto", "fill": theme.palette.table_head.hex})
    foot = add(style, "tblStylePr", {"type": "lastRow"})
    bold = add(foot, "rPr")
    _toggle(bold, ("b", "bCs"), True)
    _line(add(add(foot, "tcPr"), "tcBorders"), "top", strong)
    column = add(add(style, "tblStylePr", {"type": "firstCol"}), "rPr")
    _toggle(column, ("b", "bCs"), True)
