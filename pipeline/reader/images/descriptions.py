"""Long descriptions, tied to the picture they describe. After a flow is filled.

Government pages put the data or the words of a chart behind a ``details`` right after it,
and leave ``alt`` empty because "the description follows".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import (
    Anchor,
    Block,
    Details,
    Figure,
    Image,
    Inline,
    Link,
    Paragraph,
    Span,
    Table,
    Text,
)
from pipeline.model.walk import descendants, one_line, plain
from pipeline.reader.blocks.sections import Heading, within
from pipeline.reader.flow import Flow
from pipeline.strings import strings_for

EMPTY_ALTERNATIVE = Rule(
    "image-described-but-decorative",
    Severity.WARNING,
    "An image has an empty text alternative, and a long description: it is not decorative. "
    "Its caption, or the words over the description, stand for the alternative.",
    "Say in alt what the image shows, in a few words.",
    ("WCAG 2.2 1.1.1", "ACT e88epe"),
)

_WORDS = re.compile(
    r"\b(?:(?:long|brief|detailed|full|image|figure|chart|graph|map)\s+descriptions?|"
    r"text\s+(?:version|equivalent|alternative|description)|"
    r"(?:accessible|alternative)\s+(?:version|text)|descriptions?\s+(?:(?:of|for)\b|[-–—:]\s)|"
    r"described\s+in\s+text|"
    r"versions?\s+text(?:e|uelle)s?|descriptions?\s+(?:longue|textuelle|détaillée|de|du|des)s?\b|"
    r"équivalents?\s+textuels?|textes?\s+(?:descriptif|équivalent)s?|transcription\s+textuelle)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\s*(?:description|text|texte|transcript|transcription)\s*", re.IGNORECASE)
_SOURCE = re.compile(r"\s*(?:source|note|remarque)s?\b", re.IGNORECASE)
_REMARK = re.compile(
    r"\s*(?:(?:source|note|remarque)s?|figure|chart|image|graphique)\b", re.IGNORECASE
)
_BELOW = re.compile(
    r"\b(?:described|description|data|details?|text(?: version)?|table)\b[^.]{0,40}"
    r"\b(?:below|follows?|following table)\b|"
    r"\b(?:décrite?s?|description|données|détails?|texte|tableau|voir)\b[^.]{0,40}"
    r"(?:\bci-(?:dessous|après)|\bsuit\b|\bsuivante?s?\b)",
    re.IGNORECASE,
)
_MAX_WORDS = 160
"""Characters of a summary that only opens a description."""


def says_description(text: str) -> bool:
    """Tell whether the words of a summary, heading or link say that a description follows."""
    if len(text) > _MAX_WORDS:
        return False
    return _WORDS.search(text) is not None or _ALONE.fullmatch(text) is not None


def tie(
    flow: Flow,
    known: Container[int],
    report: Callable[[Diagnostic], None],
) -> list[Block | Heading]:
    """Return the items of a flow with each description at the picture right before it.

    ``known`` are descriptions, by ``id``, whatever their words say.
    """
    items, lang, direction = flow.items, flow.lang, flow.direction
    if not any(isinstance(item, (Details, Table)) for item in items):
        return items
    done: list[Block | Heading] = []
    for element in items:
        item = element
        if isinstance(item, Table) and done and _is_described_below(done[-1]):
            words = Text(strings_for(lang).long_description)
            item = Details((words,), (item,), at=item.at)
        elif not isinstance(item, Details) or not (
            id(item) in known or says_description(one_line(plain(item.summary)))
        ):
            done.append(item)
            continue
        at = len(done) - 1
        between: tuple[Block, ...] = ()
        if at > 0 and _is_remark(done[at]) and _is_picture(done[at - 1]):
            remark = done[at]
            assert isinstance(remark, Paragraph)
            between, at = (remark,), at - 1
        before = done[at] if at >= 0 else None
        if isinstance(before, Figure) and before.description is None and shows_picture(before):
            figure = before
        elif isinstance(before, Paragraph) and _is_picture(before, item.id):
            figure = Figure(
                (replace(before, lang=None, direction=None),),
                at=before.at,
                lang=before.lang,
                direction=before.direction,
            )
        else:
            done.append(element)
            continue
        del done[at:]
        inner = figure.lang or lang, figure.direction or direction
        remarks = (within(block, lang, direction, *inner) for block in between)
        figure = replace(figure, caption=(*figure.caption, *remarks))
        details = within(item, lang, direction, *inner)
        assert isinstance(details, Details)
        done.append(described(figure, details, report))
    return done


def described(figure: Figure, details: Details, report: Callable[[Diagnostic], None]) -> Figure:
    """Return a figure with its description; an empty alternative is filled from its words."""
    words = one_line(" ".join(_text(block) for block in figure.caption if not _is_source(block)))
    words = words or one_line(plain(details.summary))
    children = tuple(_named(block, words, report) for block in figure.children)
    return replace(figure, children=children, description=details)


def _is_source(block: Block) -> bool:
    return _SOURCE.match(_text(block)) is not None


def _text(block: Block) -> str:
    return plain(block.children) if isinstance(block, Paragraph) else ""


def _named(block: Block, words: str, report: Callable[[Diagnostic], None]) -> Block:
    if not isinstance(block, Paragraph):
        return block
    return replace(
        block, children=tuple(_named_inline(child, words, report) for child in block.children)
    )


def _named_inline(node: Inline, words: str, report: Callable[[Diagnostic], None]) -> Inline:
    match node:
        case Image(alternative="") if words:
            message = 'the image has alt="" and a long description'
            report(Diagnostic(EMPTY_ALTERNATIVE, message, node.at))
            return replace(node, alternative=words)
        case Link() | Span():
            return replace(
                node, children=tuple(_named_inline(child, words, report) for child in node.children)
            )
        case _:
            return node


def shows_picture(block: Block) -> bool:
    """Tell whether there is an image in a block."""
    return any(isinstance(node, Image) for node in descendants(block))


def _is_picture(item: Block | Heading, name: str | None = None) -> bool:
    """Tell whether a block is nothing but a picture, links to its description aside."""
    if isinstance(item, Figure):
        return item.description is None and shows_picture(item)
    if not isinstance(item, Paragraph) or not shows_picture(item):
        return False
    words = [
        child
        for child in item.children
        if not (isinstance(child, Link) and name is not None and child.target == Anchor(name))
    ]
    return not plain(tuple(words)).strip()


def _is_described_below(item: Block | Heading) -> bool:
    """Tell whether a picture says that the table after it describes it."""
    if not isinstance(item, (Paragraph, Figure)) or not _is_picture(item):
        return False
    said = [_text(block) for block in item.caption] if isinstance(item, Figure) else []
    said += [node.alternative or "" for node in descendants(item) if isinstance(node, Image)]
    return any(map(_BELOW.search, said))


def _is_remark(item: Block | Heading) -> bool:
    """Tell whether a paragraph is the source or title of the picture before it."""
    return isinstance(item, Paragraph) and _REMARK.match(plain(item.children)) is not None
