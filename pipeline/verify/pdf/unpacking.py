"""A PDF opened, whoever made it. The first step of verifying one.

qpdf unpacks what holds objects when it opens a file, and what is drawn when that is asked for;
both by far more than the file is long, if it was made so. Its own limits hold each of these.
"""

from __future__ import annotations

import io

import pikepdf

from pipeline.errors import ArtefactError

LARGEST = 2**29
"""Bytes of a stream, and of all together but images, which nobody here unpacks."""


def unpacked(data: bytes) -> pikepdf.Pdf:
    """Return a PDF all of whose streams can be unpacked.

    Raises:
        ArtefactError: if it is no PDF that can be opened, or unpacks to more than ``LARGEST``
            bytes.
    """
    pikepdf.settings.set_qpdf_limits(  # of the whole process, in which nothing else uses qpdf
        flate_max_memory=LARGEST,
        png_max_memory=LARGEST,
        tiff_max_memory=LARGEST,
        run_length_max_memory=LARGEST,
    )
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        size = 0
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
                size += len(one.read_bytes())
                if size > LARGEST:
                    raise ArtefactError(
                        f"the PDF unpacks to more than {LARGEST:,} bytes", hint="make it again"
                    )
    except pikepdf.PdfError as reason:
        why = str(reason).rpartition(": ")[2]  # what is before it names an object of Python
        raise ArtefactError(
            f"the PDF cannot be read, or unpacks to more than {LARGEST:,} bytes ({why})",
            hint="write it again, or look at it with qpdf",
        ) from reason
    return pdf
