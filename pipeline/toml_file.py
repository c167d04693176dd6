"""What people write beside reports: TOML files of configuration and themes, and words in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import OptionError
from pipeline.reader.source import read_file

_LARGEST = 1_000_000
"""Bytes; nobody writes a longer one by hand."""


def read_toml(path: Path) -> dict[str, object]:
    """Return the table that a file holds.

    Raises:
        OptionError: if it cannot be read, is too large, or is not TOML in UTF-8.
    """
    import tomllib  # most runs read no such file

    try:
        data = read_file(path, _LARGEST + 1)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise OptionError(f"{path}: cannot be read: {reason}", hint="check the path") from None
    if len(data) > _LARGEST:
        raise OptionError(
            f"{path}: has more than {_LARGEST:,} bytes", hint="name a file of settings"
        )
    try:
        # Lines may end as on Windows; TOML knows no lone carriage return.
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise OptionError(f"{path}: is not UTF-8", hint="save it in UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise OptionError(f"{path}: is not TOML: {problem}", hint="mend the line named") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        raise OptionError(
            f"{path}: has a number or a list beyond all measure", hint="take it out"
        ) from None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like one that is not known, if one is."""
    import difflib

    return next(iter(difflib.get_close_matches(name, tuple(known), n=1)), None)


def is_said(words: str) -> bool:
    """Tell whether words say something, and hold no control and nothing else that is no text."""
    import unicodedata

    return bool(words) and not any(
        unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in words
    )
