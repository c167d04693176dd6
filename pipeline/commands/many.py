"""Many reports at once, in processes of their own: one that fails or dies stops no other."""

from __future__ import annotations

import argparse
import io
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline.commands import CANNOT_RUN
from pipeline.commands.sources import Job
from pipeline.console import Console
from pipeline.errors import PipelineError, SourceError

Work: TypeAlias = Callable[[Job, argparse.Namespace, Console], tuple[dict[str, Any], int]]
"""A function at the top of its module, so that another process can find it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job."""

    job: Job
    result: dict[str, Any]
    code: int
    seconds: float
    problem: PipelineError | None = None
    said: str = ""
    """What it had to say, where it could not say so itself."""


def run(
    work: Work,
    jobs: Sequence[Job],
    arguments: argparse.Namespace,
    console: Console,
    *,
    workers: int | None,
) -> Iterator[Outcome]:
    """Yield the outcome of each job as it ends; on one worker in the order of the jobs."""
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        for job in jobs:
            yield _attempt(work, job, arguments, console)
        return
    alone: list[Job] = []
    for outcome in _pool(work, jobs, arguments, count, alone):
        console.relay(outcome.said)
        yield outcome
    # When a process dies, the others of its pool die with it: each gets another chance, alone.
    for job in alone:
        died: list[Job] = []
        for outcome in _pool(work, [job], arguments, 1, died):
            console.relay(outcome.said)
            yield outcome
        for _ in died:
            problem = SourceError(
                f"{job.path}: the process that converted it died",
                hint="it may have run out of memory; try it by itself, with fewer --jobs",
            )
            yield Outcome(job, _failed(job, problem), CANNOT_RUN, 0.0, problem)


def _pool(
    work: Work, jobs: Sequence[Job], arguments: argparse.Namespace, count: int, died: list[Job]
) -> Iterator[Outcome]:
    # Loaded here: a single report needs no pool.
    from concurrent.futures import Future, ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(max_workers=count) as pool:
        pending: dict[Future[Outcome], Job] = {
            pool.submit(_apart, work, job, arguments): job for job in jobs
        }
        for future in as_completed(pending):
            try:
                yield future.result()
            except BrokenProcessPool:
                died.append(pending[future])


def _apart(work: Work, job: Job, arguments: argparse.Namespace) -> Outcome:
    """Do a job in this process and keep what it says for the one that asked."""
    stream = io.StringIO()
    outcome = _attempt(work, job, arguments, Console(arguments.quiet, stream))
    return Outcome(
        job, outcome.result, outcome.code, outcome.seconds, outcome.problem, stream.getvalue()
    )


def _attempt(work: Work, job: Job, arguments: argparse.Namespace, console: Console) -> Outcome:
    begin = time.perf_counter()
    problem: PipelineError | None = None
    try:
        result, code = work(job, arguments, console)
    except PipelineError as raised:
        problem = raised
        result, code = _failed(job, raised), CANNOT_RUN
    return Outcome(job, result, code, time.perf_counter() - begin, problem)


def _failed(job: Job, problem: PipelineError) -> dict[str, Any]:
    return {"source": str(job.path), "error": problem.what, "hint": problem.hint}
