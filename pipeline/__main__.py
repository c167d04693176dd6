"""``python -m pipeline`` and the command ``pipeline``: the command line in its own process."""

import codecs
import io
import json
import os
import sys

from pipeline import collector


def run() -> None:
    """Run the command line; what is loaded stays until the process ends, and is left to it."""
    _print_every_character()
    with collector.held():
        from pipeline.cli import main

        collector.keep()
    code = main()
    collector.keep()
    sys.exit(code)


def _print_every_character() -> None:
    """Let results be UTF-8 where a program reads them, and never end in what cannot be shown.

    Windows would write them in the code page of the country, and a file name may hold bytes that
    are no text: these are escaped as JSON does it, so that JSON stays JSON.
    """
    codecs.register_error("jsonreplace", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            piped = stream is sys.stdout and not stream.isatty()
            utf_8 = piped and "PYTHONIOENCODING" not in os.environ
            stream.reconfigure(encoding="utf-8" if utf_8 else None, errors="jsonreplace")


def _escaped(problem: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that an encoding does not have, four digits each."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    signs = problem.object[problem.start : problem.end]
    return json.dumps(signs)[1:-1], problem.end


if __name__ == "__main__":
    run()
