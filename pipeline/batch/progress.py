"""How far a run is: on a terminal one line that changes, elsewhere one line for each report."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from pipeline.batch.engine import Outcome
from pipeline.console import Console


@dataclass(slots=True)
class Progress:
    """The counts of a run over many reports."""

    console: Console
    total: int
    begun: float = field(default_factory=time.perf_counter)
    written: int = 0
    unchanged: int = 0
    failed: int = 0
    slowest: Outcome | None = None

    def tell(self, outcome: Outcome) -> None:
        """Count an outcome and show where things stand."""
        if self.slowest is None or outcome.seconds > self.slowest.seconds:
            self.slowest = outcome
        if outcome.result.get("unchanged"):
            self.unchanged += 1
            return
        if outcome.result.get("artefacts"):
            self.written += 1
        else:
            self.failed += 1
        self.console.status("")
        self.console.relay(outcome.said)
        if outcome.problem is not None:
            self.console.problem(outcome.problem)
        if self.console.changes:
            self.console.status(f"{self._counts()}; slowest: {self._slowest()}")
        elif outcome.problem is None:
            done = self.written + self.unchanged + self.failed
            self.console.say(f"{done}/{self.total} {_line(outcome)}")

    def end(self) -> None:
        """Print what became of all."""
        self.console.status("")
        slowest = f"; slowest: {self._slowest()}" if self.written else ""
        seconds = time.perf_counter() - self.begun
        self.console.say(f"{self._counts()} in {seconds:.1f} s{slowest}")

    def _counts(self) -> str:
        parts = [f"{self.written} of {self.total} reports written"]
        if self.unchanged:
            parts.append(f"{self.unchanged} unchanged")
        if self.failed:
            parts.append(f"{self.failed} failed")
        return ", ".join(parts)

    def _slowest(self) -> str:
        assert self.slowest is not None
        return f"{self.slowest.job.path}, {self.slowest.seconds:.1f} s"


def _line(outcome: Outcome) -> str:
    result = outcome.result
    found = sum(result["findings"].values())
    findings = f"{found} {'finding' if found == 1 else 'findings'}, " if found else ""
    made = "written" if result["artefacts"] else "not written"
    return f"{outcome.job.path}: {made}, {findings}{outcome.seconds:.1f} s"
