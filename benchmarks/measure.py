"""Watching a process: wall time, CPU time, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_RSS = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of ``ru_maxrss``."""


_LAUNCHER = """
import os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - started
told = f"{usage.ru_utime + usage.ru_stime} {wall} {usage.ru_maxrss}"
os.write(int(sys.argv[1]), told.encode())
sys.exit(min(255, abs(os.waitstatus_to_exitcode(status))))
"""
"""Starts the process that is measured: what its parent has resident counts as its own peak, so
the parent has to be small."""


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """What a step took."""

    cpu: float
    """Seconds of user and system time, of the process and of those it waited for."""
    wall: float
    """Seconds."""
    memory: int
    """Bytes: the most that the process had resident."""


def run(
    command: Sequence[str | Path], *, variables: Mapping[str, str] | None = None
) -> tuple[Cost, bytes]:
    """Run a command and return what it cost and what it printed.

    Raises:
        subprocess.CalledProcessError: if it ends with another code than 0.
    """
    reading, writing = os.pipe()
    with os.fdopen(reading) as told:
        launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(writing)]
        process = subprocess.Popen(
            [*launcher, *(str(part) for part in command)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(writing,),
            env={**os.environ, **(variables or {})},
        )
        os.close(writing)
        printed, complaints = process.communicate()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, printed, complaints)
        cpu, wall, memory = map(float, told.read().split())
    return Cost(cpu, wall, int(memory) * _RSS), printed


def last_line(problem: subprocess.CalledProcessError) -> str:
    """Return in one line why a command failed."""
    lines = problem.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1][:100] if lines else f"exit code {problem.returncode}"


def own_peak() -> int:
    """Return the most memory that this process had resident, in bytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS


def machine() -> str:
    """Return one line on what was measured on."""
    import platform

    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )
