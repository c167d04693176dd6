"""The subcommands. Each takes the parsed arguments and a console, and returns an exit code."""

DONE, FINDINGS, CANNOT_RUN = 0, 1, 2
"""Done; findings of severity error; cannot run."""
