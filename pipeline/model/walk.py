"""Going through a document: children, descendants, plain text, leaf blocks with language.

Everything here works with an own stack where depth is the source's to choose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, assert_never
from unicodedata import category

from pipeline.model.nodes import (
    Abbreviation,
    Block,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionEntry,
    DefinitionList,
    Details,
    Document,
    Figure,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    NoteReference,
    Paragraph,
    Quote,
    Row,
    RowGroup,
    Ruby,
    Section,
    Separator,
    Span,
    SpanKind,
    Table,
    Term,
    Text,
)

AnyNode: TypeAlias = (
    Document
    | Block
    | Inline
    | ListItem
    | DefinitionEntry
    | Term
    | Definition
    | RowGroup
    | Row
    | Cell
    | Note
)

Power: TypeAlias = Callable[[str], str]
"""How the words of a superscript are written where nothing can be raised."""
_NUMBER = re.compile(r"(?:[0-9+\-−=]|\([0-9+\-−=]*\))+")
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_ASCII_SPACE = re.compile(r"[ \t\n\r\f]+")


def children(node: AnyNode) -> tuple[AnyNode, ...]:
    """Return the child nodes in reading order.

    The title of a section comes before its content, the caption of a table before its
    rows and of a figure after its content, a long description after the caption; notes of
    a table or document come last.
    """
    match node:  # the most frequent first: a long table asks a million times
        case Text():
            return ()
        case Paragraph() | Cell() | Span() | Link() | ListItem():
            return node.children
        case Row():
            return node.cells
        case LineBreak() | NoteReference() | Math() | Image() | Separator() | MathBlock():
            return ()
        case Abbreviation() | CodeBlock() | Term():
            return node.children
        case Quote() | Definition() | Callout() | Note():
            return node.children
        case Ruby():
            return node.children + node.reading
        case Section():
            return node.title + node.children
        case List():
            return node.items
        case DefinitionList():
            return node.entries
        case DefinitionEntry():
            return node.terms + node.definitions
        case Details():
            return node.summary + node.children
        case Figure():
            described = () if node.description is None else (node.description,)
            return node.children + node.caption + described
        case Table():
            return node.caption + node.head + node.bodies + node.foot + node.notes
        case RowGroup():
            return node.rows
        case Document():
            return node.kicker + node.title + node.subtitle + node.children + node.notes
        case _:
            assert_never(node)


def descendants(node: AnyNode) -> Iterator[AnyNode]:
    """Yield the node itself and everything below it in reading order."""
    stack: list[AnyNode] = [node]
    while stack:
        current = stack.pop()
        yield current
        below = children(current)
        if below:
            stack.extend(reversed(below))


def plain(inlines: tuple[Inline, ...], power: Power | None = None) -> str:
    """Return the text that is shown, without note labels; a line break gives a newline.

    A ruby gives its base text, a formula its linear text, an image nothing, a superscript what
    ``power`` makes of its words, if that is given.
    """
    parts: list[str] = []
    stack: list[Inline] = list(reversed(inlines))
    while stack:
        node = stack.pop()
        match node:
            case Text():
                parts.append(node.text)
            case LineBreak():
                parts.append("\n")
            case Math():
                parts.append(node.text)
            case NoteReference() | Image():
                pass
            case Span(kind=SpanKind.SUPERSCRIPT, children=(Text(text),)) if power is not None:
                parts.append(power(text))
            case Ruby() | Span() | Link() | Abbreviation():
                stack.extend(reversed(node.children))
            case _:
                assert_never(node)
    return "".join(parts)


def is_raisable(text: str) -> bool:
    """Tell whether a superscript is a number or sums of numbers, for which Unicode has signs."""
    return _NUMBER.fullmatch(text) is not None


def raised(text: str) -> str:
    """Return a superscript as signs that are raised themselves, ``²``; words stay (``1er``).

    So a power is not taken for a digit of the number before it where nothing can be raised.
    """
    return text.translate(_RAISED) if is_raisable(text) else text


def spoken(nodes: tuple[AnyNode, ...], power: Power | None = None) -> str:
    """Return the words of some nodes in one line, the alternatives of images in place.

    So a link is named, and a header that is said before a value. A ruby gives its base text,
    a citation nothing, a superscript what ``power`` makes of its words; a space parts blocks.
    """
    parts: list[str] = []
    stack: list[AnyNode] = list(reversed(nodes))
    while stack:
        node = stack.pop()
        match node:
            case Text() | Math():
                parts.append(node.text)
            case MathBlock():
                parts.append(f" {node.text} ")
            case Image(alternative=""):  # it parts no word
                pass
            case Image():
                parts.append(f" {node.alternative or ''} ")
            case LineBreak():
                parts.append(" ")
            case Span(kind=SpanKind.SUPERSCRIPT, children=(Text(text),)) if power is not None:
                parts.append(power(text))
            case Ruby():
                stack.extend(reversed(node.children))
            case Paragraph() | CodeBlock() | Term() | Section() | Details() | Table():
                parts.append(" ")
                stack.extend(reversed(children(node)))
            case _:
                stack.extend(reversed(children(node)))
    return one_line("".join(parts))


def leaf_texts(node: AnyNode) -> Iterator[str]:
    """Yield the text of each leaf block at a node and below, headings and summaries too."""
    for current in descendants(node):
        match current:
            case Paragraph() | CodeBlock() | Term():
                yield plain(current.children)
            case Section():
                yield plain(current.title)
            case Details():
                yield plain(current.summary)
            case MathBlock():
                yield current.text
            case _:
                pass


def block_text(blocks: Iterable[AnyNode]) -> str:
    """Return the text of the leaf blocks below some nodes in one line, parted by spaces."""
    return one_line(" ".join(text for block in blocks for text in leaf_texts(block)))


def is_seen(text: str) -> bool:
    """Tell whether text holds more than spaces and characters of control or format."""
    return any(not sign.isspace() and category(sign) not in ("Cc", "Cf") for sign in text)


def one_line(text: str) -> str:
    """Return text with runs of ASCII white space made one space, none at either end.

    A no-break space is not ASCII white space and stays.
    """
    return single_spaces(text).strip(" ")


def single_spaces(text: str) -> str:
    """Return text with runs of ASCII white space made one space."""
    # Most texts have none, which is faster to find out than to replace each space.
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        return _ASCII_SPACE.sub(" ", text)
    return text
