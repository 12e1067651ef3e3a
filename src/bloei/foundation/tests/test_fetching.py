"""An address that somebody typed leads to the internet or nowhere (R30); no network is used."""

import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bloei.foundation import fetching
from bloei.foundation.fetching import (
    Network,
    NotAllowed,
    NotThere,
    TooLarge,
    TooSlow,
    is_public,
    look_up,
    safe_fetch,
)

PUBLIC = "93.184.215.14"
OK = b"HTTP/1.1 200 OK\r\n"


@dataclass
class Stub:
    """A web server on this machine that answers with bytes as they are, piece by piece."""

    answers: list = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.closing = threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            for answer in self.answers:
                connection, _address = self.listener.accept()
                with connection, contextlib.suppress(OSError):
                    self.asked.append(connection.recv(65536))
                    for piece in answer:
                        if self.closing.wait(piece if isinstance(piece, float) else 0):
                            return
                        if not isinstance(piece, float):
                            connection.sendall(piece)
                            self.sent += len(piece)

    def close(self):
        self.closing.set()
        self.listener.close()


@pytest.fixture
def serving():
    """Start stubs; they end with the test."""
    started = []

    def start(*answers) -> Stub:
        started.append(Stub([[a] if isinstance(a, bytes) else a for a in answers]))
        return started[-1]

    yield start
    for stub in started:
        stub.close()


@dataclass
class Names:
    """What names stand for; it remembers what it was asked and where connections went."""

    port: int = 0
    known: dict = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    def look_up(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        found = self.known.get(host, [PUBLIC])
        return found.pop(0) if found and isinstance(found[0], list) else found

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


def network(names: Names, *schemes: str, **more) -> Network:
    allowed = frozenset(schemes or ("http",))
    return Network(names.look_up, names.connect, schemes=allowed, **more)


def answer(body: bytes, *headers: str) -> bytes:
    told = "".join(f"{header}\r\n" for header in (*headers, f"Content-Length: {len(body)}"))
    return OK + told.encode() + b"\r\n" + body


def test_it_returns_what_is_there_and_tells_nothing_of_us(serving):
    stub = serving(answer(b"BEGIN:VCALENDAR", "Set-Cookie: x=1"))
    names = Names(stub.port)
    found = safe_fetch("http://agenda.example/een.ics?sleutel=a b".replace(" ", "%20"),
                       network=network(names))  # fmt: skip
    assert found == b"BEGIN:VCALENDAR"
    request = stub.asked[0].decode()
    assert request.startswith("GET /een.ics?sleutel=a%20b HTTP/1.1\r\nHost: agenda.example\r\n")
    assert "cookie" not in request.lower()
    assert "Authorization" not in request


def test_the_name_is_looked_up_once_and_the_connection_goes_where_was_looked(serving):
    """A name that stands for something else the second time reaches nothing by it."""
    stub = serving(answer(b"x"), answer(b"x"))
    names = Names(stub.port, {"rebind.example": [[PUBLIC], ["127.0.0.1"]]})
    assert safe_fetch("http://rebind.example/", network=network(names)) == b"x"
    assert (names.looked_up, names.connected) == (["rebind.example"], [PUBLIC])
    with pytest.raises(NotAllowed):
        safe_fetch("http://rebind.example/", network=network(names))
    assert names.connected == [PUBLIC]


INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::", "2001:0:5ef5:79fb:0:0:f5ff:fffe",
    "::ffff:8.8.8.8", "64:ff9b::808:808",
    "localhost", "", "1", "0x7f.1",
]  # fmt: skip
OUTSIDE = ["93.184.215.14", "8.8.8.8", "2a00:1450:400e:80f::200e"]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_outside_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_stands_for_something_inside_is_refused(address):
    names = Names(known={"intern.example": [PUBLIC, address]})
    with pytest.raises(NotAllowed):
        safe_fetch("http://intern.example/", network=network(names))
    assert not names.connected


# Ways to write this machine, the network of the office or the door of a cloud; all are numbers,
# so the real look-up answers without a network.
WRITTEN = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
    "017700000001", "0", "0.0.0.0", "10.1", "192.168.257", "169.254.169.254", "2852039166",
    "0xa9fea9fe", "0251.0376.0251.0376", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[fe80::1]", "[fc00::1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
]  # fmt: skip


@pytest.mark.parametrize("host", WRITTEN)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_way_to_write_a_number_leads_inside(host, scheme):
    names = Names()
    asked = Network(look_up, names.connect, schemes=frozenset({"http", "https"}))
    with pytest.raises((NotAllowed, NotThere)):
        safe_fetch(f"{scheme}://{host}/", network=asked)
    assert not names.connected


def test_without_the_look_at_the_number_the_same_ways_would_lead_inside(monkeypatch, serving):
    """The negative control of the test above."""
    stub = serving(*[answer(b"binnen")] * len(WRITTEN))
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    names = Names(stub.port)
    asked = Network(look_up, names.connect, schemes=frozenset({"http"}))
    reached = 0
    for host in WRITTEN:
        with contextlib.suppress(NotAllowed, NotThere):
            reached += safe_fetch(f"http://{host}/", network=asked) == b"binnen"
    assert reached > 15


@pytest.mark.parametrize(
    "url",
    [
        "", "agenda.example/een.ics", "//agenda.example", "ftp://agenda.example/", "file:///etc/passwd",
        "gopher://agenda.example/", "data:text/plain,x", "javascript:alert(1)",
        "https://eva:geheim@agenda.example/", "https://agenda.example@127.0.0.1/",
        "https://agenda.example:22/", "https://agenda.example:99999/", "https://agenda.example:x/",
        "https://agenda.example\\@evil.example/", "https://agenda.example/\r\nHost: x",
        "https://agenda.example/ x", "https:///x", "https://[::1", "https://a..example/",
        "http://agenda.example/",
    ],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_refused(url):
    names = Names()
    with pytest.raises(NotAllowed) as refused:
        safe_fetch(url, network=network(names, "https"))
    assert not names.connected
    assert str(refused.value).endswith(".")


def moved(where: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    "where",
    [
        "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://intern.example/",
        "//2130706433/", "file:///etc/passwd", "ftp://agenda.example/",
        "http://x:y@agenda.example/",
    ],
)  # fmt: skip
def test_a_redirect_to_inside_is_refused(serving, where):
    stub = serving(moved(where), answer(b"binnen"))
    names = Names(stub.port, {"intern.example": ["10.0.0.7"], "127.0.0.1": ["127.0.0.1"],
                              "169.254.169.254": ["169.254.169.254"],
                              "2130706433": ["127.0.0.1"]})  # fmt: skip
    with pytest.raises(NotAllowed):
        safe_fetch("http://agenda.example/", network=network(names))
    assert names.connected == [PUBLIC]


def test_a_redirect_to_outside_is_followed_a_few_times(serving):
    stub = serving(moved("/twee"), moved("http://elders.example/drie"), answer(b"x"))
    names = Names(stub.port)
    assert safe_fetch("http://agenda.example/een", network=network(names)) == b"x"
    assert names.looked_up == ["agenda.example", "agenda.example", "elders.example"]
    stub = serving(*[moved("/rond")] * 9)
    with pytest.raises(NotThere):
        safe_fetch("http://agenda.example/", network=network(Names(stub.port)))
    assert len(stub.asked) == fetching.STEPS + 1


MEGABYTE = b"x" * 1024 * 1024


def test_200_megabytes_stop_at_the_limit(serving):
    endless = [OK + b"\r\n", *[MEGABYTE] * 200]
    stub = serving(endless)
    with pytest.raises(TooLarge) as refused:
        safe_fetch("http://agenda.example/", network=network(Names(stub.port)))
    assert stub.sent < 50 * len(MEGABYTE)
    assert "5 MB" in str(refused.value)


def test_a_size_that_is_told_is_believed_when_it_is_too_large(serving):
    stub = serving(OK + b"Content-Length: 209715200\r\n\r\nx")
    with pytest.raises(TooLarge):
        safe_fetch("http://agenda.example/", network=network(Names(stub.port)))


def test_exactly_the_limit_is_allowed(serving):
    stub = serving(answer(b"x" * 1000), answer(b"x" * 1001))
    there = network(Names(stub.port))
    assert len(safe_fetch("http://agenda.example/", most=1000, network=there)) == 1000
    with pytest.raises(TooLarge):
        safe_fetch("http://agenda.example/", most=1000, network=there)


SLOW = {
    "no answer": [30.0],
    "a header, letter by letter": [piece for n in range(200) for piece in (b"H", 0.05)],
    "a body, letter by letter": [
        OK + b"\r\n",
        *[piece for n in range(200) for piece in (b"x", 0.05)],
    ],
    "a body that stops": [OK + b"Content-Length: 10\r\n\r\nx", 30.0],
}


@pytest.mark.parametrize("how", SLOW)
def test_who_is_slow_is_not_waited_for(serving, how):
    stub = serving(SLOW[how])
    with pytest.raises(TooSlow):
        safe_fetch("http://agenda.example/", seconds=0.5, network=network(Names(stub.port)))


BROKEN = {
    "not there": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "a sign-in": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
    "an error": b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
    "cut off": OK + b"Content-Length: 100\r\n\r\nBEGIN",
    "no http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "packed": OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    "cut off in pieces": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nBEG",
    "a size that is none": OK + b"Content-Length: veel\r\n\r\nx",
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_goes_wrong_there_gets_a_sentence(serving, how):
    stub = serving(BROKEN[how])
    with pytest.raises(NotThere) as refused:
        safe_fetch("http://agenda.example/", network=network(Names(stub.port)))
    assert str(refused.value).endswith(".")


def test_pieces_are_put_together(serving):
    stub = serving(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nBEGIN\r\n2\r\n:V\r\n0\r\n\r\n")
    assert safe_fetch("http://x.example/", network=network(Names(stub.port))) == b"BEGIN:V"


def test_a_name_that_nobody_knows_gets_a_sentence():
    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(NotThere):
        safe_fetch("https://weg.example/", network=Network(unknown))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for agenda.example that only this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "agenda.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("agenda.example")]), False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    place = tmp_path_factory.mktemp("tls") / "agenda.pem"
    place.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return place


@pytest.fixture
def secure(certificate):
    """A stub with https; yields its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            while True:
                plain, _address = listener.accept()
                with contextlib.suppress(OSError), context.wrap_socket(plain, True) as tls:
                    tls.recv(65536)
                    tls.sendall(answer(b"veilig"))

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def test_https_is_checked_against_the_name_and_not_the_number(secure, certificate):
    trusting = ssl.create_default_context(cafile=str(certificate))
    there = network(Names(secure), "https", tls=trusting)
    assert safe_fetch("https://agenda.example/", network=there) == b"veilig"
    assert safe_fetch("webcal://agenda.example/", network=there) == b"veilig"
    with pytest.raises(NotThere):
        safe_fetch("https://another.example/", network=there)
    with pytest.raises(NotThere):
        safe_fetch("https://agenda.example/", network=network(Names(secure), "https"))


def test_a_door_that_does_not_shake_hands_is_not_waited_for(serving):
    stub = serving([30.0])
    with pytest.raises(TooSlow):
        safe_fetch(
            "https://agenda.example/", seconds=0.5, network=network(Names(stub.port), "https")
        )
