"""Long descriptions, tied to the picture they describe. After a flow is filled.

Government pages put the data or the words of a chart behind a ``details`` right after it,
and leave ``alt`` empty because "the description follows".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Block, Details, Figure, Image, Inline, Link, Paragraph, Span
from pipeline.model.walk import descendants, one_line, plain
from pipeline.reader.blocks.sections import Heading

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
    r"(?:accessible|alternative)\s+(?:version|text)|descriptions?\s+(?:of|for)\b|"
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
_MAX_WORDS = 160
"""Characters of a summary that only opens a description."""


def opens_description(details: Details) -> bool:
    """Tell whether the words of a summary say that a description is behind it."""
    text = one_line(plain(details.summary))
    if len(text) > _MAX_WORDS:
        return False
    return _WORDS.search(text) is not None or _ALONE.fullmatch(text) is not None


def tie(
    items: list[Block | Heading], report: Callable[[Diagnostic], None]
) -> list[Block | Heading]:
    """Return the items of a flow with each description at the picture right before it."""
    if not any(isinstance(item, Details) for item in items):
        return items
    done: list[Block | Heading] = []
    for item in items:
        if not isinstance(item, Details) or not opens_description(item):
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
            figure = replace(before, caption=before.caption + between)
        elif isinstance(before, Paragraph) and _is_picture(before):
            figure = Figure(
                (replace(before, lang=None, direction=None),),
                between,
                at=before.at,
                lang=before.lang,
                direction=before.direction,
            )
        else:
            done.append(item)
            continue
        del done[at:]
        done.append(described(figure, item, report))
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


def _is_picture(item: Block | Heading) -> bool:
    if isinstance(item, Figure):
        return item.description is None and shows_picture(item)
    return isinstance(item, Paragraph) and not plain(item.children).strip() and shows_picture(item)


def _is_remark(item: Block | Heading) -> bool:
    """Tell whether a paragraph is the source or title of the picture before it."""
    return isinstance(item, Paragraph) and _REMARK.match(plain(item.children)) is not None
