"""The words that writers add, in the languages of the reports.

A word that a writer adds to an artefact comes from here, so that it can be translated, is
explained to the reader and is known to the verifiers. A missing translation is a type
error: every language is a complete ``Strings``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """The added words of one language; ``{…}`` is filled in with ``str.format``."""

    language: str
    contents: str
    notes: str
    links: str
    page: str
    page_of: str
    """With ``{page}`` and ``{pages}``."""
    table: str
    figure: str
    image: str
    image_without_alternative: str
    note_reference: str
    """The name of a citation, with ``{label}``."""
    back_to_reference: str
    """With ``{label}``."""
    back_to_reference_again: str
    """A further way back, with ``{label}`` and ``{count}`` (from 2)."""
    opens_web_page: str
    """What a link to another site does, with ``{text}`` and ``{address}``."""
    goes_to: str
    """What a link inside the document does, with ``{text}``."""
    goes_to_page: str
    """The same with ``{text}`` and ``{page}``."""
    opening_quote: str
    closing_quote: str
    callout_note: str
    callout_information: str
    callout_success: str
    callout_warning: str
    callout_danger: str
    published: str
    """With ``{date}``."""
    modified: str
    """With ``{date}``."""
    language_name: str
    cover: str
    title_page: str
    start_of_content: str
    list_of_tables: str
    list_of_figures: str
    separator: str
    """Between a label and what follows: ``: `` in English, `` : `` in French."""


ENGLISH = Strings(
    language="en",
    contents="Contents",
    notes="Notes",
    links="Links",
    page="Page",
    page_of="Page {page} of {pages}",
    table="Table",
    figure="Figure",
    image="Image",
    image_without_alternative="Image without a text alternative",
    note_reference="Note {label}",
    back_to_reference="Return to reference {label}",
    back_to_reference_again="Return to reference {label}, place {count}",
    opens_web_page="{text} ({address})",
    goes_to="{text}",
    goes_to_page="{text}, page {page}",
    opening_quote="“",
    closing_quote="”",
    callout_note="Note",
    callout_information="Information",
    callout_success="Success",
    callout_warning="Warning",
    callout_danger="Danger",
    published="Published: {date}",
    modified="Date modified: {date}",
    language_name="English",
    cover="Cover",
    title_page="Title page",
    start_of_content="Start of content",
    list_of_tables="Tables",
    list_of_figures="Figures",
    separator=": ",
)

FRENCH = Strings(
    language="fr",
    contents="Table des matières",
    notes="Notes",
    links="Liens",
    page="Page",
    page_of="Page {page} sur {pages}",
    table="Tableau",
    figure="Figure",
    image="Image",
    image_without_alternative="Image sans texte de remplacement",
    note_reference="Note {label}",
    back_to_reference="Retour à la référence {label}",
    back_to_reference_again="Retour à la référence {label}, endroit {count}",
    opens_web_page="{text} ({address})",
    goes_to="{text}",
    goes_to_page="{text}, page {page}",
    opening_quote="«\u00a0",
    closing_quote="\u00a0»",
    callout_note="Note",
    callout_information="Renseignements",
    callout_success="Réussite",
    callout_warning="Avertissement",
    callout_danger="Danger",
    published="Date de publication\u00a0: {date}",
    modified="Date de modification\u00a0: {date}",
    language_name="français",
    cover="Couverture",
    title_page="Page de titre",
    start_of_content="Début du contenu",
    list_of_tables="Tableaux",
    list_of_figures="Figures",
    separator="\u00a0: ",
)

_LANGUAGES = {"en": ENGLISH, "fr": FRENCH}


def strings_for(language: str) -> Strings:
    """Return the words for a BCP 47 tag; English where the language has none of its own."""
    return _LANGUAGES.get(language.partition("-")[0].lower(), ENGLISH)


def has_strings(language: str) -> bool:
    """Tell whether the language has words of its own (else a diagnostic says so)."""
    return language.partition("-")[0].lower() in _LANGUAGES
