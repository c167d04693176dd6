"""A zip archive unpacked, whoever made it. The first step of verifying Word documents and EPUBs."""

from __future__ import annotations

import io
import zipfile

from pipeline.errors import ArtefactError

LARGEST = 2**29
"""Bytes of all files together; what unpacks to more means harm, or is no report."""


def unpack(data: bytes, what: str) -> tuple[tuple[zipfile.ZipInfo, ...], dict[str, bytes]]:
    """Return the entries of an archive and its files by name; ``what`` it should be.

    Raises:
        ArtefactError: if it is no archive, or unpacks to more than ``LARGEST`` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = tuple(archive.infolist())
            size = sum(entry.file_size for entry in entries)  # no more is ever unpacked
            if size > LARGEST:
                raise ArtefactError(
                    f"{what} unpacks to {size:,} bytes; {LARGEST:,} are read", hint="make it again"
                )
            return entries, {entry.filename: archive.read(entry) for entry in entries}
    except ArtefactError:
        raise
    except Exception as error:  # damaged archives make zipfile raise nearly anything
        raise ArtefactError(
            f"{what} is not a zip archive ({error})", hint="make it again"
        ) from error
