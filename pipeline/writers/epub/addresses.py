"""Addresses that leave the book: which can be followed, and how they are written."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"(https?|ftp)://[^\s/?#]|(mailto|tel|urn|doi|sms|news):[^\s]", re.IGNORECASE)
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


def is_absolute(address: str) -> bool:
    """Tell whether an address says by itself where it leads."""
    return _SCHEME.match(address) is not None


def percent_encoded(address: str) -> str:
    """Return an address with what a URL cannot hold percent-encoded, as a browser does it."""
    base, mark, fragment = address.partition("#")
    fragment = fragment.replace("#", "%23")
    return _NOT_ALLOWED.sub(_encoded, base + mark + fragment)


def _encoded(found: re.Match[str]) -> str:
    data = found.group().encode("utf-8", "replace")
    return "".join(f"%{byte:02X}" for byte in data)
