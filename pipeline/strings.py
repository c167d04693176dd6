"""The words that writers add, in the languages of the reports.

A word that a writer adds to an artefact comes from here, so that it can be translated, is
explained to the reader and is known to the verifiers. A missing translation is a type
error: every language is a complete ``Strings``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStrings:
    """The words of the plain text edition; in the file most stand in square brackets."""

    title: str
    series: str
    subtitle: str
    creator: str
    publisher: str
    identifier: str
    language: str
    address: str
    other_edition: str
    """Before the address of another language's edition, with ``{language}``."""
    about: str
    about_this_file: str
    about_brackets: str
    start: str
    end: str
    end_of: str
    """With ``{what}``, a block's word."""
    section: str
    """With ``{number}``: ``Section 2.1``."""
    section_reference: str
    """After a link to a section, with ``{number}``."""
    table: str
    """With ``{rows}`` and ``{columns}``, each a counted word."""
    one_row: str
    rows: str
    """With ``{count}``."""
    one_column: str
    columns: str
    """With ``{count}``."""
    row: str
    """Before the header of a row, with ``{number}``."""
    row_span: str
    """With ``{first}`` and ``{last}``."""
    column: str
    column_span: str
    cell: str
    blank: str
    """What an empty cell says."""
    summary: str
    aligned: str
    """Over the same table in columns."""
    table_word: str
    caption: str
    description: str
    details: str
    quotation: str
    code: str
    term: str
    definition: str
    aside: str
    separator: str
    note: str
    """Before a note, with ``{label}``."""
    note_reference: str
    """Where a note is cited, with ``{label}``."""
    link: str
    """Before the address of a link, with ``{number}``."""
    link_reference: str
    """After the text of a link, with ``{number}``."""
    link_address: str
    """After the text of a link, with ``{address}``."""
    abbreviation: str
    """After a short form, with ``{expansion}``."""
    reading: str
    """After a base text, with ``{reading}``."""
    deleted: str
    """Around deleted words, with ``{text}``."""
    inserted: str
    passage: str
    """Around a passage in another language, with ``{tag}`` and ``{text}``."""
    some_words: str
    """Where a mark is explained: what stands for the words in it."""
    about_sections: str
    about_tables: str
    about_rows: str
    about_blank: str
    about_cells: str
    about_images: str
    about_notes: str
    about_links: str
    about_link_addresses: str
    about_section_references: str
    about_pages: str
    about_blocks: str
    about_definitions: str
    about_abbreviations: str
    about_readings: str
    about_changes: str
    about_passages: str
    about_emphasis: str
    about_code_lines: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpubStrings:
    """The words of the EPUB's navigation and of its metadata."""

    formula: str
    """Name of the frame in which a long formula scrolls."""
    landmarks: str
    pages: str
    """Heading of the page list."""
    pdf_edition: str
    """The source of the page breaks, with ``{title}``."""
    accessibility_structure: str
    """What every book offers; one sentence, as the following."""
    accessibility_pages: str
    accessibility_missing: str
    """A known gap, with ``{count}`` images that have no alternative."""
    accessibility_absent: str
    """A known gap, with ``{count}`` images that could not be included."""


_ENGLISH_EPUB = EpubStrings(
    formula="Formula",
    landmarks="Landmarks",
    pages="Pages",
    pdf_edition="{title}, PDF edition",
    accessibility_structure=(
        "The text can be read aloud, enlarged and reflowed; headings, lists, tables and notes"
        " keep their structure."
    ),
    accessibility_pages="Page numbers are those of the PDF edition.",
    accessibility_missing="Images without a text alternative: {count}.",
    accessibility_absent="Images that could not be included: {count}.",
)

_FRENCH_EPUB = EpubStrings(
    formula="Formule",
    landmarks="Points de repère",
    pages="Pages",
    pdf_edition="{title}, édition PDF",
    accessibility_structure=(
        "Le texte peut être lu à voix haute, agrandi et redistribué; les titres, les listes,"
        " les tableaux et les notes gardent leur structure."
    ),
    accessibility_pages="Les numéros de page sont ceux de l’édition PDF.",
    accessibility_missing="Images sans texte de remplacement\u00a0: {count}.",
    accessibility_absent="Images qui n’ont pu être incluses\u00a0: {count}.",
)


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
    source_page: str
    """What the attached source of a PDF is."""
    opening_quote: str
    closing_quote: str
    callout_note: str
    callout_information: str
    callout_success: str
    callout_warning: str
    callout_danger: str
    long_description: str
    """What opens a long description for which the source has no words."""
    to_description: str
    """Text of the link from a figure to its long description, in Word."""
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
    text: TextStrings
    epub: EpubStrings


_ENGLISH_TEXT = TextStrings(
    title="Title",
    series="Series",
    subtitle="Subtitle",
    creator="Author",
    publisher="Publisher",
    identifier="Identifier",
    language="Language",
    address="Address of the source",
    other_edition="Address in another language, {language}",
    about="About this file",
    about_this_file=(
        "This is a plain text edition of the report, for listening, for braille and for any "
        "program that shows text."
    ),
    about_brackets=(
        "Words in square brackets that are named here are not words of the report; they say "
        "what a page would show."
    ),
    start="Start of report",
    end="End of report",
    end_of="End of {what}",
    section="Section {number}",
    section_reference="section {number}",
    table="Table: {rows}, {columns}",
    one_row="1 row",
    rows="{count} rows",
    one_column="1 column",
    columns="{count} columns",
    row="Row {number}",
    row_span="Rows {first} to {last}",
    column="Column {number}",
    column_span="Columns {first} to {last}",
    cell="Cell {number}",
    blank="blank",
    summary="Summary",
    aligned="The same table in columns",
    table_word="table",
    caption="Caption",
    description="Description",
    details="Details",
    quotation="Quotation",
    code="Code",
    term="Term",
    definition="Definition",
    aside="Aside",
    separator="Break",
    note="Note {label}",
    note_reference="note {label}",
    link="Link {number}",
    link_reference="link {number}",
    link_address="link: {address}",
    abbreviation="short for {expansion}",
    reading="read: {reading}",
    deleted="deleted: {text}",
    inserted="inserted: {text}",
    passage="language {tag}: {text}",
    some_words="words",
    about_sections=(
        "{mark} stands before each heading, with the number that the contents give. To go to a "
        "section, search for its mark."
    ),
    about_tables=(
        "{mark} opens a table and says its size; {end} closes it. A table is told row by row, "
        "one cell on each line."
    ),
    about_rows=(
        "In a table, {row} stands before the header of a row and {column} before the header of "
        "a column. Before each value stand the headers it has."
    ),
    about_blank="{mark} is an empty cell.",
    about_cells="{mark} opens a cell that does not begin with words; what it holds follows.",
    about_images="{mark} stands for a picture, in the words that the report has for it.",
    about_notes=(
        "{reference} is where a note is cited. The note itself follows {mark}; search for it."
    ),
    about_links="{reference} follows the text of a link. Its address is in the list at the end.",
    about_link_addresses="{mark} follows the text of a link and gives its address.",
    about_section_references="{mark} follows the text of a link to that section.",
    about_pages="{mark} is where a page of the printed edition begins.",
    about_blocks=(
        "{mark}, and other words in the same way, open a part that the page sets apart. A part "
        "of more than one paragraph is closed by a mark such as {end}."
    ),
    about_definitions="{term} stands before a term, {definition} before what it means.",
    about_abbreviations="{mark} gives the long form of an abbreviation, once.",
    about_readings="{mark} gives the pronunciation of the characters before it.",
    about_changes="{deleted} and {inserted} mark changes to the text.",
    about_passages="{mark} marks words in another language.",
    about_emphasis="Asterisks stand around words that are emphasised.",
    about_code_lines="In code, {mark} begins a line that goes on from the one before it.",
)


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
    source_page="The web page that this document was made from",
    opening_quote="“",
    closing_quote="”",
    callout_note="Note",
    callout_information="Information",
    callout_success="Success",
    callout_warning="Warning",
    callout_danger="Danger",
    long_description="Long description",
    to_description="Go to the description of this figure",
    published="Published: {date}",
    modified="Date modified: {date}",
    language_name="English",
    cover="Cover",
    title_page="Title page",
    start_of_content="Start of content",
    list_of_tables="Tables",
    list_of_figures="Figures",
    separator=": ",
    text=_ENGLISH_TEXT,
    epub=_ENGLISH_EPUB,
)

_FRENCH_TEXT = TextStrings(
    title="Titre",
    series="Série",
    subtitle="Sous-titre",
    creator="Auteur",
    publisher="Éditeur",
    identifier="Identifiant",
    language="Langue",
    address="Adresse de la source",
    other_edition="Adresse dans une autre langue, {language}",
    about="À propos de ce fichier",
    about_this_file=(
        "Ce fichier est l’édition en texte brut du rapport, pour l’écoute, pour le braille et "
        "pour tout logiciel qui affiche du texte."
    ),
    about_brackets=(
        "Les mots entre crochets qui sont nommés ici ne sont pas des mots du rapport\u00a0; "
        "ils disent ce qu’une page montrerait."
    ),
    start="Début du rapport",
    end="Fin du rapport",
    end_of="Fin\u00a0: {what}",
    section="Section {number}",
    section_reference="section {number}",
    table="Tableau\u00a0: {rows}, {columns}",
    one_row="1 ligne",
    rows="{count} lignes",
    one_column="1 colonne",
    columns="{count} colonnes",
    row="Ligne {number}",
    row_span="Lignes {first} à {last}",
    column="Colonne {number}",
    column_span="Colonnes {first} à {last}",
    cell="Cellule {number}",
    blank="vide",
    summary="Résumé",
    aligned="Le même tableau en colonnes",
    table_word="tableau",
    caption="Légende",
    description="Description",
    details="Détails",
    quotation="Citation",
    code="Code",
    term="Terme",
    definition="Définition",
    aside="Aparté",
    separator="Séparation",
    note="Note {label}",
    note_reference="note {label}",
    link="Lien {number}",
    link_reference="lien {number}",
    link_address="lien\u00a0: {address}",
    abbreviation="abréviation de {expansion}",
    reading="lecture\u00a0: {reading}",
    deleted="supprimé\u00a0: {text}",
    inserted="ajouté\u00a0: {text}",
    passage="langue {tag}\u00a0: {text}",
    some_words="mots",
    about_sections=(
        "{mark} précède chaque titre, avec le numéro que donne la table des matières. Pour "
        "aller à une section, cherchez sa marque."
    ),
    about_tables=(
        "{mark} ouvre un tableau et en dit la taille\u00a0; {end} le ferme. Un tableau est dit "
        "ligne par ligne, une cellule à la fois."
    ),
    about_rows=(
        "Dans un tableau, {row} précède l’en-tête d’une ligne et {column} celui d’une colonne. "
        "Chaque valeur est précédée de ses en-têtes."
    ),
    about_blank="{mark} est une cellule vide.",
    about_cells=("{mark} ouvre une cellule qui ne commence pas par des mots ; son contenu suit."),
    about_images="{mark} tient lieu d’une image, avec les mots que le rapport lui donne.",
    about_notes=(
        "{reference} est l’endroit où une note est citée. La note elle-même suit "
        "{mark}\u00a0; cherchez cette marque."
    ),
    about_links="{reference} suit le texte d’un lien. Son adresse est dans la liste à la fin.",
    about_link_addresses="{mark} suit le texte d’un lien et en donne l’adresse.",
    about_section_references="{mark} suit le texte d’un lien vers cette section.",
    about_pages="{mark} est l’endroit où commence une page de l’édition imprimée.",
    about_blocks=(
        "{mark}, et d’autres mots de la même façon, ouvrent une partie que la page distingue. "
        "Une partie de plus d’un paragraphe est fermée par une marque comme {end}."
    ),
    about_definitions="{term} précède un terme, {definition} ce qu’il veut dire.",
    about_abbreviations="{mark} donne la forme longue d’une abréviation, une seule fois.",
    about_readings="{mark} donne la prononciation des caractères qui précèdent.",
    about_changes="{deleted} et {inserted} marquent les modifications du texte.",
    about_passages="{mark} marque des mots dans une autre langue.",
    about_emphasis="Des astérisques entourent les mots mis en évidence.",
    about_code_lines="Dans le code, {mark} commence une ligne qui continue la précédente.",
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
    source_page="La page Web dont ce document est tiré",
    opening_quote="«\u00a0",
    closing_quote="\u00a0»",
    callout_note="Note",
    callout_information="Renseignements",
    callout_success="Réussite",
    callout_warning="Avertissement",
    callout_danger="Danger",
    long_description="Description longue",
    to_description="Aller à la description de cette figure",
    published="Date de publication\u00a0: {date}",
    modified="Date de modification\u00a0: {date}",
    language_name="français",
    cover="Couverture",
    title_page="Page de titre",
    start_of_content="Début du contenu",
    list_of_tables="Tableaux",
    list_of_figures="Figures",
    separator="\u00a0: ",
    text=_FRENCH_TEXT,
    epub=_FRENCH_EPUB,
)

_LANGUAGES = {"en": ENGLISH, "fr": FRENCH}


def strings_for(language: str) -> Strings:
    """Return the words for a BCP 47 tag; English where the language has none of its own."""
    return _LANGUAGES.get(language.partition("-")[0].lower(), ENGLISH)


def has_strings(language: str) -> bool:
    """Tell whether the language has words of its own (else a diagnostic says so)."""
    return language.partition("-")[0].lower() in _LANGUAGES
