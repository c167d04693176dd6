"""Write the pages of ``docs/`` that the code already says: ``make docs``.

``rules.md``: every finding there is, from the ``Rule`` constants. ``usage.md``: the command line,
from its own help. ``proof.md``: what each format holds, from the table of losses.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pipeline
from pipeline.diagnostics import Rule
from pipeline.formats import FORMATS
from pipeline.verify.facts import FactKind
from pipeline.verify.losses import MEANS, Extent

DOCS = Path(__file__).parent

ROOMS = {
    "reader": "About reading the source",
    "checks": "About the source's accessibility",
    "writers": "About writing an artefact",
    "verify": "About artefacts",
}
"""Where rules live, and what their findings are about."""

COMMANDS = ("all", "pdf", "docx", "epub", "text", "check", "verify", "page", "show")


def rules_of(module: str) -> Iterator[Rule]:
    """Yield the rules that a module holds, alone or in its tables."""
    for value in list(vars(importlib.import_module(module)).values()):
        match value:
            case Rule():
                yield value
            case Mapping():
                yield from (each for each in value.values() if isinstance(each, Rule))
            case tuple() | list() | frozenset():
                yield from (each for each in value if isinstance(each, Rule))
            case _:
                pass


def modules() -> Iterator[str]:
    """Yield the names of the rooms' modules, but for those that run a judge when they start."""
    for found in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        in_a_room = found.name.split(".")[1] in ROOMS
        if in_a_room and not found.name.endswith(("__main__", "_engine", ".java")):
            yield found.name


def rules() -> dict[str, dict[str, Rule]]:
    """Return the rules by id, by the room that holds them.

    Raises:
        ValueError: if two different rules have the same id.
    """
    found: dict[str, dict[str, Rule]] = {room: {} for room in ROOMS}
    seen: dict[str, Rule] = {}
    for module in modules():
        room = module.split(".")[1]
        for rule in rules_of(module):
            if seen.setdefault(rule.id, rule) != rule:
                raise ValueError(f"two rules are called {rule.id}")
            found[room][rule.id] = rule
    return found


def rules_page() -> str:
    """Return ``rules.md``."""
    lines = [
        "# Rules",
        "",
        "Every finding that the pipeline can return. Made by `make docs` from the code.",
        "",
        "An **error** keeps somebody from the content, a **warning** makes it harder, a **note**",
        "tells what was done.",
    ]
    found = rules()
    for room, title in ROOMS.items():
        lines += ["", f"## {title}", ""]
        for name, rule in sorted(found[room].items()):
            lines += [f"### {name}", "", f"{rule.severity.value.capitalize()}. {rule.summary}", ""]
            lines += [f"What to do: {rule.hint}", ""]
            if rule.references:
                lines += [f"See: {', '.join(rule.references)}.", ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def usage_page() -> str:
    """Return ``usage.md``."""
    lines = [
        "# Command line",
        "",
        "Made by `make docs` from the program's own help.",
    ]
    for command in ((), *((name,) for name in COMMANDS)):
        shown = " ".join(("pipeline", *command))
        help_text = subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "pipeline", *command, "--help"],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1"},
        ).stdout.rstrip()
        lines += ["", f"## {shown}", "", "```text", help_text, "```"]
    return "\n".join(lines) + "\n"


def losses_table() -> str:
    """Return what ``proof.md`` says of each kind of fact in each format, and of what is lost."""
    lines = [
        "| A fact of this kind | " + " | ".join(one.title for one in FORMATS) + " |",
        "|---" * (len(FORMATS) + 1) + "|",
    ]
    lost = []
    for kind in FactKind:
        cells = [kind.value]
        for one in FORMATS:
            means = MEANS[one.name][kind]
            mark = "" if means.extent is Extent.WHOLLY else " (in part)" if means.how else "–"
            cells.append(f"`{means.how}`{mark}" if means.how else mark)
            if means.extent is not Extent.WHOLLY:
                lost.append(f"- {one.title}, {kind.value}: {means.english}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join((*lines, "", *lost)) + "\n"


def proof_page() -> str:
    """Return ``proof.md`` with its table renewed."""
    text = (DOCS / "proof.md").read_text("utf-8")
    return text.partition(LOSSES)[0] + LOSSES + losses_table()


LOSSES = """## What each format holds

Made by `make docs` from `pipeline/verify/losses.py`. What stands here with – is not compared;
everything else is.

"""

if __name__ == "__main__":
    (DOCS / "proof.md").write_text(proof_page(), "utf-8")
    (DOCS / "rules.md").write_text(rules_page(), "utf-8")
    (DOCS / "usage.md").write_text(usage_page(), "utf-8")
