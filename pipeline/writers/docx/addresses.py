"""Web addresses as the package format can hold them.

A relationship target is a URI (ISO/IEC 29500-2, 8.3). Readers on .NET refuse a whole file
for one malformed target, so such a link is written as a field instead, whose instruction
is only text. A relative address is a URI reference and may stand there as well.
"""

from __future__ import annotations

import re

_LEGAL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f]+")
_AUTHORITY = re.compile(
    r"(https?|ftp)://([^/?#@\s]*@)?(\[[0-9A-Fa-f:.]+\]|[^/?#:@\[\]%\s]+)(:\d{1,5})?([/?#]|$)"
)
_RELATIVE = re.compile(r"(?!//)[^\s:<>\"{}|\\^`\x00-\x20\x7f]+")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def is_address(address: str) -> bool:
    """Tell whether an address may be the target of a relationship."""
    if _BAD_PERCENT.search(address):
        return False
    if not _LEGAL.fullmatch(address):
        return _RELATIVE.fullmatch(address) is not None
    scheme = address.partition(":")[0].lower()
    if scheme in ("http", "https", "ftp"):
        return _AUTHORITY.match(address) is not None
    return scheme != "file"
