"""Changes to a page: in its bytes, its tags, its attributes, its tree, and with another page."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import TypeAlias

from tests.fuzz.seeds import Seeds

_TOKEN = re.compile(rb"<[^<>]*>|[^<]+|<")
_NAME = re.compile(rb"(</?)([a-zA-Z][^\s/>]*)")

NAMES = b"""
a abbr acronym address article aside audio b base bdi bdo blockquote body br button canvas
caption center cite code col colgroup dd del details dfn dialog dir div dl dt em embed fieldset
figcaption figure font footer form frameset gcds-details gcds-heading gcds-notice h1 h2 h3 h6
head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee
math menu meta meter mfrac mi mn mo mover mrow ms msqrt msub mtable mtd mtext mtr munder nav
nobr noscript object ol optgroup option output p param picture plaintext pre progress q rb rect
rp rt rtc ruby s samp script section select small source span strike strong style sub summary
sup svg table tbody td template text textarea tfoot th thead time title tr track tt u ul use var
video wbr x:y annotation-xml foreignObject g
""".split()
ATTRIBUTES = (
    rb"""
id="a" | id="b" | href="#a" | href="#b" | href="https://example.org/?a=1&b" |
href="javascript:x" | href="//x" | href="" | href="#" | href="mailto:x@y" | name="a" |
lang="fr" | lang="ar" | lang="zz-zz-1" | xml:lang="de" | dir="rtl" | dir="auto" | rowspan="3" |
rowspan="0" | rowspan="65534" | colspan="2" | colspan="1000" | colspan="-1" | headers="a b" |
scope="row" | scope="colgroup" | abbr="x" | span="2" | class="wb-fnote" | class="fn-lnk" |
class="fn-rtn" | class="alert alert-info" | class="wb-inv" | class="well" | class="footnotes" |
class="nowrap" | class="panel panel-default" | class="wb-tabs" | role="heading" | role="list" |
role="listitem" | role="presentation" | role="img" | role="math" | role="doc-noteref" |
role="doc-endnotes" | role="doc-footnote" | role="tablist" | role="note" | role="table" |
role="row" | aria-level="9" | aria-hidden="true" | aria-label="label" | hidden |
aria-labelledby="a" | aria-describedby="b" | aria-details="a" | aria-controls="b" | title="t" |
alt="" | alt="words" | alt=" " | src="missing.png" | src="data:image/png;base64,AAAA" |
src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>" | type="a" | type="I" |
start="-5" | start="99999999999" | reversed | value="7" | value="-2147483649" | open |
style="display:none" | style="display:block" | style="white-space:pre" | display="block" |
summary="s" | longdesc="#a" | usemap="#a" | datetime="2022" | cite="x" | data-type="footnote" |
alttext="x" | encoding="application/x-tex" | mathvariant="bold" | width="0" | width="1e9" |
viewBox="0 0 1 1" | http-equiv="refresh" | property="dateModified" | itemprop="author" |
align="right" | valign="top" | border="1" | contenteditable | slot="s" | is="x" | label="l"
""".replace(b"\n", b" ")
    .strip()
    .split(b" | ")
)
TEXTS = [
    text.encode("utf-8", "surrogatepass")
    for text in (
        "1", "[1]", "(a)", "*", "Footnote 1", "Return to footnote 1 referrer", "Text version",
        "Table 1: words", "Figure 2", "1.", "a)", "•", "– ", "\u00a0", "\u00ad", "\u200b",
        "\u200d", "\u202e", "\u2066", "\u2069", "\u2028", "\u0085", "\ufeff", "\ufffd", "\ufffe",
        "\U0010ffff", "\ue000", "\x00", "\x01", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x9b",
        "\ud800", "\r", "\n\n", "\t", "   ", "&#0;", "&#x1b;", "&#xD800;", "&#x80;", "&#x110000;",
        "&nbsp", "&amp;lt;", "&NotEqualTilde;", "<![CDATA[x]]>", "]]>", "<!--", "-->", "<?x?>",
        "<!DOCTYPE html>", "<", "</", "<a", "\u05d0\u05d1", "\u0627\u0644", "\u0e01\u0e33",
        "e\u0301\u0302", "\u1100\u1161",
        "中文", "👩‍👩‍👧", "🇨🇦", "ﬁ", "𝒳", "{{x}}", "${x}", "%s", "\\", "_x0000_", "[/x]", "* * *",
        "===", "---", "| a | b |", "Title: x", "(see note 1)", "x" * 300, "word " * 40,
    )
]  # fmt: skip


def mutated(page: bytes, others: Seeds, random: Random) -> bytes:
    """Return a page with one to eight changes."""
    for _ in range(random.choice((1, 1, 2, 3, 4, 8))):
        page = random.choice(_CHANGES)(page, others, random)
    return page


_Change: TypeAlias = Callable[[bytes, Seeds, Random], bytes]


def _tokens(page: bytes) -> list[bytes]:
    return _TOKEN.findall(page) or [b""]


def _change_bytes(page: bytes, others: Seeds, random: Random) -> bytes:
    data = bytearray(page)
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0:
                data[place:place] = random.randbytes(random.randint(1, 4))
            case 1:
                del data[place : place + random.choice((1, 2, 5, 50))]
            case 2 if data:
                data[place % len(data)] ^= 1 << random.randrange(8)
            case _:
                data[place:place] = data[place : place + random.randint(1, 200)]
    return bytes(data)


def _change_text(page: bytes, others: Seeds, random: Random) -> bytes:
    tokens = _tokens(page)
    place = random.randrange(len(tokens))
    text = b"".join(random.choices(TEXTS, k=random.choice((1, 1, 2, 5))))
    if random.random() < 0.3:
        tokens[place] = text
    else:
        tokens.insert(place, text)
    return b"".join(tokens)


def _change_name(page: bytes, others: Seeds, random: Random) -> bytes:
    tokens = _tokens(page)
    tags = [place for place, token in enumerate(tokens) if _NAME.match(token)]
    if tags:
        place = random.choice(tags)
        name = random.choice(NAMES)
        tokens[place] = _NAME.sub(lambda found: found[1] + name, tokens[place], count=1)
    return b"".join(tokens)


def _change_attribute(page: bytes, others: Seeds, random: Random) -> bytes:
    tokens = _tokens(page)
    tags = [place for place, token in enumerate(tokens) if re.match(rb"<[a-zA-Z]", token)]
    if tags:
        place = random.choice(tags)
        found = _NAME.match(tokens[place])
        end = found.end() if found else 2
        chosen = b" " + random.choice(ATTRIBUTES)
        tokens[place] = tokens[place][:end] + chosen + tokens[place][end:]
    return b"".join(tokens)


def _delete(page: bytes, others: Seeds, random: Random) -> bytes:
    tokens = _tokens(page)
    place = random.randrange(len(tokens))
    del tokens[place : place + random.choice((1, 1, 1, 2, 8))]
    return b"".join(tokens)


def _repeat(page: bytes, others: Seeds, random: Random) -> bytes:
    tokens = _tokens(page)
    place = random.randrange(len(tokens))
    part = tokens[place : place + random.choice((1, 2, 4, 20))]
    tokens[place:place] = part * random.choice((1, 1, 2, 30))
    return b"".join(tokens)


def _move(page: bytes, others: Seeds, random: Random) -> bytes:
    tokens = _tokens(page)
    place = random.randrange(len(tokens))
    length = random.choice((1, 2, 5, 20))
    part = tokens[place : place + length]
    del tokens[place : place + length]
    place = random.randrange(len(tokens) + 1)
    tokens[place:place] = part
    return b"".join(tokens)


def _wrap(page: bytes, others: Seeds, random: Random) -> bytes:
    """Put a part into an element, once or many levels deep."""
    tokens = _tokens(page)
    start = random.randrange(len(tokens))
    end = min(start + random.choice((1, 3, 10, 40)), len(tokens))
    name, levels = random.choice(NAMES), random.choice((1, 1, 1, 3, 80))
    attribute = b" " + random.choice(ATTRIBUTES) if random.random() < 0.5 else b""
    tokens.insert(end, b"</%s>" % name * levels)
    tokens.insert(start, b"<%s%s>" % (name, attribute) * levels)
    return b"".join(tokens)


def _insert(page: bytes, others: Seeds, random: Random) -> bytes:
    tokens = _tokens(page)
    tag = b"<%s %s>" % (random.choice(NAMES), random.choice(ATTRIBUTES))
    tokens.insert(random.randrange(len(tokens) + 1), tag)
    return b"".join(tokens)


def _splice(page: bytes, others: Seeds, random: Random) -> bytes:
    """Put a part of another page into this one."""
    tokens, other = _tokens(page), _tokens(others.one(random))
    start = random.randrange(len(other))
    place = random.randrange(len(tokens) + 1)
    gone = random.choice((0, 0, 5))
    tokens[place : place + gone] = other[start : start + random.choice((3, 20, 100))]
    return b"".join(tokens)


_CHANGES: tuple[_Change, ...] = (
    _change_bytes, _change_text, _change_text, _change_name, _change_attribute, _change_attribute,
    _delete, _repeat, _move, _wrap, _insert, _splice, _splice,
)  # fmt: skip
