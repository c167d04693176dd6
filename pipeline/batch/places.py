"""Where sources lie and artefacts go: a path, or the URL of a store that ``fsspec`` knows.

``s3://bucket/reports``, ``memory://out``: whatever names a scheme is a URL. The library is
loaded when one is used, and comes with the extra ``cluster``.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, TypeAlias

from pipeline.errors import OptionError, OutputError, SourceError
from pipeline.files import write_whole
from pipeline.reader.source import read_file


@dataclass(frozen=True, slots=True, order=True)
class Url:
    """A place in a store, used as a ``Path`` is."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __truediv__(self, name: str | PurePath) -> Url:
        tail = name.as_posix() if isinstance(name, PurePath) else name
        return Url(f"{self.text.rstrip('/')}/{tail}")

    @property
    def name(self) -> str:
        """The last part."""
        return PurePosixPath(self.text).name

    @property
    def suffix(self) -> str:
        """The end of the name, from the dot on."""
        return PurePosixPath(self.text).suffix

    @property
    def parent(self) -> Url:
        """The folder that it lies in."""
        return Url(self.text.rpartition("/")[0])


Place: TypeAlias = Path | Url


def place(text: str) -> Place:
    """Return the place that a command line names."""
    return Url(text.rstrip("/")) if "://" in text else Path(text)


def read(where: Place, *, most: int | None = None) -> bytes | None:
    """Return a file's bytes, ``most`` of them where that is given; None: there is no such file.

    Raises:
        SourceError: if the store cannot be asked.
    """
    if isinstance(where, Path):
        try:
            return read_file(where, -1 if most is None else most)
        except (OSError, ValueError):
            return None
    system, path = _store(where)
    try:
        data: bytes = system.cat_file(path, start=None, end=most)
    except (FileNotFoundError, IsADirectoryError):
        return None
    except Exception as problem:  # each store has exceptions of its own
        raise SourceError(f"{where}: {_reason(problem)}", hint=_HINT) from None
    return data


def write(where: Place, data: bytes) -> None:
    """Put ``data`` at a place: all of it or, if that fails, nothing.

    Raises:
        OutputError: if the place cannot be written to.
    """
    if isinstance(where, Path):
        write_whole(where, data)
        return
    system, path = _store(where)
    try:
        # Object stores show an object when it is complete, not before.
        system.pipe_file(path, data)
    except Exception as problem:  # each store has exceptions of its own
        raise OutputError(f"cannot write {where}: {_reason(problem)}", hint=_HINT) from None


def below(where: Url) -> list[PurePosixPath]:
    """Return the names of all files below a folder of a store, relative to it, in order.

    Raises:
        SourceError: if the store cannot be asked.
    """
    system, root = _store(where)
    try:
        found: list[str] = system.find(root)
    except Exception as problem:  # each store has exceptions of its own
        raise SourceError(f"{where}: {_reason(problem)}", hint=_HINT) from None
    return sorted(PurePosixPath(posixpath.relpath(path, root)) for path in found if path != root)


_HINT = "check the address, and that this machine may use the store"


def _store(where: Url) -> tuple[Any, str]:
    """Return the file system of a URL and the path on it."""
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(where.text)
    except ImportError as problem:
        raise OptionError(
            f"{where}: {problem}",
            hint="URLs need the extra: pip install 'accessible-report-pipeline[cluster]'",
        ) from None
    except ValueError as problem:
        raise OptionError(f"{where}: {problem}", hint="name a folder, or an s3:// URL") from None
    return system, path


def _reason(problem: Exception) -> str:
    return " ".join(str(problem).split()) or type(problem).__name__
