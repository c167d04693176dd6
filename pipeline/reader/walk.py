"""The walk over the page's elements that makes blocks. After ``survey`` and ``notes``.

One loop with a stack of its own goes through everything that is no node of the model
(``div``, ``section``, ``p`` that only end a paragraph; inline elements, which become formats);
handlers for what is a node (lists, tables, figures …) call back with a new flow. So a heading
governs what follows it across wrappers, and only structure that nests in the model costs depth,
which the limit bounds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TypeVar

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pipeline.diagnostics import Diagnostic, Position, Rule
from pipeline.model.nodes import (
    Block,
    Details,
    Inline,
    Node,
    SpanKind,
)
from pipeline.reader import runs
from pipeline.reader.blocks.sections import nest, within
from pipeline.reader.blocks.tabs import TAB_LIST, find_tabs
from pipeline.reader.elements import place_of
from pipeline.reader.flow import Flow, Inside, State, with_marks
from pipeline.reader.handlers import entered
from pipeline.reader.images import elsewhere
from pipeline.reader.images.assets import Assets
from pipeline.reader.images.descriptions import tie
from pipeline.reader.inheritance import inherited
from pipeline.reader.ledger import ExclusionRule, Ledger
from pipeline.reader.notes.citations import is_citation
from pipeline.reader.notes.index import NOTE_SIGN, NoteIndex, notes_around
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.dom import is_text, texts
from pipeline.reader.source import ReaderOptions, Source
from pipeline.reader.survey import Survey
from pipeline.reader.text.inlines import (
    Atom,
    BlockBreak,
    Mark,
    collapsed,
    is_blank,
    reopened,
    single_breaks,
)
from pipeline.reader.text.nesting import tree
from pipeline.reader.text.phrases import formatted

N = TypeVar("N", bound=Node)


class Walk:
    """One reading of one page: what the walk asks, and what it has found so far."""

    def __init__(
        self,
        content: Content,
        source: Source,
        choices: ReaderOptions,
        ledger: Ledger,
        survey: Survey,
        notes: NoteIndex,
        base: State,
        passed: frozenset[int],
    ) -> None:
        self.content = content
        self.source = source
        self.choices = choices
        self.ledger = ledger
        self.survey = survey
        self.notes = notes
        self.notes_written: set[int] = set()
        """Notes that are in the model already, by ``id``: those of tables."""
        self.described = elsewhere.find(survey, notes.bodies.keys())
        """What is read at a picture, by ``id`` of the picture's element."""
        self.descriptions: dict[int, Details] = {}
        """What was read so, by its own ``id``."""
        self.due: list[tuple[Details, State]] = []
        """Those that wait for the end of the block in which their picture is; what held there."""
        moved = (id(part) for found in self.described.values() for part in found.parts)
        self.passed = passed.union(moved)
        """Elements to pass over without a word, by ``id``: they are read elsewhere."""
        self.base = base
        """The state at the outermost: the language and direction of the document."""
        self.assets = Assets(source, choices, survey)
        self.tabs = find_tabs(survey)
        self.named_places = sorted((survey.order[key], key) for key in survey.names)
        """Elements to which something points, in document order: number and ``id``."""
        self.note_around = dict(notes_around(self.named_places, survey, notes))
        """Of those in notes, by ``id``, the number of the innermost element of a note."""
        self.reached: set[int] = set()
        """Those of them, by ``id``, that have been come to."""
        self.swept: set[int] = set()
        """Those of them that stood within an element which is read as a whole."""
        self.waiting: list[str] = []
        """Ids that wait for the next node."""
        self.diagnostics: list[Diagnostic] = []
        self.all_ids: frozenset[str] | None = None
        """Every id of the page, once somebody asks."""
        self.once: set[tuple[str, str]] = set()

    # ------------------------------------------------------------------ what handlers call

    def report(self, rule: Rule, message: str, tag: Tag | None) -> None:
        """Note a finding at an element."""
        self.diagnostics.append(Diagnostic(rule, message, place_of(tag)))

    def report_at(self, rule: Rule, message: str, at: Position | None) -> None:
        """Note a finding at a place."""
        self.diagnostics.append(Diagnostic(rule, message, at))

    def report_once(self, rule: Rule, key: str, message: str, tag: Tag) -> None:
        """Note a finding unless the same was found before."""
        if (rule.id, key) not in self.once:
            self.once.add((rule.id, key))
            self.report(rule, message, tag)

    def blocks(self, tag: Tag, state: State) -> tuple[Block, ...]:
        """Return the content of an element as blocks of a container of their own."""
        if state.block_lang == state.lang and state.block_direction is state.direction:
            only = runs.only_text(self, tag, state, state.at)
            if only is not None:
                return (only,)
        return self.blocks_of(tag.contents, state)

    def blocks_of(self, nodes: Iterable[PageElement], state: State) -> tuple[Block, ...]:
        """Return some nodes as blocks of a container of their own."""
        flow = Flow(state.lang, state.direction)
        self.fill(flow, nodes, state)
        return self.finish(flow)

    def leaf(self, tag: Tag, state: State) -> tuple[Inline, ...]:
        """Return the content of an element as one run of text."""
        return tree(self.atoms(tag, state), state.lang, state.direction, state.at)

    def atoms(self, tag: Tag, state: State, *, preformatted: bool = False) -> list[Atom]:
        """Return the content of an element as the atoms of one run, empty if it is blank."""
        return self.run_of(tag.contents, state, preformatted=preformatted)

    def run_of(
        self, nodes: Iterable[PageElement], state: State, *, preformatted: bool = False
    ) -> list[Atom]:
        """Return some nodes as the atoms of one run, empty if it is blank."""
        flow = Flow(state.lang, state.direction, leaf=True, preformatted=preformatted)
        self.fill(flow, nodes, state)
        atoms = flow.run if preformatted else single_breaks(collapsed(flow.run))
        self.account(flow.run, runs.BLANK if is_blank(atoms) else None)
        if is_blank(atoms):
            self.waiting.extend(a.content.id for a in atoms if isinstance(a.content, Mark))
            return []
        return atoms

    def within(self, tag: Tag, state: State) -> State:
        """Return the state inside a block."""
        return state._replace(
            format=reopened(state.format, state.lang, state.direction),
            block_lang=state.lang,
            block_direction=state.direction,
            at=place_of(tag) or state.at,
        )

    def structure(self, tag: Tag, state: State) -> State:
        """Return the state inside a structural element."""
        return self.within(tag, state)._replace(depth=state.depth + 1)

    def arrive(self, tag: Tag) -> None:
        """Let the id of an element wait for the next node, if something points to it."""
        name = self.name_of(tag)
        if name is not None:
            self.waiting.append(name)

    def name_of(self, tag: Tag) -> str | None:
        """Return the id of an element if something points to it; it has then come to a place."""
        return self._name(id(tag))

    def _name(self, key: int) -> str | None:
        name = self.survey.names.get(key)
        if name is None or key in self.notes.targets or key in self.swept:
            return None
        self.reached.add(key)
        return name

    def sweep(self, flow: Flow, tag: Tag, state: State) -> None:
        """Keep the ids in an element that was read as a whole: a drawing, a formula, a field."""
        start = self.survey.order.get(id(tag))
        if start is None:
            return
        place = bisect_left(self.named_places, (start, 0))
        stop = start + self.survey.size[id(tag)]
        while place < len(self.named_places) and self.named_places[place][0] < stop:
            key = self.named_places[place][1]
            place += 1
            elsewhere_read = key in self.reached or self.note_around.get(key, start) > start
            name = None if elsewhere_read else self._name(key)
            if name is not None:
                self.swept.add(key)
                self.add(flow, Atom(Mark(name), state.format), state)

    def begin(self, flow: Flow, tag: Tag, state: State) -> None:
        """Begin a block: the open run ends, the id of the element waits for the next node."""
        self.part(flow)
        if flow.leaf:
            self.mark(flow, tag, state)
        else:
            self.arrive(tag)

    def block(self, flow: Flow, tag: Tag, state: State) -> Inside:
        """Begin a block that is no node of its own, and go on inside it."""
        self.begin(flow, tag, state)
        around = state.format or flow
        if not flow.leaf:
            state = self.within(tag, state)
        elif state.lang != around.lang or state.direction is not around.direction:
            state = formatted(self, tag, state, SpanKind.PLAIN)
        return Inside(tag.contents, state, block=True)

    def own_id(self) -> str | None:
        """Return the id of the node that begins here: the first of those that wait."""
        return self.waiting.pop(0) if self.waiting else None

    def give_back(self, name: str | None) -> None:
        """Let an id wait again, because its node has come to nothing."""
        if name is not None:
            self.waiting.insert(0, name)

    def placed(self, node: N, outer: State, state: State) -> N:
        """Return a node made in one state as what stands in another."""
        return within(node, state.lang, state.direction, outer.lang, outer.direction)

    def place(self, flow: Flow, node: Block, state: State) -> None:
        """Add a block to a flow."""
        flow.items.append(within(node, state.lang, state.direction, flow.lang, flow.direction))

    def outside(self, fragment: str) -> bool:
        """Tell whether an id stands in a part of the page that is left out."""
        if self.all_ids is None:
            page = self.content.roots[0]
            while page.parent is not None:
                page = page.parent
            tags = (node for node in page.descendants if isinstance(node, Tag))
            self.all_ids = frozenset(str(tag.attrs["id"]) for tag in tags if "id" in tag.attrs)
        return fragment in self.all_ids

    def account(self, atoms: list[Atom], rule: ExclusionRule | None) -> None:
        """Write the text nodes of a run into the ledger: placed, or left out by a rule."""
        for atom in atoms:
            if atom.source is not None:
                if rule is None:
                    self.ledger.place(atom.source)
                else:
                    self.ledger.exclude(atom.source, rule)

    # --------------------------------------------------------------------------- the loop

    def fill(self, flow: Flow, content: Iterable[PageElement], state: State) -> None:
        """Put some nodes into a flow."""
        stack: list[tuple[Inside, Iterator[PageElement]]] = [
            (Inside((), state), iter(list(content)))
        ]
        while stack:
            inside, nodes = stack[-1]
            node = next(nodes, None)
            if node is None:
                stack.pop()
                if inside.closing:
                    runs.add_text(self, flow, inside.closing, inside.state)
                if inside.block:
                    self.part(flow)
            elif isinstance(node, Tag):
                opened = self.enter(flow, node, inside.state)
                if opened is not None:
                    stack.append((opened, iter(list(opened.content))))
            elif isinstance(node, NavigableString) and is_text(node):
                runs.add_text(self, flow, str(node), inside.state, node)

    def enter(self, flow: Flow, tag: Tag, state: State) -> Inside | None:
        """Begin an element; return how to go on inside it, or None when it is done."""
        if self.is_passed_over(tag) or is_citation(self, flow, tag, state):
            return None
        inner = self.inherited(tag, state)
        opened = entered(self, flow, tag, inner)
        if opened is None and self.named_places:
            self.sweep(flow, tag, state)
        return opened

    def is_passed_over(self, tag: Tag) -> bool:
        """Tell whether an element is left out or read elsewhere; the ledger knows by which rule."""
        key = id(tag)
        if exclusion(tag, self.content) is not None or key in self.passed:
            return True
        notes = self.notes
        if key in notes.labels:
            for text in texts(tag):
                self.ledger.place(text)
            left_out: ExclusionRule | None = NOTE_SIGN  # a picture in it
        else:
            left_out = TAB_LIST if key in self.tabs.lists else notes.left_out.get(key)
        if left_out is None:
            return key in notes.bodies
        self.ledger.exclude(tag, left_out)
        for inner in (tag, *self.survey.inside(tag)) if self.named_places else ():
            if id(inner) not in self.reached:
                self.arrive(inner)  # a link to it must lead somewhere
        return True

    def inherited(self, tag: Tag, state: State) -> State:
        """Return the state inside an element by its ``lang`` and ``dir``."""
        return inherited(tag, state, self.report) if tag.attrs else state

    def add(self, flow: Flow, atom: Atom, state: State) -> None:
        """Add an atom to the open run."""
        if flow.run_state is None:
            flow.run_state = state
        flow.run.append(atom)

    def mark(self, flow: Flow, tag: Tag, state: State) -> None:
        """Keep the place of an inline element to which something points."""
        name = self.name_of(tag)
        if name is not None:
            self.add(flow, Atom(Mark(name), state.format), state)

    def part(self, flow: Flow) -> None:
        """End the open run: a block begins or ends here."""
        if flow.leaf:
            if flow.run:
                flow.run.append(Atom("\n" if flow.preformatted else BlockBreak(), None))
            return
        if flow.run:
            runs.end_run(self, flow)
        for made, state in self.due:
            placed = within(made, state.lang, state.direction, flow.lang, flow.direction)
            self.descriptions[id(placed)] = placed
            flow.items.append(placed)
        self.due = []

    def named(self, atoms: list[Atom]) -> tuple[str | None, list[Atom]]:
        """Return the id of a leaf block and its atoms: waiting ids and leading marks go to it."""
        lead = 0
        while lead < len(atoms) and isinstance(atoms[lead].content, Mark):
            lead += 1
        names = [
            *self.waiting,
            *(a.content.id for a in atoms[:lead] if isinstance(a.content, Mark)),
        ]
        if not names:
            return None, atoms
        self.waiting.clear()
        return names[0], [*(Atom(Mark(name), None) for name in names[1:]), *atoms[lead:]]

    def marked(self, atoms: list[Atom]) -> list[Atom]:
        """Return the atoms of a run that is no node of its own, with the ids that wait."""
        names, self.waiting = self.waiting, []
        return [*(Atom(Mark(name), None) for name in names), *atoms]

    def describe(self, picture: Tag, state: State) -> None:
        """Let what describes a picture follow the block that the picture is in."""
        made = elsewhere.read(self, picture, state) if self.described else None
        if made is not None:
            self.due.append((made, state))

    def closed(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks of a story, with the ids that still wait at their end."""
        names, self.waiting = self.waiting, []
        return with_marks(blocks, names) if names else blocks

    def splice(self, flow: Flow, blocks: Iterable[Block], state: State) -> None:
        """Add blocks that were made for a container of their own to a flow after all."""
        for block in blocks:
            flow.items.append(within(block, state.lang, state.direction, flow.lang, flow.direction))

    def finish(self, flow: Flow) -> tuple[Block, ...]:
        """End a flow and return its blocks, nested by their headings."""
        self.part(flow)
        items = tie(flow, self.descriptions, self.diagnostics.append)
        return nest(items, flow.lang, flow.direction)
