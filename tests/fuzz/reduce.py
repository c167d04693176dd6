"""Make a page that fails small: take parts away as long as the same fault stays."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

_PIECE = re.compile(rb"<[^<>]*>|[^<]+|<")


def reduced(page: bytes, fails: Callable[[bytes], bool], *, seconds: float = 60) -> bytes:
    """Return a smaller page that fails as well: first tags and texts, then bytes go."""
    end = time.monotonic() + seconds
    for pieces in (_PIECE.findall(page), None):
        parts = pieces if pieces is not None else [page[i : i + 1] for i in range(len(page))]
        size = max(len(parts) // 2, 1)
        while size and time.monotonic() < end:
            place = 0
            while place < len(parts) and time.monotonic() < end:
                without = parts[:place] + parts[place + size :]
                if fails(b"".join(without)):
                    parts = without
                else:
                    place += size
            size //= 2
        page = b"".join(parts)
    return page
