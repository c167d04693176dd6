"""Images from the network, only where that is asked for: named hosts, https. For ``assets``.

What a page names may point anywhere, also to machines that only this one can reach. So every
step of a redirect is checked anew; a name counts for nothing unless it is on the list; and the
address that was looked at is the one that is connected to, so that a name cannot mean another
machine a moment later.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from pipeline.addresses import joined, split, without_fragment
from pipeline.reader.source import Limits

if TYPE_CHECKING:
    from typing_extensions import Buffer

REDIRECTS = 3
PORT = 443
"""Of https."""
SECONDS = 20.0
"""For one image, redirects included."""
_AROUND = 1 << 20
"""Bytes that may come beside the image itself: heads, and how its parts are marked."""
_USER_AGENT = "accessible-report-pipeline"
_UNICAST = ipaddress.ip_network("2000::/3")
"""What IPv6 gives to machines of the public network (RFC 4291)."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 for those who have IPv6 alone; the last 32 bits are the address (RFC 6052)."""


class FetchError(Exception):
    """An image cannot be fetched; the message says why, as the end of a sentence."""


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _connect(host: str, address: str, port: int, seconds: float) -> socket.socket:
    end = time.monotonic() + seconds
    bare = socket.create_connection((address, port), timeout=seconds)
    try:
        bare.settimeout(_left(end))
        return ssl.create_default_context().wrap_socket(bare, server_hostname=host)
    except BaseException:
        bare.close()
        raise


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved and connections made; tests have one of their own."""

    resolve: Callable[[str, int], list[str]] = _resolve
    connect: Callable[[str, str, int, float], socket.socket] = _connect
    """From a name, one of its addresses, a port and the seconds that are left."""


NETWORK = Network()


class _Held(io.RawIOBase):
    """What a server sends: until the time is up, and no more than may come.

    ``http.client`` reads whole lines and parts from it, and waits for each as long as the server
    likes; so both are held below it.
    """

    def __init__(self, connection: socket.socket, end: float, most: int) -> None:
        self.connection = connection
        self.end = end
        self.room = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        self.connection.settimeout(_left(self.end))
        come = self.connection.recv_into(buffer)
        self.room -= come
        if self.room < 0:
            raise FetchError("is sent with far more than an image needs")
        return come


@dataclass(frozen=True, slots=True)
class _Line:
    """A connection as ``http.client`` uses one; it is closed by who made it."""

    connection: socket.socket
    incoming: _Held

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self.incoming)

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(_left(self.incoming.end))
        self.connection.sendall(data)

    def close(self) -> None:
        pass


@dataclass(slots=True)
class Fetcher:
    """Fetches the images of one page, within what they may take together."""

    hosts: Set[str]
    limits: Limits
    found: dict[str, bytes | FetchError] = field(default_factory=dict)
    come: int = 0
    """Bytes."""
    taken: float = 0.0
    """Seconds."""

    def fetch(self, address: str) -> bytes:
        """Return what is at an address, cut where it is more than an image may have.

        Raises:
            FetchError: when it cannot be had, or the images before it have taken it all.
        """
        address, _ = without_fragment(address)
        if address not in self.found:
            try:
                self.found[address] = self._fetched(address)
            except FetchError as error:
                self.found[address] = error
        found = self.found[address]
        if isinstance(found, FetchError):
            raise found
        return found

    def _fetched(self, address: str) -> bytes:
        limits = self.limits
        if self.taken >= limits.fetch_seconds:
            raise FetchError(f"is not fetched: others took {limits.fetch_seconds:,} seconds")
        if self.come >= limits.fetch_bytes:
            raise FetchError(f"is not fetched: others have {limits.fetch_bytes:,} bytes")
        begin = time.monotonic()
        try:
            data = fetch(address, self.hosts, limits.image_bytes)
        finally:
            self.taken += time.monotonic() - begin
        self.come += len(data)
        return data


def fetch(address: str, hosts: Set[str], limit: int, network: Network = NETWORK) -> bytes:
    """Return at most ``limit`` + 1 bytes from an address whose host is listed.

    Raises:
        FetchError: when the address, or one that it redirects to, may not be asked, or does
            not answer with content in time.
    """
    end = time.monotonic() + SECONDS
    for _ in range(REDIRECTS + 1):
        host, port = _allowed(address, hosts)
        try:
            found = _ask(address, host, port, hosts, limit, end, network)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchError(f"cannot be fetched: {str(error)[:80] or 'no answer'}") from None
        if isinstance(found, bytes):
            return found
        address = joined(address, found)
    raise FetchError("is redirected too often")


def _allowed(address: str, hosts: Set[str]) -> tuple[str, int]:
    """Return host and port of an address that may be asked."""
    parts = split(address)
    try:
        port = parts.port or PORT
    except ValueError:
        raise FetchError("has no address that can be asked") from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https" or not host or parts.username is not None:
        raise FetchError("is not at an https address")
    if named(host, port) not in hosts:
        raise FetchError(f"is at {named(host, port)[:80]}, which --fetch-images does not name")
    return host, port


def named(host: str, port: int) -> str:
    """Return what a host with a port is called: ``example.org``, ``example.org:8443``."""
    if port == PORT:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _ask(
    address: str,
    host: str,
    port: int,
    hosts: Set[str],
    limit: int,
    end: float,
    network: Network,
) -> bytes | str:
    """Return the content at an address, or where it is redirected to."""
    at = next(iter(network.resolve(host, port)), None)
    if at is None:
        raise FetchError("is at a host that has no address")
    if not _is_public(at) and hosts.isdisjoint((at, named(at, port))):
        raise FetchError(f"is on a machine of the inner network ({at})")
    connection = http.client.HTTPSConnection(host, port)
    held = _Held(network.connect(host, at, port, _left(end)), end, limit + limit // 8 + _AROUND)
    with held.connection:
        # It takes whatever can send and be read from; the types know sockets alone.
        connection.sock = cast(socket.socket, _Line(held.connection, held))
        headers = {"Accept": "image/*", "User-Agent": _USER_AGENT, "Connection": "close"}
        connection.request("GET", _path(address), headers=headers)
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            return answer.headers.get("Location", "")
        if answer.status != 200:
            raise FetchError(f"was not found (the server says {answer.status})")
        data = answer.read(limit + 1)
        if answer.length and len(data) <= limit:
            raise FetchError("was cut off on the way")
        return data


def _path(address: str) -> str:
    """Return the path of an address as it is asked for: what is no ASCII in per cents."""
    parts = split(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(path, safe="/?%:@!$&'()*+,;=~[]", errors="replace")


def _is_public(address: str) -> bool:
    """Tell an address of the public network from loopback, private, link-local and the like."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is None and found not in _UNICAST:
            return False
        found = inner or found
    return found.is_global and not found.is_multicast


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise FetchError(f"took more than {SECONDS:.0f} seconds")
    return left
