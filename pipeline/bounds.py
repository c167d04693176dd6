"""Processor time and memory of one report, held within the limits. Used by the subcommands.

A hostile page may ask for more of either than anybody wants to give. What goes beyond ends with
a ``SourceError``, and since an artefact is put in its place whole, nothing is torn. The system
keeps the limits; where it cannot (Windows; macOS, of memory), they are not held.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from pipeline.errors import SourceError
from pipeline.reader.source import Limits

_GRACE = 10
"""Seconds after which the system ends a process that a library keeps from hearing the alarm."""

_LONGEST = 10**9
"""Seconds that an alarm is set to at most: three decades; Python counts them in nanoseconds."""


class _TimeIsUpError(BaseException):
    """Raised within the work; no ``Exception``, so that nothing on the way takes it for its own."""


@contextmanager
def within(limits: Limits, name: str) -> Iterator[None]:
    """Hold work on the source ``name`` within ``limits.seconds`` and ``limits.memory``.

    Within another such block nothing changes: the outer one counts. In a thread other than the
    main one time is not held, for only that one hears the alarm.

    Raises:
        SourceError: when the work takes more.
    """
    if sys.platform == "win32":
        yield
        return
    with ExitStack() as stack:
        if limits.seconds and threading.current_thread() is threading.main_thread():
            stack.enter_context(_time(limits.seconds))
        if limits.memory:
            stack.enter_context(_memory(limits.memory))
        try:
            yield
        except _TimeIsUpError:
            raise SourceError(
                f"{name}: takes more than {limits.seconds:,} seconds of processor time",
                hint="split the page, or raise the limit: --limit seconds=NUMBER",
            ) from None
        except MemoryError:
            raise SourceError(
                f"{name}: takes more memory than it may have",
                hint="split the page, or raise the limit: --limit memory=BYTES",
            ) from None


if sys.platform != "win32":
    import resource

    @contextmanager
    def _time(seconds: int) -> Iterator[None]:
        if signal.getitimer(signal.ITIMER_PROF)[0]:
            yield  # the block around this one counts
            return
        before = signal.signal(signal.SIGPROF, _ring)
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        used = resource.getrusage(resource.RUSAGE_SELF)
        last = int(used.ru_utime + used.ru_stime) + seconds + _GRACE
        if hard == resource.RLIM_INFINITY or last < hard:
            resource.setrlimit(resource.RLIMIT_CPU, (last, hard))
        signal.setitimer(signal.ITIMER_PROF, min(seconds, _LONGEST))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

    @contextmanager
    def _memory(most: int) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most += _address_space()
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        except (ValueError, OSError):  # macOS knows the limit and takes none
            yield
            return
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

    def _address_space() -> int:
        """Return the bytes that the process has now, as far as the system tells (Linux)."""
        try:
            pages = Path("/proc/self/statm").read_text("ascii").split()[0]
        except OSError:
            return 0
        return int(pages) * resource.getpagesize()

    def _ring(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise _TimeIsUpError
