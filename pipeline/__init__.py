"""One published HTML report; the same report as tagged PDF, DOCX, EPUB and plain text.

``read → check → write → verify``: ``pipeline.build`` tells the story in a few lines,
``pipeline.model.nodes`` is what it is about.
"""

__version__ = "0.1.0"
