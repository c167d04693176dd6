"""The facts of a machine that the bytes of an artefact depend on.

The package itself is known by its content. Libraries are known by their versions, which the locks
in ``requirements/`` pin; Python brings two more that no lock can pin: zlib, whose builds pack
differently (zlib-ng, Chromium's), and the Unicode tables.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

LIBRARIES = (
    "beautifulsoup4",
    "EbookLib",
    "lxml",
    "pillow",
    "python-docx",
    "reportlab",
    "resvg-py",
    "soupsieve",
    "turbohtml",
    "uharfbuzz",
    "ziafont",
    "ziamath",
)
"""What artefacts are made with."""

_ONLY_LOOKS = "verify"
"""The room that looks at artefacts afterwards: a change there changes no artefact."""


@cache
def compared() -> dict[str, str]:
    """Return the facts that decide whether an artefact must be made again.

    They are had without loading any library.
    """
    return {
        "package": _package(Path(__file__).parent.parent),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "unicode": unicodedata.unidata_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **dict(versions(LIBRARIES)),
    }


@cache
def told() -> dict[str, str]:
    """Return the same and what is inside the libraries, which must be loaded for it."""
    import lxml.etree
    import uharfbuzz
    from PIL import features

    return compared() | {
        "harfbuzz": uharfbuzz.version_string(),
        "libxml2": ".".join(str(part) for part in lxml.etree.LIBXML_VERSION),
        "zlib of pillow": str(features.version("zlib_ng") or features.version("zlib")),
    }


def versions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield name and version of each distribution that is installed."""
    from importlib import metadata  # a single converter does not ask, and it takes its time

    for name in names:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue


def _package(root: Path) -> str:
    """Return one hash of all files of the package, by name and content."""
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if name.parts[0] != _ONLY_LOOKS and "__pycache__" not in name.parts and path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{digest}  {name.as_posix()}\n".encode())
    return whole.hexdigest()
