"""The content of one paragraph: pieces of text with language and meaning, links, citations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.model.nodes import SpanKind
from pipeline.model.walk import one_line
from pipeline.verify.docx.formulas import office_signs
from pipeline.verify.docx.opened import ADEC, MAIN, WP, M, Opened, R, get, on, sign, text_of, w
from pipeline.verify.facts import FactKind

_KINDS = {
    "Emphasis": SpanKind.EMPHASIS,
    "Strong": SpanKind.STRONG,
    "HTML Code": SpanKind.CODE,
    "Subscript": SpanKind.SUBSCRIPT,
    "Superscript": SpanKind.SUPERSCRIPT,
    "Deleted": SpanKind.DELETED,
    "Inserted": SpanKind.INSERTED,
    "Marked": SpanKind.MARKED,
    "Inline Quotation": SpanKind.QUOTED,
}
_ADDED = frozenset(
    {
        "Abbreviation Expansion",
        "footnote reference",
        "endnote reference",
        "Note Label",
        "Ruby Reading",
    }
)
_INSTEAD = frozenset({"Image Alternative", "Missing Alternative"})
_HYPERLINK = re.compile(r'\s*HYPERLINK(?:\s+"([^"]*)")?(?:.*?\\l\s+"([^"]*)")?')
_NOTEREF = re.compile(r"\s*NOTEREF\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one language and meaning."""

    text: str
    language: str
    kinds: frozenset[SpanKind]


@dataclass(slots=True)
class Line:
    """What a paragraph holds."""

    pieces: list[Piece] = field(default_factory=list)
    facts: list[tuple[FactKind, str, tuple[str, ...]]] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    citations: list[tuple[str, str]] = field(default_factory=list)
    """Keys of the notes with the labels shown."""
    images: list[str | None] = field(default_factory=list)
    note_label: str | None = None


@dataclass(slots=True)
class _Link:
    target: str
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    result: bool = False
    link: _Link | None = None
    note: str | None = None
    """Key of the note that the field cites."""
    label: str = ""


class Lines:
    """Reads paragraphs; knows which number a note has and where a bookmark stands."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.labels: dict[str, str] = {}
        self.references: dict[str, str] = {}  # bookmark → key of the note it is around
        self._targets: dict[str, dict[str, tuple[str, bool]]] = {}
        self._number(opened.document)

    def _number(self, document: etree._Element) -> None:
        """Find the label of every note: its custom mark or its running number."""
        count = {"footnote": 0, "endnote": 0}
        open_bookmark = ""
        for element in document.iter(
            w("bookmarkStart"), w("footnoteReference"), w("endnoteReference")
        ):
            if element.tag == w("bookmarkStart"):
                open_bookmark = get(element, "name") or ""
                continue
            kind = etree.QName(element).localname.removesuffix("Reference")
            key = f"{kind} {get(element, 'id')}"
            if on_attribute(element, "customMarkFollows"):
                run = element.getparent()
                label = "" if run is None else text_of(run)
            else:
                count[kind] += 1
                label = str(count[kind])
            self.labels.setdefault(key, label)
            self.references[open_bookmark] = key

    def target(self, part: str, id_: str) -> str:
        """Return the address behind a relationship."""
        if part not in self._targets:
            self._targets[part] = self.opened.relationships(part)
        return self._targets[part].get(id_, ("", False))[0]

    def read(self, paragraph: etree._Element, part: str = MAIN) -> Line:
        """Read one paragraph."""
        return _Reading(self, part).read(paragraph)


def on_attribute(element: etree._Element, name: str) -> bool:
    """Tell whether a boolean attribute is set."""
    return get(element, name) in ("1", "true", "on")


class _Reading:
    def __init__(self, lines: Lines, part: str) -> None:
        self.lines = lines
        self.opened = lines.opened
        self.part = part
        self.line = Line()
        self.links: list[_Link] = []
        self.fields: list[_Field] = []
        self.bracketed = ""  # words in the place of a picture, as far as they have come

    def read(self, paragraph: etree._Element) -> Line:
        self.content(paragraph)
        return self.line

    def content(self, parent: etree._Element) -> None:
        for child in parent:
            match child.tag:
                case tag if tag == w("r"):
                    self.run(child)
                case tag if tag == w("hyperlink"):
                    self.hyperlink(child)
                case tag if tag == w("bookmarkStart"):
                    self.line.bookmarks.append(get(child, "name") or "")
                case tag if tag in (w("ins"), w("smartTag"), w("sdtContent")):
                    self.content(child)
                case tag if tag == w("sdt"):
                    self.content(child)
                case tag if tag == f"{{{M}}}oMath":
                    self.formula(child)
                case tag if tag == f"{{{M}}}oMathPara":
                    self.content(child)
                case _:
                    pass

    def formula(self, element: etree._Element) -> None:
        signs = office_signs(element)
        self.line.facts.append((FactKind.MATH, signs, ()))
        properties = element.find(f".//{{{M}}}r/{w('rPr')}")
        style = get(None if properties is None else properties.find(w("rStyle")))
        kinds = frozenset(_KINDS[name] for name in self.style_names(style) if name in _KINDS)
        self.piece(signs, self.language(properties), kinds)

    def hyperlink(self, element: etree._Element) -> None:
        anchor = get(element, "anchor")
        relationship = element.get(f"{{{R}}}id")
        if anchor is not None and anchor.startswith("_Note"):
            self.cite(anchor, text_of(element))
            return
        address = "\0" + (anchor or "")
        if relationship is not None:
            # With both, the anchor is a place in what the relationship leads to (17.16.22).
            place = f"#{anchor}" if anchor else ""
            address = self.lines.target(self.part, relationship) + place
        self.links.append(_Link(address))
        at = len(self.line.facts)
        self.content(element)
        self.close(at)

    def close(self, at: int) -> None:
        """End the innermost link; its fact stands before those of its content."""
        link = self.links.pop()
        fact = (FactKind.LINK, one_line("".join(link.parts)), (link.target,))
        self.line.facts.insert(at, fact)

    def cite(self, key: str, label: str) -> None:
        self.line.facts.append((FactKind.CITATION, label, ()))
        self.line.citations.append((key, label))

    def run(self, run: etree._Element) -> None:
        properties = run.find(w("rPr"))
        style = get(None if properties is None else properties.find(w("rStyle")))
        names = self.style_names(style)
        language = self.language(properties)
        kinds = frozenset(_KINDS[name] for name in names if name in _KINDS)
        for child in run:
            match etree.QName(child).localname if isinstance(child.tag, str) else "":
                case "fldChar":
                    self.field(get(child, "fldCharType") or "")
                case "instrText" if self.fields:
                    self.fields[-1].instruction += child.text or ""
                case "footnoteReference" | "endnoteReference" as name:
                    key = f"{name.removesuffix('Reference')} {get(child, 'id')}"
                    self.cite(key, self.lines.labels.get(key, ""))
                case "drawing":
                    self.drawing(child)
                case "ruby":
                    self.ruby(child)
                case "t" | "br" | "tab" | "softHyphen" | "noBreakHyphen" | "cr":
                    self.text(sign(child), names, language, kinds)
                case _:
                    pass

    def style_names(self, style: str | None) -> tuple[str, ...]:
        """Return the names that a character style joins: ``Emphasis + Strong`` is two."""
        names = self.opened.names(style)
        return tuple(names[0].split(" + ")) if names else ()

    def language(self, properties: etree._Element | None) -> str:
        found = None if properties is None else properties.find(w("lang"))
        if properties is None or found is None:
            return self.opened.language
        if on(properties.find(w("rtl"))) and get(found, "bidi"):
            return get(found, "bidi") or ""
        return get(found) or self.opened.language

    def text(
        self, text: str, names: tuple[str, ...], language: str, kinds: frozenset[SpanKind]
    ) -> None:
        if self.fields and self.fields[-1].note is not None:
            self.fields[-1].label += text
        elif "Note Label" in names:
            self.line.note_label = (self.line.note_label or "") + text
        elif _ADDED.isdisjoint(names):
            if not _INSTEAD.isdisjoint(names):
                self.bracketed += text
                if self.bracketed.endswith("]"):  # programs part runs where the script changes
                    missing = "Missing Alternative" in names
                    self.image(None if missing else self.bracketed[1:-1])
                    self.bracketed = ""
            else:
                if "Linear Formula" in names:
                    self.line.facts.append((FactKind.MATH, one_line(text), ()))
                self.piece(text, language, kinds)

    def piece(self, text: str, language: str, kinds: frozenset[SpanKind]) -> None:
        self.line.pieces.append(Piece(text, language, kinds))
        for link in self.links:
            link.parts.append(text)

    def image(self, alternative: str | None) -> None:
        text = one_line(alternative or "")
        details = () if alternative is not None else ("missing",)
        self.line.facts.append((FactKind.IMAGE, text, details))
        self.line.images.append(alternative)
        for link in self.links:
            link.parts.append(f" {text} ")

    def drawing(self, element: etree._Element) -> None:
        for described in element.iter(f"{{{WP}}}docPr"):
            alternative = described.get("descr")
            if alternative:
                self.image(alternative)
            elif any(
                mark.get("val") in ("1", "true") for mark in described.iter(f"{{{ADEC}}}decorative")
            ):
                self.line.images.append("")
            else:
                self.image(None)

    def ruby(self, element: etree._Element) -> None:
        base = element.find(w("rubyBase"))
        if base is not None:
            self.content(base)

    def field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            field_ = self.fields[-1]
            field_.result = True
            if found := _HYPERLINK.match(field_.instruction):
                address, place = found.groups()
                if address is None:
                    address, place = "\0" + (place or ""), None
                field_.link = _Link(f"{address}#{place}" if place else address)
                self.links.append(field_.link)
                field_.label = str(len(self.line.facts))
            elif found := _NOTEREF.match(field_.instruction):
                field_.note = self.lines.references.get(found[1], "")
        elif kind == "end" and self.fields:
            field_ = self.fields.pop()
            if field_.link is not None:
                self.close(int(field_.label))
            elif field_.note is not None:
                self.cite(field_.note, field_.label)
