"""The report as plain text for the ear, the fingertips and any program.

The last of the formats and the one that carries least; ``docs/text.md`` says what it does
carry, in which conventions, and what it cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unicodedata import normalize

from pipeline.diagnostics import Diagnostic, Rule, Severity, Warned
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.strings import has_strings
from pipeline.writers.text.blocks import body, cited_notes, note, step
from pipeline.writers.text.characters import closed, folded
from pipeline.writers.text.inlines import inline, written_address
from pipeline.writers.text.journey import Journey, journey
from pipeline.writers.text.lines import Passage, lines
from pipeline.writers.text.opening import opening

__all__ = ["additions", "write"]

TEXT_WORDS_IN_ENGLISH = Rule(
    "text-words-in-english",
    Severity.NOTE,
    "The words that the text file adds are in English, because the report's language has none.",
    "Add the language to pipeline/strings.",
)


def write(document: Document, options: Options) -> Warned[bytes]:
    """Return the text file in UTF-8; ``options.text`` chooses its form (TX-01 to TX-23)."""
    found = journey(document, options)
    passages = list(_passages(found))
    choices = options.text
    if choices.ascii:
        passages = [
            replace(passage, text=folded(passage.text, code=passage.code)) for passage in passages
        ]
    # An accent may have come to stand behind the letter of another element.
    passages = [replace(each, text=normalize("NFC", closed(each.text))) for each in passages]
    text = "".join(line + "\n" for line in lines(passages, choices.width))
    data = text.replace("\n", choices.line_end.value).encode()
    if choices.byte_order_mark:
        data = b"\xef\xbb\xbf" + data
    language = document.metadata.language
    if has_strings(language):
        return Warned(data)
    message = f'the report is in "{language}", the added words are in English'
    return Warned(data, (Diagnostic(TEXT_WORDS_IN_ENGLISH, message),))


def additions(document: Document, options: Options) -> tuple[str, ...]:  # noqa: ARG001 - contract
    """Return nothing: every word that is added stands in a mark, a field or the contents."""
    return ()


def _passages(found: Journey) -> Iterator[Passage]:
    document = found.document
    kicker = inline(found, document.kicker)
    title = inline(found, document.title)
    subtitle = inline(found, document.subtitle)
    report = list(body(found, document.children, 0))
    ending = list(_ending(found))
    words = found.strings.text
    yield from opening(found, title=title, kicker=kicker, subtitle=subtitle)
    yield Passage(f"[{words.start}]", gap=2)
    yield from report
    yield Passage(f"[{words.end}]", gap=2)
    yield from ending


def _ending(found: Journey) -> Iterator[Passage]:
    """Yield the notes that still wait, cited before uncited, and the links."""
    rest = 2 * step(found)
    notes = list(cited_notes(found, 0))
    while found.untold:
        name = next(iter(found.untold))
        notes += note(found, found.untold.pop(name), 0)
    if notes:
        yield Passage(f"[{found.strings.notes}]", gap=2)
        yield from notes
    if found.links:
        yield Passage(f"[{found.strings.links}]", gap=2)
    for number, (text, address) in enumerate(found.links, start=1):
        mark = found.strings.text.link.format(number=number)
        yield Passage(f"[{mark}] {text}".rstrip(), 0, rest)
        yield Passage(written_address(address), 0, 0, gap=0)
