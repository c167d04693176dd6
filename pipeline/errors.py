"""Exceptions: no result is possible. Each message says what, where, and what to do."""

from __future__ import annotations


class PipelineError(Exception):
    """The base of every exception that this package raises on purpose."""

    def __init__(self, what: str, *, hint: str) -> None:
        """Keep ``what`` went wrong (with the place) and the ``hint`` on what to do."""
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with both parts, so that another process can hand it over."""
        return _again, (type(self), self.what, self.hint)


def _again(kind: type[PipelineError], what: str, hint: str) -> PipelineError:
    return kind(what, hint=hint)


class SourceError(PipelineError):
    """The source cannot be read: missing, not HTML, empty, without content, too large."""


class OptionError(PipelineError):
    """An option or a configuration file asks for what cannot be."""


class OutputError(PipelineError):
    """An artefact cannot be written to its place."""


class ArtefactError(PipelineError):
    """An artefact to verify cannot be opened at all."""
