"""Addresses that leave the book: which can be followed, and how they are written."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pipeline.addresses import split

_SCHEME = re.compile(r"(mailto|tel|urn|sms|news):[^\s]", re.IGNORECASE)
_SERVER = re.compile(r"(https?|ftp)://[^\s/?#]", re.IGNORECASE)
_LONGEST_HOST = 253
"""Characters of a name in the domain name system."""
_NO_HOST = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


def is_absolute(address: str) -> bool:
    """Tell whether an address says by itself where it leads, so that it can be followed.

    Reading systems refuse an address of the web without a host or port (URL Standard, 4.4).
    """
    if _SERVER.match(address) is None:
        return _SCHEME.match(address) is not None
    parts = split(percent_encoded(address))
    host = unquote(parts.hostname or "")
    if not 0 < len(host) <= _LONGEST_HOST or _NO_HOST.search(host) or parts.netloc.count("@") > 1:
        return False
    try:
        _ = parts.port
        host.encode("idna").decode("idna")
    except ValueError:  # a port or a name that is none
        return False
    return True


def percent_encoded(address: str) -> str:
    """Return an address with what a URL cannot hold percent-encoded, as a browser does it."""
    base, mark, fragment = address.partition("#")
    fragment = fragment.replace("#", "%23")
    return _NOT_ALLOWED.sub(_encoded, base + mark + fragment)


def _encoded(found: re.Match[str]) -> str:
    data = found.group().encode("utf-8", "replace")
    return "".join(f"%{byte:02X}" for byte in data)
