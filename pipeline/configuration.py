"""What a project decides about rules: ``pipeline.toml``, or a table in ``pyproject.toml``.

    [rules]                          # [tool.pipeline.rules] in pyproject.toml
    image-description-missing = "error"
    paragraph-long = "off"

Only rules about the source can be set: that an artefact says what its source says is not a
matter of taste.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import OptionError
from pipeline.rules import source_rules

NAMES = ("pipeline.toml", "pyproject.toml")
OFF = "off"


@dataclass(frozen=True, slots=True)
class Configuration:
    """How severe each rule is; a rule that is not here keeps its own severity."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """By rule id; None: its findings are left out."""
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
            if path.is_file() and (name != "pyproject.toml" or "rules" in _table(path)):
                return path
    return None


def read(path: Path) -> Configuration:
    """Return the configuration in a file.

    Raises:
        OptionError: if it cannot be read, or names a rule or severity that there is not.
    """
    table = _table(path)
    unknown = sorted(set(table) - {"rules"})
    if unknown:
        raise OptionError(f"{path}: unknown table {unknown[0]}", hint="there is only [rules]")
    rules = table.get("rules", {})
    if not isinstance(rules, dict):
        raise OptionError(f"{path}: rules is not a table", hint="write [rules]")
    known = source_rules()
    severities: dict[str, Severity | None] = {}
    for name, value in rules.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"is it {near[0]}?" if near else "docs/rules.md lists the rules"
            raise OptionError(f'{path}: there is no rule "{name}" about sources', hint=hint)
        severities[name] = _severity(path, name, value)
    return Configuration(severities, path)


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
    try:
        whole = tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise OptionError(f"{path}: cannot be read: {reason}", hint="check the path") from None
    except UnicodeDecodeError:
        raise OptionError(f"{path}: is not UTF-8", hint="save it in UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise OptionError(f"{path}: is not TOML: {problem}", hint="mend the line named") from None
    if path.name != "pyproject.toml":
        return whole
    table = whole.get("tool", {}).get("pipeline", {})
    return table if isinstance(table, dict) else {}


def _severity(path: Path, name: str, value: object) -> Severity | None:
    if value == OFF:
        return None
    for severity in Severity:
        if value == severity.value:
            return severity
    choices = ", ".join(f'"{each.value}"' for each in Severity)
    raise OptionError(f"{path}: {name} cannot be {value!r}", hint=f'choose {choices} or "{OFF}"')
