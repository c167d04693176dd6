"""Running again whenever a file changes, for those who write a report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from pipeline.console import Console
from pipeline.errors import PipelineError

_INTERVAL = 0.5
"""Seconds between two looks."""

_State: TypeAlias = dict[Path, tuple[int, int] | None]


def watch(
    run: Callable[[], object],
    watched: Callable[[], Iterable[Path]],
    console: Console,
    *,
    interval: float = _INTERVAL,
) -> None:
    """Run, and run again when one of the files that are watched has changed, until Ctrl-C.

    Args:
        run: does the work; a problem that it raises is shown, and does not end the watch.
        watched: the files, asked for before each look: there may be new ones.
        console: where a person sees what happens.
        interval: seconds between two looks.
    """
    try:
        before = _state(watched())
        _run(run, console)
        before = _state(watched(), before)
        console.say(f"watching {len(before)} files; Ctrl-C ends it")
        while True:
            time.sleep(interval)
            now = _state(watched())
            if now == before:
                continue
            changed = sorted(
                str(path)
                for path in before.keys() | now.keys()
                if before.get(path) != now.get(path)
            )
            # An editor may write in several steps: wait until it has done.
            while (settled := _state(watched())) != now:
                now = settled
                time.sleep(interval / 5)
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            console.say(f"{changed[0]}{more}: changed")
            _run(run, console)
            before = _state(watched(), now)
    except KeyboardInterrupt:
        console.say("no longer watching; every file in the output is whole")


def _run(run: Callable[[], object], console: Console) -> None:
    try:
        run()
    except PipelineError as problem:
        console.problem(problem)


def _state(paths: Iterable[Path], before: _State | None = None) -> _State:
    """Return the state of files; of those that were looked at before a run, the state then.

    What is changed during a run has changed since.
    """
    known = before or {}
    return {path: known[path] if path in known else _stamp(path) for path in paths}


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
