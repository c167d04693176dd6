"""Paragraphs in the styles of Word for captions and quotations, made the elements they stand for.

Before ``survey``. Word and LibreOffice export a caption as a paragraph beside its table or
picture; its style, and that nothing stands between, tell what it belongs to. Where that is not
certain it stays a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.elements import classes
from pipeline.reader.exports import Named, new_tag, told
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.declared import is_libreoffice
from pipeline.reader.page.dom import elements, is_text
from pipeline.reader.tables.kinds import TableKind, kind_of

CAPTION = Rule(
    "caption-as-paragraph",
    Severity.NOTE,
    "The caption of a table or picture is a paragraph, as Word exports it; it is read as a "
    "caption here, but not on the page.",
    "Write it as the caption of the table, or with the picture into a figure as its figcaption.",
    ("WCAG 2.2 1.3.1",),
)

_CAPTIONS = frozenset({"msocaption", "caption"})
"""The styles of Word and of LibreOffice; the second is a class of many other pages."""
_QUOTES = frozenset({"msoquote", "msointensequote"})
_TABLE = re.compile(r"\s*tab", re.IGNORECASE)
_PICTURES = frozenset({"img", "svg"})


def give_captions(content: Content, named: Named) -> Iterator[Diagnostic]:
    """Give captions of Word to their tables and pictures; yield one finding for all of them."""
    given: list[Tag] = []
    names = _CAPTIONS if is_libreoffice(content.parsed.soup) else _CAPTIONS - {"caption"}
    for tag in _styled(content, named, names):
        before, after = _beside(tag.previous_siblings), _beside(tag.next_siblings)
        tables = [one for one in (before, after) if one is not None and _is_bare_table(one)]
        pictures = [one for one in (before, after) if one is not None and _is_picture(one)]
        if _TABLE.match(tag.get_text()):
            pictures = []
        elif pictures:
            tables = []
        if len(tables) == 1:
            _into_table(content, tag, tables[0])
        elif pictures:
            _into_figure(content, tag, pictures[0])
        else:
            continue
        given.append(tag)
    yield from told(CAPTION, "a caption is a paragraph", given)


def make_quotations(content: Content, named: Named) -> None:
    """Put paragraphs in Word's styles for quotations into a quotation, those in a row into one."""
    for tag in _styled(content, named, _QUOTES):
        before = _beside(tag.previous_siblings)
        if before is not None and before.name == "blockquote" and "mso" in classes(before):
            before.append(tag.extract())
            continue
        quotation = new_tag(content, "blockquote", tag)
        quotation.attrs["class"] = "mso"
        tag.insert_before(quotation)
        quotation.append(tag.extract())


def _styled(content: Content, named: Named, names: frozenset[str]) -> list[Tag]:
    return [
        tag
        for tag in named.get("p", ())
        if tag.attrs and not names.isdisjoint(classes(tag)) and exclusion(tag, content) is None
    ]


def _beside(siblings: Iterator[PageElement]) -> Tag | None:
    """Return the next element on one side of a paragraph, if no text is between."""
    for node in siblings:
        if isinstance(node, Tag):
            return node
        if isinstance(node, NavigableString) and is_text(node) and node.strip():
            return None
    return None


def _is_bare_table(tag: Tag) -> bool:
    return (
        tag.name == "table"
        and not any(isinstance(one, Tag) and one.name == "caption" for one in tag.contents)
        and kind_of(tag) is TableKind.DATA
    )


def _is_picture(tag: Tag) -> bool:
    return (
        tag.name == "p"
        and not tag.get_text().strip()
        and any(inner.name in _PICTURES for inner in elements(tag))
    )


def _into_table(content: Content, tag: Tag, table: Tag) -> None:
    caption = new_tag(content, "caption", tag)
    table.insert(0, caption)
    caption.append(tag.extract())


def _into_figure(content: Content, tag: Tag, picture: Tag) -> None:
    figure, caption = new_tag(content, "figure", picture), new_tag(content, "figcaption", tag)
    picture.insert_before(figure)
    figure.append(picture.extract())
    figure.append(caption)
    caption.append(tag.extract())
