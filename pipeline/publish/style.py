"""The look of the pages, from the theme; user settings win, light and dark, print."""

from __future__ import annotations

from string import Template

from pipeline.theme import Theme

_STYLE = Template("""
:root { color-scheme: light dark;
  --text: #$text; --paper: #$paper; --heading: #$heading; --link: #$link; --quiet: #$quiet;
  --rule: #$rule; --accent: #$accent; --panel: #$panel; }
@media (prefers-color-scheme: dark) { :root {
  --text: #E6EAEE; --paper: #14181D; --heading: #FFFFFF; --link: #9CC5FF; --quiet: #B4BEC8;
  --rule: #56616C; --accent: #F08A90; --panel: #1F252C; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text);
  font: 1.0625rem/1.6 "Noto Sans", system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3rem; }
footer { padding-bottom: 3rem; }
h1, h2, h3 { color: var(--heading); line-height: 1.25; text-wrap: balance; }
h1 { font-size: clamp(1.7rem, 5vw, 2.4rem); margin: 0 0 .5rem; }
h1::after { content: ""; display: block; width: 4.5rem; border-bottom: 4px solid var(--accent);
  margin-top: 1rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
p { margin: 0 0 1rem; }
.kicker, .byline, .size, figcaption { color: var(--quiet); }
.kicker { margin: 0 0 .25rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 2px; }
ul.formats { list-style: none; padding: 0; margin: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
ul.formats > li { border: 1px solid var(--rule); border-radius: 8px; padding: 1rem 1.25rem;
  background: var(--panel); }
ul.formats p { margin: .35rem 0 0; }
ul.formats a { font-weight: 600; font-size: 1.1rem; }
dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) { dl { display: block; } dd { margin-bottom: .75rem; } }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; margin: 0 0 1rem; }
caption { text-align: start; font-weight: 600; padding: .25rem 0 .5rem; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0;
  border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; min-width: 4.5rem; }
thead th { overflow-wrap: normal; }
tbody th { overflow-wrap: break-word; }
@media screen and (max-width: 36rem) {
  table, caption, tbody, tr, tbody th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border-bottom: 1px solid var(--rule); padding: .5rem 0; }
  tbody th, td { border: 0; padding: .15rem 0; }
  td::before { content: attr(data-head) ": "; color: var(--quiet); }
  :lang(fr) td::before { content: attr(data-head) "\\a0: "; } }
code { font-family: "Noto Sans Mono", ui-monospace, Consolas, monospace; font-size: .875em;
  overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--link); padding: .25rem 0; }
@media print { :root { color-scheme: light; --text: #000; --paper: #FFF; --heading: #000;
  --link: #000; --quiet: #000; --panel: #FFF; }
  body { font-size: 11pt; } header { padding-top: 0; }
  a[href^="http"]::after { content: " (" attr(href) ")"; overflow-wrap: anywhere; }
  ul.formats > li, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } }
""")


def style(theme: Theme) -> str:
    """Return the style sheet of the release page and the statement."""
    palette = theme.palette
    return _STYLE.substitute(
        text=palette.text.hex,
        paper=palette.paper.hex,
        heading=palette.heading.hex,
        link=palette.link.hex,
        quiet=palette.quiet.hex,
        rule=palette.rule.hex,
        accent=palette.accent.hex,
        panel=palette.panel.hex,
    )
