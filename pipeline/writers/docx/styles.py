"""The styles part: the sheet of ``looks``, and styles that are made when they are needed.

Word lets a run have one character style and a paragraph one paragraph style. What is both
emphasised and linked, or a list in a footnote, gets a style of its own that joins the looks
of the two (``Emphasis + Strong``, ``List Bullet in footnote text``), so that nothing is
formatted directly.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TypeVar

from lxml import etree

from pipeline.theme import Theme
from pipeline.writers.docx.looks import (
    CAPTIONS,
    NOTES,
    SANS_SERIF,
    ParagraphLook,
    RunLook,
    Style,
    StyleType,
    letter_spacing,
)
from pipeline.writers.docx.ooxml import (
    add,
    half_points,
    qualified,
    root,
    serialize,
    twips,
    value,
)
from pipeline.writers.docx.sheet import EAST_ASIAN, style_sheet
from pipeline.writers.docx.style_xml import (
    normal_table,
    paragraph_properties,
    report_table,
    run_properties,
)
from pipeline.writers.docx.template_looks import Layer, TemplateLooks

Look = TypeVar("Look", RunLook, ParagraphLook)

_TRADITIONAL = re.compile("zh-(hant|tw|hk|mo)", re.IGNORECASE)


def east_asian(language: str) -> str | None:
    """Return the id of the style for East Asian text in a language; None for other text.

    The same sign has another shape in each of them, and no font has them all.
    """
    if _TRADITIONAL.match(language):
        return "TraditionalChineseText"
    return EAST_ASIAN.get(primary(language))


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
        self._foreign = None if self.template is None else TemplateLooks(self.template)
        self._taken = frozenset(self.known.values())
        self.ours: dict[str, str] = {}
        """Our ids by those that a template gives them, as far as they were asked for."""

    def paragraph(self, id_: str, hosts: tuple[str, ...] = (), indent: int = 0) -> str:
        """Return our id of a paragraph style, as it stands inside other blocks.

        ``hosts`` are the ids of the styles of the blocks around (a quotation, a note), the
        outermost first; ``indent`` the number of list levels around. A caption in a caption
        and a note in a note have styles of their own: their look is the same, but they are
        told apart by it.
        """
        for host in hosts:
            if host != id_ or host in CAPTIONS or host in NOTES:
                id_ = self._inside(id_, host)
        if indent:
            id_ = self._indented(id_, indent)
        return id_

    def ruled(self, id_: str, *, below: bool = False) -> str:
        """Return our id of a style with a line above (or below): a thematic break is there."""
        base = self.styles[id_]
        line = self.styles["Separator"].paragraph.above
        if below:
            look = ParagraphLook(below=line, between=line)
            return self._derive(
                base, f"{base.id}BeforeSeparator", f"{base.name} before separator", look
            )
        before = self.styles["Separator"].paragraph.before
        look = ParagraphLook(above=line, between=line, before=before)
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
        if self.template is None:
            return id_
        known = self.known.get(_key(self.styles[id_].type.value, self.styles[id_].name))
        known = known or (f"Report{id_}" if id_ in self._taken else id_)
        self.ours[known] = id_
        return known

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

    def resolved(self, id_: str) -> tuple[ParagraphLook, RunLook]:
        """Return how a paragraph of a style looks, with all that the style is based on."""
        paragraph, run = ParagraphLook(), RunLook()
        for below in self._layers(id_):
            paragraph, run = over(below[0], paragraph), over(below[1], run)
        return paragraph, run

    def _layers(self, id_: str | None) -> Iterator[Layer]:
        """Yield the looks of a style and of those it is based on, ours or the template's."""
        while id_ is not None:
            style = self.styles[id_]
            known = self.known.get(_key(style.type.value, style.name))
            if known is not None and self._foreign is not None:
                yield from self._foreign.layers(known)
                return
            yield style.paragraph, style.run
            id_ = style.based_on
        if self._foreign is not None:
            yield from self._foreign.base()

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
            if _key(style.type.value, style.name) not in known:
                self._style(styles, style)
        return serialize(styles)

    def _adapt(self, styles: etree._Element) -> None:
        """Give a template's styles our language and our numbering, which its own has not."""
        run = _below(styles, "docDefaults", "rPrDefault", "rPr")
        for languages in run.findall(qualified("lang")):
            run.remove(languages)
        last = next(run.iterchildren(*(qualified(name) for name in _AFTER_LANGUAGE)), None)
        add(run, "lang", self._languages())
        if last is not None:
            last.addprevious(run[-1])
        if self.right_to_left:
            paragraph = _below(styles, "docDefaults", "pPrDefault", "pPr")
            if paragraph.find(qualified("bidi")) is None:
                before = [child for child in paragraph if child.tag in _BEFORE_BIDI]
                paragraph.insert(len(before), etree.Element(qualified("bidi")))
        ours = {self.id(style.id): style.paragraph.number for style in self.styles.values()}
        for style in styles.iterfind(qualified("style")):
            number = ours.get(style.get(qualified("styleId"), ""))
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
        script = self.styles[east_asian(self.language) or "JapaneseText"].run
        add(
            run,
            "rFonts",
            {
                "ascii": SANS_SERIF,
                "hAnsi": SANS_SERIF,
                "cs": SANS_SERIF,
                "eastAsia": script.east_asian or "",
            },
        )
        size = half_points(self.theme.body_size)
        if self.theme.letter_spacing:
            value(run, "spacing", twips(letter_spacing(self.theme)))
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
        attributes["styleId"] = self.id(style.id)
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
            paragraph_properties(element, style.paragraph, right_to_left=self.right_to_left)
        if style.type is not StyleType.TABLE:
            run_properties(element, style.run)
        elif style.id == "TableNormal":
            normal_table(element)
        else:
            report_table(element, self.theme)


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


def _key(type_: str, name: str) -> str:
    """Return by what a style is recognized: Word's names differ by case between programs."""
    return f"{type_} {name.casefold()}"


_AFTER_LANGUAGE = ("eastAsianLayout", "specVanish", "oMath")
"""What may follow ``w:lang`` in ``w:rPr`` (ISO/IEC 29500-1, 17.3.2.28)."""
_BEFORE_BIDI = frozenset(
    qualified(name)
    for name in (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
        "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN",
    )
)  # fmt: skip
"""What stands before ``w:bidi`` in ``w:pPr`` (17.3.1.26)."""


def _below(element: etree._Element, *names: str) -> etree._Element:
    """Return what is below an element by a path, added (in front) where it is missing."""
    for name in names:
        found = element.find(qualified(name))
        if found is None:
            found = etree.Element(qualified(name))
            element.insert(1 if name == "pPrDefault" else 0, found)
        element = found
    return element


def _ids_by_name(styles: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for style in styles.iterfind(qualified("style")):
        name = style.find(qualified("name"))
        id_ = style.get(qualified("styleId"))
        if name is not None and id_ is not None:
            type_ = style.get(qualified("type"), "paragraph")
            found[_key(type_, name.get(qualified("val"), ""))] = id_
    return found
