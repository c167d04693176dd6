"""Bytes to characters, as browsers do it and a little better."""

from __future__ import annotations

import codecs

import pytest

from pipeline.errors import OptionError
from pipeline.reader.page import encoding
from pipeline.reader.page.encoding import decode

META = '<meta charset="{}"><p>{}'


@pytest.mark.parametrize(
    ("data", "name", "text", "rules"),
    [
        pytest.param(
            META.format("utf-8", "café").encode(), "UTF-8", "café", [], id="declared-utf-8"
        ),
        pytest.param(
            codecs.BOM_UTF8 + META.format("iso-8859-1", "café").encode(),
            "UTF-8",
            "café",
            [],
            id="mark-goes-before-declaration",
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + "<p>café".encode("utf-16-le"),
            "UTF-16LE",
            "café",
            [],
            id="utf-16-with-mark",
        ),
        pytest.param(
            "<html><p>café".encode("utf-16-be"), "UTF-16BE", "café", [], id="utf-16-without-mark"
        ),
        pytest.param(
            META.format("iso-8859-1", "‘café’ €").encode("cp1252"),
            "windows-1252",
            "‘café’ €",
            [],
            id="latin-1-is-windows-1252",
        ),
        pytest.param(
            b"<!-- <meta charset=koi8-r> --><meta http-equiv=Content-Type"
            b' content="text/html; charset=windows-1256"><p>\xe3\xd1\xcd\xc8\xc7',
            "windows-1256",
            "مرحبا",
            [],
            id="declared-after-a-comment",
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="iso-8859-15"?><p>\xa4',
            "ISO-8859-15",
            "€",
            [],
            id="xml-declaration",
        ),
        pytest.param("<p>café".encode(), "UTF-8", "café", ["encoding-undeclared"], id="undeclared"),
        pytest.param(b"<p>cafe", "UTF-8", "cafe", [], id="ascii-needs-no-declaration"),
        pytest.param(
            META.format("x", "Привет, это обычный текст на русском языке").encode("cp1251"),
            "windows-1251",
            "обычный текст",
            ["encoding-guessed"],
            id="guessed",
        ),
        pytest.param(
            META.format("iso-8859-1", "Université québécoise à Montréal").encode(),
            "UTF-8",
            "Université québécoise à Montréal",
            ["encoding-misdeclared"],
            id="declared-latin-1-is-utf-8",
        ),
        pytest.param(
            META.format("utf-8", "").encode() + b"caf\xe9\nx",
            "UTF-8",
            "caf\ufffd",
            ["encoding-undecodable"],
            id="bad-bytes",
        ),
    ],
)
def test_the_encoding_is_found(data: bytes, name: str, text: str, rules: list[str]) -> None:
    decoded = decode(data)
    assert decoded.encoding == name
    assert text in decoded.text
    assert [diagnostic.rule.id for diagnostic in decoded.diagnostics] == rules


def test_bad_bytes_are_reported_with_their_place() -> None:
    (found,) = decode(b"<meta charset=utf-8>\n<p>caf\xe9").diagnostics
    assert found.rule is encoding.UNDECODABLE
    assert found.at is not None
    assert (found.at.line, found.at.column) == (2, 7)


def test_a_replacement_character_of_the_author_is_no_fault() -> None:
    assert decode("<meta charset=utf-8><p>\ufffd".encode()).diagnostics == ()


def test_the_caller_knows_better() -> None:
    assert decode(META.format("utf-8", "é").encode("cp1252"), "latin1").text.endswith("é")


def test_an_unknown_label_is_an_error() -> None:
    with pytest.raises(OptionError, match="unknown encoding"):
        decode(b"<p>", "nonsense")
