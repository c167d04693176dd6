"""Inline elements: formats, links, quotations, abbreviations, ruby. Handlers of ``walk``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pipeline.addresses import is_harmless, split
from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Anchor, Image, LineBreak, Ruby, SpanKind, Url
from pipeline.model.walk import one_line
from pipeline.reader.elements import SPANS, attribute, opening_text
from pipeline.reader.flow import Flow, Inside, State
from pipeline.reader.images.images import contains_image, is_enlarging
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.notes.marks import is_marked_back
from pipeline.reader.page.dom import position, texts
from pipeline.reader.runs import add_text
from pipeline.reader.text.inlines import Atom, Expanded, Format, Linked, Meaning, cleaned, is_blank
from pipeline.reader.text.languages import QUOTES, quotation_marks
from pipeline.reader.text.nesting import tree

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

RUBY_PARENTHESIS = ExclusionRule(
    "ruby-parenthesis", "Parentheses for programs that cannot show ruby (rp)."
)
LINK_BROKEN = Rule(
    "link-target-missing",
    Severity.WARNING,
    "A link points to a place (an id) that the page does not have.",
    "Correct what stands after # in the link, or give its target that id.",
    ("WCAG 2.2 2.4.4",),
)
LINK_OUTSIDE = Rule(
    "link-target-outside",
    Severity.NOTE,
    "A link points to a part of the page that is not the report.",
    "Nothing, if the part is the site's own; else name the content with --content.",
)
LINK_EMPTY = Rule(
    "link-without-address",
    Severity.WARNING,
    "A link has an empty address, or one that starts a program; it leads nowhere in a document.",
    "Write the address of what it opens, or make it plain text.",
    ("WCAG 2.2 2.4.4",),
)
LINK_UNSEEN = Rule(
    "link-not-shown",
    Severity.WARNING,
    "A link has nothing to follow, or only an icon that a style sheet draws; it is left out.",
    "Give it a text that says where it leads.",
    ("WCAG 2.2 2.4.4", "WCAG 2.2 4.1.2"),
)
LINK_NESTED = Rule(
    "link-in-link",
    Severity.WARNING,
    "A link stands inside another link.",
    "Let one end before the other begins.",
    ("WCAG 2.2 4.1.2",),
)
TOO_MANY = Rule(
    "formats-too-deep",
    Severity.NOTE,
    "Inline elements are nested deeper than any format can show; the innermost are passed over.",
    "Look for an element that is opened again and again and never closed, and close it.",
)
AREA = ExclusionRule("image-map-area", "A part of an image map that leads nowhere.")
_PAGES_BETWEEN = (("exit-intent", "uri"), ("www.google.com/url?", "q"))
"""Pages that only say that one leaves the site, and the name under which they are told where to."""
_BOXES = frozenset(("span", "i", "b", "em", "strong", "small", "div", "p", "br", "wbr"))
MAX_FORMATS = 24
"""Inline elements inside each other that are kept; more say nothing new."""


def nothing(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Pass over an element without content."""


def line_break(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``br``."""
    content = "\n" if flow.preformatted else LineBreak(at=position(tag))
    walk.mark(flow, tag, state)
    walk.add(flow, Atom(content, state.format), state)


def span(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on inside an inline element with one meaning, or none."""
    walk.mark(flow, tag, state)
    if id(tag) in walk.notes.raised:
        return Inside(tag.contents, state._replace(in_citation=True))
    kind = SPANS.get(tag.name, SpanKind.PLAIN)
    if kind is SpanKind.PLAIN:
        around = state.format
        lang = around.lang if around else state.block_lang
        direction = around.direction if around else state.block_direction
        if state.lang == lang and state.direction is direction:
            return Inside(tag.contents, state)
    return Inside(tag.contents, formatted(walk, tag, state, kind))


def formatted(walk: Walk, tag: Tag, state: State, meaning: Meaning) -> State:
    """Return the state inside a format."""
    if state.formats >= MAX_FORMATS and not isinstance(meaning, Linked):
        walk.report_once(
            TOO_MANY, "", "inline elements are nested too deep; the inner say nothing", tag
        )
        return state
    made = Format(state.format, meaning, state.lang, state.direction, position(tag))
    return state._replace(
        format=made,
        formats=state.formats + 1,
        link=state.link or isinstance(meaning, Linked),
    )


def link(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on inside an ``a``."""
    if id(tag) in walk.notes.unresolved:
        walk.mark(flow, tag, state)
        around = state.format
        raised = around is not None and around.meaning is SpanKind.SUPERSCRIPT
        inner = state if raised else formatted(walk, tag, state, SpanKind.SUPERSCRIPT)
        return Inside(tag.contents, inner)
    href = attribute(tag, "href")
    if href is None:
        return span(walk, flow, tag, state)
    # A browser passes over line ends within an address, and white space around it.
    address = "".join(cleaned(href).replace("\t", "").splitlines()).strip()
    target = None if is_enlarging(walk, tag) else _target(walk, tag, address)
    if target is None:
        return span(walk, flow, tag, state)
    if state.link:
        walk.report(LINK_NESTED, "a link stands inside another link", tag)
        return span(walk, flow, tag, state)
    if _only_cites(walk, tag):
        walk.report(LINK_NESTED, f"the link to {address} holds a citation, and no words", tag)
        return span(walk, flow, tag, state)
    walk.mark(flow, tag, state)
    title = one_line(cleaned(attribute(tag, "title") or ""))
    if isinstance(target, Url) and tag.name == "a" and not _holds_something(tag):
        named = one_line(cleaned(attribute(tag, "aria-label") or "")) or title
        named = f' ("{named[:60]}")' if named else ""
        walk.report(LINK_UNSEEN, f"the link to {address}{named} shows nothing", tag)
    if title and title in one_line(opening_text(tag)):
        title = ""
    return Inside(tag.contents, formatted(walk, tag, state, Linked(target, title or None)))


def _only_cites(walk: Walk, tag: Tag) -> bool:
    """Tell whether a link shows nothing but citations, which are links themselves."""
    cited = {id(one) for one in walk.survey.inside(tag) if id(one) in walk.notes.citations}
    return (
        bool(cited)
        and not contains_image(tag)
        and all(
            not text.strip() or not cited.isdisjoint(map(id, text.parents)) for text in texts(tag)
        )
    )


def _holds_something(tag: Tag) -> bool:
    """Tell whether an element has words, or an element that is more than a box for them."""
    inner = (item for item in tag.descendants if isinstance(item, Tag))
    return any(text.strip() for text in texts(tag)) or any(one.name not in _BOXES for one in inner)


def _target(walk: Walk, tag: Tag, href: str) -> Url | Anchor | None:
    survey = walk.survey
    if href in ("", "#") or not is_harmless(href):
        walk.report(LINK_EMPTY, f'a link leads nowhere: href="{href[:60]}"', tag)
        return None
    for page, name in _PAGES_BETWEEN:
        if page in href and (left := parse_qs(split(href).query).get(name)):
            href = left[0]
            break
    fragment = survey.fragment(href)
    if fragment is None:
        return Url(survey.absolute(href))
    target = survey.resolve(fragment)
    if target is not None:
        note = walk.notes.targets.get(id(target))
        return Anchor(note.name if note is not None else survey.names[id(target)])
    if fragment.lower() == "top":
        walk.report(LINK_OUTSIDE, 'a link to "#top" leads out of the report', tag)
    elif walk.outside(fragment):
        if not is_marked_back(tag):  # what leads back to a list of contents is not missed
            walk.report(LINK_OUTSIDE, f'a link to "#{fragment}" leads out of the report', tag)
    else:
        walk.report(LINK_BROKEN, f'a link points to "#{fragment}", which is not there', tag)
    return None


def quotation(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on inside a ``q``, with quotation marks unless the source has them."""
    walk.mark(flow, tag, state)
    inner = formatted(walk, tag, state, SpanKind.QUOTED)
    first = next((text for text in tag.strings if text.strip()), "").lstrip()
    inner = inner._replace(quotations=state.quotations + 1)
    if not first or first[0] in QUOTES:
        return Inside(tag.contents, inner)
    # The marks are those of the language around the quotation (CSS Generated Content 3).
    around = state.format.lang if state.format else state.block_lang
    opening, closing = quotation_marks(around, state.quotations)
    add_text(walk, flow, opening, inner)
    return Inside(tag.contents, inner, closing=closing)


def abbreviation(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on inside an ``abbr``; only one with a ``title`` says more than its text."""
    expansion = one_line(cleaned(attribute(tag, "title") or ""))
    said = one_line(opening_text(tag))
    if expansion in ("", said) or not (said or contains_image(tag)):
        return span(walk, flow, tag, state)
    walk.mark(flow, tag, state)
    return Inside(tag.contents, formatted(walk, tag, state, Expanded(expansion)))


def ruby_parenthesis(walk: Walk, _flow: Flow, tag: Tag, _state: State) -> None:
    """Leave an ``rp`` out."""
    walk.ledger.exclude(tag, RUBY_PARENTHESIS)


def ruby(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a ``ruby``: each base with its reading, in order."""
    walk.mark(flow, tag, state)
    bases: list[list[PageElement]] = [[]]
    for kind, nodes in _ruby_parts(walk, tag):
        match kind:
            case "base":
                bases[-1].extend(nodes)
            case "rb":
                if bases[-1] and any(not _blank(node) for node in bases[-1]):
                    bases.append([])
                bases[-1] = list(nodes)
            case _:
                base = bases.pop(0) if len(bases) > 1 or bases[0] else []
                _add_ruby(walk, flow, state, base, nodes)
                bases = bases or [[]]
    for rest in bases:
        for node in rest:
            _add_plain(walk, flow, state, node)


def _ruby_parts(walk: Walk, tag: Tag) -> list[tuple[str, list[PageElement]]]:
    parts: list[tuple[str, list[PageElement]]] = []
    stack: list[PageElement] = list(reversed(tag.contents))
    while stack:
        node = stack.pop()
        if isinstance(node, Tag) and node.name in ("rbc", "rtc"):
            stack.extend(reversed(node.contents))
        elif isinstance(node, Tag) and node.name == "rp":
            walk.ledger.exclude(node, RUBY_PARENTHESIS)
        elif isinstance(node, Tag) and node.name in ("rt", "rb"):
            parts.append((node.name, [node]))
        else:
            parts.append(("base", [node]))
    return parts


def _blank(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not node.strip()


def _add_ruby(
    walk: Walk, flow: Flow, state: State, base: list[PageElement], reading: list[PageElement]
) -> None:
    inner = state._replace(format=None, formats=0, block_lang=state.lang, depth=state.depth + 1)
    words = all(_is_words(walk, node) for node in reading)
    waiting = list(walk.waiting)
    below = walk.run_of(base, inner) if words else []
    above = walk.run_of(reading, inner) if below else []
    around = state.format.lang if state.format else state.block_lang
    lang = state.lang if state.lang != around else None
    if not above or is_blank(atom for atom in below if not _is_decorative(atom)):
        walk.waiting = waiting  # what has been read is read again
        for node in (*base, *reading):
            _add_plain(walk, flow, state, node)
        return
    made = Ruby(
        tree(below, state.lang, state.direction, state.at),
        tree(above, state.lang, state.direction, state.at),
        lang=lang,
        at=state.at,
    )
    walk.add(flow, Atom(made, state.format), state)


def _is_decorative(atom: Atom) -> bool:
    return isinstance(atom.content, Image) and atom.content.alternative == ""


def _is_words(walk: Walk, node: PageElement) -> bool:
    """Tell whether a reading holds words alone: nothing to see, to follow or to lead to."""
    inside = (node, *node.descendants) if isinstance(node, Tag) else ()
    return all(
        tag.name in _WORDS
        and "role" not in tag.attrs
        and id(tag) not in walk.survey.names
        and id(tag) not in walk.notes.citations
        for tag in inside
        if isinstance(tag, Tag)
    )


_WORDS = frozenset({*SPANS, "rt", "rb", "span", "small", "bdi", "bdo", "big", "u", "font", "br"})


def _add_plain(walk: Walk, flow: Flow, state: State, node: PageElement) -> None:
    for atom in walk.run_of([node], state._replace(depth=state.depth + 1)):
        walk.add(flow, atom, state)


def named_sign(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Read a sign within a line that its role makes an image: its name is what it says."""
    name = one_line(cleaned(attribute(tag, "aria-label") or attribute(tag, "title") or ""))
    shown = one_line(tag.get_text())
    if name and not shown and not contains_image(tag):
        walk.add(flow, Atom(Image(None, name, at=position(tag)), state.format), state)
    if not name or not shown or name == shown:
        return span(walk, flow, tag, state)
    walk.mark(flow, tag, state)
    return Inside(tag.contents, formatted(walk, tag, state, Expanded(name)))


def area(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a part of an image map as the link that it is."""
    name = one_line(cleaned(attribute(tag, "alt") or attribute(tag, "aria-label") or ""))
    if not name or "href" not in tag.attrs:
        walk.ledger.exclude(tag, AREA)
        return
    walk.ledger.place(tag)
    inside = link(walk, flow, tag, state)
    walk.add(flow, Atom(name, inside.state.format), state)
    walk.add(flow, Atom(" ", state.format), state)
