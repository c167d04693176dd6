"""What marks a citation, a note and a way back in the templates of this world. For ``search``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.model.walk import one_line
from pipeline.reader.elements import attribute, classes
from pipeline.reader.page.dom import is_text
from pipeline.reader.text.inlines import cleaned

HIDDEN = frozenset(
    {
        "wb-inv",
        "wb-invisible",
        "sr-only",
        "visually-hidden",
        "govuk-visually-hidden",
        "usa-sr-only",
        "element-invisible",
        "screen-reader-text",
        "visuallyhidden",
    }
)
"""Classes of text that is only heard: it is not part of a label."""

_CITATION_ROLES = frozenset({"doc-noteref", "noteref"})
_CITATION_CLASSES = frozenset(
    {
        "fn-lnk",
        "fn-link",
        "fnote",
        "footnote",
        "footnote-link",
        "footnote-ref",
        "footnote-reference",
        "footnoteref",
        "fnanchor",
        "noteref",
        "note-ref",
        "sdfootnoteanc",
        "sdendnoteanc",
        "endnote-ref",
    }
)
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote", "note"})
_NOTES_ROLES = frozenset(
    {"doc-endnotes", "doc-footnotes", "footnotes", "endnotes", "rearnotes", "notes"}
)
_NOTE_CLASSES = frozenset(
    {"footnote", "endnote", "sdfootnote", "sdendnote", "msofootnotetext", "msoendnotetext", "fn"}
)
_NOTES_CLASSES = frozenset(
    {
        "wb-fnote",
        "footnotes",
        "endnotes",
        "reflist",
        "references",
        "footnote-list",
        "fn-list",
        "footnote-container",
        "notes",
        "notelist",
    }
)
_NOTE_ID = re.compile(r"_?(?:ftn|edn|fn|footnote|sdfootnote|sdendnote|endnote|note)[-_:]?\w*\d")
_BACK_ROLES = frozenset({"doc-backlink", "backlink", "referrer"})
_BACK_CLASSES = frozenset(
    {
        "reversefootnote",
        "footnote-back",
        "footnote-backref",
        "footnote-backlink",
        "fn-rtn",
        "fn-back",
        "footnote-back-link",
        "return-footnote",
    }
)
_SIGN = r"(?:\d{1,4}[a-z]?|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶#‖]{1,4}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,4})"
_SIGN_ALONE = re.compile(rf"[\[(]?\s*({_SIGN})\s*[.:]?\s*[\])]?[.:]?", re.IGNORECASE)
_WORDED = re.compile(
    r"[\[(]?\s*(?:see\s+|voir\s+(?:la\s+)?)?(?:table(?:au)?\s+\w+\s+)?"
    r"(?:(?:foot|end)?notes?|r[ée]f[ée]rences?|notes?\s+(?:de\s+(?:bas\s+de\s+page|fin|tableau)|du\s+tableau)|"
    r"fn|nb|n\.b\.|fußnote|nota)(?![a-z])\.?\s*"  # "Footnotes" is no note s
    rf"({_SIGN})\s*[.:]?\s*[\])]?[.:]?",
    re.IGNORECASE,
)
_BACK_WORDS = re.compile(
    r"(?:\(?(?:jump\s+)?(?:back|return|retour|revenir|zurück|volver|↩|↑|⇑|▲|\^|⬆|⤴|↵)"
    r"(?:\W|$))|(?:[↩↵↑⇑▲^⬆⤴\ufe0e\ufe0f\s]+$)",
    re.IGNORECASE,
)


def kinds(tag: Tag) -> frozenset[str]:
    """Return the roles of an element: ARIA and ``epub:type`` together."""
    names: list[str] = []
    for name in ("role", "epub:type", "data-type", "type"):
        if name == "type" and tag.name in ("ol", "ul", "li", "script", "input", "button", "a"):
            continue
        value = attribute(tag, name)
        if value:
            names += value.lower().split()
    return frozenset(names)


def is_citation(tag: Tag) -> bool:
    """Tell whether a link is marked as the citation of a note."""
    if not _CITATION_ROLES.isdisjoint(kinds(tag)):
        return True
    if (attribute(tag, "rel") or "").lower() == "footnote":
        return True
    if not _CITATION_CLASSES.isdisjoint(classes(tag)):
        return True
    around = tag.parent
    return around is not None and around.name == "sup" and "reference" in classes(around)


def is_note(tag: Tag) -> bool:
    """Tell whether an element is marked as one note."""
    if tag.name in ("a", "sup", "sub"):
        return False
    if not _NOTE_ROLES.isdisjoint(kinds(tag)) and not is_notes(tag):
        return attribute(tag, "role") != "note"
    return not _NOTE_CLASSES.isdisjoint(classes(tag)) and tag.name not in ("ul", "ol", "dl")


def is_named_like_a_note(tag: Tag) -> bool:
    """Tell whether the id of a block is that of a note in an export of a word processor."""
    return _NOTE_ID.fullmatch((attribute(tag, "id") or "").lower()) is not None


def is_notes(tag: Tag) -> bool:
    """Tell whether an element is marked as holding notes."""
    if not _NOTES_ROLES.isdisjoint(kinds(tag)) or not _NOTES_CLASSES.isdisjoint(classes(tag)):
        return True
    return "mso-element:footnote-list" in (attribute(tag, "style") or "") or (
        tag.name in ("ul", "ol") and "footnote" in classes(tag)
    )


def is_marked_back(tag: Tag) -> bool:
    """Tell whether a link is marked as the way back from a note."""
    if not _BACK_ROLES.isdisjoint(kinds(tag)) or not _BACK_CLASSES.isdisjoint(classes(tag)):
        return True
    around = tag.parent
    return around is not None and (
        not _BACK_CLASSES.isdisjoint(classes(around)) or "mw-cite-backlink" in classes(around)
    )


def says_back(tag: Tag) -> bool:
    """Tell whether the words of a link say that it goes back."""
    text = one_line(tag.get_text())
    label = attribute(tag, "aria-label") or attribute(tag, "title") or ""
    return _BACK_WORDS.match(text) is not None or (
        not text.strip() and _BACK_WORDS.match(label) is not None
    )


def shown(tag: Tag) -> str:
    """Return the text of an element that is seen: without what is only heard, or space around it.

    Nothing where no sign is seen, such as of a soft hyphen alone.
    """
    text = one_line(cleaned("".join(_seen(tag)))).strip()
    return text if any(unicodedata.category(sign) not in _UNSEEN for sign in text) else ""


_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of controls, invisible signs and spaces."""


def _seen(tag: Tag) -> Iterator[NavigableString]:
    stack: list[object] = list(reversed(tag.contents))
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if HIDDEN.isdisjoint(classes(node)):
                stack.extend(reversed(node.contents))
        elif isinstance(node, NavigableString) and is_text(node):
            yield node


def label_of(text: str) -> str | None:
    """Return the label in the words of a citation or before a note: ``[1]``, ``Footnote a``.

    None when the words are more than a label.
    """
    text = one_line(text).replace("\u00a0", " ")
    for pattern in (_SIGN_ALONE, _WORDED):
        found = pattern.fullmatch(text)
        if found:
            return found[1]
    return None


def is_worded(text: str) -> bool:
    """Tell whether some text is a label with the word for a note."""
    return _WORDED.fullmatch(one_line(text).replace("\u00a0", " ")) is not None
