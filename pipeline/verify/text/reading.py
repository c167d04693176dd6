"""The text edition back to facts, by its conventions alone.

Lines are read by their margin: a paragraph stands at the margin of what holds it, the mark
of an item one step in, its content two; what follows a block's mark stands two steps in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.walk import one_line
from pipeline.verify.facts import Fact, FactKind, notes_in_order
from pipeline.verify.text.cursor import Cursor
from pipeline.verify.text.folding import fold_code, fold_line
from pipeline.verify.text.headers import headers, split_headers
from pipeline.verify.text.marks import Marks, language_of, marks
from pipeline.verify.text.phrases import Phrase, closing, phrase
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
        self.cursor = Cursor(rows, words)
        self.words = self.cursor.words
        self.links: dict[str, tuple[str, str]] = {}
        self.notes: dict[tuple[int, str], NoteRead] = {}
        self.tables = 0
        self.own_notes: dict[str, int] = {}
        """Of the tables around, by their names: in which."""
        self.out = Stream()

    # -------------------------------------------------------------- the parts of the file

    def facts(self) -> Iterator[Fact]:
        start = self.cursor.find(self.words.start, 0)
        end = self.cursor.find(self.words.end, start, last=True)
        if start < 0 or end < 0:
            return
        links = self.cursor.find(self.words.links, end + 1, last=True)
        if links >= 0:
            self._links(links + 1)
        self._fields(start)
        self._part(start + 1, end)
        notes = self.cursor.find(self.words.notes, end)
        if notes >= 0:
            self._part(notes + 1, links if links >= 0 else len(self.cursor.lines))
        yield from self._told()

    def _fields(self, end: int) -> None:
        found: dict[str, str] = {}
        names = (self.words.title, self.words.subtitle, self.words.series)
        current = ""
        for line in self.cursor.lines[:end]:
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
        for line in self.cursor.lines[start:]:
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
        self.cursor.at, self.cursor.end = start, end
        while self.cursor.at < self.cursor.end:
            self._blocks(0, 0)
            self.cursor.at += 1 if self.cursor.line() is None else 0

    def _told(self) -> Iterator[Fact]:
        """Yield the body, then the notes in the order of their first citation."""
        yield from self.out.facts
        cited = list(self.out.cited)
        for name in notes_in_order(cited, self.notes):
            note = self.notes.get(name)
            if note is not None:
                yield from note.facts
                cited += note.cited

    # ------------------------------------------------------------------------ what was read

    def _say(self, read: Phrase, place: str) -> None:
        self.out.say(read.text, place)
        self.out.spoken.append(read.spoken)
        self._say_marks(read, place)

    def _say_marks(self, read: Phrase, place: str) -> None:
        self.out.facts.extend(read.facts)
        for label in read.cited:
            owner = self.own_notes.get(label, 0)
            self.out.cited.append((owner, label))
            self.out.facts.append(Fact(FactKind.CITATION, _shown_label(label), place=place))

    # ------------------------------------------------------------------------ blocks

    def _blocks(self, margin: int, depth: int) -> None:
        """Read what stands at a margin or further in, up to a line before the margin."""
        while self.cursor.at < self.cursor.end:
            line = self.cursor.line()
            if line is None:
                self.cursor.at += 1
                continue
            if line.indent < margin:
                return
            if line.indent == margin + self.cursor.step:
                self._item(margin + 2 * self.cursor.step, depth + 1)
            elif line.indent > margin:
                self._blocks(line.indent, depth)
            else:
                opener = self.cursor.opener(line)
                if opener is None:
                    place = self.cursor.place()
                    text = fold_line(self.cursor.gathered(margin))
                    self._say(phrase(text, self.words, self.links, place), place)
                else:
                    self._marked(line, opener, depth)

    def _item(self, margin: int, depth: int) -> None:
        place = self.cursor.place()
        text = fold_line(self.cursor.gathered(margin))
        label = _ORDINAL.match(text)
        mark = "-"
        if text == "-" or text.startswith("- "):
            text = text[2:]
        elif label is not None:
            mark, text = label[1], text[label.end() :]
        self.out.facts.append(Fact(FactKind.ITEM, mark, (str(depth),), place=place))
        self._say(phrase(text, self.words, self.links, place), place)
        self._blocks(margin, depth)

    def _content(self, line: Line, used: int, depth: int) -> Stream:
        """Read what follows a mark, on its line and two steps in, apart from the rest."""
        outer, self.out = self.out, Stream()
        place = self.cursor.place()
        margin = line.indent + 2 * self.cursor.step
        text = fold_line(self.cursor.gathered(margin))[used:].strip(" ")
        if text:
            self._say(phrase(text, self.words, self.links, place), place)
        self._inside(margin, depth)
        found, self.out = self.out, outer
        return found

    def _inside(self, margin: int, depth: int) -> None:
        """Read the blocks at a margin, if the next line that is not empty stands there."""
        line = self.cursor.following(self.cursor.at)
        if line is not None and line.indent >= margin:
            self._blocks(margin, depth)

    def _take(self, found: Stream) -> None:
        self.out.facts.extend(found.facts)
        self.out.cited.extend(found.cited)
        self.out.spoken.extend(found.spoken)
        self.out.said.extend(found.said)

    def _marked(self, line: Line, opener: tuple[str, re.Match[str]], depth: int) -> None:
        name, match = opener
        place = self.cursor.place()
        match name:
            case "section":
                level = match[1].count(".") + 2
                text = fold_line(self.cursor.gathered(line.indent + 2 * self.cursor.step))[
                    match.end() :
                ]
                read = phrase(text.strip(" "), self.words, self.links, place)
                fact = Fact(FactKind.HEADING, read.text, (str(level),), place=place)
                self.out.facts.append(fact)
                self._say(read, place)
            case "table":
                self._table(line, match, depth)
            case "note":
                owner = self.own_notes.get(match[1], 0)
                self.notes[owner, match[1]] = NoteRead("", [], [])  # before those within
                found = self._content(line, match.end(), 0)
                label = _shown_label(match[1])
                fact = Fact(FactKind.NOTE, found.text(), (label,), place=place)
                self.notes[owner, match[1]] = NoteRead(label, [fact, *found.facts], found.cited)
                if owner:
                    self.out.said.extend(found.said)
                    self.out.spoken.extend(f" {words} " for words in found.spoken)
            case "caption":
                found = self._content(line, match.end(), depth)
                fact = Fact(FactKind.CAPTION, found.text(), ("figure",), place=place)
                self.out.facts.append(fact)
                self._take(found)
            case "term":
                text = fold_line(self.cursor.gathered(line.indent + 2 * self.cursor.step))[
                    match.end() :
                ]
                read = phrase(text.strip(" "), self.words, self.links, place)
                self._say(read, place)
                self.out.facts.append(Fact(FactKind.TERM, read.text, place=place))
            case "code" | "aligned":
                self._code(line, aligned=name == "aligned")
            case "break" | "end":
                self.cursor.at += 1
            case _:
                self._take(self._content(line, match.end(), depth))

    def _code(self, opening: Line, *, aligned: bool) -> None:
        place = self.cursor.place()
        self.cursor.at += 1
        parts: list[str] = []
        while self.cursor.at < self.cursor.end:
            line = self.cursor.line()
            opener = None if line is None else self.cursor.opener(line)
            if line and opener and opener[0] == "end" and line.indent == opening.indent:
                break
            margin = 0 if line is None else line.indent - opening.indent
            raw = "" if line is None else line.raw
            if raw.startswith(CODE_GOES_ON) and margin == 0 and parts:
                parts[-1] += raw.removeprefix(CODE_GOES_ON)
            else:
                parts.append(" " * margin + raw)
            self.cursor.at += 1
        end = fold_line(self.cursor.gathered(opening.indent + 2 * self.cursor.step))
        if not aligned:
            text = "\n".join(parts)
            self.out.say(fold_line(text), place)
            self.out.spoken.append(f" {fold_line(text)} ")
            self.out.facts.append(Fact(FactKind.CODE, fold_code(text), place=place))
            marks = end.partition("]")[2].strip(" ")
            while close := closing(marks, 0, len(marks)):  # each for itself: code stood between
                read = phrase(marks[:close], self.words, self.links, place)
                self._say_marks(read, place)
                images = (fact.text for fact in read.facts if fact.kind is FactKind.IMAGE)
                self.out.spoken += [f" {alternative} " for alternative in images]
                marks = marks[close:].strip(" ")

    # ------------------------------------------------------------------------ tables

    def _table(self, line: Line, match: re.Match[str], depth: int) -> None:
        place = self.cursor.place()
        self.tables += 1
        table = self.tables
        outer_notes, self.own_notes = self.own_notes, self.own_notes | self._own(line, table)
        caption = self._content(line, match.end(), depth)
        said = caption.text()
        size = (match[1], match[2])
        self.out.facts.append(Fact(FactKind.TABLE, said, size, place=place))
        if said:
            self.out.facts.append(Fact(FactKind.CAPTION, said, ("table",), place=place))
        self._take(caption)
        begun, uttered = len(self.out.said), len(self.out.spoken)
        parts: list[Part] = []
        while self.cursor.at < self.cursor.end:
            current = self.cursor.line()
            if current is None:
                self.cursor.at += 1
                continue
            if current.indent < line.indent:
                break
            opener = self.cursor.opener(current) if current.indent == line.indent else None
            name = "" if opener is None else opener[0]
            if name == "end":
                self.cursor.at += 1
                break
            if opener is not None and name in ("note", "aligned"):
                self._marked(current, opener, depth)
            elif opener is not None and name in ("row", "column"):
                used = opener[1].end()
                number = self.cursor.at
                found = self._content(current, used, depth)
                more = self.cursor.lines[number + 1 : self.cursor.at]
                if current.text[used:] or any(more):  # else the number of a row, alone on its line
                    parts.append(Part(number, name, found))
            elif current.text.startswith(self.words.summary):
                self.cursor.gathered(line.indent + 2 * self.cursor.step)
            else:
                parts.append(Part(self.cursor.at))
                self.cursor.skip(line.indent)
        after = self.cursor.at
        # What the notes say comes after the cells.
        noted, self.out.said = self.out.said[begun:], self.out.said[:begun]
        named, self.out.spoken = self.out.spoken[uttered:], self.out.spoken[:uttered]
        self._cells(parts, depth)
        self.out.said += noted
        self.out.spoken += named
        self.cursor.at = after
        self.own_notes = outer_notes

    def _own(self, opening: Line, table: int) -> dict[str, int]:
        """Return the names of the notes that stand in the table itself."""
        names: dict[str, int] = {}
        in_columns = False
        for line in self.cursor.lines[self.cursor.at : self.cursor.end]:
            if line is None or line.indent > opening.indent:
                continue
            name, match = self.cursor.opener(line) or ("", None)
            if line.indent < opening.indent or (name == "end" and not in_columns):
                break
            in_columns = name == "aligned" or (in_columns and name != "end")
            if match is not None and name == "note":
                names[match[1]] = table
        return names

    def _cells(self, parts: list[Part], depth: int) -> None:
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
            self.cursor.at = part.at
            line = self.cursor.line()
            if line is None:
                continue
            margin = line.indent + 2 * self.cursor.step
            text = fold_line(self.cursor.gathered(margin))
            self.cursor.at = part.at
            used, names = split_headers(text, rows, columns, asterisks=asterisks)
            opener = self.cursor.opener(line)
            if opener is not None and opener[0] == "cell":
                found = self._content(line, opener[1].end(), depth)
            else:
                found = self._content(line, used, depth)
            self.out.facts.append(Fact(FactKind.CELL, found.text(), names, place=place))
            contents.append(found)
        for content in contents:  # a table in a cell comes after the cells of this one
            self._take(content)


def _shown_label(name: str) -> str:
    """Return the label of a note without the count that tells it from others."""
    match = _REPEATED_LABEL.fullmatch(name)
    return name if match is None else match[1]
