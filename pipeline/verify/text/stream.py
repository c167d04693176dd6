"""What is held while a text edition is read: lines, and what was said in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from pipeline.model.walk import one_line
from pipeline.verify.facts import Fact, FactKind
from pipeline.verify.text.folding import fold_line


@dataclass(frozen=True)
class Line:
    """A line that is not empty."""

    number: int
    indent: int
    raw: str
    """Without its margin."""

    @cached_property
    def text(self) -> str:
        """The line folded."""
        return fold_line(self.raw)


@dataclass(slots=True)
class NoteRead:
    """A note with what it says."""

    label: str
    facts: list[Fact]
    cited: list[tuple[int, str]]


@dataclass(slots=True)
class Stream:
    """What is said in one place, in order."""

    facts: list[Fact] = field(default_factory=list)
    cited: list[tuple[int, str]] = field(default_factory=list)
    """Number of the table (0 for none) whose note it is, and its name."""
    spoken: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """All words, those of the notes of tables too, whose facts come later."""

    def say(self, text: str, place: str) -> None:
        """Add words; none are no fact."""
        if text:
            self.said.append(text)
            self.facts.append(Fact(FactKind.TEXT, text, place=place))

    def text(self) -> str:
        """Return the words."""
        return one_line(" ".join(self.said))


@dataclass(frozen=True, slots=True)
class Part:
    """A cell of a table: a header with its content, or the place of a value."""

    at: int
    direction: str = ""
    header: Stream | None = None
