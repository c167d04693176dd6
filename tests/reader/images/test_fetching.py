"""Images are fetched from named hosts alone, over https, and never from the inner network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.reader import read
from pipeline.reader.images import fetching
from pipeline.reader.images.fetching import FetchError, Network, fetch
from pipeline.reader.source import ReaderOptions, Source
from tests.documents import png

HOSTS = frozenset({"img.example.org", "other.example.org:8443", "10.9.9.9"})
PUBLIC = "93.184.216.34"


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[Network, list[tuple[str, str, int]]]]:
    """Answer one connection after the other; tell who was asked."""
    asked: list[tuple[str, str, int]] = []
    waiting = list(answers)

    def connect(host: str, address: str, port: int, seconds: float) -> socket.socket:
        asked.append((host, address, port))
        ours, theirs = socket.socketpair()
        answer = waiting.pop(0)

        def serve() -> None:
            with ours:
                ours.recv(4096)
                ours.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        theirs.settimeout(seconds)
        return theirs

    yield Network(lambda host, port: [PUBLIC], connect), asked


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def moved(where: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()


def test_an_image_of_a_named_host_is_fetched_and_cut_at_the_limit() -> None:
    with answering(ok(b"x" * 100), ok(b"y" * 100)) as (network, asked):
        assert fetch("https://IMG.example.org/a.png?b=1", HOSTS, 1_000, network) == b"x" * 100
        assert len(fetch("https://img.example.org/a.png", HOSTS, 10, network)) == 11
    assert asked == [("img.example.org", PUBLIC, 443)] * 2


@pytest.mark.parametrize(
    "address",
    [
        "http://img.example.org/a.png", "https://evil.org/a.png", "https://img.example.org.evil/",
        "https://img.example.org:22/a", "https://img.example.org@evil.org/", "file:///etc/passwd",
        "https://user:pw@img.example.org/", "https://[::1]/", "https://127.0.0.1/", "https://",
        "https://other.example.org/", "https://img.example.org:99999/", "ftp://img.example.org/",
        "https://2130706433/", "https://localhost/", "https://img.example.org\\.evil.org/",
    ],
)  # fmt: skip
def test_another_host_scheme_or_port_is_never_asked(address: str) -> None:
    with answering() as (network, asked), pytest.raises(FetchError):
        fetch(address, HOSTS, 1_000, network)
    assert asked == []


def test_a_redirect_is_checked_as_the_first_address_is() -> None:
    """CVE-2025-68616: a redirect led past the list to machines of the inner network."""
    there = "https://other.example.org:8443/b.png"
    with answering(moved(there), ok(b"x")) as (network, asked):
        assert fetch("https://img.example.org/a", HOSTS, 9, network) == b"x"
    assert [host for host, _, _ in asked] == ["img.example.org", "other.example.org"]
    for bad in ("http://169.254.169.254/", "https://127.0.0.1/", "file:///etc/passwd", "//evil/"):
        with answering(moved(bad)) as (network, asked), pytest.raises(FetchError):
            fetch("https://img.example.org/a", HOSTS, 9, network)
        assert len(asked) == 1
    with answering(*[moved("/again")] * 9) as (network, asked), pytest.raises(FetchError):
        fetch("https://img.example.org/a", HOSTS, 9, network)
    assert len(asked) == fetching.REDIRECTS + 1


@pytest.mark.parametrize(
    "at",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "0.0.0.0",  # noqa: S104
     "::ffff:127.0.0.1", "fd00::1", "100.64.0.1", "224.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_a_named_host_on_the_inner_network_is_not_asked(at: str) -> None:
    with answering() as (network, asked):
        inner = Network(lambda host, port: [at], network.connect)
        with pytest.raises(FetchError, match="inner network"):
            fetch("https://img.example.org/a", HOSTS, 9, inner)
    assert asked == []


def test_an_address_of_the_inner_network_can_be_named() -> None:
    with answering(ok(b"x")) as (network, asked):
        inner = Network(lambda host, port: ["10.9.9.9"], network.connect)
        assert fetch("https://img.example.org/a", HOSTS, 9, inner) == b"x"
    assert asked == [("img.example.org", "10.9.9.9", 443)]


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 404 No\r\n\r\n"])
def test_a_server_that_gives_nothing_is_told(answer: bytes) -> None:
    with answering(answer) as (network, _), pytest.raises(FetchError):
        fetch("https://img.example.org/a", HOSTS, 9, network)


def test_an_answer_that_breaks_off_is_told() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nxx"
    with answering(cut) as (network, _), pytest.raises(FetchError, match="cut off"):
        fetch("https://img.example.org/a", HOSTS, 99, network)


def test_a_server_that_is_slow_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    kept: list[socket.socket] = []

    def silent(host: str, address: str, port: int, seconds: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        kept.append(ours)
        theirs.settimeout(seconds)
        return theirs

    with pytest.raises(FetchError):
        fetch("https://img.example.org/a", HOSTS, 99, Network(lambda host, port: [PUBLIC], silent))
    kept[0].close()


def test_a_fetched_image_is_used_and_its_hash_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b"<title>T</title><h1>T</h1><p>x<img src=https://img.example.org/a/chart.png alt=words>"
    source = Source("x.html", page, tmp_path)
    with answering(ok(png())) as (network, asked):
        monkeypatch.setattr(fetching.fetch, "__defaults__", (network,))
        silent = read(source)
        assert asked == []
        assert "image-not-available" in {one.rule.id for one in silent.diagnostics}
        reading = read(source, ReaderOptions(fetch=HOSTS))
    (file,) = reading.files
    assert file.address == "https://img.example.org/a/chart.png"
    assert file.sha256 is not None
    assert "chart.png" in repr(reading.document)
