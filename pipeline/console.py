"""What a person sees while the work goes on: on a terminal what is under way, in CI lines."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from pipeline.errors import PipelineError

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it, and what turns the order of what it shows."""


def visible(text: str) -> str:
    r"""Return text so that a terminal shows it and obeys nothing in it: ``\x1b[2J``.

    Messages quote the source, and what a source says may be meant for the terminal.
    """
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True, slots=True)
class Console:
    """Messages go to standard error, so that results can be piped."""

    quiet: bool = False
    stream: TextIO | None = None
    """Standard error as it is at the time, unless given."""

    def _out(self) -> TextIO:
        return self.stream or sys.stderr

    def say(self, line: str) -> None:
        """Print a line of progress, unless quiet."""
        if not self.quiet:
            self.warn(line)

    def warn(self, line: str) -> None:
        """Print a line that is never left out; a line end in a name begins no other."""
        print(visible(line).replace("\n", r"\n"), file=self._out())

    def relay(self, lines: str) -> None:
        """Print what another process had to say."""
        print(visible(lines), end="", file=self._out())

    def problem(self, problem: PipelineError) -> None:
        """Print why there is no result and what to do."""
        self.warn(f"pipeline: {problem.what}")
        self.warn(f"  hint: {problem.hint}")

    @property
    def changes(self) -> bool:
        """Whether a line can be taken back: on a terminal, unless quiet."""
        return not self.quiet and self._out().isatty()

    def status(self, line: str) -> None:
        """Show where things stand, in place of what was shown before; empty to take it back."""
        if self.changes:
            # A line that is wrapped could not be taken back.
            shown = visible(line)[: shutil.get_terminal_size().columns - 1]
            print(f"\r\033[K{shown}", end="", file=self._out(), flush=True)

    @contextmanager
    def under_way(self, what: str) -> Iterator[None]:
        """Show ``what`` while a block runs, where the line can be taken back."""
        if not self.changes:
            yield
            return
        self.status(f"{what} …")
        try:
            yield
        finally:
            self.status("")


def size(count: int) -> str:
    """Return a number of bytes for people: ``312 KB``."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} KB"
    return f"{count / 1_000_000:.1f} MB"
