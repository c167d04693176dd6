"""Zip archives that are the same bytes for the same content. The last step of DOCX and EPUB."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the first that a zip archive can write. No clock is read."""

_UNIX = 3
_REGULAR_FILE = 0o100644 << 16
_LEVEL = 6
"""Of zlib: the highest, 9, makes files a fiftieth smaller in twice the time."""


def repack(
    entries: Iterable[tuple[str, bytes]], *, stored: frozenset[str] = frozenset({"mimetype"})
) -> bytes:
    """Return an archive of ``(name, data)`` entries in the order given.

    Names in ``stored`` are not compressed (EPUB 3.3 OCF 4.3 asks it of ``mimetype``, which
    the caller puts first). Times, attributes and the writing system are fixed, so equal
    entries give equal bytes wherever the same zlib is used.

    Raises:
        ValueError: if two entries have the same name.
    """
    buffer = io.BytesIO()
    seen: set[str] = set()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries:
            if name in seen:
                raise ValueError(f"two entries are named {name!r}")
            seen.add(name)
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE
            if name in stored:
                archive.writestr(entry, data, zipfile.ZIP_STORED)
            else:
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED, _LEVEL)
    return buffer.getvalue()
