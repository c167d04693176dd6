"""The bytes to read, and what the caller knows of them. The first step on the way.

This is the only module of the reader that touches the disk, except for the images that
``assets`` reads from the source's folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import SourceError


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read."""

    name: str
    """The file's name without folders; findings show it, and it is the last resort for a title."""
    data: bytes = field(repr=False)
    folder: Path | None = None
    """Where images with relative addresses are looked for; None: they cannot be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a source may ask for before the reader refuses or simplifies it."""

    bytes: int = 64_000_000
    """Of the file; a larger one is refused."""
    nodes: int = 4_000_000
    """Elements and texts of the page; a larger page is refused."""
    depth: int = 200
    """Levels of nested blocks in the model; what is deeper is flattened, with a finding."""
    image_bytes: int = 32_000_000
    """Of one image; a larger one is left out, with a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOptions:
    """What the caller may say about a source."""

    base: str | None = None
    """Where the page is published; relative addresses are resolved against it."""
    folders: Mapping[str, Path] = field(default_factory=dict)
    """Where images are kept: beginnings of addresses (``/content/dam/``) to folders."""
    content: str | None = None
    """A CSS selector for the element or elements that hold the report."""
    language: str | None = None
    """BCP 47 tag that goes before whatever the page says."""
    encoding: str | None = None
    """Label of the character encoding, before whatever the page says."""
    limits: Limits = Limits()


DEFAULTS = ReaderOptions()
"""Nothing is known beside the page."""


def load(path: Path, *, limits: Limits = Limits()) -> Source:
    """Read the file at ``path``; raise ``SourceError`` when it cannot be a page."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file", hint="check the path") from None
    except IsADirectoryError:
        raise SourceError(f"{path}: is a folder", hint="name the HTML file in it") from None
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    if len(data) > limits.bytes:
        raise SourceError(f"{path}: too large", hint="raise the limit")
    return Source(path.name, data, path.parent)
