"""The words of the release page and the statement, in English and French."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language; ``{…}`` is filled in with ``str.format``."""

    tag: str
    """BCP 47."""
    reports: str
    formats: str
    about: str
    also: str
    author: str
    publisher: str
    published: str
    modified: str
    identifier: str
    original: str
    pdf: str
    pdf_good_for: str
    docx: str
    docx_good_for: str
    epub: str
    epub_good_for: str
    epub_pages: str
    text: str
    text_good_for: str
    editions: dict[str, tuple[str, str]]
    """What an edition in another look is called, and what it is good for."""
    pages: str
    """With ``{count}``; more than one."""
    one_page: str
    checksums: str
    checksums_why: str
    file: str
    proof: str
    proof_link: str
    proof_why: str
    decimal_mark: str
    units: tuple[str, str, str]
    """Bytes, kilobytes, megabytes."""
    space: str
    """Between a number and its unit, and before a colon."""
    languages: dict[str, str]
    """Names of languages by their tag."""

    # the statement
    statement: str
    statement_of: str
    summary: str
    agrees: str
    """With ``{count}`` facts."""
    except_below: str
    """After ``agrees``, where the format cannot hold everything."""
    disagrees: str
    """With ``{count}`` differences."""
    source_findings: str
    source_without_findings: str
    by_format: str
    rules_passed: str
    rules_inapplicable: str
    rules_failed: str
    unreadable: str
    not_carried: str
    everything_carried: str
    format: str
    same: str
    is_same: str
    differs: str
    """With ``{count}`` differences."""
    unread: str
    kind: str
    number: str
    extent: str
    extents: dict[str, str]
    why: str
    validators: str
    validator: str
    standard: str
    result: str
    passed: str
    failed: str
    """With ``{count}`` findings."""
    not_asked: str
    person: str
    person_why: str
    evaluated_by: str
    not_evaluated: str
    hashes: str
    made_with: str
    rule: str
    finding: str
    place: str
    line: str
    """With ``{line}`` and ``{column}``."""
    severity: str
    severities: dict[str, str]
    question: str
    where: str
    what: str
    detail: str
    size: str
    colon: str
    kinds: dict[str, str]
    """Names of the kinds of fact, in the plural."""
    question_image: str
    question_image_missing: str
    question_link: str
    question_table: str
    question_math: str
    question_language: str
    question_order: str
    question_words_in_image: str
    nothing_to_check: str
    back: str

    def name_of(self, kind: str, edition: str | None = None) -> str:
        """Return what a format or an edition of it is called."""
        if edition is not None:
            return self.editions[edition][0]
        return {"pdf": self.pdf, "docx": self.docx, "epub": self.epub, "text": self.text}[kind]

    def good_for(self, kind: str, edition: str | None = None) -> str:
        """Return what a format or an edition of it is good for."""
        if edition is not None:
            return self.editions[edition][1]
        return {
            "pdf": self.pdf_good_for,
            "docx": self.docx_good_for,
            "epub": self.epub_good_for,
            "text": self.text_good_for,
        }[kind]


ENGLISH = Words(
    tag="en",
    reports="Reports",
    formats="Formats",
    about="About this report",
    also="This report in another language",
    author="Author",
    publisher="Publisher",
    published="Published",
    modified="Date modified",
    identifier="Identifier",
    original="Web page",
    pdf="PDF",
    pdf_good_for="For printing, and for reading on screen with page numbers. Tagged: a screen reader finds headings, lists, tables and notes.",
    docx="Word document",
    docx_good_for="For editing, quoting, or changing the look to suit you.",
    epub="EPUB book",
    epub_good_for="For phones, tablets and reading systems: text size, fonts and colours are yours to set.",
    epub_pages="It has the page numbers of the PDF.",
    text="Plain text",
    text_good_for="For braille displays and screen readers, or to paste into a message.",
    editions={
        "large-print": (
            "PDF in large print",
            "Letters of 18 points, for printing and for reading without a lens.",
        ),
        "large-print-24": (
            "PDF in very large print",
            "Letters of 24 points, for readers with little sight.",
        ),
        "dyslexia-friendly": (
            "PDF with more space",
            "More space between letters, words and lines, on a cream ground.",
        ),
        "high-contrast": ("PDF in high contrast", "Black on white, without colours or italics."),
        "a4": ("PDF on A4 paper", "For printing outside North America."),
    },
    pages="{count} pages",
    one_page="1 page",
    checksums="Checksums",
    checksums_why="Whoever received a file from somebody else can compare its SHA-256 checksum with these.",
    file="File",
    proof="Accessibility",
    proof_link="Conformance statement",
    proof_why="Each format was compared with the web page, word by word, and tested by the rules of its standard. What was found stands in the",
    decimal_mark=".",
    units=("bytes", "KB", "MB"),
    space="\u00a0",
    languages={
        "en": "English",
        "fr": "French",
        "iu": "Inuktitut",
        "es": "Spanish",
        "de": "German",
        "ar": "Arabic",
    },
    statement="Conformance statement",
    statement_of="Conformance statement: {title}",
    summary="Summary",
    agrees="All {count} statements of the web page (headings, texts, cells with their headers, notes, links, alternatives, languages) were read back from this file and are the same.",
    except_below="What this format cannot hold stands below.",
    disagrees="Differences from the web page found in this file: {count}.",
    source_findings="What the web page itself gets wrong",
    source_without_findings="Nothing was found wrong in the web page itself.",
    by_format="Format by format",
    rules_passed="Rules that were tested and hold",
    rules_inapplicable="Rules for which this report holds nothing to test",
    rules_failed="Rules that do not hold",
    unreadable="This file cannot be opened. Nothing in it was compared, and no rule holds.",
    not_carried="What this format cannot hold",
    everything_carried="This format holds all that the page says.",
    format="Format",
    same="Same as the web page",
    is_same="yes",
    differs="no, {count} differences",
    unread="cannot be opened",
    kind="What the page says",
    number="How many",
    extent="Held",
    extents={"partly": "in part", "not": "no"},
    why="Why",
    validators="Independent validators",
    validator="Validator",
    standard="Standard",
    result="Result",
    passed="passed",
    failed="{count} findings",
    not_asked="not asked",
    person="What only a person can check",
    person_why="A program can tell that an alternative is there, not that it says what the picture says. Each line is one thing to look at.",
    evaluated_by="Evaluated by {name}.",
    not_evaluated="No person has evaluated these files; no conformance is claimed beyond what the tests in this statement show.",
    hashes="The files",
    made_with="Made with",
    rule="Rule",
    finding="Finding",
    place="Place",
    line="line {line}, column {column}",
    severity="Severity",
    severities={"error": "error", "warning": "warning", "note": "note"},
    question="Question",
    where="Line",
    what="Text",
    detail="More",
    size="Size",
    colon=": ",
    kinds={
        "title": "titles",
        "heading": "headings",
        "text": "text",
        "item": "marks of list items",
        "term": "terms",
        "table": "sizes of tables",
        "cell": "cells with their headers",
        "header": "directions of header cells",
        "caption": "captions",
        "image": "alternatives",
        "link": "links",
        "citation": "citations of notes",
        "note": "notes",
        "language": "languages of passages",
        "expansion": "expansions of abbreviations",
        "emphasis": "emphasis",
        "math": "formulas",
        "code": "white space of code",
    },
    question_image="Does this alternative say what the image says here?",
    question_image_missing="What does this image say? The page gives no alternative.",
    question_link="Does this text say where the link leads?",
    question_table="Are the headers of this table the right ones?",
    question_math="Is this how the formula is read aloud?",
    question_language="Is this passage in this language?",
    question_order="Is this read in the right place? The page shows it beside the text, closed, or in cells.",
    question_words_in_image="Are words written in this image? Then they belong into the page.",
    nothing_to_check="There are no images, links, tables, formulas or passages in other languages.",
    back="Back to the formats",
)

FRENCH = Words(
    tag="fr",
    reports="Rapports",
    formats="Formats",
    about="À propos de ce rapport",
    also="Ce rapport dans une autre langue",
    author="Auteur",
    publisher="Éditeur",
    published="Date de publication",
    modified="Date de modification",
    identifier="Identifiant",
    original="Page Web",
    pdf="PDF",
    pdf_good_for="Pour imprimer, et pour lire à l’écran avec des numéros de page. Balisé\u00a0: un lecteur d’écran y trouve titres, listes, tableaux et notes.",
    docx="Document Word",
    docx_good_for="Pour modifier, citer ou adapter la présentation à vos besoins.",
    epub="Livre EPUB",
    epub_good_for="Pour téléphones, tablettes et liseuses\u00a0: la taille du texte, la police et les couleurs sont à votre choix.",
    epub_pages="Il porte les numéros de page du PDF.",
    text="Texte brut",
    text_good_for="Pour les plages tactiles braille et les lecteurs d’écran, ou pour coller dans un message.",
    editions={
        "large-print": (
            "PDF en gros caractères",
            "Caractères de 18 points, pour imprimer et pour lire sans loupe.",
        ),
        "large-print-24": (
            "PDF en très gros caractères",
            "Caractères de 24 points, pour qui voit peu.",
        ),
        "dyslexia-friendly": (
            "PDF plus aéré",
            "Plus d’espace entre les lettres, les mots et les lignes, sur fond crème.",
        ),
        "high-contrast": ("PDF contrasté", "Noir sur blanc, sans couleurs ni italique."),
        "a4": ("PDF sur papier A4", "Pour imprimer hors de l’Amérique du Nord."),
    },
    pages="{count} pages",
    one_page="1 page",
    checksums="Sommes de contrôle",
    checksums_why="Si vous avez reçu un fichier d’une autre personne, vous pouvez comparer sa somme SHA-256 à celles-ci.",
    file="Fichier",
    proof="Accessibilité",
    proof_link="Déclaration de conformité",
    proof_why="Chaque format a été comparé à la page Web, mot à mot, et mis à l’essai selon les règles de sa norme. Les résultats figurent dans la",
    decimal_mark=",",
    units=("octets", "ko", "Mo"),
    space="\u00a0",
    languages={
        "en": "anglais",
        "fr": "français",
        "iu": "inuktitut",
        "es": "espagnol",
        "de": "allemand",
        "ar": "arabe",
    },
    statement="Déclaration de conformité",
    statement_of="Déclaration de conformité\u00a0: {title}",
    summary="Sommaire",
    agrees="Les {count} énoncés de la page Web (titres, textes, cellules avec leurs en-têtes, notes, liens, textes de remplacement, langues) ont été relus dans ce fichier et sont identiques.",
    except_below="Ce que ce format ne peut pas exprimer figure ci-dessous.",
    disagrees="Différences avec la page Web trouvées dans ce fichier\u00a0: {count}.",
    source_findings="Ce qui est fautif dans la page Web elle-même",
    source_without_findings="Aucune faute n’a été trouvée dans la page Web elle-même.",
    by_format="Format par format",
    rules_passed="Règles mises à l’essai et respectées",
    rules_inapplicable="Règles sans objet dans ce rapport",
    rules_failed="Règles non respectées",
    unreadable="Ce fichier ne peut être ouvert. Rien n’y a été comparé, et aucune règle n’est respectée.",
    not_carried="Ce que ce format ne peut pas exprimer",
    everything_carried="Ce format exprime tout ce que dit la page.",
    format="Format",
    same="Identique à la page Web",
    is_same="oui",
    differs="non, {count} différences",
    unread="ne peut être ouvert",
    kind="Ce que dit la page",
    number="Combien",
    extent="Exprimé",
    extents={"partly": "en partie", "not": "non"},
    why="Pourquoi",
    validators="Validateurs indépendants",
    validator="Validateur",
    standard="Norme",
    result="Résultat",
    passed="réussi",
    failed="{count} constatations",
    not_asked="non consulté",
    person="Ce que seule une personne peut vérifier",
    person_why="Un programme peut voir qu’un texte de remplacement est présent, mais non qu’il dit ce que montre l’image. Chaque ligne est un point à examiner.",
    evaluated_by="Évalué par {name}.",
    not_evaluated="Aucune personne n’a évalué ces fichiers; aucune conformité n’est revendiquée au-delà de ce que montrent les essais de la présente déclaration.",
    hashes="Les fichiers",
    made_with="Produit avec",
    rule="Règle",
    finding="Constatation",
    place="Endroit",
    line="ligne {line}, colonne {column}",
    severity="Gravité",
    severities={"error": "erreur", "warning": "avertissement", "note": "remarque"},
    question="Question",
    where="Ligne",
    what="Texte",
    detail="Précisions",
    size="Taille",
    colon="\u00a0: ",
    kinds={
        "title": "titres du document",
        "heading": "titres",
        "text": "texte",
        "item": "marques de liste",
        "term": "termes",
        "table": "dimensions des tableaux",
        "cell": "cellules avec leurs en-têtes",
        "header": "portée des en-têtes",
        "caption": "légendes",
        "image": "textes de remplacement",
        "link": "liens",
        "citation": "appels de note",
        "note": "notes",
        "language": "langues des passages",
        "expansion": "formes développées des abréviations",
        "emphasis": "mises en relief",
        "math": "formules",
        "code": "espaces du code",
    },
    question_image="Ce texte de remplacement dit-il ce que montre l’image à cet endroit?",
    question_image_missing="Que montre cette image? La page ne donne aucun texte de remplacement.",
    question_link="Ce texte dit-il où mène le lien?",
    question_table="Les en-têtes de ce tableau sont-ils les bons?",
    question_math="Est-ce ainsi que se lit la formule à voix haute?",
    question_language="Ce passage est-il dans cette langue?",
    question_order="Ce passage est-il lu au bon endroit? La page le montre à côté du texte, replié ou dans des cellules.",
    question_words_in_image="Des mots sont-ils écrits dans cette image? Leur place est dans la page.",
    nothing_to_check="Il n’y a ni image, ni lien, ni tableau, ni formule, ni passage dans une autre langue.",
    back="Retour aux formats",
)


def words_for(language: str) -> Words:
    """Return the words for a BCP 47 tag; English where there are none."""
    return FRENCH if language.partition("-")[0].lower() == "fr" else ENGLISH
