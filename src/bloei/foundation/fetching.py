"""The one way to fetch an address that somebody typed: nothing inside the network is reached.

The name is looked up once and the connection goes to the address that was looked at, so that
a name cannot mean something else a moment later. Size and time have a limit, and every step
of a redirect is judged anew. No cookies, no proxy, no other program's passwords.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

MOST = 5 * 1024 * 1024
PATIENCE = 20.0
STEPS = 3
PIECE = 64 * 1024
PORTS = {"https": {443, 8443}, "http": set(range(1, 65536))}
USUAL = {"https": 443, "http": 80}


class Unusable(Exception):
    """What somebody gave cannot be used; `str()` of it is the sentence for them."""

    sentence: ClassVar = _("This address cannot be used.")

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Unusable):
    sentence = _("This address cannot be used: give one that begins with https and is public.")


class NotThere(Unusable):
    sentence = _("Nothing could be fetched from this address. Check it, or make a new one.")


class TooLarge(Unusable):
    sentence = _("This calendar is larger than 5 MB. Share less of the past, for example.")


class TooSlow(Unusable):
    sentence = _("This address takes too long to answer. Bloei tries again later.")


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses that a name stands for."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for _family, _kind, _protocol, _name, place in found]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True)
class Network:
    """How names become addresses and addresses connections: tests bring their own."""

    look_up: Callable[[str, int], list[str]] = look_up
    connect: Callable[[str, int, float], socket.socket] = connect
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    schemes: frozenset[str] = frozenset({"https"})


def safe_fetch(
    url: str, *, most: int = MOST, seconds: float = PATIENCE, network: Network | None = None
) -> bytes:
    """Return what is at a public https address: at most `most` bytes, within `seconds`.

    Raises NotAllowed, NotThere, TooLarge or TooSlow. Calendar programs say `webcal:` for https.
    """
    network = network or Network()
    until = time.monotonic() + seconds
    for _step in range(STEPS + 1):
        answer = _ask(_judged(url, network), most, until, network)
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer.location)
    raise NotThere


@dataclass(frozen=True)
class _Elsewhere:
    location: str


@dataclass(frozen=True)
class _Target:
    """An address that was judged, with the number that the connection goes to."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def _judged(url: str, network: Network) -> _Target:
    """Return where to go, or refuse: another scheme, a password, anything not on the internet."""
    if any(letter <= " " or letter in "\\\x7f" for letter in url):
        raise NotAllowed
    try:
        parts = urlsplit(url)
        scheme = {"webcal": "https"}.get(parts.scheme, parts.scheme)
        port = parts.port or USUAL.get(scheme, 0)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise NotAllowed from None
    is_plain = host and parts.username is None and parts.password is None
    if not is_plain or scheme not in network.schemes or port not in PORTS[scheme]:
        raise NotAllowed
    return _Target(scheme, host, port, _path(parts), _public_address(host, port, network))


def _path(parts: SplitResult) -> str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(path, safe="/?&=%+:;,@!$'()*~-._")


def _public_address(host: str, port: int, network: Network) -> str:
    """Look the name up, once; one address that is not public spoils all of them."""
    try:
        found = network.look_up(host, port)
    except (OSError, UnicodeError):
        raise NotThere from None
    if not found:
        raise NotThere
    if not all(is_public(address) for address in found):
        raise NotAllowed
    return found[0]


def is_public(address: str) -> bool:
    """Say whether an address is one of the internet; an old one packed in a new one is not."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address) and (
        number.ipv4_mapped or number.sixtofour or number.teredo
    ):
        return False
    return number.is_global and not number.is_multicast and not number.is_reserved


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was judged, under the name that was asked for."""

    def __init__(self, target: _Target, seconds: float, network: Network):
        super().__init__(target.host, target.port, timeout=seconds)
        self.target, self.network, self.seconds = target, network, seconds
        # http.client forgets its socket once the answer begins.
        self.wire: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        self.wire = self.network.connect(self.target.address, self.target.port, self.seconds)
        if self.target.scheme == "https":
            tls = self.network.tls.wrap_socket(
                self.wire, server_hostname=self.target.host, do_handshake_on_connect=False
            )
            self.wire = tls
            tls.do_handshake()
        self.sock = self.wire

    def cut(self) -> None:
        """End whatever is going on; called from another thread."""
        self.was_cut = True
        if self.wire:
            with contextlib.suppress(OSError):
                self.wire.shutdown(socket.SHUT_RDWR)


def _ask(target: _Target, most: int, until: float, network: Network) -> bytes | _Elsewhere:
    left = until - time.monotonic()
    if left <= 0:
        raise TooSlow
    connection = _Pinned(target, left, network)
    # A limit per piece would let somebody send a byte a second for ever.
    clock = threading.Timer(left, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        answer = _answer(connection, target, most)
    except (OSError, http.client.HTTPException, ValueError, NotThere) as problem:
        is_slow = connection.was_cut or isinstance(problem, TimeoutError)
        raise (TooSlow if is_slow else NotThere) from None
    finally:
        clock.cancel()
        connection.close()
        if connection.wire:
            connection.wire.close()
    if connection.was_cut:  # half an answer looks like a whole one
        raise TooSlow
    return answer


def _answer(connection: _Pinned, target: _Target, most: int) -> bytes | _Elsewhere:
    headers = {
        "Accept": "text/calendar, */*;q=0.5",
        "Accept-Encoding": "identity",
        "User-Agent": "Bloei",
        "Connection": "close",
    }
    connection.request("GET", target.path, headers=headers)
    response = connection.getresponse()
    if response.status in {301, 302, 303, 307, 308} and response.getheader("Location"):
        return _Elsewhere(str(response.getheader("Location")))
    # What is packed could be a thousand times as large.
    is_packed = response.getheader("Content-Encoding", "identity") != "identity"
    if response.status != HTTPStatus.OK or is_packed:
        raise NotThere
    if int(response.getheader("Content-Length") or 0) > most:
        raise TooLarge
    received = bytearray()
    while piece := response.read1(PIECE):
        received += piece
        if len(received) > most:
            raise TooLarge
    if response.length:  # the connection broke before the end
        raise NotThere
    return bytes(received)
