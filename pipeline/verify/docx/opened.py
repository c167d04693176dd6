"""A Word document, opened: its parts, and what its styles, numbers and links resolve to.

The first step of the verifier. zipfile and lxml only: nothing here knows the writer.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from pipeline.errors import ArtefactError
from pipeline.model.labels import number as written
from pipeline.model.nodes import Numbering
from pipeline.verify.archive import unpack

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
ADEC = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

MAIN = "word/document.xml"


@cache
def w(name: str) -> str:
    """Return a WordprocessingML name as lxml has it."""
    return f"{{{W}}}{name}"


VAL = w("val")


def get(element: etree._Element | None, name: str = "val") -> str | None:
    """Return a ``w:`` attribute of an element that may be missing."""
    return None if element is None else element.get(w(name))


def on(element: etree._Element | None) -> bool:
    """Tell whether a toggle is set: present, and not switched off."""
    return element is not None and get(element) not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class StyleFacts:
    """One style as the document has it."""

    id: str
    name: str
    type: str
    based_on: str | None
    element: etree._Element = field(repr=False)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering definition."""

    format: str
    text: str
    start: int


_FORMATS = {
    "decimal": Numbering.DECIMAL,
    "lowerLetter": Numbering.LOWER_ALPHA,
    "upperLetter": Numbering.UPPER_ALPHA,
    "lowerRoman": Numbering.LOWER_ROMAN,
    "upperRoman": Numbering.UPPER_ROMAN,
}


class Opened:
    """The parts of one document."""

    def __init__(self, data: bytes) -> None:
        """Open the archive and parse its parts.

        Raises:
            ArtefactError: if it is no zip archive, or one of its parts no XML.
        """
        _, self.files = unpack(data, "the Word document")
        try:
            self._parts = {
                name: self._parse(name)
                for name in self.files
                if name.endswith((".xml", ".rels")) or name == MAIN
            }
            self.document = self._parts[MAIN]
        except (KeyError, etree.XMLSyntaxError) as error:
            raise ArtefactError(
                f"the Word document cannot be opened: {error}", hint="make it again"
            ) from error
        self.styles = dict(self._styles())
        self.numbers = Numbers(self.part("word/numbering.xml"))
        defaults = self.part("word/styles.xml")
        languages = None if defaults is None else defaults.find(f"{w('docDefaults')}//{w('lang')}")
        self.language = get(languages) or ""
        self._chains: dict[str, tuple[StyleFacts, ...]] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._properties: dict[tuple[str | None, str, str], etree._Element | None] = {}

    def _parse(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self.files[name], parser, base_url=name)

    def part(self, name: str) -> etree._Element | None:
        """Return the root of a part, None where there is none."""
        return self._parts.get(name)

    def relationships(self, part: str) -> dict[str, tuple[str, bool]]:
        """Return the targets of a part's relationships, and whether they are outside."""
        folder, _, name = part.rpartition("/")
        root = self.part(f"{folder}/_rels/{name}.rels")
        found: dict[str, tuple[str, bool]] = {}
        for element in () if root is None else root.iter(_RELATIONSHIP):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = (target, external)
        return found

    def _styles(self) -> Iterator[tuple[str, StyleFacts]]:
        root = self.part("word/styles.xml")
        for element in () if root is None else root.iter(w("style")):
            id_ = get(element, "styleId") or ""
            yield (
                id_,
                StyleFacts(
                    id_,
                    get(element.find(w("name"))) or id_,
                    get(element, "type") or "paragraph",
                    get(element.find(w("basedOn"))),
                    element,
                ),
            )

    def chain(self, id_: str | None) -> tuple[StyleFacts, ...]:
        """Return a style and those it is based on, the nearest first."""
        if id_ is None:
            return ()
        if id_ not in self._chains:
            found: list[StyleFacts] = []
            style = self.styles.get(id_)
            while style is not None and style not in found:
                found.append(style)
                style = self.styles.get(style.based_on or "")
            self._chains[id_] = tuple(found)
        return self._chains[id_]

    def names(self, id_: str | None) -> tuple[str, ...]:
        """Return the names of a style and those it is based on, the nearest first."""
        if id_ is None:
            return ()
        if id_ not in self._names:
            self._names[id_] = tuple(style.name for style in self.chain(id_))
        return self._names[id_]

    def property(self, id_: str | None, holder: str, name: str) -> etree._Element | None:
        """Return a property that a style has or inherits; ``holder`` is ``pPr`` or ``rPr``."""
        key = (id_, holder, name)
        if key not in self._properties:
            own = (style.element.find(f"{w(holder)}/{w(name)}") for style in self.chain(id_))
            self._properties[key] = next((found for found in own if found is not None), None)
        return self._properties[key]


_PROPERTIES, _STYLE, _NUMBER = w("pPr"), w("pStyle"), w("numPr")


def style_of(paragraph: etree._Element) -> str | None:
    """Return the id of a paragraph's style."""
    for properties in paragraph.iterchildren(_PROPERTIES):
        for style in properties.iterchildren(_STYLE):
            return style.get(VAL)
    return None


def is_header(opened: Opened, cell: etree._Element) -> bool:
    """Tell whether a table's cell is a header, by the styles of its own paragraphs."""
    names = (name for child in cell.iterchildren(w("p")) for name in opened.names(style_of(child)))
    return any(style in name for name in names for style in _HEADERS)


_HEADERS = ("Table Heading", "Table Number Heading")
"""Names of styles, and parts of the names of those made for a place inside a header cell."""


class Numbers:
    """The numbering part, counting as Word does."""

    def __init__(self, root: etree._Element | None) -> None:
        self.definitions: dict[str, dict[int, Level]] = {}
        self.instances: dict[str, str] = {}
        self.overrides: dict[tuple[str, int], int] = {}
        self._counters: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for definition in root.iter(w("abstractNum")):
            levels = {}
            for level in definition.iter(w("lvl")):
                levels[int(get(level, "ilvl") or 0)] = Level(
                    get(level.find(w("numFmt"))) or "decimal",
                    get(level.find(w("lvlText"))) or "",
                    int(get(level.find(w("start"))) or 1),
                )
            self.definitions[get(definition, "abstractNumId") or ""] = levels
        for instance in root.iter(w("num")):
            id_ = get(instance, "numId") or ""
            self.instances[id_] = get(instance.find(w("abstractNumId"))) or ""
            for override in instance.iter(w("lvlOverride")):
                start = get(override.find(w("startOverride")))
                if start is not None:
                    self.overrides[id_, int(get(override, "ilvl") or 0)] = int(start)

    def level(self, instance: str, level: int) -> Level | None:
        """Return the level of an instance; None where nothing defines it."""
        return self.definitions.get(self.instances.get(instance, ""), {}).get(level)

    def mark(self, instance: str, level: int) -> str:
        """Count one item and return its mark: ``3``, ``c``, ``•`` or nothing.

        Instances of one definition share counters; an override starts one again where the
        instance is first used (ISO/IEC 29500-1, 17.9.26), an item starts the levels below
        it again.
        """
        found = self.level(instance, level)
        if found is None:
            return ""
        definition = self.instances[instance]
        for key in [key for key in self._counters if key[0] == definition and key[1] > level]:
            del self._counters[key]
        if (instance, level) not in self._begun and (instance, level) in self.overrides:
            count = self.overrides[instance, level]
        else:
            count = self._counters.get((definition, level), found.start - 1) + 1
        self._begun.add((instance, level))
        self._counters[definition, level] = count
        if found.format in _FORMATS:
            return written(count, _FORMATS[found.format])
        if found.format == "none":
            return found.text.removesuffix(".")
        return "•" if found.text else ""


def number_of(opened: Opened, paragraph: etree._Element) -> tuple[str, int] | None:
    """Return instance and level of a numbered paragraph, its own or its style's."""
    holder = next(paragraph.iterchildren(_PROPERTIES), None)
    own = None if holder is None else next(holder.iterchildren(_NUMBER), None)
    properties = own if own is not None else opened.property(style_of(paragraph), "pPr", "numPr")
    if properties is None:
        return None
    instance = get(properties.find(w("numId")))
    if instance in (None, "0"):
        return None
    return instance or "", int(get(properties.find(w("ilvl"))) or 0)


def everywhere(opened: Opened, *names: str) -> Iterator[etree._Element]:
    """Yield elements of the body, then of the notes."""
    yield from opened.document.iter(*names)
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        root = opened.part(part)
        if root is not None:
            yield from root.iter(*names)


def text_of(element: etree._Element) -> str:
    """Return the characters below an element, formulas too."""
    return "".join(map(sign, element.iter(*_SIGNS)))


def sign(element: etree._Element) -> str:
    """Return the characters that one element of a run is."""
    match etree.QName(element).localname:
        case "t":
            return element.text or ""
        case "tab":
            return "\t"
        case "softHyphen":
            return "\u00ad"
        case "noBreakHyphen":
            return "\u2011"
        case _:
            return "\n"


_SIGNS = (*map(w, ("t", "br", "tab", "softHyphen", "noBreakHyphen", "cr")), f"{{{M}}}t")
