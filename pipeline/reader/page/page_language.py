"""The language and the direction of the whole report. Used by ``metadata`` alone."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString
from turbohtml.detect import LanguageDetection, detect_language

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.errors import OptionError
from pipeline.model.nodes import Direction
from pipeline.reader.page.content import Content, exclusion
from pipeline.reader.page.declared import Declared
from pipeline.reader.page.dom import attribute, is_text, position
from pipeline.reader.text.languages import first_strong, language_tag

MISSING = Rule(
    "language-missing",
    Severity.ERROR,
    "The page does not say which language it is in.",
    'Write the language on the html element: <html lang="en">.',
    ("WCAG 2.2 3.1.1", "ACT b5c3f8"),
)
INVALID = Rule(
    "language-invalid",
    Severity.ERROR,
    "What the page declares as its language is no language tag (BCP 47).",
    "Write a language tag such as en, fr or en-CA.",
    ("WCAG 2.2 3.1.1", "ACT bf051a"),
)
UNLIKELY = Rule(
    "language-unlikely",
    Severity.WARNING,
    "The text of the page is not in the language that the page declares.",
    'Declare the language that the text is written in, French for example: <html lang="fr">.',
    ("WCAG 2.2 3.1.1", "ACT ucwvc8"),
)

_NO_PROSE = frozenset({"script", "style", "pre", "code", "cite", "math", "svg"})
"""What is in no language, or speaks of other works."""
_ENOUGH = 400
"""Characters that make a judgement on the language of a page safe."""
_CERTAIN = LanguageDetection(threshold=0.95, excluded=frozenset({"lat"}))
"""Latin is what placeholder text is written in."""
_ALIKE = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "bs", "sr", "sh"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
    frozenset({"fa", "prs", "pes"}),
    frozenset({"zh", "cmn", "yue"}),
)
"""Languages that a program takes one for the other."""
_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]
)


def sample(content: Content, size: int) -> str:
    """Return the text at the beginning and the end of the report, a line for each text node."""
    head: list[str] = []
    tail: list[str] = []
    length = 0
    for node, line in _lines(content):
        head.append(line)
        length += len(line)
        if length > size:
            last = node
            break
    else:
        return "\n".join(head)
    for node, line in _lines(content, backwards=True):
        if node is last:
            break
        tail.append(line)
        length += len(line)
        if length > 2 * size:
            break
    return "\n".join(head + tail[::-1])


def _lines(content: Content, *, backwards: bool = False) -> Iterator[tuple[NavigableString, str]]:
    """Yield the text nodes of the report that hold more than blanks, each with its line."""
    waiting: list[object] = list(content.roots if backwards else reversed(content.roots))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if exclusion(node, content) is None and node.name not in _NO_PROSE:
                waiting += node.contents if backwards else reversed(node.contents)
        elif (
            isinstance(node, NavigableString) and is_text(node) and (line := " ".join(node.split()))
        ):
            yield node, line


def page_language(
    content: Content, says: Declared, chosen: str | None, text: str, diagnostics: list[Diagnostic]
) -> str:
    """Return the language of the report as a BCP 47 tag: what is chosen, declared or likely."""
    if chosen is not None:
        tag = language_tag(chosen)
        if tag is None:
            raise OptionError(f"not a language tag: {chosen}", hint="use a tag such as en or fr-CA")
        return tag
    holder, stated = _stated(content, says)
    tag = language_tag(stated) if stated else None
    likely = _likely(text)
    if stated and tag is None:
        message = f"“{stated}” is no language tag; {likely or 'en'} is taken"
        diagnostics.append(Diagnostic(INVALID, message, position(holder) if holder else None))
    elif stated and tag is not None and tag.lower() != stated.lower() and holder is not None:
        message = f"“{stated}” is no language tag; {tag} is meant"
        diagnostics.append(Diagnostic(INVALID, message, position(holder)))
    elif tag is None:
        message = f"no language is declared; {likely or 'en'} is taken"
        diagnostics.append(Diagnostic(MISSING, message))
    elif likely is not None and _differ(tag, likely):
        message = f"the page declares {tag}, but its words are those of {likely}"
        diagnostics.append(
            Diagnostic(UNLIKELY, message, position(holder) if holder is not None else None)
        )
    return tag or likely or "en"


def page_direction(content: Content, language: str, text: str) -> Direction:
    """Return the base direction: as declared around the report, else as the language has it."""
    for tag in _around(content):
        match (attribute(tag, "dir") or "").strip().lower():
            case "rtl":
                return Direction.RIGHT_TO_LEFT
            case "ltr":
                return Direction.LEFT_TO_RIGHT
            case "auto":
                return first_strong([text]) or Direction.LEFT_TO_RIGHT
            case _:
                continue
    right = language.partition("-")[0] in _RIGHT_TO_LEFT
    return Direction.RIGHT_TO_LEFT if right else Direction.LEFT_TO_RIGHT


def _around(content: Content) -> list[Tag]:
    root = content.roots[0]
    return [root, *(parent for parent in root.parents if parent.parent is not None)]


def _stated(content: Content, says: Declared) -> tuple[Tag | None, str | None]:
    for tag in _around(content):
        for name in ("lang", "xml:lang"):
            if value := (attribute(tag, name) or "").strip():
                return tag, value
    return None, says.text("dcterms.language", "content-language", "language", "og:locale")


def _likely(text: str) -> str | None:
    """Guess the language from the frequencies of letters in a row; None when unsure."""
    if len(text) < _ENOUGH:
        return None
    found = detect_language(text[:20_000], _CERTAIN).language
    return language_tag(found) if found is not None else None


def _differ(declared: str, likely: str) -> bool:
    primary = declared.partition("-")[0]
    pair = {primary, likely}
    return primary != likely and not any(pair <= family for family in _ALIKE)
