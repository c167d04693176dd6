"""Writers: ``Document`` and ``Options`` in, the bytes of one artefact out.

A writer does no input or output, reads no clock, knows no path. The same document and
options give the same bytes.
"""
