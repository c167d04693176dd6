"""The last step, and the only one that writes to the disk: whole files or none."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from pipeline.errors import OutputError

_LEFTOVER = re.compile(r"\..+\.[a-z0-9_]{8}\.part")
"""The name of a file that is being written; see ``write_whole``."""
_SHOWN = 50
"""Characters of the name of a file in that of its part."""


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: under a temporary name first, then moved into place.

    Whatever happens, the file at ``path`` is the old one or the new one, whole. The folder
    is made where it is missing.

    Raises:
        OutputError: if the place cannot be written to.
    """
    if is_folder(path):
        raise OutputError(
            f"cannot write {path}: it is a folder",
            hint="name a file, or remove the folder",
        )
    if is_there(path) and not is_file(path):  # to move a file there would be the end of /dev/null
        raise OutputError(
            f"cannot write {path}: it is a device, a pipe or a socket",
            hint="name a file; the converters write to standard output with -o -",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Cut, so that it fits where the name does.
        prefix = f".{path.name[:_SHOWN]}."
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=".part")
    except OSError as problem:
        raise OutputError(f"cannot write {path}: {_reason(problem)}", hint=_hint(problem)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            _hold(file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
    except OSError as problem:
        Path(name).unlink(missing_ok=True)
        raise OutputError(f"cannot write {path}: {_reason(problem)}", hint=_hint(problem)) from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def is_there(path: Path) -> bool:
    """Tell whether there is a file or folder; unlike ``Path.exists`` never raise."""
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder; unlike ``Path.is_dir`` never raise."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path) -> bool:
    """Tell whether there is a file; unlike ``Path.is_file`` never raise."""
    return os.path.isfile(path)  # noqa: PTH113


def remove_leftovers(folder: Path) -> None:
    """Remove what a run that was killed has left in a folder and below: parts of files.

    Whoever still writes one holds it, so that two runs do not disturb one another.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            if _LEFTOVER.fullmatch(name):
                _remove_unless_held(Path(place, name))


def _remove_unless_held(path: Path) -> None:
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        try:
            if _hold(handle):
                path.unlink()
        finally:
            os.close(handle)


def _hold(handle: int) -> bool:
    """Hold an open file until it is closed; tell whether nobody else does."""
    if sys.platform == "win32":  # where leftovers stay until somebody removes them
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()


def _hint(problem: OSError) -> str:
    match problem.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "free some space; what stood there before is untouched"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "choose another place with -o, or ask for the right to write there"
        case errno.ENOTDIR | errno.EEXIST:
            return "a file stands where a folder is needed; choose another place with -o"
        case _:
            return "choose another place with -o; what stood there before is untouched"
