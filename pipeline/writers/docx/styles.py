"""The styles part: the sheet of ``looks``, and styles that are made when they are needed.

Word lets a run have one character style and a paragraph one paragraph style. What is both
emphasised and linked, or a list in a footnote, gets a style of its own that joins the looks
of the two (``Emphasis + Strong``, ``List Bullet in footnote text``), so that nothing is
formatted directly.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar

from lxml import etree

from pipeline.theme import Theme
from pipeline.writers.docx.looks import (
    MONOSPACE,
    SANS_SERIF,
    Border,
    ParagraphLook,
    RunLook,
    Style,
    StyleType,
    style_sheet,
)
from pipeline.writers.docx.ooxml import (
    add,
    eighths,
    half_points,
    qualified,
    root,
    serialize,
    twips,
    value,
)

Look = TypeVar("Look", RunLook, ParagraphLook)

EAST_ASIAN_FONTS = {
    "ja": "Yu Gothic",
    "ko": "Malgun Gothic",
    "zh": "Microsoft YaHei",
}
EAST_ASIAN = frozenset(EAST_ASIAN_FONTS)


def primary(tag: str) -> str:
    """Return the primary language of a BCP 47 tag, in lower case."""
    return tag.partition("-")[0].lower()


class StyleSheet:
    """The styles of one document."""

    def __init__(
        self, theme: Theme, language: str, *, right_to_left: bool, template: bytes | None = None
    ) -> None:
        self.theme = theme
        self.language = language
        self.right_to_left = right_to_left
        self.styles = {style.id: style for style in style_sheet(theme)}
        self.template = None if template is None else etree.fromstring(template, _parser())
        # A template may know a style by another id (a German Word writes "berschrift1").
        self.known = {} if self.template is None else _ids_by_name(self.template)
        self.used: dict[str, None] = {}

    def paragraph(self, id_: str, hosts: tuple[str, ...] = (), indent: int = 0) -> str:
        """Return the id of a paragraph style, as it stands inside other blocks.

        ``hosts`` are the ids of the styles of the blocks around (a quotation, a note), the
        outermost first; ``indent`` the number of list levels around.
        """
        for host in hosts:
            if host != id_:
                id_ = self._inside(id_, host)
        if indent:
            id_ = self._indented(id_, indent)
        return self.id(id_)

    def ruled(self, id_: str) -> str:
        """Return the id of a style with a line above: a thematic break stands before it."""
        base = self.styles.get(id_)
        if base is None:
            return id_
        separator = self.styles["Separator"].paragraph
        look = replace(ParagraphLook(), above=separator.above, before=separator.before)
        return self._derive(base, f"{base.id}AfterSeparator", f"{base.name} after separator", look)

    def character(self, ids: tuple[str, ...]) -> str | None:
        """Return the id of the character style that joins some (None for none)."""
        distinct = tuple(dict.fromkeys(ids))
        if not distinct:
            return None
        joined = "".join(distinct)
        if joined not in self.styles:
            parts = [self.styles[id_] for id_ in distinct]
            look = RunLook()
            for part in parts:
                look = over(look, part.run)
            self.styles[joined] = Style(
                id=joined,
                name=" + ".join(part.name for part in parts),
                type=StyleType.CHARACTER,
                based_on="DefaultParagraphFont",
                run=look,
                built_in=False,
            )
        return self.id(joined)

    def id(self, id_: str) -> str:
        """Return the id under which the document knows one of our styles."""
        return self.known.get(self.styles[id_].name.casefold(), id_)

    def _inside(self, id_: str, host: str) -> str:
        base, outer = self.styles[id_], self.styles[host]
        look = self._resolved(outer)
        shown = ParagraphLook(bar=look.bar, shade=look.shade, keep_next=look.keep_next or None)
        if look.bar is not None or look.shade is not None:
            # The box keeps its edges, except beside lists, whose marks stand out to the left.
            own = self._resolved(base)
            left = None if own.number is not None or own.left else look.left
            shown = replace(shown, left=left, right=look.right)
        return self._derive(
            base, f"{id_}In{host}", f"{base.name} in {outer.name}", shown, self._size(outer)
        )

    def _indented(self, id_: str, indent: int) -> str:
        base = self.styles[id_]
        left = self._resolved(base).left or 0
        step = self.styles["ListContinue"].paragraph.left or 0
        look = replace(ParagraphLook(), left=left + indent * step)
        return self._derive(base, f"{id_}Indent{indent}", f"{base.name} indent {indent}", look)

    def _derive(
        self,
        base: Style,
        id_: str,
        name: str,
        paragraph: ParagraphLook,
        run: RunLook = RunLook(),  # noqa: B008 - a frozen value
    ) -> str:
        if id_ not in self.styles:
            self.styles[id_] = Style(
                id=id_,
                name=name,
                based_on=base.id,
                run=run,
                paragraph=paragraph,
                built_in=False,
            )
        return id_

    def _size(self, style: Style) -> RunLook:
        """Return the size that a style sets for itself, where it is not the body's."""
        while style.run.size is None and style.based_on is not None:
            style = self.styles[style.based_on]
        size = style.run.size
        return RunLook() if size == self.theme.body_size else RunLook(size=size)

    def _resolved(self, style: Style) -> ParagraphLook:
        look = style.paragraph
        while style.based_on is not None:
            style = self.styles[style.based_on]
            look = over(style.paragraph, look)
        return look

    # ------------------------------------------------------------------------- the part

    def part(self) -> bytes:
        """Return ``styles.xml``: the template's styles where it has them, then ours."""
        if self.template is None:
            styles = root("styles")
            self._defaults(styles)
            known: set[str] = set()
        else:
            styles = copy.deepcopy(self.template)
            known = set(self.known)
            self._adapt(styles)
        for style in self.styles.values():
            if style.name.casefold() not in known:
                self._style(styles, style)
        return serialize(styles)

    def _adapt(self, styles: etree._Element) -> None:
        """Give a template's styles our language and our numbering, which its own has not."""
        for languages in styles.iterfind(f"{qualified('docDefaults')}//{qualified('lang')}"):
            for script, tag in self._languages().items():
                languages.set(qualified(script), tag)
        ours = {style.name.casefold(): style.paragraph.number for style in self.styles.values()}
        for style in styles.iterfind(qualified("style")):
            name = style.find(qualified("name"))
            number = ours.get("" if name is None else name.get(qualified("val"), "").casefold())
            for properties in list(style.iter(qualified("numPr"))):
                for child in list(properties):
                    properties.remove(child)
                if number is not None:
                    value(properties, "ilvl", str(number[1]))
                value(properties, "numId", "0" if number is None else str(number[0]))

    def _languages(self) -> dict[str, str]:
        return default_languages(self.language, right_to_left=self.right_to_left)

    def _defaults(self, styles: etree._Element) -> None:
        """Add ``w:docDefaults``: the language that every run has (WCAG 2.2 3.1.1)."""
        defaults = add(styles, "docDefaults")
        run = add(add(defaults, "rPrDefault"), "rPr")
        east_asian = EAST_ASIAN_FONTS.get(primary(self.language), EAST_ASIAN_FONTS["ja"])
        add(
            run,
            "rFonts",
            {
                "ascii": SANS_SERIF,
                "hAnsi": SANS_SERIF,
                "cs": SANS_SERIF,
                "eastAsia": east_asian,
            },
        )
        size = half_points(self.theme.body_size)
        if self.theme.letter_spacing:
            value(run, "spacing", twips(self.theme.letter_spacing * self.theme.body_size))
        value(run, "sz", size)
        value(run, "szCs", size)
        add(run, "lang", self._languages())
        paragraph = add(add(defaults, "pPrDefault"), "pPr")
        value(paragraph, "suppressAutoHyphens", "1")
        if self.right_to_left:
            add(paragraph, "bidi")

    def _style(self, styles: etree._Element, style: Style) -> None:
        attributes = {"type": style.type.value}
        if style.default and self.template is None:
            attributes["default"] = "1"
        if not style.built_in:
            attributes["customStyle"] = "1"
        attributes["styleId"] = style.id
        element = add(styles, "style", attributes)
        value(element, "name", style.name)
        if style.based_on is not None:
            value(element, "basedOn", self.id(style.based_on))
        if style.next is not None:
            value(element, "next", self.id(style.next))
        value(element, "uiPriority", str(style.priority))
        if style.type is StyleType.CHARACTER and style.default:
            add(element, "semiHidden")
        if not style.default:
            add(element, "unhideWhenUsed")
        if style.gallery:
            add(element, "qFormat")
        if style.type is StyleType.PARAGRAPH:
            _paragraph_properties(element, style.paragraph)
        if style.type is not StyleType.TABLE:
            _run_properties(element, style.run)
        elif style.id == "TableNormal":
            _normal_table(element)
        else:
            _report_table(element, self.theme)


def default_languages(language: str, *, right_to_left: bool) -> dict[str, str]:
    """Return the three languages that Word wants: Latin, East Asian, complex scripts."""
    return {
        "val": language,
        "eastAsia": language if primary(language) in EAST_ASIAN else "ja-JP",
        "bidi": language if right_to_left else "ar-SA",
    }


def over(below: Look, above: Look) -> Look:
    """Lay one look over another."""
    set_above = {
        field.name: getattr(above, field.name)
        for field in fields(above)
        if getattr(above, field.name) is not None
    }
    return replace(below, **set_above)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)


def _ids_by_name(styles: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for style in styles.iterfind(qualified("style")):
        name = style.find(qualified("name"))
        id_ = style.get(qualified("styleId"))
        if name is not None and id_ is not None:
            found[name.get(qualified("val"), "").casefold()] = id_
    return found


# ------------------------------------------------------------------------ looks as XML


def _toggle(parent: etree._Element, names: Iterable[str], on: bool | None) -> None:
    if on is not None:
        for name in names:
            if on:
                add(parent, name)
            else:
                value(parent, name, "0")


def _paragraph_properties(style: etree._Element, look: ParagraphLook) -> None:
    """Add ``w:pPr`` in the order of ISO/IEC 29500-1, 17.3.1.26."""
    properties = etree.Element(qualified("pPr"))
    _toggle(properties, ("keepNext",), look.keep_next)
    _toggle(properties, ("keepLines",), look.keep_lines)
    if look.number is not None:
        number = add(properties, "numPr")
        if look.number[1]:
            value(number, "ilvl", str(look.number[1]))
        value(number, "numId", str(look.number[0]))
    _borders(properties, look)
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
        spacing |= {"line": str(round(240 * look.line / _NATURAL)), "lineRule": "auto"}
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
    if look.outline is not None:
        value(properties, "outlineLvl", str(look.outline))
    if len(properties):
        style.append(properties)


_NATURAL = 1.15
"""The height of a line of Arial at single spacing, as a ratio of the size (``hhea``)."""


def _borders(properties: etree._Element, look: ParagraphLook) -> None:
    if look.above is None and look.below is None and look.bar is None:
        return
    borders = add(properties, "pBdr")
    for side, border in (("top", look.above), ("left", look.bar), ("bottom", look.below)):
        if border is not None:
            _line(borders, side, border)


def _line(parent: etree._Element, side: str, border: Border) -> None:
    attributes = {
        "val": "single",
        "sz": eighths(border.width),
        "space": str(round(border.space)),
        "color": border.colour.hex,
    }
    add(parent, side, attributes)


def _run_properties(style: etree._Element, look: RunLook) -> None:
    """Add ``w:rPr`` in the order of ISO/IEC 29500-1, 17.3.2.28."""
    properties = etree.Element(qualified("rPr"))
    if look.font is not None:
        add(properties, "rFonts", {"ascii": look.font, "hAnsi": look.font, "cs": _complex(look)})
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


def _normal_table(style: etree._Element) -> None:
    """Word's own values of ``Normal Table``."""
    properties = add(style, "tblPr")
    add(properties, "tblInd", {"w": "0", "type": "dxa"})
    margins = add(properties, "tblCellMar")
    for side, width in (("top", "0"), ("left", "108"), ("bottom", "0"), ("right", "108")):
        add(margins, side, {"w": width, "type": "dxa"})


CELL_PADDING = 0.5
"""Beside the text of a cell, in ems of the small size."""


def _report_table(style: etree._Element, theme: Theme) -> None:
    rule = Border(0.5, theme.palette.rule, 0)
    strong = Border(1.0, theme.palette.heading, 0)
    properties = add(style, "tblPr")
    add(properties, "tblInd", {"w": "0", "type": "dxa"})
    borders = add(properties, "tblBorders")
    _line(borders, "top", strong)
    _line(borders, "bottom", strong)
    _line(borders, "insideH", rule)
    _margins(properties, CELL_PADDING * theme.small_size)
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
