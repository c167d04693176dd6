"""Images to assets: from the source's folder, a mapped folder or the page itself. For the walk.

Nothing is read outside these folders; an address that leads out of them finds nothing, unless
it is on a host that the caller lets ``fetching`` ask.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from pipeline.addresses import split
from pipeline.model.nodes import Asset
from pipeline.reader.images.picture_formats import SUFFIXES, CorruptPictureError, read_picture
from pipeline.reader.images.vector import safe_svg
from pipeline.reader.source import FileRead, ReaderOptions, Source, read_file
from pipeline.reader.survey import Survey

if TYPE_CHECKING:
    from pipeline.reader.images.fetching import Fetcher


class NoImageError(Exception):
    """An image cannot be had; the message says why, as the end of a sentence."""


@dataclass(slots=True)
class Assets:
    """The images of one document; the same bytes are the same asset."""

    source: Source
    choices: ReaderOptions
    survey: Survey
    known: dict[str, Asset | NoImageError] = field(default_factory=dict)
    by_data: dict[bytes, Asset] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    files: dict[tuple[str, str], FileRead] = field(default_factory=dict)
    """What was looked for on the disk, found or not, by folder and name."""
    fetcher: Fetcher | None = None

    def find(self, address: str) -> Asset:
        """Return the asset at an address of the page; raises ``NoImageError``."""
        address = address.strip()
        if address not in self.known:
            try:
                self.known[address] = self._find(address)
            except NoImageError as error:
                self.known[address] = error
        found = self.known[address]
        if isinstance(found, NoImageError):
            raise found
        return found

    def drawing(self, markup: bytes) -> Asset:
        """Return the asset of a drawing that stands in the page; raises ``NoImageError``."""
        return self._asset("drawing.svg", markup)

    def _find(self, address: str) -> Asset:
        if not address:
            raise NoImageError("has no address")
        if address[:5].lower() == "data:":
            return self._asset("image", _decoded(address))
        try:
            return self._local(address)
        except NoImageError:
            absolute = self.survey.absolute(address)
            if not self.choices.fetch or not absolute.lower().startswith(("http:", "https:")):
                raise
        return self._fetched(absolute)

    def _fetched(self, address: str) -> Asset:
        # Loaded here: where nothing is fetched, nothing that could is in the program.
        from pipeline.reader.images.fetching import Fetcher, FetchError

        if self.fetcher is None:
            self.fetcher = Fetcher(self.choices.fetch, self.choices.limits)
        try:
            data = self.fetcher.fetch(address)
        except FetchError as error:
            self.files[address, ""] = FileRead(address, "", None)
            raise NoImageError(str(error)) from error
        self.files[address, ""] = FileRead(address, "", hashlib.sha256(data).hexdigest())
        return self._asset(PurePosixPath(split(address).path).name, data)

    def _local(self, address: str) -> Asset:
        place, folder, name = self._place(address)
        self.files[place, name] = FileRead(place, name, None)
        path = _inside(folder, name)
        try:
            data = read_file(path, self.choices.limits.image_bytes + 1)
        except OSError as error:
            raise NoImageError("was not found") from error
        self.files[place, name] = FileRead(place, name, hashlib.sha256(data).hexdigest())
        return self._asset(path.name, data)

    def _place(self, address: str) -> tuple[str, Path, str]:
        """Return which folder an address leads to, that folder, and the name below it."""
        for start in sorted(self.choices.folders, key=len, reverse=True):
            for form in (address, self.survey.absolute(address)):
                if form.startswith(start):
                    return start, self.choices.folders[start], _name(form.removeprefix(start))
        absolute = self.survey.absolute(address)
        base = self.survey.base
        parts = split(address)
        if parts.scheme or address.startswith(("//", "/", "\\")) or "\\" in address:
            folder = base.rpartition("/")[0] + "/" if base else None
            if folder is None or not absolute.startswith(folder) or "\\" in address:
                raise NoImageError("is not in the source's folder")
            address = absolute.removeprefix(folder)
        if self.source.folder is None:
            raise NoImageError("cannot be looked for without a folder")
        return "", self.source.folder, _name(address)

    def _asset(self, name: str, data: bytes) -> Asset:
        if data in self.by_data:
            return self.by_data[data]
        if len(data) > self.choices.limits.image_bytes:
            most = self.choices.limits.image_bytes
            raise NoImageError(f"is too large (more than {most:,} bytes)")
        try:
            picture = read_picture(data)
        except CorruptPictureError as error:
            raise NoImageError(f"is damaged: {error}") from error
        if picture is not None:
            if picture.width * picture.height > self.choices.limits.pixels:
                size = f"{picture.width} × {picture.height}"
                raise NoImageError(f"is too large ({size} pixels)")
            made = Asset(
                self._name(name, picture.media_type),
                picture.media_type,
                data,
                float(picture.width),
                float(picture.height),
            )
        else:
            drawn = safe_svg(data)
            if drawn is None:
                raise NoImageError("is not an image that can be read")
            content, width, height = drawn
            made = Asset(self._name(name, "image/svg+xml"), "image/svg+xml", content, width, height)
        self.by_data[data] = made
        return made

    def _name(self, name: str, media_type: str) -> str:
        stem = re.sub(r"[^\w\-]+", "-", PurePosixPath(name).stem).strip("-") or "image"
        suffix = SUFFIXES[media_type]
        candidate, count = f"{stem}{suffix}", 1
        while candidate.lower() in self.names:
            count += 1
            candidate = f"{stem}-{count}{suffix}"
        self.names.add(candidate.lower())
        return candidate


def _name(address: str) -> str:
    """Return the name of a file below a folder from an address that is relative to it."""
    relative = unquote(address.partition("#")[0].partition("?")[0])
    if not relative or "\x00" in relative or "\\" in relative or re.match(r"[a-zA-Z]:", relative):
        raise NoImageError("is not in the source's folder")
    return relative.lstrip("/")


def _inside(folder: Path, name: str) -> Path:
    """Return the file with a name in a folder, never one outside it."""
    try:
        root = folder.resolve()
        path = (root / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise NoImageError("was not found") from error
    if not path.is_relative_to(root):
        raise NoImageError("is not in the source's folder")
    return path


def _decoded(address: str) -> bytes:
    """Return the bytes of a ``data:`` URI (RFC 2397)."""
    head, comma, body = address[5:].partition(",")
    if not comma:
        raise NoImageError("is a damaged data URI")
    if head.lower().rstrip().endswith(";base64"):
        try:
            return base64.b64decode(re.sub(r"\s+", "", unquote(body)) + "===")
        except (binascii.Error, ValueError) as error:
            raise NoImageError("is a damaged data URI") from error
    return unquote_to_bytes(body)
