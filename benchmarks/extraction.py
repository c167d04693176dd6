"""How well the report is found in a page, beside trafilatura and readability-lxml.

Run ``python benchmarks/extraction.py CORPUS`` with both installed (``pip install
trafilatura readability-lxml``). What each page says is known from a file beside it that was made
by hand or is the page's own source: an accessible DOCX, JATS, the transcribers' plain text, or
the main content as marked for Readability's tests. Words are compared as a bag, so that neither
order nor white space counts; formulas are left out on all sides, because everybody writes them in
another way. Prints a Markdown table.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import lxml.etree
import lxml.html
import readability
import trafilatura

from pipeline.model.nodes import (
    CodeBlock,
    Details,
    Document,
    Inline,
    Math,
    Note,
    Paragraph,
    Section,
    Term,
)
from pipeline.model.walk import descendants, plain
from pipeline.reader import read
from pipeline.reader.page.encoding import decode
from pipeline.reader.source import load

Words = Counter[str]


def words(text: str) -> Words:
    """Count the words of a text."""
    return Counter(re.findall(r"\w+", text.casefold()))


# ---------------------------------------------------------------------------- what is right


def of_docx(path: Path) -> str:
    """Return the text of a Word document: paragraphs and tables, notes apart."""
    body = docx.Document(str(path)).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{name}t"))
        for paragraph in body.iter(f"{name}p")
    )


def of_html(path: Path) -> str:
    """Return the main content of a page, and the title, which Readability keeps apart."""
    metadata = json.loads(path.with_name("expected-metadata.json").read_text("utf-8"))
    return f"{metadata['title']}\n{html_text(path.read_text('utf-8'))}"


def of_jats(path: Path) -> str:
    """Return title, abstract, text and references of a journal article."""
    root = lxml.etree.parse(str(path)).getroot()
    lxml.etree.strip_elements(root, "tex-math", "{*}math", with_tail=False)
    wanted = (".//front//title-group", ".//front//abstract", ".//body", ".//back")
    parts = [part for xpath in wanted for part in root.findall(xpath)]
    return "\n".join(" ".join(map(str, part.itertext())) for part in parts)


def of_text(path: Path) -> str:
    """Return plain text; the transcribers' is Latin-1."""
    return path.read_text("latin-1")


GROUND_TRUTH: dict[str, Callable[[Path], str]] = {
    "docx": of_docx,
    "extracted-html": of_html,
    "jats": of_jats,
    "plain-text": of_text,
}


# ----------------------------------------------------------------------------- who extracts


def ours(path: Path) -> str:
    """Return the text of the model."""
    return "\n".join(_text(read(load(path)).document))


def _text(document: Document) -> Iterator[str]:
    for title in (document.kicker, document.title, document.subtitle):
        yield plain(title)
    for node in descendants(document):
        match node:
            case Section(title=title):
                yield _words_of(title)
            case Paragraph(children=inlines) | CodeBlock(children=inlines) | Term(children=inlines):
                yield _words_of(inlines)
            case Details(summary=inlines):
                yield _words_of(inlines)
            case Note(label=label):
                yield label
            case _:
                pass


def _words_of(inlines: tuple[Inline, ...]) -> str:
    return plain(tuple(inline for inline in inlines if not isinstance(inline, Math)))


def by_trafilatura(path: Path) -> str:
    """Return what trafilatura extracts, at its defaults."""
    return trafilatura.extract(decode(path.read_bytes()).text, include_comments=False) or ""


def by_trafilatura_recall(path: Path) -> str:
    """Return what trafilatura extracts when it is asked to keep more."""
    text = decode(path.read_bytes()).text
    return trafilatura.extract(text, include_comments=False, favor_recall=True) or ""


def by_readability(path: Path) -> str:
    """Return the title and the summary of readability-lxml."""
    document = readability.Document(decode(path.read_bytes()).text)
    return f"{document.short_title()}\n{html_text(document.summary())}"


def html_text(data: str) -> str:
    """Return the text of HTML, its elements apart."""
    root = lxml.html.fromstring(data.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    lxml.etree.strip_elements(root, "math", "script", "style", with_tail=False)
    return "\n".join(text for text in root.itertext() if isinstance(text, str) and text.strip())


EXTRACTORS: dict[str, Callable[[Path], str]] = {
    "this reader": ours,
    "trafilatura": by_trafilatura,
    "trafilatura, recall": by_trafilatura_recall,
    "readability-lxml": by_readability,
}


def score(found: Words, right: Words) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean, in per cent."""
    both = (found & right).total()
    precision = 100 * both / max(found.total(), 1)
    recall = 100 * both / max(right.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main(corpus: Path) -> None:
    """Print the table."""
    print("| page | truth | " + " | ".join(EXTRACTORS) + " |")
    print("|---|---|" + "---|" * len(EXTRACTORS))
    sums = {name: [0.0, 0.0, 0.0] for name in EXTRACTORS}
    pages = 0
    for page in json.loads((corpus / "MANIFEST.json").read_text("utf-8")):
        for truth in page.get("ground_truth") or []:
            if truth["kind"] not in GROUND_TRUTH:
                continue
            right = words(GROUND_TRUTH[truth["kind"]](corpus / truth["file"]))
            pages += 1
            cells = []
            for name, extract in EXTRACTORS.items():
                scores = score(words(extract(corpus / page["file"])), right)
                sums[name] = [a + b for a, b in zip(sums[name], scores, strict=True)]
                cells.append(" / ".join(f"{value:.1f}" for value in scores))
            print(f"| {page['id']} | {truth['kind']} | " + " | ".join(cells) + " |", flush=True)
    means = (
        " / ".join(f"{value / max(pages, 1):.1f}" for value in sums[name]) for name in EXTRACTORS
    )
    print("| **mean** | | " + " | ".join(f"**{mean}**" for mean in means) + " |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
