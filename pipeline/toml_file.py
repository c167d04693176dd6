"""TOML files that people write: configuration and themes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import OptionError


def read_toml(path: Path) -> dict[str, object]:
    """Return the table that a file holds.

    Raises:
        OptionError: if it cannot be read, or is not TOML in UTF-8.
    """
    import tomllib  # most runs read no such file

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise OptionError(f"{path}: cannot be read: {reason}", hint="check the path") from None
    except UnicodeDecodeError:
        raise OptionError(f"{path}: is not UTF-8", hint="save it in UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise OptionError(f"{path}: is not TOML: {problem}", hint="mend the line named") from None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like one that is not known, if one is."""
    import difflib

    return next(iter(difflib.get_close_matches(name, tuple(known), n=1)), None)
