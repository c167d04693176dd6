"""The lines of a text edition, and where reading is among them."""

from __future__ import annotations

import re

from pipeline.verify.text.folding import fold_line
from pipeline.verify.text.marks import Marks, as_explained
from pipeline.verify.text.stream import Line


class Cursor:
    """Reads lines in order; ``at`` is the next one, ``end`` the first that is not to be read."""

    def __init__(self, rows: list[str], words: Marks) -> None:
        """Take the rows of the file, in which the words may be explained."""
        self.words = as_explained(words, rows)
        self.lines: list[Line | None] = []
        for number, row in enumerate(rows, start=1):
            stripped = row.lstrip(" ")
            line = Line(number, len(row) - len(stripped), stripped) if stripped else None
            self.lines.append(line)
        self.at = 0
        self.end = len(self.lines)
        self.step = self._step()

    def find(self, mark: str, start: int, *, last: bool = False) -> int:
        """Return where a line stands that is a mark alone; -1: nowhere."""
        places = [
            index
            for index in range(max(start, 0), len(self.lines))
            if (line := self.lines[index]) is not None and not line.indent and line.text == mark
        ]
        return (places[-1] if last else places[0]) if places else -1

    def line(self) -> Line | None:
        """Return the line that is to be read; None: it is empty, or there is none."""
        return self.lines[self.at] if self.at < self.end else None

    def opener(self, line: Line) -> tuple[str, re.Match[str]] | None:
        """Return the mark that a line begins with, and what of it was matched."""
        if line.text.startswith("["):
            text = line.text if "]" in line.text else self._marked_lines(line)
            for name, pattern in self.words.blocks:
                match = pattern.match(text)
                if match is not None:
                    return name, match
        return None

    def gathered(self, margin: int) -> str:
        """Take this line and those that go on at the margin; return them as one text."""
        line = self.line()
        parts = []
        while line is not None:
            parts.append(line.raw)
            self.at += 1
            line = self.line()
            if line is not None and (line.indent != margin or self.opener(line) is not None):
                break
        return "\n".join(parts)

    def following(self, at: int) -> Line | None:
        """Return the next line that is not empty."""
        while at < self.end and self.lines[at] is None:
            at += 1
        return self.lines[at] if at < self.end else None

    def skip(self, margin: int) -> None:
        """Pass over a cell: its line and those further in."""
        self.at += 1
        while self.at < self.end:
            line = self.line()
            if line is None:  # a blank line of code, if what follows stands further in
                following = self.following(self.at)
                if following is None or following.indent <= margin:
                    return
            elif line.indent <= margin:
                return
            self.at += 1

    def place(self) -> str:
        """Say where reading is."""
        return f"line {self.at + 1}"

    def _step(self) -> int:
        """Tell how wide one step is, from the list of conventions or the first odd margin."""
        about = self.find(self.words.about, 0)
        indents = [line.indent for line in self.lines[max(about, 0) :] if line and line.indent]
        if about >= 0 and indents and any(line and line.indent for line in self.lines[:about]):
            return 1 if indents[0] == 1 else 2
        return 1 if any(indent % 2 for indent in indents[:1]) else 2

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
