"""What a project decides about rules: ``pipeline.toml``, or a table in ``pyproject.toml``.

    [rules]                          # [tool.pipeline.rules] in pyproject.toml
    image-description-missing = "error"
    paragraph-long = "off"

    [limits]                         # [tool.pipeline.limits] in pyproject.toml
    bytes = 10_000_000

Only rules about the source can be set: that an artefact says what its source says is not a
matter of taste.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import OptionError
from pipeline.files import is_file
from pipeline.reader.source import DEFAULTS, Limits
from pipeline.toml_file import nearest, read_toml

NAMES = ("pipeline.toml", "pyproject.toml")
TABLES = frozenset({"rules", "limits"})
OFF = "off"
_MOST = 10**15
"""No limit is higher: the system takes no number without end."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """How severe each rule is; a rule that is not here keeps its own severity."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """By rule id; None: its findings are left out."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """By the name of a field of ``Limits``."""
    path: Path | None = None
    """Where it was read; None for the defaults."""


DEFAULT = Configuration()


def find(folder: Path) -> Path | None:
    """Return the nearest configuration at or above a folder; None where there is none.

    A ``pyproject.toml`` without a table for this program is passed over.

    Raises:
        OptionError: if a ``pyproject.toml`` on the way cannot be read.
    """
    for place in (folder, *folder.parents):
        for name in NAMES:
            path = place / name
            if is_file(path) and (name != "pyproject.toml" or not TABLES.isdisjoint(_table(path))):
                return path
    return None


def read(path: Path) -> Configuration:
    """Return the configuration in a file.

    Raises:
        OptionError: if it cannot be read, or names a rule or severity that there is not.
    """
    table = _table(path)
    unknown = sorted(set(table) - TABLES)
    if unknown:
        raise OptionError(
            f"{path}: unknown table {unknown[0]}", hint="there are [rules] and [limits]"
        )
    for name in TABLES & set(table):
        if not isinstance(table[name], dict):
            raise OptionError(f"{path}: {name} is not a table", hint=f"write [{name}]")
    return Configuration(_severities(path, table), _limits(path, table), path)


def limited(settings: Mapping[str, object], of: Limits = DEFAULTS.limits) -> Limits:
    """Return ``of`` with the limits that are set, by name.

    Raises:
        OptionError: if there is no such limit, or it is set to what is no number for it.
    """
    known = [each.name for each in fields(Limits)]
    for name, value in settings.items():
        if name not in known:
            near = nearest(name, known)
            hint = f"is it {near}?" if near else f"choose from {', '.join(known)}"
            raise OptionError(f'there is no limit "{name}"', hint=hint)
        # True is an int to Python, and nobody means it here.
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
            shown = reprlib.repr(value)
            raise OptionError(
                f"the limit {name} cannot be {shown}", hint=f"write a whole number up to {_MOST:,}"
            )
    return replace(of, **{name: int(str(value)) for name, value in settings.items()})


def _limits(path: Path, table: Mapping[str, object]) -> Mapping[str, int]:
    limits = table.get("limits", {})
    assert isinstance(limits, dict)
    try:
        limited(limits)
    except OptionError as problem:
        raise OptionError(f"{path}: {problem.what}", hint=problem.hint) from None
    return limits


def _severities(path: Path, table: Mapping[str, object]) -> Mapping[str, Severity | None]:
    rules = table.get("rules", {})
    assert isinstance(rules, dict)
    # Loaded here: it loads every check, and most folders have no configuration.
    from pipeline.rules import source_rules

    known = source_rules()
    severities: dict[str, Severity | None] = {}
    for name, value in rules.items():
        if name not in known:
            near = nearest(name, known)
            hint = f"is it {near}?" if near else "docs/rules.md lists the rules"
            raise OptionError(f'{path}: there is no rule "{name}" about sources', hint=hint)
        severities[name] = _severity(path, name, value)
    return severities


def configured(
    diagnostics: Iterable[Diagnostic], configuration: Configuration
) -> Iterator[Diagnostic]:
    """Yield the findings with the severity that the project gives them; without those off."""
    severities = configuration.severities
    for each in diagnostics:
        if each.rule.id not in severities:
            yield each
            continue
        severity = severities[each.rule.id]
        if severity is not None:
            yield replace(each, severity=severity)


def _table(path: Path) -> dict[str, object]:
    whole = read_toml(path)
    if path.name != "pyproject.toml":
        return whole
    tools = whole.get("tool", {})
    table = tools.get("pipeline", {}) if isinstance(tools, dict) else {}
    return table if isinstance(table, dict) else {}


def _severity(path: Path, name: str, value: object) -> Severity | None:
    if value == OFF:
        return None
    for severity in Severity:
        if value == severity.value:
            return severity
    choices = ", ".join(f'"{each.value}"' for each in Severity)
    raise OptionError(f"{path}: {name} cannot be {value!r}", hint=f'choose {choices} or "{OFF}"')
