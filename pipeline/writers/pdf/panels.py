"""Frames at the turn of a page: how tall short panels are. Between boxes and compose.

A callout or a block of code that would stand in two halves at the turn of a page is hard to
take in at a glance. A short one therefore goes to the next page as a whole; to know that it
is short, the boxes up to its end must be seen before it begins.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.model.nodes import Direction
from pipeline.writers.pdf.boxes import BlockBox, FrameEnd, FrameStart, OpenFrame, TableBox


def measured(stream: Iterable[BlockBox], most: float) -> Iterator[BlockBox]:
    """Yield the boxes; panels of at most ``most`` points know the height they need."""
    coming = iter(stream)
    ahead: deque[BlockBox] = deque()
    while True:
        box = ahead.popleft() if ahead else next(coming, None)
        if box is None:
            return
        if isinstance(box, FrameStart) and box.frame.fill is not None:
            box = replace(box, whole=_height(box, ahead, coming, most))
        yield box


def may_turn(frames: Sequence[OpenFrame], direction: Direction) -> bool:
    """Tell whether a table within frames may turn the page: a bar stays, a panel were too narrow.

    From right to left the bar stands at the other side, where the table would run over it.
    """
    bars = all(frame.start.frame.fill is None for frame in frames)
    return not frames or (bars and direction is Direction.LEFT_TO_RIGHT)


def _height(
    start: FrameStart, ahead: deque[BlockBox], coming: Iterator[BlockBox], most: float
) -> float:
    """Return the height of a panel up to its end; 0 for one that is taller or holds a table."""
    height, gap = start.height, 0.0
    depth, place = 1, 0
    while depth:
        if place == len(ahead):
            box = next(coming, None)
            if box is None:
                return 0.0
            ahead.append(box)
        box = ahead[place]
        place += 1
        height += max(gap, box.before) + box.height
        gap = box.after
        if height > most or isinstance(box, TableBox):
            return 0.0
        depth += isinstance(box, FrameStart) - isinstance(box, FrameEnd)
    return height
