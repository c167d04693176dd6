"""Who does the work: this process, several beside it, or a cluster.

An engine is a function of the work and its jobs that yields an outcome for each job, as it ends.
A job that cannot be done, or that takes its process with it, is an outcome as well: it stops no
other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.batch.places import Place
from pipeline.errors import PipelineError, SourceError

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

CANNOT_RUN = 2
"""The exit code of what has no result."""


@dataclass(frozen=True, slots=True)
class Job:
    """One source and the name of its artefacts."""

    path: Place
    stem: PurePath
    """Relative to the output folder, without suffix."""
    known: dict[str, Any] | None = field(default=None, repr=False)
    """What the manifest says of it, where it may prove to be unchanged."""

    def named(self, suffix: str) -> PurePath:
        """Return what a file of this report is called, relative to the output folder."""
        return self.stem.with_name(f"{self.stem.name}{suffix}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job."""

    job: Job
    result: dict[str, Any]
    code: int
    seconds: float = 0.0
    problem: PipelineError | None = None
    said: str = ""
    """What it had to say, where it could not say so itself."""


Work: TypeAlias = Callable[[Job], Outcome]
"""Can be pickled, and raises nothing: problems are part of the outcome."""


def failed(job: Job, problem: PipelineError, seconds: float = 0.0) -> Outcome:
    """Return the outcome of a job that has no result."""
    result = {"source": str(job.path), "error": problem.what, "hint": problem.hint}
    return Outcome(job, result, CANNOT_RUN, seconds, problem)


def died(job: Job) -> Outcome:
    """Return the outcome of a job whose process died each time."""
    problem = SourceError(
        f"{job.path}: the process that converted it died",
        hint="it may have run out of memory; try it by itself, with fewer --jobs",
    )
    return failed(job, problem)


def processes(
    work: Work, jobs: Sequence[Job], *, count: int, modules: Sequence[str] = ()
) -> Iterator[Outcome]:
    """Work in ``count`` processes; with one job or one process, in this one.

    The modules that the work needs are loaded once, before there are several processes.

    When a process dies, those that work beside it die with it. Their jobs are done again, each
    alone in a process of its own, so that the one that is to blame is found.
    """
    if min(count, len(jobs)) <= 1:
        yield from map(work, jobs)
        return
    context = _context(modules)
    waiting = deque(jobs)
    while waiting:
        suspects: list[Job] = []
        yield from _pool(context, work, waiting, min(count, len(waiting)), suspects)
        for job in suspects:
            again: list[Job] = []
            yield from _pool(context, work, deque([job]), 1, again)
            yield from map(died, again)


def _context(modules: Sequence[str]) -> BaseContext:
    """Return how processes begin: as copies of one that has loaded the modules and nothing else.

    A copy of this process would have what its threads left half done. Windows has no copies.
    """
    import multiprocessing

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(modules))
    return context


def _pool(
    context: BaseContext,
    work: Work,
    waiting: deque[Job],
    count: int,
    suspects: list[Job],
) -> Iterator[Outcome]:
    """Take jobs from the queue until it is empty or the pool breaks; then say who was at work."""
    # Loaded here: a single report needs no pool.
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool

    at_work: dict[Future[Outcome], Job] = {}
    with ExitStack() as stack:
        pool = ProcessPoolExecutor(count, context, _leave_interrupts)
        # Who is interrupted waits for what is under way, not for what has not begun.
        stack.callback(pool.shutdown, cancel_futures=True)
        while at_work or (waiting and not suspects):
            try:
                # Two for each process, so that none waits for us; not more, since all of them
                # are suspects when one dies.
                while waiting and not suspects and len(at_work) < 2 * count:
                    at_work[pool.submit(work, waiting[0])] = waiting[0]
                    waiting.popleft()
            except BrokenProcessPool:
                suspects.append(waiting.popleft())
            ended, _ = wait(at_work, return_when=FIRST_COMPLETED)
            for future in ended:
                job = at_work.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    suspects.append(job)


def _leave_interrupts() -> None:
    """Let Ctrl-C reach only the process that was started by hand; reports under way end whole."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
