"""The command line: arguments in, exit code out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from pipeline import arguments as command_line
from pipeline import collector
from pipeline.commands import CANNOT_RUN, DONE
from pipeline.console import Console
from pipeline.errors import PipelineError
from pipeline.formats import FORMATS

_OF_ONE = {one.name: one for one in FORMATS}
"""The formats by the subcommand that writes it alone."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 findings, 2 cannot run."""
    arguments = command_line.parser().parse_args(argv)
    console = Console(quiet=arguments.quiet)
    try:
        if arguments.command in _OF_ONE:  # one report, and the process ends
            with collector.held():
                return _subcommand(arguments.command)(arguments, console)
        return _subcommand(arguments.command)(arguments, console)
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


def _subcommand(name: str) -> Callable[[argparse.Namespace, Console], int]:
    """Load a subcommand, and with it only what it needs: starting is most of a small report."""
    match name:
        case "check" | "show":
            from pipeline.commands import inspect

            return inspect.check if name == "check" else inspect.show
        case "verify":
            from pipeline.commands.verify import verify

            return verify
        case "page":
            from pipeline.commands.page import page

            return page
        case "all":
            from pipeline.commands import batch

            return batch.convert_all
        case _:
            from pipeline.commands import convert

            return convert.convert_to(_OF_ONE[name])
