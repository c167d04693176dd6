"""Images from the network, only where that is asked for: named hosts, https. For ``assets``.

What a page names may point anywhere, also to machines that only this one can reach. So every
step of a redirect is checked anew; a name counts for nothing unless it is on the list; and the
address that was looked at is the one that is connected to, so that a name cannot mean another
machine a moment later.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from pipeline.addresses import joined, split

REDIRECTS = 3
SECONDS = 20.0
"""For one image, redirects included."""
_PART = 1 << 16
_USER_AGENT = "accessible-report-pipeline"


class FetchError(Exception):
    """An image cannot be fetched; the message says why, as the end of a sentence."""


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _connect(host: str, address: str, port: int, seconds: float) -> socket.socket:
    bare = socket.create_connection((address, port), timeout=seconds)
    return ssl.create_default_context().wrap_socket(bare, server_hostname=host)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved and connections made; tests have one of their own."""

    resolve: Callable[[str, int], list[str]] = _resolve
    connect: Callable[[str, str, int, float], socket.socket] = _connect
    """From a name, one of its addresses, a port and the seconds that are left."""


NETWORK = Network()


def fetch(address: str, hosts: Collection[str], limit: int, network: Network = NETWORK) -> bytes:
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


def _allowed(address: str, hosts: Collection[str]) -> tuple[str, int]:
    """Return host and port of an address that may be asked."""
    parts = split(address)
    try:
        port = parts.port or 443
    except ValueError:
        raise FetchError("has no address that can be asked") from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https" or not host or parts.username is not None:
        raise FetchError("is not at an https address")
    named = host if port == 443 else f"{host}:{port}"
    if named not in hosts:
        raise FetchError(f"is at {named[:80]}, which --fetch-images does not name")
    return host, port


def _ask(
    address: str,
    host: str,
    port: int,
    hosts: Collection[str],
    limit: int,
    end: float,
    network: Network,
) -> bytes | str:
    """Return the content at an address, or where it is redirected to."""
    at = next(iter(network.resolve(host, port)), None)
    if at is None:
        raise FetchError("is at a host that has no address")
    if not _is_public(at) and at not in hosts:
        raise FetchError(f"is on a machine of the inner network ({at})")
    connection = http.client.HTTPSConnection(host, port, timeout=_left(end))
    try:
        connection.sock = network.connect(host, at, port, _left(end))
        parts = split(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept": "image/*", "User-Agent": _USER_AGENT, "Connection": "close"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            return answer.headers.get("Location", "")
        if answer.status != 200:
            raise FetchError(f"was not found (the server says {answer.status})")
        data = bytearray()
        while len(data) <= limit:
            connection.sock.settimeout(_left(end)) if connection.sock else None
            part = answer.read(min(_PART, limit + 1 - len(data)))
            if not part:
                break
            data += part
            _left(end)
        if answer.length and len(data) <= limit:
            raise FetchError("was cut off on the way")
        return bytes(data)
    finally:
        connection.close()


def _is_public(address: str) -> bool:
    """Tell an address of the public network from loopback, private, link-local and the like."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return (inner or found).is_global and not found.is_multicast


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise FetchError(f"took more than {SECONDS:.0f} seconds")
    return left
