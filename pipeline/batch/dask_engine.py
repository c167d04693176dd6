"""The same work on a cluster that Dask runs. Loaded when it is asked for; extra ``cluster``."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dask import config
from distributed import CancelledError, Client, Future, KilledWorker, as_completed

from pipeline.batch import environment
from pipeline.batch.engine import Job, Outcome, Work, died, failed
from pipeline.errors import OptionError, OutputError


def dask(
    work: Work, jobs: Sequence[Job], *, scheduler: str | None, count: int
) -> Iterator[Outcome]:
    """Work on the workers of a scheduler; without one, on a cluster of ``count`` processes here.

    The job of a worker that is lost is done by another. One that takes worker after worker with
    it (``distributed.scheduler.allowed-failures``, 3 by default), also alone, is given up as the
    only one.

    Raises:
        OptionError: if the scheduler does not answer.
        OutputError: if it is lost on the way.
    """
    there = _OnWorker(work, Path.cwd(), environment.compared())
    with config.set(_HERE), _client(scheduler, count) as client:
        # Not pure: the same job may be asked for again after its artefacts are gone.
        at_work = {client.submit(there, job, pure=False): job for job in jobs}
        blamed: list[Job] = []
        for future in as_completed(list(at_work)):
            job = at_work.pop(future)
            outcome = _outcome(future, job, scheduler)
            if outcome is None:
                blamed.append(job)
            else:
                yield outcome
        # Dask blames the loss of a worker on every job it had; alone, it is the job's own doing.
        for job in blamed:
            alone = client.submit(there, job, pure=False)
            yield _outcome(alone, job, scheduler) or died(job)


def _client(scheduler: str | None, count: int) -> Client:
    if scheduler is None:
        return Client(n_workers=count, threads_per_worker=1, dashboard_address="127.0.0.1:0")
    try:
        return Client(scheduler, timeout=TIMEOUT)
    except (OSError, ValueError) as problem:
        raise OptionError(
            f"no Dask scheduler at {scheduler}: {problem}",
            hint="start one with `dask scheduler`, or name another with --scheduler",
        ) from None


def _outcome(future: Future, job: Job, scheduler: str | None) -> Outcome | None:
    """Wait for what became of a job; none if workers died of it.

    A result that is lost with its worker before it is here is made again by another one.
    """
    try:
        outcome: Outcome = future.result()
    except KilledWorker:
        return None
    except CancelledError:
        raise OutputError(
            f"the scheduler at {scheduler} was lost",
            hint="what was written is whole; run again to go on",
        ) from None
    except Exception as problem:
        return failed(job, OutputError(f"{job.path}: {problem}", hint=_WORKERS))
    return outcome


_HERE = {
    "distributed.scheduler.no-workers-timeout": "60 s",
    # Dask gives up for ever a worker that is being started again just at that time.
    "distributed.deploy.lost-worker-timeout": "24 h",
}
"""For a cluster of this process; another scheduler has its own configuration."""
TIMEOUT = 10
"""Seconds that a scheduler has to answer."""
_WORKERS = "look at the workers' own messages"
_ONE_AT_A_TIME = threading.Lock()
"""A report is converted by one thread of a process; workers may have several."""


@dataclass(frozen=True, slots=True)
class _OnWorker:
    """The work, where relative paths mean the same and the versions are the same."""

    work: Work
    folder: Path
    wanted: Mapping[str, str]

    def __call__(self, job: Job) -> Outcome:
        found = environment.compared()
        differing = [name for name in self.wanted if found.get(name) != self.wanted[name]]
        if differing:
            what = ", ".join(f"{n} {found.get(n)} instead of {self.wanted[n]}" for n in differing)
            problem = OptionError(
                f"{job.path}: this worker would make other bytes: {what}",
                hint="install the same versions, from the same lock, on every worker",
            )
            return failed(job, problem)
        with _ONE_AT_A_TIME:
            if self.folder.is_dir():
                os.chdir(self.folder)
            return self.work(job)
