"""``python -m pipeline.verify.external FILE…``: what the judges say, for people at work.

Exits with 0 when nothing of severity error was found, 1 when something was, 2 when a file
cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.diagnostics import Severity, line_of, severity_of
from pipeline.verify.external import judge
from pipeline.verify.external.verapdf import STANDARDS
from pipeline.verify.external.verdict import Verdict, findings, line_for


def main() -> int:
    """Judge the files that the command line names."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.verify.external",
        description="Ask the external validators about artefacts.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--flavour",
        action="append",
        choices=sorted(STANDARDS),
        help="standard for PDF, repeatable (default: those that the file claims)",
    )
    chosen = parser.parse_args()
    for path in chosen.files:
        if not path.is_file():
            sys.stderr.write(f"{path}: no such file\n")
            return 2
    worst = 0
    for verdict in judge(chosen.files, flavours=chosen.flavour):
        sys.stdout.write(line_for(verdict) + "\n")
        if isinstance(verdict, Verdict):
            for found in findings(verdict):
                sys.stdout.write(f"  {line_of(found, verdict.artefact.name)}\n")
                if severity_of(found) is Severity.ERROR:
                    worst = 1
    return worst


if __name__ == "__main__":
    sys.exit(main())
