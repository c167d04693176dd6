"""The words that writers add, in the languages of the reports.

A word that a writer adds to an artefact comes from here, so that it can be translated, is
explained to the reader and is known to the verifiers. A missing translation is a type
error: every language is a complete ``Strings``.
"""

from __future__ import annotations

from pipeline.strings.english import ENGLISH
from pipeline.strings.french import FRENCH
from pipeline.strings.kinds import Strings

__all__ = ["ENGLISH", "FRENCH", "Strings", "has_strings", "strings_for"]

_LANGUAGES = {"en": ENGLISH, "fr": FRENCH}


def strings_for(language: str) -> Strings:
    """Return the words for a BCP 47 tag; English where the language has none of its own."""
    return _LANGUAGES.get(language.partition("-")[0].lower(), ENGLISH)


def has_strings(language: str) -> bool:
    """Tell whether the language has words of its own (else a diagnostic says so)."""
    return language.partition("-")[0].lower() in _LANGUAGES
