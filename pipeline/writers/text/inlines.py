"""Inline content to one string with the marks of the text file.

What a page would show by position, colour or a click is said in words in square brackets:
``[note 3]``, ``[link 12]``, ``[Image: …]``. A mark stands after one space; the space that
the source has before it moves behind it, so that the source's words can be read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import assert_never
from urllib.parse import quote

from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    NoteReference,
    Ruby,
    Span,
    SpanKind,
    Text,
    Url,
)
from pipeline.model.walk import AnyNode, descendants, is_seen, one_line, plain, spoken
from pipeline.options import LinkPlacement
from pipeline.writers.text.brackets import bracketable, unmarked
from pipeline.writers.text.characters import (
    CLOSE,
    KEPT_SPACE,
    NO_BREAK,
    NOT_SEEN,
    OPEN,
    UNSEEN,
    is_wide,
    normalised,
)
from pipeline.writers.text.journey import Convention, Journey

_SPACES = re.compile("[ \xa0]{2,}")


def inline(journey: Journey, nodes: tuple[Inline, ...]) -> str:
    """Return inline content with its marks; a line break is a newline.

    Raises:
        KeyError: if a citation or an anchor has no target; the reader makes no such thing.
    """
    context = one_line(plain(nodes)).casefold()
    writing = _Writing(journey, context)
    main = journey.document.lang or journey.document.metadata.language
    if journey.options.text.languages and journey.language != main and _has_words(nodes):
        writing.passage(journey.language, partial(writing.all, nodes))
    else:
        writing.all(nodes)
    return writing.text()


def marks_of(journey: Journey, nodes: tuple[Inline, ...]) -> str:
    """Return only the marks of inline content: of links, citations, images, long forms, changes.

    They follow a block of code, which is written exactly as it is.
    """
    writing = _Writing(journey, "")
    for kind in (SpanKind.DELETED, SpanKind.INSERTED):
        for words in _changed(nodes, kind):
            writing.put(" ")
            writing.change(kind, partial(writing.put, normalised(words)))
    for node in nodes:
        for current in descendants(node):
            match current:
                case Link(target=Url(address)):
                    writing.address(current, address)
                case NoteReference() | Image():
                    writing.node(current)
                case Abbreviation():
                    writing.abbreviation(current)
                case Ruby():
                    writing.reading(current)
                case _:
                    pass
    return writing.text()


class _Writing:
    """Writes one stretch of inline content."""

    def __init__(self, journey: Journey, context: str) -> None:
        self.journey = journey
        self.words = journey.strings.text
        self.choices = journey.options.text
        self.context = context
        self.parts: list[str] = []
        self.space_owed = False
        self.begun = False

    def text(self) -> str:
        text = _SPACES.sub(_one_space, unmarked("".join(self.parts), self.journey.strings))
        return "\n".join(line.strip(f" {NO_BREAK}") for line in text.split("\n"))

    def put(self, text: str) -> None:
        if not text:
            return
        if self.space_owed and text[0] not in " \n":
            self.parts.append(" ")
        self.space_owed = False
        self.begun = True
        self.parts.append(text)

    def mark(self, text: str, convention: Convention, *, short: bool = False) -> None:
        """Put a mark after one space; a space that stood there, or a beginning, parts it too."""
        text = bracketable(unmarked(text, self.journey.strings))
        self.journey.use(convention, f"[{text}{CLOSE}")
        before = next(
            (seen for part in reversed(self.parts) if (seen := part.rstrip(NOT_SEEN))), ""
        )
        apart = before.endswith((" ", NO_BREAK, KEPT_SPACE, "\n")) if before else not self.begun
        if before and not apart:
            self.parts.append(" ")
        self.parts.append(f"{OPEN}{text.replace(' ', NO_BREAK) if short else text}{CLOSE}")
        self.space_owed = self.space_owed or apart

    def around(self, before: str, after: str, content: Callable[[], None]) -> None:
        """Put signs around content, inside spaces and line ends that it begins or ends with."""
        outer, self.parts, owed = self.parts, [], self.space_owed
        self.space_owed = False
        content()
        text = "".join(self.parts)
        core = text.strip(UNSEEN)
        lead, _, trail = text.partition(core)
        trailing = self.space_owed or _has_space(trail)
        self.parts, self.space_owed = outer, owed or _has_space(lead)
        inner = f"{_unspaced(lead)}{core}{_unspaced(trail)}"
        self.put("\n" * lead.count("\n"))
        if after.endswith(CLOSE):
            inner = bracketable(inner)
        if after[:-1]:  # a sign closes the mark, which a space parts from those of the words
            inner = f"{'' if inner[:1].isalnum() else ' '}{inner}"
            inner = f"{inner}{'' if inner[-1:].isalnum() else ' '}"
        self.put(f"{before}{inner}{after}")
        self.put("\n" * trail.count("\n"))
        self.space_owed = trailing

    def passage(self, tag: str, content: Callable[[], None]) -> None:
        """Put the mark of a language around content."""
        before, after = self.words.passage.format(tag=tag, text="\0").split("\0")
        self.journey.use(Convention.PASSAGES, f"[{before}…{after}]")
        self.around(f"{OPEN}{before}", f"{after}{CLOSE}", content)

    def change(self, kind: SpanKind, content: Callable[[], None]) -> None:
        """Put the mark of a deletion or insertion around content."""
        mark = self.journey.changes[kind is SpanKind.INSERTED]
        before, after = mark.strip("[]").split("…")
        self.journey.use(Convention.CHANGES, mark)
        self.around(f"{OPEN}{before}", f"{after}{CLOSE}", content)

    def all(self, nodes: tuple[Inline, ...]) -> None:
        for node in nodes:
            if self.choices.languages and node.lang is not None and _has_words((node,)):
                self.passage(node.lang, partial(self.node, node))
            else:
                self.node(node)

    def node(self, node: Inline) -> None:
        match node:
            case Text():
                self.run(node)
            case LineBreak():
                self.space_owed = False
                self.parts.append("\n")
            case Span():
                self.span(node)
            case Link():
                self.link(node)
            case NoteReference():
                self.journey.cited.setdefault(node.note)
                label = self.journey.labels[node.note]
                self.mark(
                    self.words.note_reference.format(label=label), Convention.NOTES, short=True
                )
            case Abbreviation():
                self.all(node.children)
                self.abbreviation(node)
            case Ruby():
                self.all(node.children)
                self.reading(node)
            case Math():
                self.pages(node)
                self.put(normalised(one_line(node.text)))
            case Image():
                self.pages(node)
                self.image(node)
            case _:
                assert_never(node)

    def run(self, node: Text) -> None:
        begun = 0
        for offset, label in self.journey.pages.pop(id(node), ()):
            self.put(normalised(node.text[begun:offset]))
            self.page(label)
            begun = offset
        self.put(normalised(node.text[begun:]))

    def pages(self, node: Math | Image) -> None:
        for _, label in self.journey.pages.pop(id(node), ()):
            self.page(label)

    def page(self, label: str) -> None:
        self.mark(f"{self.journey.strings.page} {label}", Convention.PAGES, short=True)

    def span(self, node: Span) -> None:
        match node.kind:
            case SpanKind.SUPERSCRIPT if self.is_plain(node):
                self.put(self.journey.power(normalised(plain(node.children))))
            case SpanKind.DELETED | SpanKind.INSERTED if _has_words(node.children):
                self.change(node.kind, partial(self.all, node.children))
            case SpanKind.EMPHASIS | SpanKind.STRONG if self.choices.emphasis:
                if _has_words(node.children):
                    self.journey.use(Convention.EMPHASIS, "*")
                    self.around("*", "*", partial(self.all, node.children))
                else:
                    self.all(node.children)
            case SpanKind.CODE:
                start = len(self.parts)
                self.all(node.children)
                self.parts[start:] = [_kept(part) for part in self.parts[start:]]
            case _:
                self.all(node.children)

    def is_plain(self, node: Span) -> bool:
        return all(
            isinstance(child, Text) and id(child) not in self.journey.pages
            for child in node.children
        )

    def link(self, node: Link) -> None:
        self.all(node.children)
        match node.target:
            case Url(address):
                self.address(node, address)
            case Anchor(id=name):
                number = self.journey.sections.get(name)
                if number is not None:
                    mark = self.words.section_reference.format(number=number)
                    self.mark(mark, Convention.SECTION_REFERENCES, short=True)

    def address(self, node: Link, address: str) -> None:
        if self.choices.links is LinkPlacement.INLINE:
            mark = self.words.link_address.format(address=_bracketed(written_address(address)))
            self.mark(mark, Convention.LINK_ADDRESSES)
            return
        key = (speakable(self.journey, node.children), address)
        links = self.journey.links
        number = self.journey.link_numbers.setdefault(key, len(links) + 1)
        if number > len(links):
            links.append(key)
        self.mark(self.words.link_reference.format(number=number), Convention.LINKS, short=True)

    def abbreviation(self, node: Abbreviation) -> None:
        """Give the long form once, and not where the passage gives it itself (TX-15)."""
        expansion = normalised(one_line(node.expansion))
        key = (one_line(plain(node.children)), expansion)
        if not expansion or key in self.journey.expanded or key[0] == expansion:
            return
        self.journey.expanded.add(key)
        if expansion.casefold() not in self.context:
            mark = self.words.abbreviation.format(expansion=expansion)
            self.mark(mark, Convention.ABBREVIATIONS)

    def reading(self, node: Ruby) -> None:
        reading = normalised(one_line(plain(node.reading)))
        if reading:
            self.mark(self.words.reading.format(reading=reading), Convention.READINGS)

    def image(self, node: Image) -> None:
        strings = self.journey.strings
        if node.alternative is None:
            self.mark(strings.image_without_alternative, Convention.IMAGES)
        elif one_line(node.alternative):
            alternative = normalised(one_line(node.alternative))
            self.mark(f"{strings.image}{strings.separator}{alternative}", Convention.IMAGES)


def _has_words(nodes: tuple[Inline, ...]) -> bool:
    """Tell whether anything of inline content can be seen, images aside."""
    return is_seen(plain(nodes))


def _has_space(edge: str) -> bool:
    return " " in edge or NO_BREAK in edge


def _unspaced(edge: str) -> str:
    return "".join(sign for sign in edge if sign in NOT_SEEN)


def _changed(nodes: tuple[Inline, ...], kind: SpanKind) -> Iterator[str]:
    """Yield the words that were deleted or inserted; only other words part two such passages."""
    run = ""
    stack = [(node, False) for node in reversed(nodes)]
    while stack:
        node, inside = stack.pop()
        match node:
            case Text() | Math() | LineBreak():
                text = "\n" if isinstance(node, LineBreak) else node.text
                if inside or not is_seen(text):
                    run += text
                elif is_seen(run):
                    yield one_line(run)
                    run = ""
            case Span() | Link() | Abbreviation() | Ruby():
                inside = inside or (isinstance(node, Span) and node.kind is kind)
                stack.extend((child, inside) for child in reversed(node.children))
            case _:
                pass
    if is_seen(run):
        yield one_line(run)


def speakable(journey: Journey, nodes: tuple[AnyNode, ...]) -> str:
    """Return the words of some nodes in one line, as text writes them."""
    text = _SPACES.sub(_one_space, normalised(spoken(nodes, journey.power)))
    return text.strip(f" {NO_BREAK}")


def written_address(address: str) -> str:
    """Return an address without spaces and wide characters, so that it is never broken."""
    address = normalised(address).replace(" ", "%20").replace(NO_BREAK, "%C2%A0")
    if address.isascii():
        return address
    return "".join(quote(sign) if is_wide(sign) else sign for sign in address)


def _bracketed(address: str) -> str:
    """Return an address that can stand in square brackets: its own are pairs, or escaped."""
    if bracketable(address) == address:
        return address
    return address.replace("[", "%5B").replace("]", "%5D")


def _one_space(run: re.Match[str]) -> str:
    return " " if " " in run[0] else NO_BREAK


def _kept(text: str) -> str:
    return text.replace("  ", KEPT_SPACE * 2)
