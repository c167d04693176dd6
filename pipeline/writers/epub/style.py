"""The style sheet: the theme's proportions, in units that the reader's own size governs.

The reader's settings win: nothing is ``!important``, no colour is set on text or ground, no
font is chosen for the text. Tints and lines come from the theme and are visible on light
and dark grounds alike, so a night mode needs no rules of its own (ES-13).
"""

from __future__ import annotations

from pipeline.theme import Colour, Theme, colour, contrast

_WHITE, _BLACK = colour("FFFFFF"), colour("000000")


def style_sheet(theme: Theme) -> str:
    """Return the CSS for a theme; lengths are in ``em`` of the reader's text size."""
    palette = theme.palette
    values = {
        "leading": f"{theme.leading:g}",
        "small": _em(theme.small_size / theme.body_size),
        "line": _line(palette.rule),
        "accent": _line(palette.accent),
        "paper": palette.paper.hex,
        "head": _tint(palette.table_head, palette.paper, palette.rule),
        "panel": _tint(palette.panel, palette.paper, palette.rule),
        "emphasis": "font-style: italic"
        if theme.italics
        else "font-style: normal; font-weight: bold",
        "spacing": _spacing(theme),
        **{f"h{level}": _em(theme.heading_size(level) / theme.body_size) for level in range(1, 7)},
    }
    sheet = _SHEET
    for name, value in values.items():
        sheet = sheet.replace(f"«{name}»", value)
    return sheet


def _em(ratio: float) -> str:
    return f"{round(ratio, 3):g}em"


def _spacing(theme: Theme) -> str:
    """Return the theme's wider spacing, only where it asks for any."""
    found = ""
    if theme.letter_spacing:
        found += f"\n  letter-spacing: {theme.letter_spacing:g}em;"
    if theme.word_spacing:
        found += f"\n  word-spacing: {theme.word_spacing:g}em;"
    return found


def _line(ink: Colour) -> str:
    """Return a colour for lines if it shows on white and on black, else that of the text."""
    shows = min(contrast(ink, _WHITE), contrast(ink, _BLACK)) >= 1.4
    return f"#{ink.hex}" if shows else "currentColor"


def _tint(wanted: Colour, paper: Colour, ink: Colour) -> str:
    """Return the ink so thin that it gives the wanted tint on the theme's paper.

    A thin ink darkens a light ground and lightens a dark one a little, and the text keeps
    its contrast on both. A theme that wants no tint gets none.
    """
    if wanted == paper:
        return "transparent"
    reach = paper.luminance - ink.luminance
    share = (paper.luminance - wanted.luminance) / reach if reach > 0 else 0.0
    share = min(max(share, 0.0), 0.4)
    return f"rgba({ink.red}, {ink.green}, {ink.blue}, {share:.2f})"


_SHEET = """\
@charset "UTF-8";
@namespace epub "http://www.idpf.org/2007/ops";

:root {
  color-scheme: light dark;
}

body {
  margin: 0 5%;
  line-height: «leading»;
  overflow-wrap: break-word;
  orphans: 2;
  widows: 2;«spacing»
}

p {
  margin: 0 0 0.75em;
}

a {
  text-decoration: underline;
  text-underline-offset: 0.15em;
}

/* Headings keep to what follows them. */

h1, h2, h3, h4, h5, h6 {
  margin: 1.6em 0 0.5em;
  line-height: 1.2;
  font-weight: bold;
  text-align: start;
  hyphens: none;
  break-after: avoid;
  break-inside: avoid;
}

h1 { font-size: «h1»; }
h2 { font-size: «h2»; }
h3 { font-size: «h3»; }
h4 { font-size: «h4»; }
h5 { font-size: «h5»; }
h6 { font-size: «h6»; }

h2 + section > h3, h3 + section > h4, h4 + section > h5, h5 + section > h6 {
  margin-top: 0.8em;
}

body > section:first-child > h2 {
  margin-top: 1em;
  padding-bottom: 0.3em;
  border-bottom: 2px solid «accent»;
}

/* Title page */

.title-page {
  margin: 2em 0;
}

.title-page h1 {
  margin: 0.3em 0;
}

.cover img {
  width: auto;
  height: auto;
  max-width: 60%;
  max-height: 40vh;
}

.kicker {
  margin: 1.5em 0 0;
  font-size: «small»;
  letter-spacing: 0.04em;
}

.subtitle {
  margin: 0.2em 0 0;
  font-size: 1.2em;
}

.imprint {
  margin-top: 1.5em;
  padding-top: 0.9em;
  border-top: 2px solid «accent»;
}

.imprint p {
  margin: 0 0 0.2em;
}

/* Inline content. Quotation marks are in the text, so none are generated. */

em { «emphasis»; }
q::before, q::after { content: none; }
abbr[title] { text-decoration: underline dotted; }
del { text-decoration: line-through; }
ins { text-decoration: underline; }

sub, sup, a[role="doc-noteref"] {
  font-size: 0.75em;
  line-height: 0;
}

sub { vertical-align: sub; }
sup, a[role="doc-noteref"] { vertical-align: super; }

a[role="doc-noteref"] {
  padding: 0.4em 0.15em;
  text-decoration: none;
}

a[role="doc-noteref"]:hover, a[role="doc-noteref"]:focus {
  text-decoration: underline;
}

code, pre {
  font-family: monospace;
  font-size: 0.95em;
}

code {
  white-space: pre-wrap;
}

pre {
  margin: 0 0 1em;
  padding: 0.7em 0.9em;
  background-color: «panel»;
  line-height: 1.4;
  white-space: pre-wrap;
}

pre code { font-size: 1em; }

.missing-image, span[role="img"] {
  border: 1px dashed currentColor;
  padding: 0.05em 0.4em;
}

/* Lists */

ul, ol {
  margin: 0 0 0.75em;
  padding-inline-start: 1.6em;
}

li { margin-bottom: 0.25em; }
li > p { margin-bottom: 0.25em; }
li > ul, li > ol { margin: 0.25em 0; }

ul { list-style-type: disc; }
ul.circle { list-style-type: circle; }
ul.square { list-style-type: square; }
ul.unmarked { padding-inline-start: 0; list-style-type: none; }
li > ul.unmarked { padding-inline-start: 1.6em; }

dl { margin: 0 0 1em; }
dt { margin-top: 0.6em; font-weight: bold; break-after: avoid; }
dd { margin: 0.15em 0 0; margin-inline-start: 1.6em; }

/* Passages that stand apart */

blockquote {
  margin: 1em 0;
  padding-inline-start: 1em;
  border-inline-start: 3px solid «line»;
}

.callout, .details, .description {
  margin: 1em 0;
  padding: 0.75em 1em 0.25em;
  background-color: «panel»;
  border-inline-start: 4px solid «line»;
}

.callout.warning, .callout.danger { border-inline-start-color: «accent»; }
.callout-label, .summary { font-weight: bold; break-after: avoid; }
.callout-label { margin-bottom: 0.3em; }
.callout > section > :first-child { margin-top: 0.2em; }

hr {
  width: 30%;
  margin: 1.5em auto;
  border: 0;
  border-top: 1px solid currentColor;
}

.math {
  margin: 1em 0;
  overflow-x: auto;
  text-align: center;
}

/* Figures */

img, svg {
  max-width: 100%;
  height: auto;
}

figure {
  margin: 1.2em 0;
  break-inside: avoid;
}

figcaption, caption { font-size: «small»; }
figcaption { margin-top: 0.5em; }
.described figure { margin-bottom: 0.5em; }
.image { text-align: start; }

/* Tables scroll within their frame, never the page. */

.table {
  margin: 1.2em 0;
  overflow-x: auto;
}

table {
  border-collapse: collapse;
  min-width: min(100%, 24em);
  line-height: 1.3;
  font-size: «small»;
  font-variant-numeric: tabular-nums;
}

caption {
  padding-bottom: 0.4em;
  font-size: 1em;
  font-weight: bold;
  text-align: start;
}

th, td {
  padding: 0.4em 0.6em;
  border-bottom: 1px solid «line»;
  text-align: start;
  vertical-align: top;
  overflow-wrap: normal;
}

th {
  font-weight: bold;
  background-color: «head»;
}

thead th, thead td { vertical-align: bottom; }
thead { border-bottom: 2px solid currentColor; }
tbody + tbody, tfoot { border-top: 2px solid «line»; }
thead th[colspan] { text-align: center; }
.number { text-align: end; }
td.number { white-space: nowrap; }
.words { min-width: 9em; }
th p, td p, caption p, figcaption p { margin: 0; }
th p + p, td p + p, caption p + p, figcaption p + p { margin-top: 0.3em; }

/* Notes */

.notes, .table-notes { font-size: «small»; }
.notes > li { margin-bottom: 0.8em; }
.notes.unmarked > li, .table-notes aside { padding-inline-start: 1.8em; }

.note-label {
  float: left;
  float: inline-start;
  margin: 0;
  margin-inline: -1.8em 0.5em;
  min-width: 1.3em;
  font-weight: bold;
}

.table-notes aside { margin-bottom: 0.4em; }
.table-notes aside p { margin-bottom: 0.2em; }
.notes > li > p:nth-last-child(2) { display: inline; }
.backlinks { display: inline; margin: 0; }
.backlinks a { padding: 0.2em 0.4em; }

/* Contents */

nav ol {
  padding-inline-start: 0;
  list-style-type: none;
}

nav ol ol { padding-inline-start: 1.4em; }
nav li { margin: 0.35em 0; }
nav a { text-decoration: none; }
nav a:hover, nav a:focus { text-decoration: underline; }

:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }

/* Drawings with a clear ground are made for paper. */

@media (prefers-color-scheme: dark) {
  img { background-color: #«paper»; }
}

@media (prefers-contrast: more) {
  .callout, .details, .description, blockquote, th, td { border-color: currentColor; }
  th, pre, .callout, .details, .description { background-color: transparent; }
}
"""
