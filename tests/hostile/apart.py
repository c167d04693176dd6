"""Work in a process of its own, with bounded processor time and memory. POSIX alone.

What hangs, dies or takes too much is told, and takes nobody else with it.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """How a piece of work ended."""

    value: T | None
    """What it gave; None when it came to no end."""
    problem: str | None
    """Why it came to no end."""
    seconds: float
    """Of the processor."""
    peak: int
    """Bytes of memory at most, those shared with the parent included."""


class TooLongError(BaseException):
    """The processor time is used up. No ``Exception``, so that nothing catches it."""


def apart(work: Callable[[], T], *, seconds: int, memory: int = 4_000_000_000) -> Ended[T]:
    """Do ``work`` in a child process; its result must be one that can be pickled."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing, seconds, memory)
    os.close(writing)
    data, wall = bytearray(), time.monotonic() + seconds * 20 + 30
    while select.select([reading], [], [], max(wall - time.monotonic(), 0))[0]:
        part = os.read(reading, 1 << 16)
        if not part:
            break
        data += part
    else:
        os.kill(child, signal.SIGKILL)
    os.close(reading)
    _, status, usage = os.wait4(child, 0)
    spent, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
    if data:
        value, problem = pickle.loads(bytes(data))  # noqa: S301 - it comes from our own child
        return Ended(value, problem, spent, peak)
    code = os.waitstatus_to_exitcode(status)
    reason = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    return Ended(None, reason, spent, peak)


def _work(work: Callable[[], T], writing: int, seconds: int, memory: int) -> NoReturn:
    def too_long(number: int, frame: object) -> None:
        raise TooLongError

    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # The second limit ends what the first cannot: work within a library.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds * 2 + 2, seconds * 2 + 3))
        signal.signal(signal.SIGPROF, too_long)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        told: tuple[T | None, str | None]
        try:
            told = (work(), None)
        except TooLongError as error:
            told = (None, f"more than {seconds} s in {_place(error)}")
        except MemoryError:
            told = (None, f"more than {memory / 1e9:.0f} GB")
        signal.setitimer(signal.ITIMER_PROF, 0)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(told, pipe)
    finally:
        os._exit(0)


def _place(error: TooLongError) -> str:
    """Name the innermost place in the package."""
    place, trace = "nowhere", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/pipeline/" in code.co_filename:
            place = f"{code.co_filename.rpartition('/pipeline/')[2]} {code.co_name}"
        trace = trace.tb_next
    return place
