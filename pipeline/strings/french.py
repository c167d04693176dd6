"""The words in French."""

from __future__ import annotations

from pipeline.strings.kinds import EpubStrings, Strings, TextStrings

_EPUB = EpubStrings(
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

_TEXT = TextStrings(
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
    text=_TEXT,
    epub=_EPUB,
)
