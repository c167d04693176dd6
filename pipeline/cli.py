"""The command line: arguments in, exit code out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from pipeline import arguments as command_line
from pipeline.commands import CANNOT_RUN, DONE
from pipeline.commands.convert import convert_all, convert_to
from pipeline.commands.inspect import check, show
from pipeline.commands.page import page
from pipeline.console import Console
from pipeline.errors import PipelineError
from pipeline.formats import FORMATS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 findings, 2 cannot run."""
    arguments = command_line.parser().parse_args(argv)
    console = Console(quiet=arguments.quiet)
    try:
        return _COMMANDS[arguments.command](arguments, console)
    except PipelineError as problem:
        console.problem(problem)
        return CANNOT_RUN
    except BrokenPipeError:
        # Who reads our output through a pipe (`head`) may leave early; that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        console.warn("pipeline: interrupted; every file in the output is whole")
        return CANNOT_RUN


def _verify(arguments: argparse.Namespace, console: Console) -> int:
    from pipeline.commands.verify import verify  # its libraries are not there for conversion

    return verify(arguments, console)


_COMMANDS: dict[str, Callable[[argparse.Namespace, Console], int]] = {
    "all": convert_all,
    "check": check,
    "verify": _verify,
    "page": page,
    "show": show,
    **{one.name: convert_to(one) for one in FORMATS},
}
