"""Remarks of reviewers that a word processor exported with the report. Used by ``content`` alone.

Word and Google Docs write a comment as they write a note: a link where it was made, its words at
the end. Their names tell that it is none: ``cmnt1``, ``_msocom_1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import Tag

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.page.dom import attribute, classes, elements, position

COMMENT = Rule(
    "review-comment-published",
    Severity.WARNING,
    "A reviewer's comment was exported with the report; it is left out here, but not on the page.",
    "Settle and delete the comments in the word processor, and export the page again.",
)

_WORD = frozenset({"msocomanchor", "msocomtxt", "msocomoff"})
_WORD_LIST = re.compile(r"mso-element:\s*comment(?:-list)?\b", re.IGNORECASE)
_GOOGLE = re.compile(r"cmnt(?:_ref)?\d+")


def review_comments(roots: Iterable[Tag]) -> tuple[list[Tag], list[Diagnostic]]:
    """Return the elements under some roots that are comments or lead to them, and the finding."""
    found = [tag for root in roots for tag in _comments(root)]
    message = "a reviewer's comment is in the page"
    return found, [Diagnostic(COMMENT, message, position(found[0]))] if found else []


def _comments(root: Tag) -> Iterator[Tag]:
    for tag in elements(root):
        if not tag.attrs:
            continue
        if not _WORD.isdisjoint(classes(tag)) or (
            tag.name == "div" and _WORD_LIST.search(attribute(tag, "style") or "")
        ):
            yield tag
        elif tag.name == "a" and _GOOGLE.fullmatch(attribute(tag, "id") or ""):
            whole = _whole(tag)
            if whole is not None and whole is not root:
                yield whole


def _whole(link: Tag) -> Tag | None:
    """Return what holds nothing but a comment or the sign of one, by the link in it."""
    around = link.parent
    if "_ref" in (attribute(link, "id") or ""):
        return around if around is not None and around.name == "sup" else link
    while around is not None and around.name not in ("p", "div"):
        around = around.parent
    if around is None or around.parent is None:
        return around
    box = around.parent
    others = [tag for tag in box.contents if isinstance(tag, Tag) and tag.name != "p"]
    return box if box.name == "div" and not others and _is_first(around) else around


def _is_first(paragraph: Tag) -> bool:
    return not any(isinstance(node, Tag) for node in paragraph.previous_siblings)
