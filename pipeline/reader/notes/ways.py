"""The labels of notes and the ways back from them. After ``search`` has found the notes."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.reader.elements import HEADINGS, attribute
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.notes import marks
from pipeline.reader.notes.index import BACK_LINK, Found, NoteIndex
from pipeline.reader.page.dom import is_text
from pipeline.reader.survey import Survey

_BLOCKS = frozenset({"li", "dd", "dt", "p", "div", "aside", "section", "td", "blockquote"})

_MAX_ALIKE = 5
"""Elements with one id that are looked at."""


def settle(survey: Survey, index: NoteIndex, links: list[Tag]) -> None:
    """Find what belongs to each note but is no content of it; ``links`` stay in the page."""
    for found in index.notes:
        finish(survey, index, found)
    for link in links:
        if id(link) not in index.citations and marks.is_marked_back(link) and _is_sign(link):
            drop(index, link, None)


def _is_sign(link: Tag) -> bool:
    """Tell whether a way back shows a sign, a label or words that say so, and no other words."""
    text = marks.shown(link)
    says_nothing = not any(letter.isalnum() for letter in text)
    return says_nothing or marks.label_of(text) is not None or marks.says_back(link)


def leads_back(survey: Survey, body: Tag, link: Tag) -> bool:
    """Tell whether a body has a link to the place of the citation."""
    return any(is_way_back(survey, inner, link) for inner in ways(survey, body))


def ways(survey: Survey, body: Tag) -> list[Tag]:
    """Return the links in a body that stay in the page."""
    found = [body] if body.name == "a" else []
    return found + [tag for tag in survey.inside(body) if tag.name == "a" and "href" in tag.attrs]


def is_way_back(survey: Survey, inner: Tag, link: Tag) -> bool:
    """Tell whether one link leads to the place of another."""
    fragment = survey.fragment((attribute(inner, "href") or "").strip())
    if not fragment:
        return False
    for target in survey.targets.get(fragment, [])[:_MAX_ALIKE]:
        if survey.holds(target, link) and target.name not in ("body", "main", "section"):
            return True
        if survey.holds(link, target):
            return True
        if target.name in ("a", "sup", "span") and _block(target) is _block(link):
            return True
    return False


def finish(survey: Survey, index: NoteIndex, found: Found) -> None:
    """Find the label and the ways back of a note, and what surrounds its citations."""
    for link in found.citations:
        unraise(index, link)
    if found.inline:
        return
    if found.body.name == "dd":
        term = before(found.body)
        while term is not None and term.name == "dt":
            index.labels.add(id(term))
            term = before(term)
    if found.body.name == "td":
        label = before(found.body)
        if label is not None and marks.label_of(marks.shown(label)) is not None:
            index.labels.update(map(id, (label, *survey.inside(label))))
    if not found.label:
        found.label = own_label(found.body, index.notes.index(found) + 1)
    for part in [found.body, *found.more]:
        for link in ways(survey, part):
            if id(link) in index.citations:
                continue
            way_back(survey, index, found, link, part)
    trim(index, found)


def way_back(survey: Survey, index: NoteIndex, found: Found, link: Tag, body: Tag) -> None:
    """Decide whether a link in a note is its label, a way back, or a link like any other."""
    text = marks.shown(link)
    if marks.is_marked_back(link) or marks.says_back(link):
        drop(index, link, body)
        return
    if not any(is_way_back(survey, link, citation) for citation in found.citations):
        return
    label = marks.label_of(text)
    if label is not None and label == found.label:
        index.labels.add(id(link))
    elif _is_cited(survey, link):
        return  # another note that begins in the same block
    elif (label is not None and (len(found.citations) > 1 or label.isalpha())) or not text:
        drop(index, link, body)


def _is_cited(survey: Survey, link: Tag) -> bool:
    """Tell whether another link leads to the place of one."""
    names = {attribute(link, "id"), attribute(link, "name")} - {None}
    return any(survey.pointed.get(name) for name in names if name)


def drop(index: NoteIndex, link: Tag, body: Tag | None) -> None:
    """Leave a way back out, with the words around it that belong to it."""
    tag = link
    while body is not None and tag.parent is not None and tag.parent is not body:
        around = tag.parent
        if not _is_back_only(around, index.left_out, tag):
            break
        tag = around
    index.left_out[id(link)] = BACK_LINK
    index.left_out[id(tag)] = BACK_LINK
    _drop_brackets(index, tag)


def _drop_brackets(index: NoteIndex, tag: Tag) -> None:
    """Leave out brackets right around a way back."""
    previous, following = tag.previous_sibling, tag.next_sibling
    if not isinstance(previous, NavigableString) or not isinstance(following, NavigableString):
        return
    opening, closing = str(previous).rstrip(), str(following).lstrip()
    if opening[-1:] + closing[:1] in ("[]", "()"):
        index.shortened[id(previous)] = len(previous) - len(opening) + 1
        index.trimmed[id(following)] = len(following) - len(closing) + 1


def trim(index: NoteIndex, found: Found) -> None:
    """Find the label where it is typed before the note."""
    after_label = False
    for node in found.body.descendants:
        if not isinstance(node, NavigableString) or not is_text(node):
            continue
        if not node.strip():
            if after_label:
                index.trimmed[id(node)] = len(node)
            continue
        if any(
            id(parent) in index.labels or id(parent) in index.left_out
            for parent in _up_to(node, found.body)
        ):
            after_label = True
            continue
        text = str(node)
        if after_label:
            index.trimmed[id(node)] = len(text) - len(text.lstrip(" \t\r\n\u00a0.):"))
            return
        start = len(text) - len(text.lstrip())
        rest = text[start:].lstrip("[(")
        if not rest.startswith(found.label):
            return
        cut = len(text) - len(rest) + len(found.label)
        tail = text[cut:]
        ended = tail.lstrip("])")
        if ended[:1] in (".", ")", ":", "]"):
            ended = ended[1:]
        elif (tail == ended and tail and not tail[0].isspace()) or (
            not tail and node.parent is not None and node.parent.name in ("p", "li", "dd")
        ):
            return
        index.trimmed[id(node)] = len(text) - len(ended)
        return


def unraise(index: NoteIndex, link: Tag) -> None:
    """Let a ``sup`` around citations alone be nothing."""
    for around in (link.parent, link.parent.parent if link.parent else None):
        if around is None or around.name not in ("sup", "small") or id(around) in index.raised:
            continue
        rest = "".join(
            str(node)
            for node in around.descendants
            if isinstance(node, NavigableString)
            and is_text(node)
            and not any(id(parent) in index.citations for parent in _up_to(node, around))
        )
        if not rest.strip(" \t\r\n[](),;\u00a0–-"):
            index.raised.add(id(around))


def _block(tag: Tag) -> Tag | None:
    current: Tag | None = tag
    while current is not None and current.name not in _BLOCKS and current.name not in HEADINGS:
        current = current.parent
    return current


def before(tag: Tag) -> Tag | None:
    """Return the element before another in the same parent."""
    return next((s for s in tag.previous_siblings if isinstance(s, Tag)), None)


def _up_to(node: NavigableString | Tag, outer: Tag) -> list[Tag]:
    found = []
    for parent in node.parents:
        found.append(parent)
        if parent is outer:
            break
    return found


def _is_back_only(around: Tag, left_out: dict[int, ExclusionRule], own: Tag) -> bool:
    """Tell whether an element holds nothing but ways back."""
    if around.name in ("li", "dd", "dl", "ol", "ul", "td", "section"):
        return False
    for child in around.contents:
        if child is own:
            continue
        if isinstance(child, Tag):
            back = id(child) in left_out or (
                child.name == "a" and (marks.is_marked_back(child) or marks.says_back(child))
            )
            if not back and child.get_text().strip(" \t\r\n[](),;|^·•↑\u00a0"):
                inner = child.find_all("a")
                if not inner or any(not _is_letter(link) for link in inner):
                    return False
        elif str(child).strip(" \t\r\n[](),;|^·•↑\u00a0"):
            return False
    return True


def _is_letter(link: Tag) -> bool:
    text = link.get_text().strip()
    return len(text) <= 2 and text.isalnum()


def own_label(body: Tag, number: int) -> str:
    """Return the label of a note that nobody cites: from its term, its number or its text."""
    if body.name == "dd":
        term = before(body)
        if term is not None and term.name == "dt":
            return marks.label_of(marks.shown(term)) or marks.shown(term)[:20].rstrip() or "*"
    if body.name == "li" and body.parent is not None and body.parent.name == "ol":
        return str(number)
    first = body.get_text().split(maxsplit=1)
    return (marks.label_of(first[0]) if first else None) or str(number)
