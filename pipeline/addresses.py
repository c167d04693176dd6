"""Addresses taken apart, whatever somebody wrote where one should stand."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

_SCHEMES = frozenset(
    ["http", "https", "ftp", "ftps", "mailto", "tel", "sms", "geo", "urn", "doi", "xmpp", "webcal"]
)
_SERVER = ("\\\\", "\\/", "/\\", "//\\")
"""How paths of Windows to another machine begin, to which it would send a password's hash."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]+")


def is_harmless(address: str) -> bool:
    """Tell whether an address is one to read, call or write to.

    Others start programs (``javascript:``, ``ms-msdt:``), hold a page themselves (``data:``) or
    mean something on the author's machine alone (``file:``, ``C:``). White space and control
    characters count for nothing in an address, as browsers read it.
    """
    address = _UNSEEN.sub("", address)
    if address.startswith(_SERVER):
        return False
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in _SCHEMES


def split(address: str) -> SplitResult:
    """Return the parts of an address; of what is none, all of it as the path.

    ``urllib`` raises for what it cannot read, such as ``http://[``; a page may hold anything.
    """
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def joined(base: str, address: str) -> str:
    """Return an address resolved against another, or as it is where that cannot be done."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def without_fragment(address: str) -> tuple[str, str]:
    """Return an address without its fragment, and the fragment."""
    try:
        whole, fragment = urldefrag(address)
    except ValueError:
        whole, _, fragment = address.partition("#")
    return whole, fragment
