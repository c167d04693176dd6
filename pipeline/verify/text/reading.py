"""The text edition back to facts, by its conventions alone.

Lines are read by their margin: a paragraph stands at the margin of what holds it, the mark
of an item one step in, its content two; what follows a block's mark stands two steps in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.walk import one_line
from pipeline.verify.facts import Fact, FactKind
from pipeline.verify.text.folding import fold_code, fold_line
from pipeline.verify.text.headers import headers, split_headers
from pipeline.verify.text.marks import Marks, as_explained, language_of, marks
from pipeline.verify.text.phrases import Phrase, phrase
from pipeline.verify.text.stream import Line, NoteRead, Part, Stream

_ORDINAL = re.compile(r"(-?\d+|[A-Za-z]{1,15})\.(?: |$)")
_REPEATED_LABEL = re.compile(r"(.+) \((\d+)\)$")
CODE_GOES_ON = "[+] "


def read_lines(text: str) -> Iterator[Fact]:
    """Yield the facts of a decoded text edition; none if it is not one."""
    rows = text.split("\n")
    strings = language_of(rows[0]) if rows else None
    if strings is not None:
        yield from _Document(rows, marks(strings)).facts()


class _Document:
    def __init__(self, rows: list[str], words: Marks) -> None:
        self.words = as_explained(words, rows)
        self.lines: list[Line | None] = []
        for number, row in enumerate(rows, start=1):
            stripped = row.lstrip(" ")
            line = Line(number, len(row) - len(stripped), stripped) if stripped else None
            self.lines.append(line)
        self.links: dict[str, tuple[str, str]] = {}
        self.notes: dict[tuple[int, str], NoteRead] = {}
        self.tables = 0
        self.own_notes: frozenset[tuple[int, str]] = frozenset()
        self.out = Stream()
        self.at = 0
        self.end = len(self.lines)
        self.step = self._step()

    # -------------------------------------------------------------- the parts of the file

    def facts(self) -> Iterator[Fact]:
        start = self._find(self.words.start, 0)
        end = self._find(self.words.end, start, last=True)
        if start < 0 or end < 0:
            return
        links = self._find(self.words.links, end + 1, last=True)
        if links >= 0:
            self._links(links + 1)
        self._fields(start)
        self._part(start + 1, end)
        notes = self._find(self.words.notes, end)
        if notes >= 0:
            self._part(notes + 1, links if links >= 0 else len(self.lines))
        yield from self._told()

    def _find(self, mark: str, start: int, *, last: bool = False) -> int:
        places = [
            index
            for index in range(max(start, 0), len(self.lines))
            if (line := self.lines[index]) is not None and not line.indent and line.text == mark
        ]
        return (places[-1] if last else places[0]) if places else -1

    def _step(self) -> int:
        """Tell how wide one step is, from the list of conventions or the first odd margin."""
        about = self._find(self.words.about, 0)
        indents = [line.indent for line in self.lines[max(about, 0) :] if line and line.indent]
        if about >= 0 and indents and any(line and line.indent for line in self.lines[:about]):
            return 1 if indents[0] == 1 else 2
        return 1 if any(indent % 2 for indent in indents[:1]) else 2

    def _fields(self, end: int) -> None:
        found: dict[str, str] = {}
        names = (self.words.title, self.words.subtitle, self.words.series)
        current = ""
        for line in self.lines[:end]:
            if line is None:
                break
            if line.indent == 0:
                current = next((name for name in names if line.text.startswith(name)), "")
            if current:
                found[current] = f"{found[current]} {line.raw}" if current in found else line.raw
        for name in (self.words.series, self.words.title, self.words.subtitle):
            if name in found:
                text = fold_line(found[name]).removeprefix(name).strip(" ")
                read = phrase(text, self.words, self.links, "line 1")
                if name == self.words.title:
                    self.out.facts.append(Fact(FactKind.TITLE, read.text, place="line 1"))
                self._say(read, "line 1")

    def _links(self, start: int) -> None:
        mark = re.compile(
            re.escape(fold_line(self.words.strings.text.link)).replace(r"\{number\}", r"(\d+)")
        )
        number, text = "", ""
        for line in self.lines[start:]:
            match = re.match(rf"\[{mark.pattern}\] ?", line.text) if line else None
            if line is None:
                continue
            if match is not None:
                number, text = match[1], line.raw[line.raw.index("]") + 1 :]
            elif line.indent:
                text += " " + line.raw
            elif number:
                self.links[number] = (fold_line(text), line.raw.strip())
                number = ""

    def _part(self, start: int, end: int) -> None:
        self.at, self.end = start, end
        while self.at < self.end:
            self._blocks(0, 0, 0)
            self.at += 1 if self._line() is None else 0

    def _told(self) -> Iterator[Fact]:
        """Yield the body, then the notes in the order of their first citation."""
        cited = dict.fromkeys(self.out.cited)
        yield from self.out.facts
        done: set[tuple[int, str]] = set()
        waiting = list(cited)
        while waiting:
            for name in waiting:
                done.add(name)
                note = self.notes.get(name)
                if note is not None:
                    yield from note.facts
                    cited.update(dict.fromkeys(note.cited))
            waiting = [name for name in cited if name not in done]
        for name, note in self.notes.items():
            if name not in done:
                yield from note.facts

    # ------------------------------------------------------------------------ lines

    def _line(self) -> Line | None:
        return self.lines[self.at] if self.at < self.end else None

    def _opener(self, line: Line) -> tuple[str, re.Match[str]] | None:
        if line.text.startswith("["):
            text = line.text if "]" in line.text else self._marked_lines(line)
            for name, pattern in self.words.blocks:
                match = pattern.match(text)
                if match is not None:
                    return name, match
        return None

    def _marked_lines(self, line: Line) -> str:
        """Return a line with those that its mark goes on in, as far as where it ends."""
        parts = [line.raw]
        for other in self.lines[line.number : self.end]:
            if other is None or other.indent != line.indent + 2 * self.step:
                break
            parts.append(other.raw)
            if "]" in other.raw:
                break
        return fold_line("\n".join(parts))

    def _gathered(self, margin: int) -> str:
        """Take this line and those that go on at the margin; return them as one text."""
        line = self._line()
        parts = []
        while line is not None:
            parts.append(line.raw)
            self.at += 1
            line = self._line()
            if line is not None and (line.indent != margin or self._opener(line) is not None):
                break
        return "\n".join(parts)

    def _place(self) -> str:
        return f"line {self.at + 1}"

    def _say(self, read: Phrase, place: str, table: int = 0) -> None:
        if read.text:
            self.out.facts.append(Fact(FactKind.TEXT, read.text, place=place))
        self.out.facts.extend(read.facts)
        self.out.spoken.append(read.spoken)
        for label in read.cited:
            owner = table if (table, label) in self.own_notes else 0
            self.out.cited.append((owner, label))
            self.out.facts.append(Fact(FactKind.CITATION, _shown_label(label), place=place))

    # ------------------------------------------------------------------------ blocks

    def _blocks(self, margin: int, depth: int, table: int) -> None:
        """Read what stands at a margin or further in, up to a line before the margin."""
        while self.at < self.end:
            line = self._line()
            if line is None:
                self.at += 1
                continue
            if line.indent < margin:
                return
            if line.indent == margin + self.step:
                self._item(margin + 2 * self.step, depth + 1, table)
            elif line.indent > margin:
                self._blocks(line.indent, depth, table)
            else:
                opener = self._opener(line)
                if opener is None:
                    place = self._place()
                    text = fold_line(self._gathered(margin))
                    self._say(phrase(text, self.words, self.links, place), place, table)
                else:
                    self._marked(line, opener, depth, table)

    def _item(self, margin: int, depth: int, table: int) -> None:
        place = self._place()
        text = fold_line(self._gathered(margin))
        label = _ORDINAL.match(text)
        mark = "-"
        if text == "-" or text.startswith("- "):
            text = text[2:]
        elif label is not None:
            mark, text = label[1], text[label.end() :]
        self.out.facts.append(Fact(FactKind.ITEM, mark, (str(depth),), place=place))
        self._say(phrase(text, self.words, self.links, place), place, table)
        self._blocks(margin, depth, table)

    def _content(self, line: Line, used: int, depth: int, table: int) -> Stream:
        """Read what follows a mark, on its line and two steps in, apart from the rest."""
        outer, self.out = self.out, Stream()
        place = self._place()
        margin = line.indent + 2 * self.step
        text = fold_line(self._gathered(margin))[used:].strip(" ")
        if text:
            self._say(phrase(text, self.words, self.links, place), place, table)
        self._inside(margin, depth, table)
        found, self.out = self.out, outer
        return found

    def _inside(self, margin: int, depth: int, table: int) -> None:
        """Read the blocks at a margin, if the next line that is not empty stands there."""
        line = self._following(self.at)
        if line is not None and line.indent >= margin:
            self._blocks(margin, depth, table)

    def _following(self, at: int) -> Line | None:
        """Return the next line that is not empty."""
        while at < self.end and self.lines[at] is None:
            at += 1
        return self.lines[at] if at < self.end else None

    def _take(self, found: Stream) -> None:
        self.out.facts.extend(found.facts)
        self.out.cited.extend(found.cited)
        self.out.spoken.extend(found.spoken)

    def _marked(
        self, line: Line, opener: tuple[str, re.Match[str]], depth: int, table: int
    ) -> None:
        name, match = opener
        place = self._place()
        match name:
            case "section":
                level = match[1].count(".") + 2
                text = fold_line(self._gathered(line.indent + 2 * self.step))[match.end() :]
                read = phrase(text.strip(" "), self.words, self.links, place)
                fact = Fact(FactKind.HEADING, read.text, (str(level),), place=place)
                self.out.facts.append(fact)
                self._say(read, place, table)
            case "table":
                self._table(line, match, depth)
            case "note":
                found = self._content(line, match.end(), 0, table)
                owner = table if (table, match[1]) in self.own_notes else 0
                label = _shown_label(match[1])
                fact = Fact(FactKind.NOTE, found.text(), (label,), place=place)
                self.notes[owner, match[1]] = NoteRead(label, [fact, *found.facts], found.cited)
            case "caption":
                found = self._content(line, match.end(), depth, table)
                fact = Fact(FactKind.CAPTION, found.text(), ("figure",), place=place)
                self.out.facts.append(fact)
                self._take(found)
            case "term":
                text = fold_line(self._gathered(line.indent + 2 * self.step))[match.end() :]
                read = phrase(text.strip(" "), self.words, self.links, place)
                self._say(read, place, table)
                self.out.facts.append(Fact(FactKind.TERM, read.text, place=place))
            case "code" | "aligned":
                self._code(line, aligned=name == "aligned")
            case "break" | "end":
                self.at += 1
            case _:
                self._take(self._content(line, match.end(), depth, table))

    def _code(self, opening: Line, *, aligned: bool) -> None:
        place = self._place()
        self.at += 1
        parts: list[str] = []
        while self.at < self.end:
            line = self._line()
            opener = None if line is None else self._opener(line)
            if line and opener and opener[0] == "end" and line.indent == opening.indent:
                break
            margin = 0 if line is None else line.indent - opening.indent
            raw = "" if line is None else line.raw
            if raw.startswith(CODE_GOES_ON) and margin == 0 and parts:
                parts[-1] += raw.removeprefix(CODE_GOES_ON)
            else:
                parts.append(" " * margin + raw)
            self.at += 1
        self.at += 1
        if not aligned:
            text = "\n".join(parts)
            if fold_line(text):
                self.out.facts.append(Fact(FactKind.TEXT, fold_line(text), place=place))
            self.out.facts.append(Fact(FactKind.CODE, fold_code(text), place=place))

    # ------------------------------------------------------------------------ tables

    def _table(self, line: Line, match: re.Match[str], depth: int) -> None:
        place = self._place()
        self.tables += 1
        table = self.tables
        outer_notes, self.own_notes = self.own_notes, self.own_notes | self._own(line, table)
        caption = self._content(line, match.end(), depth, table)
        said = caption.text()
        size = (match[1], match[2])
        self.out.facts.append(Fact(FactKind.TABLE, said, size, place=place))
        if said:
            self.out.facts.append(Fact(FactKind.CAPTION, said, ("table",), place=place))
        self._take(caption)
        parts: list[Part] = []
        while self.at < self.end:
            current = self._line()
            if current is None:
                self.at += 1
                continue
            if current.indent < line.indent:
                break
            opener = self._opener(current) if current.indent == line.indent else None
            name = "" if opener is None else opener[0]
            if name == "end":
                self.at += 1
                break
            if opener is not None and name in ("note", "aligned"):
                self._marked(current, opener, depth, table)
            elif opener is not None and name in ("row", "column"):
                used = opener[1].end()
                said = current.text[used:].strip(" ")
                number = self.at
                found = self._content(current, used, depth, table)
                if said or found.facts:  # else the number of a row, alone on its line
                    parts.append(Part(number, name, found))
            elif current.text.startswith(self.words.summary):
                self._gathered(line.indent + 2 * self.step)
            else:
                parts.append(Part(self.at))
                self._skip(line.indent)
        after = self.at
        self._cells(parts, depth, table)
        self.at = after
        self.own_notes = outer_notes

    def _own(self, opening: Line, table: int) -> frozenset[tuple[int, str]]:
        """Return the names of the notes that stand in the table itself."""
        names = set()
        for line in self.lines[self.at : self.end]:
            if line is None or line.indent > opening.indent:
                continue
            opener = self._opener(line)
            if line.indent < opening.indent or (opener is not None and opener[0] == "end"):
                break
            if opener is not None and opener[0] == "note":
                names.add((table, opener[1][1]))
        return frozenset(names)

    def _skip(self, margin: int) -> None:
        """Pass over a cell: its line and those further in."""
        self.at += 1
        while self.at < self.end:
            line = self._line()
            if line is None:  # a blank line of code, if what follows stands further in
                following = self._following(self.at)
                if following is None or following.indent <= margin:
                    return
            elif line.indent <= margin:
                return
            self.at += 1

    def _cells(self, parts: list[Part], depth: int, table: int) -> None:
        """Emit the cells in order, when all headers of the table are known."""
        known: dict[str, dict[str, str]] = {"row": {}, "column": {}}
        for part in parts:
            if part.header is not None:
                spoken = one_line(" ".join(part.header.spoken))
                known[part.direction].setdefault(fold_line(spoken), part.header.text())
        asterisks = self.words.asterisks
        rows, columns = (headers(known[way], asterisks=asterisks) for way in ("row", "column"))
        contents: list[Stream] = []
        for part in parts:
            place = f"line {part.at + 1}"
            if part.header is not None:
                text = part.header.text()
                fact = Fact(FactKind.HEADER, text, (part.direction,), place=place)
                self.out.facts.append(fact)
                contents.append(part.header)
                continue
            self.at = part.at
            line = self._line()
            if line is None:
                continue
            margin = line.indent + 2 * self.step
            text = fold_line(self._gathered(margin))
            self.at = part.at
            used, names = split_headers(text, rows, columns, asterisks=asterisks)
            opener = self._opener(line)
            if opener is not None and opener[0] == "cell":
                found = self._content(line, opener[1].end(), depth, table)
            else:
                found = self._content(line, used, depth, table)
            self.out.facts.append(Fact(FactKind.CELL, found.text(), names, place=place))
            contents.append(found)
        for content in contents:  # a table in a cell comes after the cells of this one
            self._take(content)


def _shown_label(name: str) -> str:
    """Return the label of a note without the count that tells it from others."""
    match = _REPEATED_LABEL.fullmatch(name)
    return name if match is None else match[1]
