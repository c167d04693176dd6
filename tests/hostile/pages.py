"""Sixty and more hostile inputs, made by code. ``amount`` scales what makes one of them large.

``tests`` try each at a hundredth of its size; ``python -m tests.hostile`` tries them at full
size, measures, and writes the table of ``docs/hostile.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile import images


@dataclass(frozen=True, slots=True)
class Hostile:
    """One input."""

    what: str
    page: Callable[[Callable[[int], int]], bytes]
    """Makes the page; its argument scales a number."""
    files: Callable[[], dict[str, bytes]] = field(default=dict)
    """What stands beside the page."""
    whole: bool = False
    """The bytes are the whole file; otherwise a head goes before them."""

    def make(self, scale: float, folder: Path) -> bytes:
        """Write the files into a folder and return the page."""
        for name, data in self.files().items():
            (folder / name).write_bytes(data)
        page = self.page(lambda number: max(int(number * scale), 1))
        return page if self.whole else HEAD + page


HEAD = (
    b"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>T</title><main><h1>T</h1><p>Start</p>"
)


def _repeated(
    part: bytes, number: int, end: bytes = b""
) -> Callable[[Callable[[int], int]], bytes]:
    return lambda many: part * many(number) + end


def _fixed(page: bytes) -> Callable[[Callable[[int], int]], bytes]:
    return lambda _many: page


def _numbered(
    part: bytes, number: int, end: bytes = b""
) -> Callable[[Callable[[int], int]], bytes]:
    """Repeat a part with its number for each ``%d``."""
    count = part.count(b"%d")
    return lambda many: b"".join(part % ((i,) * count) for i in range(many(number))) + end


def _words(text: str) -> Callable[[Callable[[int], int]], bytes]:
    return _fixed(text.encode("utf-8", "surrogatepass"))


_CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0x10FFFF, 0xFDD0]))
_ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b[31m\x9b31mred\x1bP\x90x\x9c \u202eevil"
_INJECTIONS = """</w:t></w:r><w:fldSimple w:instr="INCLUDETEXT file"/> { HYPERLINK "x" } <para>
<font color="[[[getattr(pow, Word('__globals__'))['os'].system('touch hacked')]]]">x</font> <img
src="http://127.0.0.1/x"/> &xxe; ]]> --> <?xml version="1.0"?> (\\) /S /JavaScript /JS (app.alert(1))
>> endobj {{7*7}} ${7*7} %s %n =cmd|' /C calc'!A0 "><script>alert(1)</script> \\u202e _x0007_
</metadata><dc:title>x</dc:title> </svg><style>*{background:url(http://x)}</style>"""
_ESCAPED = _INJECTIONS.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

TEXT = {
    "controls": Hostile(
        "every control character and no character, as bytes and as references, everywhere",
        _words(
            f"<p title='{_CONTROLS}'>a{_CONTROLS}b"
            + "".join(f"&#{n};" for n in [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0x10FFFF])
            + f"<img alt='x{_CONTROLS}y' src=x><a href='http://x/{_CONTROLS}'>link</a>"
            + f"<h2 id='{_CONTROLS}'>h{_CONTROLS}</h2><abbr title='{_CONTROLS}'>A</abbr>"
            + f"<table summary='{_CONTROLS}'><caption>{_CONTROLS}c<tr><td abbr='{_CONTROLS}'>1</table>"
        ),
    ),
    "controls-in-metadata": Hostile(
        "control characters in title, author, description, subject, rights and address",
        _words(
            f"<!DOCTYPE html><html lang='en{_CONTROLS}'><title>T{_CONTROLS}</title>"
            + "".join(
                f"<meta name='{name}' content='x{_CONTROLS}\ud800y'>"
                for name in ("author", "description", "dcterms.subject", "dcterms.issued",
                             "keywords", "dcterms.rights", "dcterms.creator")
            )
            + f"<link rel=canonical href='https://x/{_CONTROLS}'><h1>T{_CONTROLS}</h1><p>x"
        ),
        whole=True,
    ),
    "surrogates": Hostile(
        "halves of characters, as bytes and as references",
        _words("<h2>\ud800</h2><p>a\udfffb&#xD800;&#xDFFF;&#xDBFF;<img alt='\ud800x' src=x>"),
    ),
    "nul": Hostile("NUL among letters, in tags and in addresses", _fixed(
        b"<p\0>a\0b</p><a\0 href=http://x/\0>l\0</a><img src='a\0.png' alt='n\0'>" * 50)),
    "utf-16": Hostile("UTF-16 without a byte-order mark", _fixed(
        "<!DOCTYPE html><title>T</title><h1>T</h1><p>Été".encode("utf-16-le")), whole=True),
    "wrong-charset": Hostile("UTF-8 declared as Shift_JIS, then as UTF-16", _fixed(
        b"<meta charset=shift_jis><meta charset=utf-16><title>T</title><h1>T</h1><p>"
        + "Été 中文".encode()), whole=True),
    "utf-7": Hostile("UTF-7 with a script in it", _fixed(
        b"<meta charset=utf-7><title>T</title><h1>T</h1><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    ), whole=True),
    "bidi": Hostile("overrides and isolates that are never closed, in all kinds of text", _words(
        "<h2>a\u202eb\u2066c</h2><p>\u202e\u2067x<table><tr><th>\u202dT<td>\u2068v</table>"
        "<ul><li>\u2069\u202c<li>\u202a</ul><img alt='\u202egnp.exe' src=x>" * 20)),
    "terminal": Hostile("escape sequences for a terminal", _words(
        f"<title>{_ESCAPES}</title><h2>{_ESCAPES}</h2><p>{_ESCAPES}<pre>{_ESCAPES}</pre>"
        f"<img src='{_ESCAPES}.png' alt='{_ESCAPES}'><foo{_ESCAPES}>x")),
    "one-word": Hostile("one word of 10 MB", _repeated(b"x", 10_000_000)),
    "white-space": Hostile("white space of 10 MB between two words", _repeated(b" \n", 5_000_000, b"x")),
    "digits": Hostile("digits of 10 MB", _repeated(b"9", 10_000_000)),
    "dots": Hostile("dots, hyphens and brackets of 4 MB", _repeated(b". - [ (", 600_000)),
    "spaced": Hostile("single letters with spaces, 4 MB", _repeated(b"a ", 2_000_000)),
    "combining": Hostile("one letter with 20,000 accents", lambda many: (
        "<p>a" + "\u0301\u0302" * many(10_000)).encode()),
    "right-to-left": Hostile("a paragraph of 200,000 words in two directions", lambda many: (
        "<p>" + "\u05d0\u05d1 ab 12 " * many(66_000)).encode()),
    "references": Hostile("1,000,000 character references", _repeated(b"&amp;", 1_000_000)),
    "comments": Hostile("100,000 comments, the last one open", _repeated(b"<!-- -- <!--x-->", 100_000, b"<!--")),
}  # fmt: skip

STRUCTURE = {
    f"nested-{name}": Hostile(f"100,000 {what} in one another", _repeated(part, 100_000, b"deep"))
    for name, what, part in (
        ("div", "div", b"<div>"),
        ("span", "span", b"<span lang=fr>"),
        ("lists", "lists", b"<ul><li>"),
        ("definitions", "definition lists", b"<dl><dd>"),
        ("quotations", "quotations", b"<blockquote>x"),
        ("details", "details", b"<details><summary>s</summary>"),
        ("tables", "tables", b"<table><tr><td>"),
        ("forms", "forms, labels and buttons", b"<form><label><button>"),
        ("links", "links", b"<a href=#x>"),
        ("formats", "bold, italic and other formats", b"<b><i><u><s><sub><em><q>"),
        ("ruby", "ruby", b"<ruby>x<rt>"),
        ("mathml", "rows of a formula", b"<mrow>"),
        ("fractions", "fractions of a formula", b"<mfrac><mi>x</mi>"),
        ("svg", "groups of a drawing", b"<g>"),
        ("headings", "sections with headings", b"<section><h2>h</h2>"),
        ("figures", "figures", b"<figure><p>x"),
    )
}
for _name, _before in (("mathml", b"<math>"), ("fractions", b"<math>"), ("svg", b"<svg>")):
    _plain = STRUCTURE[f"nested-{_name}"]
    STRUCTURE[f"nested-{_name}"] = Hostile(
        _plain.what,
        lambda many, page=_plain.page, before=_before: before + page(many),  # type: ignore[misc]
    )
STRUCTURE |= {
    "unclosed": Hostile("every element opened 500 times, none closed", lambda many: b"".join(
        b"<%s>x" % name for name in (
            b"p", b"div", b"b", b"i", b"a href=#", b"table", b"tr", b"td", b"ul", b"li", b"select",
            b"option", b"h2", b"button", b"form", b"nobr", b"ruby", b"rt", b"svg", b"math", b"mi",
            b"dl", b"dt", b"figure", b"details", b"summary", b"caption", b"template", b"object",
        )) * many(500)),
    "misnested": Hostile("20,000 formats closed in the wrong order", _repeated(
        b"<b><i><a href=#>x</b><p>y</i></a>", 20_000)),
    "long-list": Hostile("a list of 100,000 items", _repeated(b"<li>item", 100_000)),
    "long-table": Hostile("a table of 50,000 rows", lambda many: b"<table><tr><th>a<th>b" + b"<tr><td>1<td>2" * many(50_000)),
    "wide-table": Hostile("a table of 5,000 columns", lambda many: b"<table>" + (b"<tr>" + b"<td>1" * many(5_000)) * 3),
    "colspan": Hostile("colspan=1000000 and rowspan=65534", _fixed(
        b"<table><tr><td colspan=1000000>a<td rowspan=65534>b<tr><td colspan=-1 rowspan=0>c<td>d"
        b"<td colspan=99999999999999999999>e<tr><td rowspan=65534 colspan=1000>f</table>")),
    "rowspans": Hostile("20,000 cells that each span 65,534 rows", lambda many: b"<table>" + (
        b"<tr>" + b"<td rowspan=65534>1" * 50) * many(400)),
    "stairs": Hostile("rows that are each a cell longer, 2,000 of them", lambda many: b"<table>" + b"".join(
        b"<tr>" + b"<td>x" * row for row in range(1, many(2_000)))),
    "headings": Hostile("10,000 headings", _numbered(b"<h2>Heading %d</h2><h5>Part %d</h5>", 5_000)),
    "footnotes": Hostile("10,000 footnotes, each cited", lambda many: b"<p>" + b"".join(
        b"x<sup><a href=#fn%d id=r%d>%d</a></sup> " % (i, i, i) for i in range(many(10_000)))
        + b"<ol class=footnotes>" + b"".join(
        b"<li id=fn%d>Note <a href=#r%d>back</a>" % (i, i) for i in range(many(10_000))) + b"</ol>"),
    "circles": Hostile("notes that cite one another in circles", lambda many: b"<p>" + b"".join(
        b"x<sup><a href=#fn%d id=r%d>%d</a></sup>" % (i, i, i) for i in range(many(300)))
        + b"<ol class=footnotes>" + b"".join(
        b"<li id=fn%d>N <sup><a href=#fn%d>%d</a></sup> <sup><a href=#fn%d>%d</a></sup>" % (
            i, (i + 1) % 300, (i + 1) % 300, i, i) for i in range(many(300))) + b"</ol>"),
    "one-id": Hostile("one id on 20,000 elements, each linked to", _repeated(
        b"<p id=a>a</p><a href=#a>b</a>", 20_000)),
    "odd-ids": Hostile("ids and anchors with every odd sign", _words("".join(
        f"<h2 id='{name}'>h</h2><a href='#{name}'>to</a>" for name in (
            " ", "a b", "%", "%00", "%zz", "#", "##", "&quot;", "<", "é", "👩", "..", "/", "a" * 5_000,
            "1", "-", "__proto__", "con", "\u202e", "]", "'".replace("'", "&#39;"), "_Toc1", "fn1"))
        + "<a href='#nowhere'>x</a><a href='#top'>y</a><a href='#'>z</a>")),
    "attributes": Hostile("one element with 1,000,000 attributes", _numbered(b" a%d=x", 1_000_000, b">y")),
    "long-attribute": Hostile("attributes of 10 MB each", lambda many: b"<p title='%s'>x<img alt='%s' src=x><a href='http://x/%s'>y</a>" % (
        (b"x " * many(5_000_000),) * 2 + (b"x" * many(10_000_000),))),
    "classes": Hostile("an element with 500,000 classes", _numbered(b" c%d", 500_000, b"'>y")),
    "links": Hostile("40,000 links to different addresses", _numbered(b"<a href='https://example.org/%d'>l%d</a> ", 40_000)),
    "selects": Hostile("20,000 menus", _repeated(b"<select><option>a<option>b</select>", 20_000)),
    "formulas": Hostile("5,000 formulas", _numbered(b"<p><math><mi>x</mi><mo>=</mo><mn>%d</mn></math>", 5_000)),
    "brackets": Hostile("formulas of 40 brackets, tables and fences in one another", lambda _many: b"".join(
        b"<p><math>" + start * 40 + b"<mi>y</mi></math>" for start in (
            b"<mrow><mo>(</mo><mi>x</mi>", b"<mfenced>", b"<mtable><mtr><mtd>", b"<mpadded>"))),
    "mathml-soup": Hostile("HTML, scripts and nonsense in formulas", _fixed(
        b"<math><mi>x<script>alert(1)</script><p>para<mtext><table><tr><td>1</table></mtext>"
        b"<annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml><mfrac>"
        b"<msub><mo stretchy=true minsize=1e9em>(</mo></msub><mtable><mtr><mi></mtable><unknown>"
        b"<mglyph src=file:///etc/passwd><maction actiontype=statusline#http://x><mi href=javascript:x>"
        b"y</math><p>after<math></math><math><mrow></mrow></math><math display=block><mtext> </math>")),
}  # fmt: skip
for _name, _before in (
    ("long-list", b"<ul>"),
    ("attributes", b"<p"),
    ("classes", b"<p class='"),
    ("spaced", b"<p>"),
):
    for _table in (TEXT, STRUCTURE):
        if _name in _table:
            _plain = _table[_name]
            _table[_name] = Hostile(
                _plain.what,
                lambda many, page=_plain.page, before=_before: before + page(many),  # type: ignore[misc]
            )

HARM = {
    "links-that-run": Hostile("links to javascript:, data:, vbscript:, file: in many spellings", _words("".join(
        f"<p><a href='{address}'>link</a>" for address in (
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:x",
            "java\nscript:x", "\x01javascript:x", "javascript&colon;x", "data:text/html,<script>x",
            "vbscript:x", "file:///etc/passwd", "view-source:x", "jar:x!/", "about:blank", "blob:x",
            "//\\\\evil", "https:\\\\evil", "http://[::1", "http://a:b@c:99999/", "mailto:?x=<>", "tel:",
            "ms-word:ofe|u|x", "\\\\server\\share", "C:\\x", "http://x/\">'<", "HTTP://EXAMPLE.ORG/%zz"))
        + "<form action=javascript:x><button formaction=javascript:y>b</button></form>"
        "<iframe src=javascript:x></iframe><video src=data:x></video>")),
    "iframes": Hostile("frames, objects and media that point into the network of the machine", _words("".join(
        f"<{tag}='http://169.254.169.254/latest/meta-data/'></{tag.split()[0]}>" for tag in (
            "iframe src", "object data", "embed src", "video src", "audio src", "img src", "link href",
            "script src", "track src", "source srcset", "input type=image src", "body background"))
        + "<iframe srcdoc='<script>x</script>'></iframe><meta http-equiv=refresh content='0;url=http://x'>"
        "<base href='http://169.254.169.254/'><style>@import 'http://x';*{background:url(http://x)}</style>")),
    "paths": Hostile("images outside the source's folder, in many spellings", _words("".join(
        f"<p><img src='{path}' alt='p{number}'>" for number, path in enumerate((
            "file:///etc/passwd", "FILE:///etc/passwd", "/etc/passwd", "../../../../etc/passwd",
            "..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..\\..\\x", "\\\\server\\share\\x.png",
            "//server/x.png", "C:/x.png", "c|/x.png", "a.png%00.svg", "a.png\x00", "./././a.png", "~/x",
            "$HOME/x", "a.png/../../x", "/dev/zero", "CON", "a.png:stream", "https://example.org/x.png",
            "%", "%zz", "http://[", "data:", "data:,", "data:image/png;base64,!!!!", "x" * 9_000))))),
    "markup-in-text": Hostile("markup of ReportLab, Word, EPUB, XML, PDF and shells as text", _words(
        f"<h2>{_ESCAPED}</h2><p>{_ESCAPED}<table><caption>{_ESCAPED}<tr><th>{_ESCAPED}<td>{_ESCAPED}"
        f"</table><pre>{_ESCAPED}</pre><img src=x alt=\"{_ESCAPED}\"><ul><li>{_ESCAPED}</ul>"
        f"<p><a href=\"https://example.org/{_ESCAPED.replace(chr(10), ' ')}\">{_ESCAPED}</a>")),
    "markup-in-metadata": Hostile("the same in title, author, description, language and address", _words(
        f"<!DOCTYPE html><html lang=\"{_ESCAPED}\"><title>{_ESCAPED}</title>" + "".join(
            f"<meta name='{name}' content=\"{_ESCAPED}\">" for name in (
                "author", "description", "dcterms.subject", "dcterms.issued", "keywords",
                "dcterms.rights", "dcterms.creator", "dcterms.identifier"))
        + f"<link rel=canonical href=\"{_ESCAPED}\"><h1>{_ESCAPED}</h1><p>x"), whole=True),
    "styles": Hostile("styles that mean harm", _words(
        "<p style=\"background:url(javascript:x);behavior:url(x);-moz-binding:url(x);width:expression(x);"
        "color:[[[getattr(x)]]];content:'</style><script>'\">styled<font color=\"[[[__import__('os')]]]\">"
        "coloured</font><table bgcolor=\"[x for x in ().__class__.__base__.__subclasses__()]\"><tr><td"
        " width=1e999 height=-1>x</table><p style='display:block;font-size:1e9px'>big")),
    "laughs": Hostile("a billion laughs in the page's own declarations", _fixed(
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "lol">' + b"".join(
            b'<!ENTITY %s "%s">' % (bytes([98 + i]), b"&%s;" % bytes([97 + i]) * 10) for i in range(9))
        + b']><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><h1>T</h1>'
        b"<p>&j;</p></body></html>"), whole=True),
    "external-entity": Hostile("an external entity in the page's own declarations", _fixed(
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><h1>T</h1>'
        b"<p>&x;</p></body></html>"), whole=True),
    "nothing": Hostile("tags without any content", _fixed(b"<p></p><div></div>"), whole=True),
    "binary": Hostile("random bytes with a tag among them", _fixed(
        b"<p>" + bytes((i * 7919 >> 3) % 256 for i in range(20_000))), whole=True),
}  # fmt: skip

IMAGES = {
    name: Hostile(
        what,
        _fixed(b"".join(b"<p><img src='%s' alt='words'>" % each.encode() for each in make())),
        make,
    )
    for name, (what, make) in images.FILES.items()
} | {name: Hostile(what, _repeated(markup, 1)) for name, (what, markup) in images.INLINE.items()}

ALL = TEXT | STRUCTURE | HARM | IMAGES
