"""What is drawn on a page, mark by mark. The lowest layer of the PDF verifier.

The content stream is walked operator by operator: text goes through ToUnicode or
``ActualText`` to the innermost mark with an MCID, and everything that paints outside marks
and artifacts is counted, as is every mark in an artifact and artifact in a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

_SHOW = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"})
_FORBIDDEN = re.compile("[\x00\ufeff\ufffe]")
_RANGE = re.compile(r"<([0-9A-Fa-f\s]*)>")
_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_DEEPEST_FORM = 12


@dataclass(slots=True, eq=False)
class Font:
    """A font of a page, as far as text is read through it."""

    name: str
    wide: bool
    """Codes are two bytes."""
    texts: dict[int, str]
    """What each code says; a code that is not there says nothing."""
    embedded: bool
    mapped: bool
    """There is a ToUnicode map."""
    unmapped: set[int] = field(default_factory=set)
    """Codes that were drawn and say nothing, or what may not be said."""
    notdef: bool = False
    """Code 0 was drawn."""

    def decode(self, data: bytes) -> list[str]:
        """Return what each code of a string says."""
        if self.wide:
            codes = memoryview(data[: len(data) // 2 * 2]).cast("B")
            numbers = [codes[i] << 8 | codes[i + 1] for i in range(0, len(codes), 2)]
        else:
            numbers = list(data)
        if self.wide and 0 in numbers:
            self.notdef = True
        try:
            return [self.texts[number] for number in numbers]
        except KeyError:
            self.unmapped.update(number for number in numbers if number not in self.texts)
            return [self.texts.get(number, "\ufffd") for number in numbers]


@dataclass(slots=True)
class PageContent:
    """What a page draws."""

    texts: dict[int, str] = field(default_factory=dict)
    """The text of each mark by MCID; a mark of a picture has the empty string."""
    untagged: list[str] = field(default_factory=list)
    """What is drawn outside of marks and artifacts, as text or operator."""
    repeated: list[int] = field(default_factory=list)
    """MCIDs that are opened more than once."""
    nested: list[str] = field(default_factory=list)
    """Artifacts within marks and marks within artifacts or marks, told in words."""
    artifacts: list[tuple[str | None, str | None, str]] = field(default_factory=list)
    """Type, subtype and text of each artifact."""
    unbalanced: bool = False
    fonts: dict[str, Font] = field(default_factory=dict)
    drawn: set[int] = field(default_factory=set)
    """MCIDs that hold something that paints."""


@dataclass(slots=True)
class _Open:
    """A marked content sequence that is open."""

    tag: str
    mcid: int | None
    actual: str | None
    reversed: bool
    artifact: int | None
    """Its place in the list of artifacts."""


class Fonts:
    """The fonts of a file, read once each."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Font] = {}

    def font(self, reference: pikepdf.Object) -> Font:
        """Return a font by its object."""
        found = self._known.get(reference.objgen)
        if found is None:
            found = _font(reference)
            if reference.is_indirect:
                self._known[reference.objgen] = found
        return found

    def all(self) -> tuple[Font, ...]:
        """Return the fonts met so far."""
        return tuple(self._known.values())


def read_page(page: pikepdf.Page, fonts: Fonts) -> PageContent:
    """Walk the content of a page."""
    found = PageContent()
    _Walk(found, fonts).stream(page.obj, page.resources, 0)
    return found


class _Walk:
    def __init__(self, found: PageContent, fonts: Fonts) -> None:
        self.found = found
        self.fonts = fonts
        self.open: list[_Open] = []
        self.parts: dict[int, list[str]] = {}

    def stream(self, source: pikepdf.Object, resources: pikepdf.Object, depth: int) -> None:
        """Walk a page or form; marks may not cross its end."""
        base = len(self.open)
        named: dict[str, Font] = {}
        font: Font | None = None
        saved: list[Font | None] = []
        for instruction in pikepdf.parse_content_stream(source):
            operator = str(instruction.operator)
            if operator == "Tf":
                name = str(instruction.operands[0])
                if name not in named:
                    named[name] = self.fonts.font(resources["/Font"][name])
                    self.found.fonts[named[name].name] = named[name]
                font = named[name]
            elif operator in _SHOW:
                self.show(instruction.operands[-1], font)
            elif operator in ("BDC", "BMC"):
                properties = instruction.operands[1] if operator == "BDC" else None
                self.begin(str(instruction.operands[0]), properties, resources)
            elif operator == "EMC":
                if len(self.open) > base:
                    self.open.pop()
                else:
                    self.found.unbalanced = True
            elif operator == "q":
                saved.append(font)
            elif operator == "Q" and saved:
                font = saved.pop()
            elif operator in _PAINT:
                self.paint(operator)
            elif operator == "Do":
                self.object(resources["/XObject"][str(instruction.operands[0])], depth)
        if len(self.open) > base:
            self.found.unbalanced = True
            del self.open[base:]
        if not depth:
            self.found.texts = {mcid: "".join(parts) for mcid, parts in self.parts.items()}

    def object(self, form: pikepdf.Object, depth: int) -> None:
        if form.get("/Subtype") == "/Form" and depth < _DEEPEST_FORM:
            self.stream(form, form.get("/Resources", pikepdf.Dictionary()), depth + 1)
        else:
            self.paint("Do")

    def begin(self, tag: str, properties: pikepdf.Object | None, resources: pikepdf.Object) -> None:
        if isinstance(properties, pikepdf.Name):
            properties = resources["/Properties"][str(properties)]
        mcid = actual = artifact = None
        if properties is not None:
            if "/MCID" in properties:
                mcid = int(properties["/MCID"])
            if "/ActualText" in properties:
                actual = str(properties["/ActualText"])
        found = self.found
        inside = next((one for one in reversed(self.open) if one.mcid is not None), None)
        within = any(one.artifact is not None for one in self.open)
        if tag == "/Artifact":
            artifact = len(found.artifacts)
            found.artifacts.append((_name(properties, "/Type"), _name(properties, "/Subtype"), ""))
            if inside is not None:
                found.nested.append(f"an artifact in mark {inside.mcid}")
        if mcid is not None:
            if within:
                found.nested.append(f"mark {mcid} in an artifact")
            elif inside is not None:
                found.nested.append(f"mark {mcid} in mark {inside.mcid}")
            if mcid in self.parts:
                found.repeated.append(mcid)
            self.parts.setdefault(mcid, [])
        self.open.append(_Open(tag, mcid, actual, tag == "/ReversedChars", artifact))
        if actual is not None and not any(one.actual is not None for one in self.open[:-1]):
            self.say(actual)

    def show(self, data: pikepdf.Object, font: Font | None) -> None:
        if isinstance(data, pikepdf.Array):
            strings = [bytes(one) for one in data if isinstance(one, pikepdf.String)]
        else:
            strings = [bytes(data)]
        if font is None or not any(strings):
            return
        texts = font.decode(b"".join(strings))
        if any(one.reversed for one in self.open):
            texts.reverse()
        hidden = any(one.actual is not None for one in self.open)
        self.paint("".join(texts), text="" if hidden else "".join(texts))

    def paint(self, what: str, text: str = "") -> None:
        """Note that something is painted where the marks stand now."""
        for one in reversed(self.open):
            if one.mcid is not None:
                self.found.drawn.add(one.mcid)
                self.say(text)
                return
            if one.artifact is not None:
                self.say(text)
                return
        self.found.untagged.append(what)

    def say(self, text: str) -> None:
        for one in reversed(self.open):
            if one.mcid is not None:
                self.parts[one.mcid].append(text)
                return
            if one.artifact is not None:
                kind, subtype, before = self.found.artifacts[one.artifact]
                self.found.artifacts[one.artifact] = (kind, subtype, before + text)
                return


def _name(properties: pikepdf.Object | None, key: str) -> str | None:
    value = properties.get(key) if properties is not None else None
    return str(value)[1:] if value is not None else None


def _font(font: pikepdf.Object) -> Font:
    wide = font.get("/Subtype") == "/Type0"
    holder = font["/DescendantFonts"][0] if wide else font
    descriptor = holder.get("/FontDescriptor")
    embedded = descriptor is not None and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    unicode = font.get("/ToUnicode")
    texts = {}
    if isinstance(unicode, pikepdf.Stream):
        texts = dict(_to_unicode(unicode.read_bytes().decode("latin-1")))
    name = str(font.get("/BaseFont", "/?"))[1:]
    embedded = embedded or font.get("/Subtype") == "/Type3"
    return Font(name, wide, texts, embedded, isinstance(unicode, pikepdf.Stream))


def _to_unicode(cmap: str) -> Iterator[tuple[int, str]]:
    """Yield the codes of a ToUnicode map with what they say."""
    for section in _SECTION.finditer(cmap):
        if section[1] == "bfchar":
            found = [part.group(1) for part in _RANGE.finditer(section[2])]
            for code, text in zip(found[::2], found[1::2], strict=False):
                yield int(code, 16), _text(text)
        else:
            yield from _ranges(section[2])


def _ranges(section: str) -> Iterator[tuple[int, str]]:
    for low, high, single, several in re.findall(
        r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])",
        section,
        re.DOTALL,
    ):
        codes = range(int(low, 16), int(high, 16) + 1)
        if several:
            texts = [_text(part) for part in _RANGE.findall(several)]
            yield from zip(codes, texts, strict=False)
        else:
            first = _text(single)
            for code in codes:
                yield code, first[:-1] + chr(ord(first[-1]) + code - codes.start)


def _text(digits: str) -> str:
    data = bytes.fromhex("".join(digits.split()))
    return data.decode("utf-16-be", "replace")


def forbidden(font: Font) -> tuple[str, ...]:
    """Return what the map of a font may not say (ISO 14289-1 7.21.7), as code points."""
    found = {character for text in font.texts.values() for character in _FORBIDDEN.findall(text)}
    return tuple(f"U+{ord(character):04X}" for character in sorted(found))
