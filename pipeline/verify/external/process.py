"""A judge that lives in a process of its own and answers in lines of JSON.

A Java machine cannot be started twice in one process, and its start costs more than most
files: so it is started once, apart, and judges as many files as it is given. ``java`` is the
other side.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Any

PATIENCE = 900.0
"""Seconds after which a judge without an answer is given up."""


class NoAnswer(Exception):  # noqa: N818 - not an error of ours: the judge has gone
    """The process ended, or was given up; the text is its last words."""


class Process:
    """A running judge. Use it in ``with``; it ends with the block."""

    def __init__(self, module: str) -> None:
        """Start ``python -m module``; what it writes to standard error is kept for later."""
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(  # noqa: S603 - this Python, one of our modules
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = self._process.stdin
        self._answers = self._process.stdout

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._requests.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        self._errors.close()

    def ask(self, request: Mapping[str, object]) -> None:
        """Send a request; ``answer`` tells when nobody is there to read it."""
        with contextlib.suppress(BrokenPipeError):
            self._requests.write(json.dumps(request) + "\n")
            self._requests.flush()

    def answer(self) -> dict[str, Any]:
        """Return the next answer.

        Raises:
            NoAnswer: if the process has ended, or says nothing for ``PATIENCE`` seconds.
        """
        watch = threading.Timer(PATIENCE, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            line = self._answers.readline()
        finally:
            watch.cancel()
        if not line:
            raise NoAnswer(self._last_words())
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a message"
