"""Inline content to runs: character styles, languages, links, notes, formulas, pictures."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    Direction,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    Node,
    NoteReference,
    Ruby,
    Span,
    SpanKind,
    Text,
    Url,
)
from pipeline.model.walk import one_line, plain
from pipeline.writers.docx import fields, pictures
from pipeline.writers.docx.addresses import is_address
from pipeline.writers.docx.formulas import office_math
from pipeline.writers.docx.ooxml import add, add_text, clean, half_points, qualified, value
from pipeline.writers.docx.place import is_right_to_left
from pipeline.writers.docx.shared import Relationships, Shared, abbreviation_key
from pipeline.writers.docx.styles import east_asian

FORMULA_NOT_CONVERTED = Rule(
    "docx-formula-not-converted",
    Severity.WARNING,
    "A formula has no sign that Word could show, so its linear text stands in its place.",
    "Write the formula in presentation MathML.",
    ("WCAG 2.2 1.3.1",),
)

_MARKS = {
    SpanKind.EMPHASIS: "Emphasis",
    SpanKind.STRONG: "Strong",
    SpanKind.CODE: "HTMLCode",
    SpanKind.SUBSCRIPT: "Subscript",
    SpanKind.SUPERSCRIPT: "Superscript",
    SpanKind.DELETED: "Deleted",
    SpanKind.INSERTED: "Inserted",
    SpanKind.MARKED: "Marked",
    SpanKind.QUOTED: "InlineQuotation",
}


_CAPTION = re.compile(r"(\w+)([ \u00a0])([1-9][0-9]{0,3})(?![\w.\-–]*\w)")

TOOLTIP_LENGTH = 260
"""Word shows no more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where inline content stands: what its runs take from the blocks around."""

    language: str
    direction: Direction
    width: float
    """Room for pictures, in points."""
    expand: bool = True
    """Whether an abbreviation may be expanded here."""
    in_note: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    parent: etree._Element
    marks: tuple[str, ...]
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Expansion:
    """An expansion or a reading, written in brackets after what it belongs to."""

    text: str
    style: str = "AbbreviationExpansion"


class _FieldEnd:
    """The end of a field whose result is what was written since it began."""


_Task: TypeAlias = tuple[Inline | _Expansion | _FieldEnd, _Frame]


@dataclass(slots=True)
class Inlines:
    """Writes the inline content of one story."""

    shared: Shared
    relationships: Relationships

    def write(self, paragraph: etree._Element, nodes: tuple[Inline, ...], setting: Setting) -> None:
        """Write the content of one paragraph."""
        frame = _Frame(paragraph, (), setting.language, setting.direction)
        stack: list[_Task] = [(node, frame) for node in reversed(nodes)]
        while stack:
            node, frame = stack.pop()
            if isinstance(node, _Expansion):
                self._text(frame, f" ({node.text})", (node.style,))
                continue
            if isinstance(node, _FieldEnd):
                fields.end(frame.parent)
                continue
            if node.id is not None:
                self._bookmark(frame.parent, node.id)
            frame = _entered(frame, node)
            match node:
                case Text():
                    self._text(frame, node.text)
                case LineBreak():
                    self._text(frame, "\n")
                case Span():
                    mark = _MARKS.get(node.kind)
                    inner = frame if mark is None else _marked(frame, mark)
                    stack.extend((child, inner) for child in reversed(node.children))
                case Link():
                    self._link(node, frame, stack)
                case NoteReference():
                    self._citation(frame, node.note, in_note=setting.in_note)
                case Abbreviation():
                    if setting.expand or abbreviation_key(node) in self.shared.only_in_headings:
                        self._plan_expansion(node, frame, paragraph, stack)
                    stack.extend((child, frame) for child in reversed(node.children))
                case Ruby() if _is_plain(node.children):
                    self._ruby(frame, node)
                case Ruby():  # Word's ruby holds no links and no notes
                    reading = _Expansion(one_line(plain(node.reading)), "RubyReading")
                    stack.append((reading, replace(frame, marks=())))
                    stack.extend((child, frame) for child in reversed(node.children))
                case Math():
                    self._math(frame, node)
                case Image():
                    self._image(frame, node, setting)
                case _:
                    assert_never(node)

    def numbered(
        self, paragraph: etree._Element, nodes: tuple[Inline, ...], setting: Setting
    ) -> tuple[Inline, ...]:
        """Write ``Table 1`` at the start of a caption with its number as a field (DW-11).

        The text stays that of the source: a number that is not the next sets the sequence
        to it. Returns what remains to be written.
        """
        strings = self.shared.strings
        first = nodes[0] if nodes else None
        if not isinstance(first, Text) or setting.language != self.shared.language:
            return nodes
        if first.id is not None or first.lang is not None:
            return nodes
        found = _CAPTION.match(first.text)
        if found is None or found[1] not in (strings.table, strings.figure):
            return nodes
        label, number = found[1], int(found[3])
        follows = self.shared.sequences.get(label, 0) + 1 == number
        self.shared.sequences[label] = number
        frame = _Frame(paragraph, (), setting.language, setting.direction)
        self._text(frame, label + found[2])
        instruction = rf"SEQ {label} \* ARABIC" + ("" if follows else rf" \r {number}")
        fields.field(paragraph, instruction, found[3])
        rest = first.text[found.end() :]
        return (*((replace(first, text=rest),) if rest else ()), *nodes[1:])

    # ---------------------------------------------------------------------------- runs

    def run(
        self,
        parent: etree._Element,
        marks: tuple[str, ...] = (),
        language: str | None = None,
        *,
        right_to_left: bool = False,
    ) -> etree._Element:
        """Add a run with its character style and language."""
        run = add(parent, "r")
        foreign = language is not None and language.lower() != self.shared.language.lower()
        script = east_asian(language) if foreign and language is not None else None
        if script is not None and script != east_asian(self.shared.language):
            marks = (*marks, script)
        style = self.shared.styles.character(marks)
        if style is not None or foreign or right_to_left:
            properties = add(run, "rPr")
            if style is not None:
                value(properties, "rStyle", style)
            if right_to_left:
                add(properties, "rtl")
            if foreign and language is not None:
                languages = {"val": language}
                if script is not None:
                    languages["eastAsia"] = language
                if right_to_left:
                    languages["bidi"] = language
                add(properties, "lang", languages)
        return run

    def _text(self, frame: _Frame, text: str, marks: tuple[str, ...] = ()) -> None:
        add_text(
            self.run(
                frame.parent,
                frame.marks + marks,
                frame.language,
                right_to_left=is_right_to_left(text, frame.direction),
            ),
            text,
        )

    def _bookmark(self, parent: etree._Element, target: str) -> None:
        bookmarks = self.shared.bookmarks
        name = bookmarks.names.get(target)
        if name is not None and target not in bookmarks.placed:
            bookmarks.placed.add(target)
            mark(parent, name, bookmarks.number())

    # --------------------------------------------------------------------------- links

    def _link(self, node: Link, frame: _Frame, stack: list[_Task]) -> None:
        inner = _marked(frame, "Hyperlink")
        attributes: dict[str, str] = {}
        match node.target:
            case Url(address) if is_address(address):
                attributes["r:id"] = self.relationships.link(address)
            case Url(address):
                instruction = clean(address).replace('"', "%22").replace("\\", "%5C")
                fields.begin(frame.parent, f'HYPERLINK "{instruction}"')
                stack.append((_FieldEnd(), frame))
            case Anchor(id=name):
                attributes["anchor"] = self.shared.bookmarks.names[name]
        if attributes:
            if node.title:
                attributes["tooltip"] = clean(node.title)[:TOOLTIP_LENGTH]
            inner = replace(inner, parent=add(frame.parent, "hyperlink", attributes))
        stack.extend((child, inner) for child in reversed(node.children))

    def _citation(self, frame: _Frame, name: str, *, in_note: bool) -> None:
        """Cite a note: a reference where it is cited first, else a cross-reference (DW-09)."""
        notes, bookmarks = self.shared.notes, self.shared.bookmarks
        label = clean(notes.by_id[name].label)
        reference = self.shared.styles.id(f"{notes.kind.title()}Reference")
        placed = notes.placed.get(name)
        if placed is not None:
            fields.field(frame.parent, rf"NOTEREF {placed.bookmark} \f \h", label, reference)
        elif in_note or name in notes.tables:
            link = add(frame.parent, "hyperlink", {"anchor": self.note_bookmark(name)})
            run = add(link, "r")
            value(add(run, "rPr"), "rStyle", reference)
            add_text(run, label)
        else:
            # What cited it before, from a note, leads to this reference.
            cited = notes.bookmarks.get(name)
            bookmark = cited or bookmarks.reserve(f"Ref_{name}", hidden=True)
            placed = notes.place(name, bookmark)
            number = bookmarks.number()
            add(frame.parent, "bookmarkStart", {"id": number, "name": bookmark})
            run = add(frame.parent, "r")
            value(add(run, "rPr"), "rStyle", reference)
            attributes = {"customMarkFollows": "1"} if placed.custom else {}
            add(run, f"{notes.kind}Reference", attributes | {"id": str(placed.number)})
            if placed.custom:
                add_text(run, label)
            add(frame.parent, "bookmarkEnd", {"id": number})

    def note_bookmark(self, name: str) -> str:
        """Return the bookmark of a note that stands in paragraphs of its own."""
        notes = self.shared.notes
        if name not in notes.bookmarks:
            notes.bookmarks[name] = self.shared.bookmarks.reserve(f"Note_{name}", hidden=True)
        return notes.bookmarks[name]

    # ------------------------------------------------------------------ other inlines

    def _plan_expansion(
        self,
        node: Abbreviation,
        frame: _Frame,
        paragraph: etree._Element,
        stack: list[_Task],
    ) -> None:
        """Put the expansion after the first use, unless the text says it already (DW-16)."""
        key = abbreviation_key(node)
        if self.shared.expansions.get(key, True):
            return
        self.shared.expansions[key] = True
        index = len(stack)
        # Behind the link that the abbreviation stands in, not in it.
        while index and stack[index - 1][1].parent is not paragraph:
            index -= 1
        if frame.parent is paragraph:
            index = len(stack)
        after = replace(frame, parent=paragraph, marks=())
        stack.insert(index, (_Expansion(node.expansion), after))

    def _ruby(self, frame: _Frame, node: Ruby) -> None:
        """Write a reading over its base (``w:ruby``, ISO/IEC 29500-1, 17.3.3.25)."""
        size = self.shared.options.theme.body_size
        run = self.run(frame.parent, frame.marks, frame.language)
        ruby = add(run, "ruby")
        properties = add(ruby, "rubyPr")
        value(properties, "rubyAlign", "distributeSpace")
        value(properties, "hps", half_points(size / 2))
        value(properties, "hpsRaise", half_points(size * 0.9))
        value(properties, "hpsBaseText", half_points(size))
        value(properties, "lid", frame.language)
        for name, content in (("rt", node.reading), ("rubyBase", node.children)):
            holder = add(ruby, name)
            inner = self.run(holder, frame.marks, frame.language)
            add_text(inner, plain(content))

    def _math(self, frame: _Frame, node: Math) -> None:
        formula = office_math(node.mathml)
        if formula is not None:
            # Emphasis and language would else end before the formula.
            model = self.run(etree.Element(qualified("p")), frame.marks, frame.language)
            for within in model:
                for properties in formula.iter(qualified("m:rPr")):
                    properties.addnext(copy.copy(within))
            frame.parent.append(formula)
            return
        message = f"the formula {node.text!r} is written as text"
        self.shared.diagnostics.append(Diagnostic(FORMULA_NOT_CONVERTED, message, node.at))
        if node.text.strip():
            self._text(frame, node.text, ("LinearFormula",))

    def _image(self, frame: _Frame, node: Image, setting: Setting) -> None:
        if node.asset is not None:
            media = pictures.media_of(self.shared, node, node.asset)
            if media is not None:
                height = self.shared.options.theme.paper.value[1] * 0.7
                size = pictures.fit(node.asset, setting.width, height)
                marks = frame.marks if "Hyperlink" in frame.marks else ()
                pictures.draw(
                    self.run(frame.parent, marks),
                    node,
                    node.asset,
                    media,
                    shared=self.shared,
                    relationships=self.relationships,
                    size=size,
                )
                return
        if node.alternative is None:
            missing = self.shared.strings.image_without_alternative
            self._text(frame, f"[{missing}]", ("MissingAlternative",))
        elif node.alternative:
            text = one_line(node.alternative)
            self._text(frame, f"[{text}]", ("ImageAlternative",))


def mark(parent: etree._Element, name: str, number: str) -> None:
    """Add a bookmark at a point (DW-08)."""
    add(parent, "bookmarkStart", {"id": number, "name": name})
    add(parent, "bookmarkEnd", {"id": number})


def _is_plain(nodes: tuple[Inline, ...]) -> bool:
    return all(isinstance(node, Text) and node.id is None for node in nodes)


def _entered(frame: _Frame, node: Node) -> _Frame:
    if node.lang is None and node.direction is None:
        return frame
    return replace(
        frame,
        language=node.lang or frame.language,
        direction=node.direction or frame.direction,
    )


def _marked(frame: _Frame, mark: str) -> _Frame:
    return replace(frame, marks=(*frame.marks, mark))
