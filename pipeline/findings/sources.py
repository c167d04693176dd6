"""What was found in one file."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Severity, severity_of


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings in one source or artefact."""

    name: str
    """The path as the user gave it."""
    diagnostics: tuple[Diagnostic, ...]
    text: str = ""
    """The source as decoded, where its lines are to be shown."""

    def lines(self) -> list[str]:
        """Return the lines of the source as findings count them."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def count_in_words(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Return ``2 errors, 1 warning``, or ``no findings``."""
    parts = []
    for severity in Severity:
        count = sum(severity_of(one) is severity for one in diagnostics)
        if count:
            parts.append(f"{count} {severity.value}{'' if count == 1 else 's'}")
    return ", ".join(parts) or "no findings"
