"""Citations and their notes, whatever the markup. After ``survey``, before ``walk``.

A citation is a link that is marked as one, stands raised or reads like a label, and leads to
something that is marked as a note, lies among notes or leads back. Nothing is read here: the
walk asks which element is a citation, a note or a way back.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

from bs4 import Tag

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader.elements import HEADINGS, attribute, classes
from pipeline.reader.notes import marks, ways
from pipeline.reader.notes.index import POPUP, Found, NoteIndex
from pipeline.reader.notes.lines import ONE_PARAGRAPH
from pipeline.reader.page.dom import position
from pipeline.reader.survey import Survey

WITHOUT_NOTE = Rule(
    "note-missing",
    Severity.ERROR,
    "A citation leads to a note that is not there.",
    "Add the note with that id, or correct what stands after # in the link.",
    ("WCAG 2.2 1.3.1",),
)
NEVER_CITED = Rule(
    "note-never-cited",
    Severity.WARNING,
    "A note is cited nowhere; it is kept among the notes.",
    "Link to it from the sentence that it belongs to, or take it out.",
    ("WCAG 2.2 1.3.1",),
)

_BLOCKS = frozenset({"li", "dd", "dt", "p", "div", "aside", "section", "td", "blockquote"})
_NEVER = frozenset({*HEADINGS, "table", "figure", "main", "article", "body", "nav", "tr", "img"})
_CLIMB = 12
"""How far up marks of notes are looked for."""
_MAX_UNCITED = 10
"""Notes beside each other that nobody cites; more, and most, are no notes of this page."""
_MAX_ALIKE = 5
"""Elements with one id that are looked at, on either side of a link."""
_MAX_ELEMENTS = 600
"""Elements of the largest note."""


def find(survey: Survey) -> NoteIndex:
    """Find every note that is cited, and those beside it that are not."""
    index = NoteIndex()
    _Finder(survey, index).find()
    return index


class _Finder:
    """Fills an index, step by step."""

    def __init__(self, survey: Survey, index: NoteIndex) -> None:
        self.survey = survey
        self.index = index

    def find(self) -> None:
        survey, index = self.survey, self.index
        links = sorted(
            ((survey.order[id(link)], fragment, link)
             for fragment, links in survey.pointed.items() for link in links),
            key=lambda item: item[0],
        )  # fmt: skip
        for _, fragment, link in links:
            self.consider(fragment, link)
        self.inline_notes()
        self.popups()
        parents: dict[int, list[Found]] = {}
        for found in index.notes:
            if found.body.parent is not None and not found.inline:
                parents.setdefault(id(found.body.parent), []).append(found)
        for cited in parents.values():
            if id(cited[0].body) in index.bodies:
                self.neighbours(cited)
        index.notes.sort(key=lambda found: survey.order[id(found.body)])
        ways.settle(survey, index, [link for _, _, link in links])

    # ------------------------------------------------------------------ finding citations

    def consider(self, fragment: str, link: Tag) -> None:
        """Decide whether a link is a citation."""
        if marks.is_marked_back(link) or marks.says_back(link):
            return
        marked = marks.is_citation(link)
        text = marks.shown(link)
        label = marks.label_of(text)
        if not marked and label is None and text:
            return
        targets = self.survey.targets.get(fragment, [])
        order = self.survey.order
        place = order[id(link)]
        behind = bisect_left(targets, place, key=lambda target: order[id(target)])
        nearest = targets[behind : behind + _MAX_ALIKE]
        for target in (*nearest, *targets[: min(behind, _MAX_ALIKE)]):
            body = self.body_of(target)
            if body is None or self.survey.holds(body, link):
                continue
            after = order[id(target)] > place
            if self.is_cited_by(link, marked, label, target, body, after=after):
                self.add(link, label or text or "", target, body, fragment)
                return
        if marked and not targets:
            self.index.unresolved.add(id(link))
            self.index.diagnostics.append(
                Diagnostic(WITHOUT_NOTE, f'the note "#{fragment}" is not there', position(link))
            )

    def is_cited_by(
        self, link: Tag, marked: bool, label: str | None, target: Tag, body: Tag, *, after: bool
    ) -> bool:
        noted = self.is_noted(target, body)
        if not marks.shown(link):
            return noted and (marked or not link.find("img"))
        if marked:
            return noted or after or ways.leads_back(self.survey, body, link)
        if label is None or not after:
            return label is not None and noted and ways.leads_back(self.survey, body, link)
        if self.is_raised(link) or marks.is_worded(link.get_text()):
            return True
        return ways.leads_back(self.survey, body, link) and (noted or self.begins_with(body, label))

    def is_noted(self, target: Tag, body: Tag) -> bool:
        """Tell whether a body is marked as a note, or lies among notes."""
        if marks.is_note(target) or marks.is_note(body):
            return True
        tag: Tag | None = body
        for _ in range(_CLIMB):
            if tag is None:
                return False
            if marks.is_notes(tag):
                return True
            tag = tag.parent
        return False

    def is_raised(self, link: Tag) -> bool:
        around = link.parent
        if around is not None and around.name == "sup":
            return True
        above = around.parent if around is not None and around.name == "span" else None
        if above is not None and above.name == "sup":
            return True
        children = [c for c in link.contents if isinstance(c, Tag) or str(c).strip()]
        return len(children) == 1 and isinstance(children[0], Tag) and children[0].name == "sup"

    def begins_with(self, body: Tag, label: str) -> bool:
        return body.get_text().lstrip(" \t\r\n[(").startswith(label)

    # ---------------------------------------------------------------------- finding bodies

    def body_of(self, target: Tag) -> Tag | None:
        """Return the element that holds the whole note whose id is on ``target``."""
        if any(map(_stands_in_text, (target, *target.parents))):
            return None
        tag: Tag | None = target
        while tag is not None and tag.name not in _BLOCKS:
            if tag.name in _NEVER:
                return None
            tag = tag.parent
        if tag is None:
            return None
        if tag.name == "td":
            return _note_in_row(tag)
        if tag.name == "dt":
            return next(
                (s for s in tag.next_siblings if isinstance(s, Tag) and s.name == "dd"), None
            )
        around = tag.parent
        begins = (tag is not target or tag.name == "p") and ways.before(tag) is None
        if around is not None and begins and _is_whole_note(around):
            tag = around
        size = self.survey.size.get(id(tag), 0)
        if size == 0 or size > _MAX_ELEMENTS or marks.is_notes(tag):
            return None
        if any(inner.name in HEADINGS for inner in self.survey.inside(tag)):
            return None
        return tag

    def add(self, link: Tag, label: str, target: Tag, body: Tag, fragment: str) -> None:
        """Note a citation, and the note if it is the first."""
        index = self.index
        known = index.bodies.get(id(body))
        if known is None:
            known = Found(self.survey.unique(fragment), body, label)
            index.notes.append(known)
            index.bodies[id(body)] = known
        elif id(target) not in index.targets and known.label != label and label:
            message = (
                f'the notes "{known.label}" and "{label}" share a paragraph and cannot be parted; '
                f'"{label}" stays a link'
            )
            index.diagnostics.append(Diagnostic(ONE_PARAGRAPH, message, position(target)))
            return
        index.targets.setdefault(id(target), known)
        known.citations.append(link)
        index.citations[id(link)] = known

    def inline_notes(self) -> None:
        """Add the notes that stand in the text itself."""
        taken = {found.label for found in self.index.notes}
        count = 0
        for tag in self.survey.elements:
            if _stands_in_text(tag):
                count += 1
                while str(count) in taken:
                    count += 1
                name = self.survey.unique(attribute(tag, "id") or f"note-{count}")
                found = Found(name, tag, str(count), [tag], inline=True)
                self.index.notes.append(found)
                self.index.citations[id(tag)] = found
                self.index.targets[id(tag)] = found

    def popups(self) -> None:
        """Read citations whose note opens in a box beside them (SciELO).

        The box repeats what stands among the notes or references at the end of the page.
        """
        listed: dict[str, Tag] = {}
        for tag in self.survey.elements:
            around = tag.parent
            if tag.name == "li" and around is not None and "footnote" in classes(around):
                label = marks.label_of("".join(islice(tag.stripped_strings, 1)))
                if label is not None:
                    listed.setdefault(label, tag)
        for box in self.survey.elements:
            if box.name != "span" or "refctt" not in classes(box):
                continue
            sign = ways.before(box)
            label = marks.label_of(marks.shown(sign)) if sign is not None else None
            if sign is None or sign.name != "sup" or label is None:
                self.index.left_out[id(box)] = POPUP
                continue
            body = listed.get(label, box)
            if body is not box:
                self.index.left_out[id(box)] = POPUP
            self.add(sign, label, body, body, f"note-{label}")

    def neighbours(self, cited: list[Found]) -> None:
        """Add the notes beside cited ones, in one parent, that nobody cites."""
        body = cited[0].body
        around = body.parent
        if around is None:
            return
        number = 0
        others: list[Found] = []
        for sibling in around.contents:
            number += isinstance(sibling, Tag) and sibling.name == "li"
            if not isinstance(sibling, Tag) or sibling.name != body.name:
                continue
            if id(sibling) in self.index.bodies or id(sibling) not in self.survey.order:
                continue
            if body.name == "dd":
                previous = ways.before(sibling)
                if previous is not None and id(previous) in self.index.bodies:
                    owner = self.index.bodies[id(previous)]
                    owner.more.append(sibling)
                    self.index.bodies[id(sibling)] = owner
                    continue
            elif not self.is_noted(sibling, sibling) or (
                body.name not in ("li",) and not marks.is_note(sibling)
            ):
                continue
            if self.survey.size[id(sibling)] > _MAX_ELEMENTS or not sibling.get_text().strip():
                continue
            name = self.survey.unique(attribute(sibling, "id") or "note")
            other = Found(name, sibling, ways.own_label(sibling, number))
            others.append(other)
        if len(others) > _MAX_UNCITED and len(others) > len(cited):
            # A list that is content itself (the notes of a book whose text is elsewhere).
            self.forget(cited)
            return
        for other in others:
            self.index.notes.append(other)
            self.index.bodies[id(other.body)] = other
            self.index.targets[id(other.body)] = other
            message = f'note "{other.label}" is never cited'
            self.index.diagnostics.append(Diagnostic(NEVER_CITED, message, position(other.body)))

    def forget(self, notes: list[Found]) -> None:
        """Let notes be the content they are, and their citations links."""
        index = self.index
        gone = {id(note) for note in notes}
        index.notes = [note for note in index.notes if id(note) not in gone]
        for table in (index.citations, index.bodies, index.targets):
            for key in [key for key, note in table.items() if id(note) in gone]:
                del table[key]


def _stands_in_text(tag: Tag) -> bool:
    """Tell whether an element is a note where it is cited (HTMLBook); no other note is in it."""
    return tag.name == "span" and attribute(tag, "data-type") == "footnote"


def _note_in_row(cell: Tag) -> Tag | None:
    """Return the cell of a row that holds nothing but a note, or a label and its note."""
    row = [c for c in cell.parent.contents if isinstance(c, Tag)] if cell.parent else []
    filled = [c for c in row if marks.shown(c)]
    if filled == [cell]:
        return cell
    if len(filled) == 2 and marks.label_of(marks.shown(filled[0])) and cell in filled:
        return filled[1]
    return None


def _is_whole_note(tag: Tag) -> bool:
    """Tell whether an element holds one note, to which its first paragraph belongs."""
    if marks.is_notes(tag):
        return False
    if tag.name in ("li", "dd") or marks.is_note(tag):
        return True
    return tag.name in ("div", "aside", "section") and marks.is_named_like_a_note(tag)
