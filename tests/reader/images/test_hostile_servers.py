"""A server that means harm costs a report no more than the time and bytes it may have."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.arguments import parser
from pipeline.choices import reader_options
from pipeline.errors import OptionError
from pipeline.model.nodes import Image, Paragraph
from pipeline.reader import read
from pipeline.reader.images import fetching
from pipeline.reader.images.fetching import FetchError, Network, fetch
from pipeline.reader.source import DEFAULTS, Limits, ReaderOptions, Source
from tests.documents import png

HOSTS = frozenset({"img.example.org"})
ADDRESS = "https://img.example.org/a.png"
PUBLIC = "93.184.216.34"
LIMIT = 10_000


def sending(
    parts: Iterable[bytes], pause: float = 0.0, asked: list[bytes] | None = None
) -> Network:
    """Return a network whose server sends these parts to whoever asks, until nobody listens."""

    def connect(host: str, address: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()

        def serve() -> None:
            with closing(ours):
                request = ours.recv(4096)
                if asked is not None:
                    asked.append(request)
                try:
                    for part in parts:
                        ours.sendall(part)
                        time.sleep(pause)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        theirs.settimeout(seconds)
        return theirs

    return Network(lambda host, port: [PUBLIC], connect)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (HEAD, b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (CHUNKED, b"0"),
        (CHUNKED + b"0\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status", "head", "heads", "body", "chunks", "chunk size", "trailers", "continue"],
)
def test_a_server_that_drips_is_left_when_the_time_is_up(
    first: bytes, again: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    begin = time.monotonic()
    network = sending(itertools.chain([first], itertools.repeat(again)), 0.05)
    with pytest.raises(FetchError):
        fetch(ADDRESS, HOSTS, LIMIT, network)
    assert time.monotonic() - begin < 2


def endless(first: bytes, again: bytes) -> Iterator[bytes]:
    yield first
    while True:
        yield again


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536),
        (CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
        (CHUNKED + b"7fffffffffffffff\r\n", b"x" * 65_536),
    ],
    ids=["no length", "chunks", "one chunk"],
)
def test_a_body_without_end_is_cut_where_it_is_too_large(first: bytes, again: bytes) -> None:
    assert len(fetch(ADDRESS, HOSTS, LIMIT, sending(endless(first, again)))) == LIMIT + 1


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (CHUNKED + b"-1\r\n", b"x" * 65_536),
        (CHUNKED, b"1;" + b"y" * 60_000 + b"\r\nx\r\n"),
        (CHUNKED + b"0\r\n", b"X: " + b"y" * 60_000 + b"\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 60_000),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx", b""),
        (CHUNKED + b"zz\r\n", b""),
    ],
    ids=["less than nothing", "parts of parts", "trailers", "continue", "one head", "heads",
         "length below zero", "length beyond all", "no size"],
)  # fmt: skip
def test_what_is_no_answer_is_left_with_a_reason(
    first: bytes, again: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 5.0)
    parts = endless(first, again) if again else iter([first])
    begin = time.monotonic()
    try:
        found = fetch(ADDRESS, HOSTS, LIMIT, sending(parts))
    except FetchError:
        assert time.monotonic() - begin < 4
    else:
        assert len(found) <= LIMIT + 1


@pytest.mark.parametrize("says", [b"", b"no TLS at all\r\n" * 9])
def test_a_server_that_shakes_no_hands_is_left(says: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            connection.sendall(says)
            time.sleep(0.5)
            connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        hosts = frozenset({f"127.0.0.1:{port}"})
        network = Network(
            connect=lambda host, address, port, seconds: fetching.NETWORK.connect(
                host, address, port, 0.2
            )
        )
        with pytest.raises(FetchError, match="cannot be fetched"):
            fetch(f"https://127.0.0.1:{port}/", hosts, LIMIT, network)
        thread.join()


@pytest.mark.parametrize(
    "at",
    ["::ffff:224.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "fec0::1",
     "64:ff9b:1::a00:1", "64:ff9b::10.0.0.1", "2002:0a00:0001::", "2001:0:4136:e378::", "ff02::1",
     "::", "::ffff:10.0.0.1", "5f00::1", "255.255.255.255", "240.0.0.1", "198.18.0.1"],
)  # fmt: skip
def test_an_inner_address_in_another_dress_is_not_asked(at: str) -> None:
    network = Network(lambda host, port: [at], sending([]).connect)
    with pytest.raises(FetchError, match="inner network"):
        fetch(ADDRESS, HOSTS, LIMIT, network)


@pytest.mark.parametrize("at", ["64:ff9b::93.184.216.34", "2606:2800:220:1::1", PUBLIC])
def test_a_public_address_is_asked(at: str) -> None:
    network = Network(lambda host, port: [at], sending([HEAD + b"x" * 9000]).connect)
    assert len(fetch(ADDRESS, HOSTS, LIMIT, network)) == 9000


def test_a_name_is_looked_up_once_and_that_address_asked() -> None:
    """A name that means another machine the second time (DNS rebinding) gains nothing."""
    answers = iter([PUBLIC, "127.0.0.1"])
    asked: list[str] = []
    serve = sending([HEAD + b"x" * 9000]).connect

    def connect(host: str, address: str, port: int, seconds: float) -> socket.socket:
        asked.append(address)
        return serve(host, address, port, seconds)

    fetch(ADDRESS, HOSTS, LIMIT, Network(lambda host, port: [next(answers)], connect))
    assert asked == [PUBLIC]
    with pytest.raises(FetchError, match="inner network"):
        fetch(ADDRESS, HOSTS, LIMIT, Network(lambda host, port: [next(answers)], connect))
    assert asked == [PUBLIC]


def test_packed_content_is_never_unpacked() -> None:
    packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8bx"
    assert fetch(ADDRESS, HOSTS, LIMIT, sending([packed])) == b"\x1f\x8bx"


def test_an_address_is_asked_for_as_a_browser_would_and_nothing_is_put_in() -> None:
    asked: list[bytes] = []
    where = "https://img.example.org/été 1%20.png?a=b&c=é\r\nX-Evil: y#part"
    fetch(where, HOSTS, LIMIT, sending([HEAD + b"x" * 9000], asked=asked))
    assert asked[0].startswith(b"GET /%C3%A9t%C3%A9%201%20.png?a=b&c=%C3%A9X-Evil:%20y HTTP/1.1")
    assert b"\nX-Evil" not in asked[0]


def page(*addresses: str) -> Source:
    images = "".join(f"<img src='{address}' alt='words'>" for address in addresses)
    return Source("x.html", f"<html lang=en><title>T</title><h1>T</h1><p>x{images}".encode())


def told(source: Source, limits: Limits = DEFAULTS.limits) -> list[str]:
    reading = read(source, ReaderOptions(fetch=HOSTS, limits=limits))
    return [one.message for one in reading.diagnostics]


def answer(body: bytes, kind: str = "image/png") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_an_image_is_fetched_once_whatever_part_of_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr(fetch, "__defaults__", (sending([answer(png())], asked=asked),))
    assert told(page(ADDRESS, f"{ADDRESS}#a", f"{ADDRESS}#b", ADDRESS)) == []
    assert len(asked) == 1


def test_all_images_of_a_page_share_their_bytes_and_their_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr(fetch, "__defaults__", (sending([answer(png())], asked=asked),))
    many = page(*(f"{ADDRESS}?{number}" for number in range(300)))
    found = told(many, Limits(fetch_bytes=3 * len(png())))
    assert len(asked) == 3
    assert sum("others have" in one for one in found) == 297
    asked.clear()
    clock = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(fetching, "SECONDS", 1e9)
    found = told(many, Limits(fetch_seconds=20))
    assert 0 < len(asked) < 20
    assert any("others took 20 seconds" in one for one in found)


def test_a_drawing_called_an_image_is_made_safe_as_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script><rect/></svg>"
    monkeypatch.setattr(fetch, "__defaults__", (sending([answer(drawing)]),))
    reading = read(page(ADDRESS), ReaderOptions(fetch=HOSTS))
    (paragraph,) = reading.document.children
    assert isinstance(paragraph, Paragraph)
    image = paragraph.children[1]
    assert isinstance(image, Image)
    assert image.asset is not None
    assert image.asset.media_type == "image/svg+xml"
    assert b"script" not in image.asset.data


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("IMG.example.org", "img.example.org"),
        ("img.example.org:8443", "img.example.org:8443"),
        ("10.0.0.1:8443", "10.0.0.1:8443"),
        ("[::1]", "::1"),
        ("::1", "::1"),
        ("[::1]:8443", "[::1]:8443"),
        ("bücher.example.", "bücher.example"),
    ],
)
def test_a_host_is_named_with_a_port_or_without(given: str, host: str) -> None:
    assert options(given).fetch == {host}


def options(host: str) -> ReaderOptions:
    return reader_options(parser().parse_args(["show", "x.html", "--fetch-images", host]))


@pytest.mark.parametrize(
    "given", ["https://img.example.org", "img.example.org/a", "*.example.org", "", "a b", "u@h",
              "h:port", "h:123456", "a,b", "[::1"]
)  # fmt: skip
def test_what_is_no_host_is_refused(given: str) -> None:
    with pytest.raises(OptionError, match="is no host"):
        options(given)


@pytest.mark.parametrize("at", ["127.0.0.1", "::1"])
def test_an_inner_address_may_be_named_with_its_port(at: str) -> None:
    host = f"[{at}]" if ":" in at else at
    network = Network(lambda host, port: [at], sending([HEAD + b"x" * 9000]).connect)
    named = frozenset({f"{host}:8443"})
    assert len(fetch(f"https://{host}:8443/", named, LIMIT, network)) == 9000
    with pytest.raises(FetchError, match="does not name"):
        fetch(f"https://{host}/", named, LIMIT, network)


def test_folders_in_the_place_of_images_leave_nothing_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    images = "".join(f"<img src='deep/?{number}' alt=words>" for number in range(50))
    (tmp_path / "deep").mkdir()
    read(Source("x.html", f"<title>T</title><h1>T</h1><p>x{images}".encode(), tmp_path))
    if before:
        assert len(list(Path("/proc/self/fd").iterdir())) <= before + 5
