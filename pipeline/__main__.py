"""``python -m pipeline`` and the command ``pipeline``: the command line in its own process."""

import sys

from pipeline import collector


def run() -> None:
    """Run the command line; what is loaded stays until the process ends, and is left to it."""
    with collector.held():
        from pipeline.cli import main

        collector.keep()
    code = main()
    collector.keep()
    sys.exit(code)


if __name__ == "__main__":
    run()
