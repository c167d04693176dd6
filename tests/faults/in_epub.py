"""Faults in the EPUB book."""

import io
import zipfile

from tests.faults import Fault
from tests.faults.planting import entry, without_entry

OPF, CONTENTS = "EPUB/content.opf", "EPUB/contents.xhtml"
OPENING, AIMS, RESULTS = "EPUB/opening.xhtml", "EPUB/section-001.xhtml", "EPUB/section-002.xhtml"
NEXT, NOTES = "EPUB/section-003.xhtml", "EPUB/notes.xhtml"
SECOND = "<p>Each had a speaker and a record.</p>"

FAULTS = (
    Fault("a paragraph lost", entry(OPENING, SECOND, ""), "text-lost", "opening.xhtml", "Each had"),
    Fault("a paragraph doubled", entry(OPENING, SECOND, SECOND + SECOND), "text-added", "opening.xhtml"),
    Fault("a number changed", entry(RESULTS, "40 per", "14 per"), "text-lost", "section-002.xhtml", "40 per cent"),
    Fault("paragraphs in another order", entry(OPENING, r"(<p>.*?</p>)\n(<p>.*?</p>)", r"\2\n\1"), "text-lost", "opening.xhtml"),
    Fault("sections in another order", entry(OPF, r'(<itemref idref="item-4"/>)\s*(<itemref idref="item-5"/>)', r"\2\1"), "heading-lost", "section", "Results"),
    Fault("a section out of the spine", entry(OPF, '<itemref idref="item-6"/>', ""), "heading-lost", None, "Next steps"),
    Fault("a file lost", without_entry(NEXT), "epub-manifest", "section-003.xhtml"),
    Fault("a heading of another level", entry(AIMS, r"<h3([^>]*)>(.*?)</h3>", r"<h4\1>\2</h4>"), "heading-lost", "section-001.xhtml", "<h3>Tools"),
    Fault("a heading made a paragraph", entry(NEXT, r"<h2[^>]*>(.*?)</h2>", r"<p>\1</p>"), "heading-lost", None, "Next steps"),
    Fault("cells swapped", entry(RESULTS, r"211(.*?)112", r"112\g<1>211"), "cell-lost", "section-002.xhtml", "211"),
    Fault("a wrong column header", entry(RESULTS, "<p>Received</p>", "<p>Closed</p>"), "header-lost", "section-002.xhtml", "Received"),
    Fault("a row header made data", entry(RESULTS, r'<th scope="row"><p>West</p>\s*</th>', "<td><p>West</p></td>"), "header-lost", None, "West"),
    Fault("a wrong direction of a header", entry(RESULTS, '<th scope="row"><p>Date', '<th scope="col"><p>Date'), "header-lost", "section-002.xhtml", "Date"),
    Fault("a row lost", entry(RESULTS, r'<tr>\s*<th scope="row"><p>Place.*?</tr>', ""), "table-lost", "section-002.xhtml", "<table>"),
    Fault("a caption of a table lost", entry(RESULTS, r"<caption.*?</caption>", ""), "caption-lost", None, "<table>"),
    Fault("a caption detached", entry(RESULTS, r"<figcaption>(.*?)</figcaption>\s*</figure>", r"</figure>\1"), "caption-lost", None, "<figure>"),
    Fault("a note dropped", entry(NOTES, r'<li id="n2">.*?</li>', ""), "note-lost", None, "Preliminary"),
    Fault("a citation dropped", entry(RESULTS, r'<a role="doc-noteref".*?</a>', ""), "citation-lost", None, "40 per cent"),
    Fault("a way back lost", entry(NOTES, r'<a role="doc-backlink".*?</a>', ""), "epub-note-way-back", "section-001.xhtml"),
    Fault("a language lost", entry(AIMS, ' lang="fr-CA" xml:lang="fr-CA"', ""), "language-lost", None, "Le centre"),
    Fault("a wrong language", entry(AIMS, ' lang="fr-CA" xml:lang="fr-CA"', ' lang="es" xml:lang="es"'), "language-lost", "section-001.xhtml", "Le centre"),
    Fault("an alternative altered", entry(RESULTS, 'alt="Bar chart: the second', 'alt="Bar chart: the first'), "image-lost", "section-002.xhtml", "Bar chart"),
    Fault("a decorative image announced", entry(RESULTS, 'alt="" role="presentation"', 'alt="a line"'), "image-added", "section-002.xhtml"),
    Fault("an expansion lost", entry(AIMS, ' title="Royal Canadian Mounted Police"', ""), "expansion-lost", None, "RCMP"),
    Fault("an address changed", entry(AIMS, "centre.html", "center.html"), "link-lost", "section-001.xhtml", "centre.html"),
    Fault("a link to another section", entry(AIMS, "section-002.xhtml#results", "section-003.xhtml#section-3"), "link-lost", "section-001.xhtml", "the results"),
    Fault("a link to nowhere", entry(AIMS, "section-002.xhtml#results", "section-002.xhtml#gone"), "epub-link-broken", "section-001.xhtml"),
    Fault("a list flattened", entry(AIMS, r'<p>Collect reports</p>\s*<ul class="circle">(.*?)</ul>\s*</li>', r"<p>Collect reports</p></li>\1"), "item-lost", "section-001.xhtml", "from the public"),
    Fault("a list that counts from elsewhere", entry(AIMS, 'start="3"', 'start="4"'), "item-lost", "section-001.xhtml", "Third step"),
    Fault("a term made a definition", entry(AIMS, r"<dt>([^\n]*Seminar)</dt>", r"<dd><p>\1</p></dd>"), "term-lost", None, "<dt>Seminar"),
    Fault("emphasis lost", entry(AIMS, "<em>first</em>", "first"), "emphasis-lost", None, "first"),
    Fault("a deletion said as text", entry(AIMS, "<del>three</del>", "three"), "emphasis-lost", None, "old rule"),
    Fault("a formula altered", entry(AIMS, 'alttext="r = n/p"', 'alttext="r = p/n"'), "math-lost", "section-001.xhtml", "The rate"),
    Fault("white space of code lost", entry(AIMS, "return  12", "return 12"), "code-lost", "section-001.xhtml", "<pre>"),
    Fault("a false claim of a feature", entry(OPF, ">displayTransformability<", ">synchronizedAudioText<"), "epub-accessibility-untrue", "content.opf"),
    Fault("a false claim of no hazard", entry(OPF, "accessibilityHazard\">none<", "accessibilityHazard\">flashing<"), "epub-accessibility-untrue", "content.opf"),
    Fault("a claim of conformance by nobody", entry(OPF, "</metadata>", '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>'), "epub-conformance-claim", "content.opf"),
    Fault("an entry of the contents lost", entry(CONTENTS, r'<li><a href="section-003.*?</li>', ""), "epub-contents", "contents.xhtml"),
    Fault("another title", entry(OPF, ">Seminar report</dc:title>", ">Seminar</dc:title>"), "epub-identity", "content.opf"),
)  # fmt: skip


# What a validator can see without the source: faults against the standard of the format.

STYLE = "EPUB/style.css"
LISTED = '<item href="style.css" id="item-9" media-type="text/css"/>'


def compressed_first(data: bytes) -> bytes:
    """Return an archive whose first entry is compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for one in source.infolist():
            archive.writestr(one, source.read(one), compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()


FORM = (
    Fault("the first entry compressed", compressed_first, "epub-archive"),
    Fault("another type of file", entry("mimetype", "epub", "epob"), "epub-archive"),
    Fault("a file not in the manifest", entry(OPF, LISTED, ""), "epub-manifest"),
    Fault("a file of the manifest missing", without_entry(STYLE), "epub-manifest"),
    Fault("an image of another type", entry(OPF, '(images/image.png" id="item-11" media-type="image/)png', r"\1jpeg"), "epub-media-type"),
    Fault("no property for the contents", entry(OPF, ' properties="nav"', ""), "epub-contents"),
    Fault("no property for formulas", entry(OPF, ' properties="mathml"', ""), "epub-properties"),
    Fault("no language of the book", entry(OPF, "<dc:language>en-CA</dc:language>", ""), "epub-identity"),
    Fault("no identifier of the book", entry(OPF, 'identifier="book-id"', 'identifier="other"'), "epub-identity"),
    Fault("no date of change", entry(OPF, '<meta property="dcterms:modified">.*?</meta>', ""), "epub-identity"),
    Fault("a date of change that is none", entry(OPF, "2022-05-31T00:00:00Z", "31 May 2022"), "epub-identity"),
    Fault("a file of the book twice in the order", entry(OPF, '<itemref idref="item-3"/>', '<itemref idref="item-3"/><itemref idref="item-3"/>'), "epub-spine"),
    Fault("no way of access", entry(OPF, '<meta property="schema:accessMode">.*?</meta>', ""), "epub-accessibility-untrue"),
    Fault("no feature of accessibility", entry(OPF, '(<meta property="schema:accessibilityFeature">[^<]*</meta>\\s*)+', ""), "epub-accessibility-missing"),
    Fault("no word on hazards", entry(OPF, '<meta property="schema:accessibilityHazard">.*?</meta>', ""), "epub-accessibility-missing"),
    Fault("no summary of accessibility", entry(OPF, '<meta property="schema:accessibilitySummary".*?</meta>', ""), "epub-accessibility-missing"),
    Fault("a feature that there is not", entry(OPF, ">structuralNavigation<", ">everything<"), "epub-accessibility-value"),
    Fault("no well-formed XML", entry(AIMS, "</blockquote>", ""), "artefact-unreadable"),
    Fault("an element that HTML does not have", entry(AIMS, "<blockquote>(.*?)</blockquote>", r"<quote>\1</quote>"), "epub-xhtml"),
    Fault("an attribute that HTML does not have", entry(AIMS, "<blockquote>", '<blockquote align="left">'), "epub-xhtml"),
    Fault("a paragraph in a paragraph", entry(AIMS, "<p>Run this program:</p>", "<p><p>Run this program:</p></p>"), "epub-xhtml"),
    Fault("a list with something between its items", entry(AIMS, "<li><p>Publish", "<p>x</p><li><p>Publish"), "epub-xhtml"),
    Fault("two elements with one id", entry(AIMS, 'id="section-2"', 'id="section"'), "epub-id-duplicate"),
    Fault("an image without alternative", entry(RESULTS, ' alt="Bar[^"]*"', ""), "epub-image-alternative"),
    Fault("a link without words", entry(AIMS, ">national centre<", "><"), "epub-link-name"),
    Fault("a link with a sign for words", entry(NOTES, ' aria-label="Return[^"]*">↩', ">"), "epub-link-name"),
    Fault("a link within a link", entry(AIMS, ">national centre<", '><a href="#section">national centre</a><'), "epub-link-nested"),
    Fault("a role that there is not", entry(AIMS, 'aria-labelledby="section-title"', 'aria-labelledby="section-title" role="chapter"'), "epub-role"),
    Fault("a name that is nowhere", entry(RESULTS, 'aria-labelledby="table-caption"', 'aria-labelledby="gone"'), "epub-link-broken"),
    Fault("a type without its role", entry(NOTES, 'role="doc-endnotes" ', ""), "epub-type-without-role"),
    Fault("a page without a number", entry(AIMS, ' aria-label="2"', ""), "epub-page-label"),
    Fault("a page missing in the list", entry(CONTENTS, '<li><a href="section-001.xhtml#page-2">2</a></li>', ""), "epub-pages"),
    Fault("no landmarks", entry(CONTENTS, '<nav epub:type="landmarks".*?</nav>', ""), "epub-landmarks"),
    Fault("a file without title", entry(AIMS, "<title>.*?</title>", ""), "epub-file-title"),
    Fault("a file without language", entry(AIMS, ' lang="en-CA" xml:lang="en-CA"', ""), "epub-language-pair"),
    Fault("a language that is none", entry(AIMS, ' lang="fr-CA" xml:lang="fr-CA"', ' lang="français" xml:lang="français"'), "epub-language"),
    Fault("headings that skip a level", entry(AIMS, "<h3([^>]*)>(.*?)</h3>", r"<h5\1>\2</h5>"), "epub-heading-order"),
    Fault("a picture from the network", entry(RESULTS, 'src="images/image.png"', 'src="https://www.example.ca/image.png"'), "epub-remote-resource"),
    Fault("a script", entry(AIMS, "</body>", "<script>alert(1)</script></body>"), "epub-properties"),
    Fault("a page that cannot be enlarged", entry(AIMS, "</head>", '<meta name="viewport" content="width=device-width, user-scalable=no"/></head>'), "epub-viewport"),
    Fault("grey words on white", entry(STYLE, "^", "p { color: #999; background: #fff }\n"), "epub-contrast"),
    Fault("a style that cannot be read", entry(STYLE, "^", "p { color: \n"), "epub-style"),
    Fault("a header cell that there is not", entry(RESULTS, '<td class="number">', '<td class="number" headers="gone">'), "epub-link-broken"),
)  # fmt: skip
