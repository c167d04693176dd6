"""Facts against facts: what an artefact lacks, says otherwise, or says beside its source.

After a verifier has read an artefact back to facts, before the format's own rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.walk import one_line
from pipeline.verify.facts import Fact, FactKind

LOST = {
    kind: Rule(
        f"{kind.value}-lost",
        Severity.ERROR,
        f"The artefact lacks a {kind.value} of the source, or says it differently.",
        "Report this: the artefact must say what the source says.",
    )
    for kind in FactKind
}
ADDED = {
    kind: Rule(
        f"{kind.value}-added",
        Severity.ERROR,
        f"The artefact says a {kind.value} that the source does not.",
        "Report this: the artefact must say what the source says, and nothing else.",
    )
    for kind in FactKind
}
UNREADABLE = Rule(
    "artefact-unreadable",
    Severity.ERROR,
    "A file cannot be opened as what its name says it is.",
    "Make it again.",
)


def compare(
    expected: Iterable[Fact],
    found: Iterable[Fact],
    *,
    carried: frozenset[FactKind] = frozenset(FactKind),
    added: Iterable[str] = (),
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each difference, kind by kind.

    ``carried`` are the kinds that the format can hold; ``added`` the TEXT that the writer
    declares as its own. TEXT is compared word by word, so it does not matter where blocks
    end; every other kind fact by fact, in order.
    """
    own = Counter(one_line(text) for text in added)
    expected_by_kind = _by_kind(expected)
    found_by_kind = _by_kind(found)
    for kind in FactKind:
        if kind not in carried:
            continue
        left, right = expected_by_kind.get(kind, []), found_by_kind.get(kind, [])
        if kind is FactKind.TEXT:
            yield from _compare_text(left, right, own)
        else:
            for stretch in _differences(left, right):
                for finding in _findings(stretch):
                    yield _placed(finding, found_by_kind.get(FactKind.TEXT, []), stretch.lost)


def _by_kind(facts: Iterable[Fact]) -> dict[FactKind, list[Fact]]:
    kinds: dict[FactKind, list[Fact]] = {}
    for fact in facts:
        if one_line(fact.text) or fact.kind not in _SAID:
            kinds.setdefault(fact.kind, []).append(fact)
    return kinds


_SAID = frozenset({FactKind.TERM, FactKind.CAPTION, FactKind.CODE})
"""Facts that are their words alone: what stands there in pictures is compared as IMAGE."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where two lists of facts differ."""

    lost: list[Fact]
    extra: list[Fact]
    at: Position | None
    """In the source, of what stands before: an addition follows it."""
    place: str | None
    """In the artefact, of what stands before: what is lost should follow it."""


def _findings(stretch: _Stretch) -> Iterator[Diagnostic]:
    lost, extra = stretch.lost, stretch.extra
    for fact, other in zip(lost, extra, strict=False):
        place = other.place or stretch.place
        yield Diagnostic(LOST[fact.kind], f"{fact}; found {other}", fact.at, place)
    for fact in lost[len(extra) :]:
        place = extra[-1].place if extra else stretch.place
        yield Diagnostic(LOST[fact.kind], str(fact), fact.at, place)
    for other in extra[len(lost) :]:
        at = lost[-1].at if lost else stretch.at
        yield Diagnostic(ADDED[other.kind], str(other), at, other.place)


def _placed(finding: Diagnostic, texts: list[Fact], lost: list[Fact]) -> Diagnostic:
    """Give a finding the place of the words, where no other fact of its kind has one."""
    if finding.place is not None or not lost or not lost[0].text:
        return finding
    place = next((text.place for text in texts if lost[0].text in text.text), None)
    return replace(finding, place=place)


def _differences(left: list[Fact], right: list[Fact]) -> Iterator[_Stretch]:
    """Yield the stretches that differ; what is equal at both ends is cut off first."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    lost, extra = left[start : len(left) - end], right[start : len(right) - end]
    if not lost and not extra:
        return
    matcher = SequenceMatcher(None, lost, extra, autojunk=len(lost) * len(extra) > 10_000_000)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        before, behind = left[: start + a][-1:], right[: start + c][-1:]
        yield _Stretch(
            lost[a:b],
            extra[c:d],
            at=(before or left)[0].at if left else None,
            place=(behind or right)[0].place if right else None,
        )


def _compare_text(left: list[Fact], right: list[Fact], own: Counter[str]) -> Iterator[Diagnostic]:
    if _words(left) == _words(_without(right, own.copy())):
        return  # where a short block recurs, stretches of blocks would part the same words
    for stretch in _differences(left, right):
        words = [(word, fact) for fact in stretch.lost for word in fact.text.split(" ")]
        extra = _without(stretch.extra, own)
        others = [(word, fact) for fact in extra for word in fact.text.split(" ")]
        matcher = SequenceMatcher(
            None,
            [word for word, _ in words],
            [word for word, _ in others],
            autojunk=len(words) * len(others) > 10_000_000,
        )
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                continue
            missing = " ".join(word for word, _ in words[a:b])
            surplus = " ".join(word for word, _ in others[c:d])
            at = (words[a] if a < len(words) else words[-1])[1].at if words else stretch.at
            place = (others[c] if c < len(others) else others[-1])[1].place if others else None
            place = place or stretch.place
            if missing:
                found = f'; found "{surplus}"' if surplus else ""
                yield Diagnostic(LOST[FactKind.TEXT], f'text "{missing}"{found}', at, place)
            else:
                yield Diagnostic(ADDED[FactKind.TEXT], f'text "{surplus}"', at, place)


def _words(facts: Iterable[Fact]) -> list[str]:
    return " ".join(fact.text for fact in facts).split(" ")


def _without(facts: list[Fact], own: Counter[str]) -> Iterator[Fact]:
    """Leave out what the writer declared, each declaration once."""
    for fact in facts:
        if own[fact.text] > 0:
            own[fact.text] -= 1
        else:
            yield fact
