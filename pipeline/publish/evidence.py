"""What was found about one report and its artefacts: the data of the statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic, Rule, Severity, severity_of
from pipeline.model.nodes import Document
from pipeline.publish.applicable import applies
from pipeline.verify.external.verdict import Absent, Verdict
from pipeline.verify.facts import FactKind
from pipeline.verify.losses import Loss


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIdentity:
    """A file that a statement speaks of."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactEvidence:
    """What is known of one artefact."""

    format: str
    """Name of the format: ``pdf``, ``docx``, ``epub`` or ``text``."""
    edition: str | None = None
    """Name of the edition, if it is one in another look: ``large-print``."""
    file: FileIdentity
    facts: int
    """How many facts of the source this format carries; each was looked for in the file."""
    kinds: frozenset[FactKind] = frozenset(FactKind)
    """Kinds of fact that the document holds: rules about others have nothing to test."""
    losses: tuple[Loss, ...] = ()
    """What the format does not hold, or not wholly, of what the document says."""
    rules: tuple[Rule, ...]
    """Every rule of ours that was tested on it."""
    diagnostics: tuple[Diagnostic, ...]
    """What our rules found."""
    verdicts: tuple[Verdict | Absent, ...]
    """What the validators from outside said."""

    def failed(self) -> tuple[Rule, ...]:
        """Return the rules that do not hold, each once, in the order of their ids."""
        broken = {one.rule.id: one.rule for one in self.diagnostics}
        return tuple(broken[name] for name in sorted(broken))

    def inapplicable(self) -> tuple[Rule, ...]:
        """Return the rules for which the document holds nothing to test, by id."""
        broken = {one.rule.id for one in self.diagnostics}
        idle = {
            rule.id: rule
            for rule in self.rules
            if rule.id not in broken and not applies(rule, self.kinds)
        }
        return tuple(idle[name] for name in sorted(idle))

    def passed(self) -> tuple[Rule, ...]:
        """Return the rules that were tested and hold, in the order of their ids."""
        broken = {one.rule.id for one in self.diagnostics}
        held = {
            rule.id: rule
            for rule in self.rules
            if rule.id not in broken and applies(rule, self.kinds)
        }
        return tuple(held[name] for name in sorted(held))

    def differences(self) -> tuple[Diagnostic, ...]:
        """Return the findings that say the artefact differs from its source."""
        return tuple(one for one in self.diagnostics if one.rule.id.endswith(("-lost", "-added")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that a conformance statement rests on."""

    document: Document
    source: FileIdentity
    source_diagnostics: tuple[Diagnostic, ...]
    artefacts: tuple[ArtefactEvidence, ...]
    tool: str
    """Name and version of this program."""
    libraries: tuple[tuple[str, str], ...] = field(default=())
    """Name and version of each library that took part."""
    evaluator: str | None = None
    """The person or body that looked at the files, if one is named."""


def errors(diagnostics: Sequence[Diagnostic]) -> int:
    """Return how many of the findings are errors."""
    return sum(severity_of(one) is Severity.ERROR for one in diagnostics)
