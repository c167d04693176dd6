"""What was made of what: ``manifest.json`` in the output folder, and ``SHA256SUMS`` from it.

It holds no times and no paths of the machine, so that equal artefacts have equal manifests.
A report is unchanged when its source, what was read beside it, the recipe and the artefacts
themselves all have the hashes that stand here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TypeAlias

from pipeline.batch import environment
from pipeline.batch.places import Place, read, write
from pipeline.json_text import json_text
from pipeline.options import Options

NAME = "manifest.json"
SUMS = "SHA256SUMS"
FORMAT = 1
"""Counted up when what stands in it means something else; another one is not read."""

Record: TypeAlias = dict[str, Any]
"""One report, as it stands in the JSON; ``record`` makes it."""

_OF_THE_RUN = frozenset(
    (
        *("command", "source", "output", "formats", "editions", "force", "watch", "strict"),
        *("config", "jobs", "engine", "scheduler", "quiet", "json", "json_lines"),
    )
)
"""Arguments that say what is done, where and by whom, but change no artefact. One that is new
counts as a change unless it is named here."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What artefacts are made with beside the source: options and environment."""

    options: Mapping[str, object]
    environment: Mapping[str, str]

    @property
    def id(self) -> str:
        """The beginning of the hash of it all."""
        return digest(json_text([self.options, self.environment], sort=True).encode())[:16]


def recipe(arguments: argparse.Namespace, options: Options) -> Recipe:
    """Return the recipe of a run; files that options name count by their content."""
    given: dict[str, object] = {
        name: value for name, value in vars(arguments).items() if name not in _OF_THE_RUN
    }
    for name, value in given.items():
        if isinstance(value, Path):
            given[name] = digest(read(value) or b"")
    given["images"] = [pair.rpartition("=")[0] for pair in arguments.images]
    if arguments.theme.endswith(".toml"):
        from pipeline import theme_file

        theme = Path(arguments.theme)
        given["theme"] = [digest(read(one) or b"") for one in (theme, *theme_file.named(theme))]
    given["source_date"] = None if options.now is None else options.now.isoformat()
    return Recipe(given, environment.compared())


def record(result: Mapping[str, Any], stem: PurePath, recipe_id: str) -> Record:
    """Return what is kept of the result of a conversion."""
    return {
        "source": {"name": PurePath(result["source"]).name, "sha256": result["sha256"]},
        "files": result["files"],
        "settings": result["settings"],
        "errors": result["findings"]["error"],
        "recipe": recipe_id,
        "artefacts": {
            (stem.parent / PurePath(one["path"]).name).as_posix(): {
                "format": one["format"],
                "bytes": one["bytes"],
                "sha256": one["sha256"],
            }
            for one in result["artefacts"]
        },
    }


def unchanged(
    known: Record | None,
    source: Place,
    names: Iterable[str],
    folder: Place,
    recipe_id: str,
    images: Mapping[str, Path],
) -> bool:
    """Tell whether the artefacts with these names need not be made again."""
    if known is None or known["recipe"] != recipe_id or known["source"]["name"] != source.name:
        return False
    if known["source"]["sha256"] != _digest_of(source):
        return False
    for one in known["files"]:
        below = images.get(one["address"]) if one["address"] else source.parent
        if below is None or one["sha256"] != _digest_of(below / one["name"], within=below):
            return False
    artefacts = known["artefacts"]
    return all(
        name in artefacts and artefacts[name]["sha256"] == _digest_of(folder / name)
        for name in names
    )


def load(folder: Place) -> dict[str, Record]:
    """Return the reports that were made before, by the name of their artefacts without suffix.

    What is not there or cannot be understood counts for nothing: the reports are made again.
    """
    reports: dict[str, Record] = _load(folder)["reports"]
    return reports


def save(folder: Place, made: Mapping[str, Record], used: Recipe) -> None:
    """Add the reports of a run to what stands in the folder.

    Artefacts that were made before, from the same source with the same recipe, stay known
    though this run made only others.

    Raises:
        OutputError: if the folder cannot be written to.
    """
    with _alone(folder):
        whole = _load(folder)
        for name, new in made.items():
            old = whole["reports"].get(name, {})
            same = all(
                old.get(key) == new[key] for key in ("source", "files", "settings", "recipe")
            )
            kept = old["artefacts"] if same else {}
            whole["reports"][name] = {**new, "artefacts": {**kept, **new["artefacts"]}}
        whole["recipes"][used.id] = {"options": used.options, "environment": environment.told()}
        in_use = {one["recipe"] for one in whole["reports"].values()}
        whole["recipes"] = {key: one for key, one in whole["recipes"].items() if key in in_use}
        write(folder / NAME, f"{json_text(whole, indent=1, sort=True)}\n".encode())
        write(folder / SUMS, b"".join(_sums(whole["reports"])))


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _digest_of(where: Place, *, within: Place | None = None) -> str | None:
    """Return the hash of a file; None: there is none, or it lies outside of a folder."""
    if isinstance(where, Path) and isinstance(within, Path):
        try:
            if not where.resolve().is_relative_to(within.resolve()):
                return None
        except (OSError, RuntimeError, ValueError):  # a link that leads to itself, no name
            return None
    data = read(where)
    return None if data is None else digest(data)


def _load(folder: Place) -> dict[str, Any]:
    try:
        whole: Any = json.loads(read(folder / NAME) or b"null")
    except (ValueError, RecursionError):
        whole = None
    match whole:
        case {"format": int(known), "recipes": dict(), "reports": dict(reports)} if (
            known == FORMAT and all(map(_is_record, reports.values()))
        ):
            return dict(whole)
    return {"format": FORMAT, "recipes": {}, "reports": {}}


def _is_record(value: object) -> bool:
    """Tell whether a value is what ``record`` makes; anybody may have written in the file."""
    match value:
        case {
            "source": {"name": str(), "sha256": str()},
            "files": list(files),
            "settings": str() | None,
            "errors": int(),
            "recipe": str(),
            "artefacts": dict(artefacts),
        }:
            return (
                all(map(_is_file, files))
                and all(map(_is_name, artefacts))
                and all(map(_is_artefact, artefacts.values()))
            )
        case _:
            return False


def _is_name(text: str) -> bool:
    try:
        return bool(os.fsencode(text))
    except ValueError:  # half a character
        return False


def _is_file(value: object) -> bool:
    match value:
        case {"address": str(), "name": str(), "sha256": str() | None}:
            return True
        case _:
            return False


def _is_artefact(value: object) -> bool:
    match value:
        case {"format": str(), "bytes": int(), "sha256": str()}:
            return True
        case _:
            return False


def _sums(reports: Mapping[str, Record]) -> Iterator[bytes]:
    """Yield the lines that ``sha256sum --check`` reads; it marks names that it has to escape."""
    every = {name: one for each in reports.values() for name, one in each["artefacts"].items()}
    for name, one in sorted(every.items()):
        escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        mark = "\\" if escaped != name else ""
        yield os.fsencode(f"{mark}{one['sha256']}  {escaped}\n")


@contextmanager
def _alone(folder: Place) -> Iterator[None]:
    """Keep other runs on this machine from changing a manifest meanwhile, where possible."""
    if not isinstance(folder, Path):
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
