"""Shaped glyphs to the operators that draw them. Below lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.writers.pdf.face import Face, Shaped


def show_around(face: Face, size: float, rise: float, spacing: float) -> tuple[bytes, bytes]:
    """Return what stands before and after the body of one stretch of one face.

    Size and rise are points, spacing thousandths of an em.
    """
    before, after = b"/%b %b Tf" % (face.resource.encode(), _decimal(size)), b")]TJ"
    if spacing and not face.cursive:
        before += b" %b Tc" % _decimal(spacing * size / 1000)
        after += b" 0 Tc"
    if rise:
        before += b" %b Ts" % _decimal(rise)
        after += b" 0 Ts"
    return before + b"[(", after


def show(
    shaped: Sequence[Shaped], size: float, rise: float, spacing: float, *, reverse: bool
) -> bytes:
    """Return the operators that draw glyphs one after the other from where the pen is.

    ``reverse``: the glyphs are of text from right to left. Then the show strings come in
    the order they are read, and each says its characters in reverse (ISO 32000-1,
    14.8.2.3.3); the pen is moved so that they stand as shaped.
    """
    if not reverse:
        return b" ".join(_stretches(shaped, size, rise, spacing))
    parts: list[bytes] = []
    ends = list(accumulate((one.width * size / 1000 for one in shaped), initial=0.0))
    at = 0.0
    for one, x in zip(reversed(shaped), reversed(ends[:-1]), strict=True):
        if parts or x:
            parts.append(b"%b 0 Td" % _decimal(x - at))
        at = x
        mark = b"/ReversedChars BMC" if one.actual is None else b""
        parts += (mark, *_stretches((one,), size, rise, spacing), b"EMC" if mark else b"")
    if len(shaped) > 1:  # leave the pen at the end of the word
        parts.append(b"%b 0 Td" % _decimal(ends[-1] - at))
    return b" ".join(filter(None, parts))


def _stretches(
    shaped: Sequence[Shaped], size: float, rise: float, spacing: float
) -> Iterator[bytes]:
    start = 0
    while start < len(shaped):
        first = shaped[start]
        end = start + 1
        while (
            end < len(shaped)
            and shaped[end].face is first.face
            and shaped[end].actual is first.actual is None
        ):
            end += 1
        before, after = show_around(first.face, size, rise, spacing)
        body = b"".join([one.body for one in shaped[start:end]])
        if first.actual is not None:
            said = first.actual.encode("utf-16-be", "replace").hex().upper().encode()
            before = b"/Span<</ActualText<FEFF%b>>>BDC " % said + before
            after += b" EMC"
        yield before + body + after
        start = end


def _decimal(value: float) -> bytes:
    """Return a number with at most three decimals and no needless zeros."""
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()
