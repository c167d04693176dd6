"""Python's cycle collector, held while a step works.

A step builds one large value (a model, a file) that lives until it is handed on. The collector
would look through all of it again and again while it grows: a quarter of the time of a long
table. What a step leaves in cycles, such as the tree of the parser, is collected after it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_LARGE = 300_000


@contextmanager
def held() -> Iterator[None]:
    """Hold the collector, and let it go on as before whatever happens."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep() -> None:
    """Take everything that there is now out of the collector's sight, for as long as it lives.

    For what stays until the process ends: it would be looked through with every collection, and
    once more at the end.
    """
    gc.freeze()


def collect_after(size: int) -> None:
    """Collect what reading a source of so many bytes left behind, where that is much.

    The parser's tree of a large page takes more memory than writing needs afterwards; a small
    one is not worth the look through everything.
    """
    if size >= _LARGE:
        gc.collect()
