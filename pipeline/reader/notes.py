"""Citations and their notes, whatever the markup. After ``survey``, before ``walk``.

A citation is a link that is marked as one, stands raised or reads like a label, and leads to
something that is marked as a note, lies among notes or leads back. Nothing is read here: the
walk asks which element is a citation, a note or a way back.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.reader import note_marks as marks
from pipeline.reader.dom import is_text, position
from pipeline.reader.elements import HEADINGS, attribute
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.survey import Survey

BACK_LINK = ExclusionRule(
    "note-back-link", "The way back from a note; every edition makes its own."
)
NOTES_HEADING = ExclusionRule(
    "notes-heading", "The heading over notes; every edition makes its own."
)
NOTE_SIGN = ExclusionRule("note-sign", "Brackets and words around the label of a note.")

WITHOUT_NOTE = Rule(
    "note-missing",
    Severity.ERROR,
    "A citation leads to a note that is not there.",
    "Add the note, or correct the fragment of the link.",
    ("WCAG 2.2 1.3.1",),
)
NEVER_CITED = Rule(
    "note-never-cited",
    Severity.WARNING,
    "A note is cited nowhere; it is kept among the notes.",
    "Cite it where it belongs, or take it out.",
    ("WCAG 2.2 1.3.1",),
)

_BLOCKS = frozenset({"li", "dd", "dt", "p", "div", "aside", "section", "td", "blockquote"})
_NEVER = frozenset({*HEADINGS, "table", "figure", "main", "article", "body", "nav", "tr", "img"})
_CLIMB = 12
"""How far up marks of notes are looked for."""
_MAX_UNCITED = 10
"""Notes beside each other that nobody cites; more, and most, are no notes of this page."""
_MAX_ELEMENTS = 600
"""Elements of the largest note."""


@dataclass(slots=True, eq=False)
class Found:
    """One note as it stands in the page."""

    name: str
    """Its id in the model."""
    body: Tag
    label: str
    citations: list[Tag] = field(default_factory=list)
    more: list[Tag] = field(default_factory=list)
    """Further elements of the body (a second ``dd``)."""
    table: Tag | None = None
    """The table it belongs to."""
    inline: bool = False
    """Whether it stands where it is cited."""


@dataclass(slots=True)
class NoteIndex:
    """What the walk asks about an element or text, each by ``id``."""

    notes: list[Found] = field(default_factory=list)
    """In the order of the page."""
    citations: dict[int, Found] = field(default_factory=dict)
    bodies: dict[int, Found] = field(default_factory=dict)
    """Elements that belong to a note, and are passed over where they stand."""
    targets: dict[int, Found] = field(default_factory=dict)
    """Elements by whose id a note is cited."""
    labels: set[int] = field(default_factory=set)
    """Elements that hold but the label of a note (``dt``): placed, as the note shows it."""
    left_out: dict[int, ExclusionRule] = field(default_factory=dict)
    raised: set[int] = field(default_factory=set)
    """``sup`` elements around citations only: the writers raise labels themselves."""
    trimmed: dict[int, int] = field(default_factory=dict)
    """By text how many characters at its beginning are the label."""
    unresolved: set[int] = field(default_factory=set)
    """Citations without note."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def silent(self) -> set[int]:
        """Return the links that are no links in the model."""
        return self.citations.keys() | self.left_out.keys() | self.labels | self.unresolved


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
        self.back: dict[int, set[str]] = {}

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
        parents: dict[int, Found] = {}
        for found in index.notes:
            if found.body.parent is not None and not found.inline:
                parents.setdefault(id(found.body.parent), found)
        for found in parents.values():
            if id(found.body) in index.bodies:
                self.neighbours(found)
        index.notes.sort(key=lambda found: survey.order[id(found.body)])
        for found in index.notes:
            self.finish(found)
        for _, _, link in links:
            if id(link) not in index.citations and marks.is_marked_back(link):
                self.drop(link, None)

    # ------------------------------------------------------------------ finding citations

    def consider(self, fragment: str, link: Tag) -> None:
        """Decide whether a link is a citation."""
        if marks.is_marked_back(link):
            return
        marked = marks.is_citation(link)
        text = marks.shown(link)
        label = marks.label_of(text)
        if not marked and label is None and text:
            return
        targets = self.survey.targets.get(fragment, [])
        place = self.survey.order[id(link)]
        after = [t for t in targets if self.survey.order[id(t)] > place]
        for target in [*after, *(t for t in targets if t not in after)]:
            body = self.body_of(target)
            if body is None or self.survey.holds(body, link):
                continue
            if self.is_cited_by(link, marked, label, target, body, after=target in after):
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
            return noted or after or self.leads_back(body, link)
        if label is None or not after:
            return label is not None and noted and self.leads_back(body, link)
        if self.is_raised(link) or marks.is_worded(link.get_text()):
            return True
        return self.leads_back(body, link) and (noted or self.begins_with(body, label))

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
        if around is not None and around.name == "span" and around.parent is not None:
            if around.parent.name == "sup":
                return True
        children = [c for c in link.contents if isinstance(c, Tag) or str(c).strip()]
        return len(children) == 1 and isinstance(children[0], Tag) and children[0].name == "sup"

    def leads_back(self, body: Tag, link: Tag) -> bool:
        """Tell whether a body has a link to the place of the citation."""
        return any(self.is_way_back(inner, link) for inner in self.ways(body))

    def ways(self, body: Tag) -> list[Tag]:
        """Return the links in a body that stay in the page."""
        found = [body] if body.name == "a" else []
        return found + [
            tag for tag in self.survey.inside(body) if tag.name == "a" and "href" in tag.attrs
        ]

    def is_way_back(self, inner: Tag, link: Tag) -> bool:
        fragment = self.survey.fragment((attribute(inner, "href") or "").strip())
        if not fragment:
            return False
        for target in self.survey.targets.get(fragment, []):
            if self.survey.holds(target, link) and target.name not in ("body", "main", "section"):
                return True
            if self.survey.holds(link, target):
                return True
            if target.name in ("a", "sup", "span") and _block(target) is _block(link):
                return True
        return False

    def begins_with(self, body: Tag, label: str) -> bool:
        return body.get_text().lstrip(" \t\r\n[(").startswith(label)

    # ---------------------------------------------------------------------- finding bodies

    def body_of(self, target: Tag) -> Tag | None:
        """Return the element that holds the whole note whose id is on ``target``."""
        tag: Tag | None = target
        while tag is not None and tag.name not in _BLOCKS:
            if tag.name in _NEVER:
                return None
            tag = tag.parent
        if tag is None or tag.name == "td":
            return None
        if tag.name == "dt":
            return next(
                (s for s in tag.next_siblings if isinstance(s, Tag) and s.name == "dd"), None
            )
        around = tag.parent
        if around is not None and tag is not target or tag.name == "p":
            whole = around is not None and (
                around.name in ("li", "dd") or marks.is_note(around)
                or (around.name in ("div", "aside", "section") and marks.is_named_like_a_note(around))
            )  # fmt: skip
            if whole and around is not None and not marks.is_notes(around) and _is_first(tag):
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
            return  # two notes in one block cannot be parted: they stay links
        index.targets.setdefault(id(target), known)
        known.citations.append(link)
        index.citations[id(link)] = known

    def inline_notes(self) -> None:
        """Add the notes that stand in the text itself (HTMLBook)."""
        taken = {found.label for found in self.index.notes}
        count = 0
        for tag in self.survey.elements:
            if tag.name == "span" and attribute(tag, "data-type") == "footnote":
                count += 1
                while str(count) in taken:
                    count += 1
                name = self.survey.unique(attribute(tag, "id") or f"note-{count}")
                found = Found(name, tag, str(count), [tag], inline=True)
                self.index.notes.append(found)
                self.index.citations[id(tag)] = found
                self.index.targets[id(tag)] = found

    def neighbours(self, found: Found) -> None:
        """Add the notes beside a cited one that nobody cites."""
        body, around = found.body, found.body.parent
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
                previous = _before(sibling)
                if previous is not None and id(previous) in self.index.bodies:
                    owner = self.index.bodies[id(previous)]
                    owner.more.append(sibling)
                    self.index.bodies[id(sibling)] = owner
                    continue
            elif not self.is_noted(sibling, sibling):
                continue
            elif body.name not in ("li",) and not marks.is_note(sibling):
                continue
            if self.survey.size[id(sibling)] > _MAX_ELEMENTS or not sibling.get_text().strip():
                continue
            name = self.survey.unique(attribute(sibling, "id") or "note")
            other = Found(name, sibling, _own_label(sibling, number))
            others.append(other)
        cited = [note for note in self.index.notes if note.body.parent is around]
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

    # ------------------------------------------------------------- labels and ways back

    def finish(self, found: Found) -> None:
        """Find the label and the ways back of a note, and what surrounds its citations."""
        for link in found.citations:
            self.unraise(link)
        if found.inline:
            return
        if found.body.name == "dd":
            before = _before(found.body)
            while before is not None and before.name == "dt":
                self.index.labels.add(id(before))
                before = _before(before)
        if not found.label:
            found.label = _own_label(found.body, self.index.notes.index(found) + 1)
        for part in [found.body, *found.more]:
            for link in self.ways(part):
                if id(link) in self.index.citations:
                    continue
                self.way_back(found, link, part)
        self.trim(found)

    def way_back(self, found: Found, link: Tag, body: Tag) -> None:
        text = marks.shown(link)
        if marks.is_marked_back(link) or marks.says_back(link):
            self.drop(link, body)
            return
        if not any(self.is_way_back(link, citation) for citation in found.citations):
            return
        label = marks.label_of(text)
        if label is not None and label == found.label:
            self.index.labels.add(id(link))
        elif label is not None and (len(found.citations) > 1 or label.isalpha()):
            self.drop(link, body)
        elif not text:
            self.drop(link, body)

    def drop(self, link: Tag, body: Tag | None) -> None:
        """Leave a way back out, with the words around it that belong to it."""
        tag = link
        while body is not None and tag.parent is not None and tag.parent is not body:
            around = tag.parent
            if not _is_back_only(around, self.index.left_out, tag):
                break
            tag = around
        self.index.left_out[id(link)] = BACK_LINK
        self.index.left_out[id(tag)] = BACK_LINK

    def trim(self, found: Found) -> None:
        """Find the label where it is typed before the note."""
        for node in found.body.descendants:
            if not isinstance(node, NavigableString) or not is_text(node) or not node.strip():
                continue
            if any(
                id(parent) in self.index.labels or id(parent) in self.index.left_out
                for parent in _up_to(node, found.body)
            ):
                continue
            text = str(node)
            start = len(text) - len(text.lstrip())
            rest = text[start:].lstrip("[(")
            if not rest.startswith(found.label):
                return
            cut = len(text) - len(rest) + len(found.label)
            tail = text[cut:]
            ended = tail.lstrip("])")
            if ended[:1] in (".", ")", ":", "]"):
                ended = ended[1:]
            elif tail == ended and tail and not tail[0].isspace():
                return
            elif not tail and node.parent is not None and node.parent.name in ("p", "li", "dd"):
                return
            self.index.trimmed[id(node)] = len(text) - len(ended)
            return

    def unraise(self, link: Tag) -> None:
        """Let a ``sup`` around citations alone be nothing."""
        for around in (link.parent, link.parent.parent if link.parent else None):
            if around is None or around.name not in ("sup", "small"):
                continue
            rest = "".join(
                str(node)
                for node in around.descendants
                if isinstance(node, NavigableString)
                and is_text(node)
                and not any(id(parent) in self.index.citations for parent in _up_to(node, around))
            )
            if not rest.strip(" \t\r\n[](),;\u00a0–-"):
                self.index.raised.add(id(around))


def _block(tag: Tag) -> Tag | None:
    current: Tag | None = tag
    while current is not None and current.name not in _BLOCKS and current.name not in _NEVER:
        current = current.parent
    return current


def _before(tag: Tag) -> Tag | None:
    return next((s for s in tag.previous_siblings if isinstance(s, Tag)), None)


def _is_first(tag: Tag) -> bool:
    return _before(tag) is None


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


def _own_label(body: Tag, number: int) -> str:
    """Return the label of a note that nobody cites: from its term, its number or its text."""
    if body.name == "dd":
        term = _before(body)
        if term is not None and term.name == "dt":
            return marks.label_of(marks.shown(term)) or marks.shown(term)[:20] or "*"
    if body.name == "li" and body.parent is not None and body.parent.name == "ol":
        return str(number)
    first = body.get_text().split(maxsplit=1)
    return (marks.label_of(first[0]) if first else None) or str(number)
