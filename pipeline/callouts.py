"""The word that says why a passage stands apart, for every writer.

On a page a colour or a sign may say it; a reader who sees neither needs the word, but not
twice: where the passage begins with it, the writers add nothing.
"""

from __future__ import annotations

from typing import assert_never

from pipeline.model.nodes import Callout, CalloutKind
from pipeline.model.walk import leaf_texts
from pipeline.strings import Strings


def word_for(kind: CalloutKind, strings: Strings) -> str:
    """Return the word for a kind; empty for an aside, which only stands beside the text."""
    match kind:
        case CalloutKind.ASIDE:
            return ""
        case CalloutKind.NOTE:
            return strings.callout_note
        case CalloutKind.INFORMATION:
            return strings.callout_information
        case CalloutKind.SUCCESS:
            return strings.callout_success
        case CalloutKind.WARNING:
            return strings.callout_warning
        case CalloutKind.DANGER:
            return strings.callout_danger
        case _:
            assert_never(kind)


def callout_label(node: Callout, strings: Strings) -> str:
    """Return the word to put before a passage; empty where its own first words say it."""
    word = word_for(node.kind, strings)
    first = next((text for text in map(str.strip, leaf_texts(node)) if text), "")
    return "" if word and first.casefold().startswith(word.casefold()) else word
