"""Text that only Bloei itself can read: sealed under a key that does not lie in the database.

A sealed text names its key, and is bound to its place (table, column, row): put in another
place it is refused. What cannot be opened is an error, never garbage and never empty.
"""

import base64
import contextlib
import fcntl
import hashlib
import os
import secrets
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = "1"
NONCE = 12
LENGTH = 32


class Unreadable(Exception):
    """A sealed text cannot be opened. The message never holds any of it."""


class KeyIsMissing(Unreadable):
    """The key of a text is not here, or no key is here at all."""


class NotGenuine(Unreadable):
    """The text was changed, or belongs to another place."""


class NotAKey(Exception):
    """What was given as a key is none."""


@dataclass(frozen=True)
class Key:
    """A key of AES-256; it is named after itself, so nobody has to keep a list of names."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return hashlib.sha256(b"bloei.encryption:" + self.secret).hexdigest()[:8]

    @property
    def written(self) -> str:
        return base64.urlsafe_b64encode(self.secret).decode()


def fresh_key() -> Key:
    return Key(secrets.token_bytes(LENGTH))


def seal(text: str, place: str) -> str:
    """Return the text sealed under the newest key, bound to a place such as `notes.text:7`."""
    key, nonce = newest(), secrets.token_bytes(NONCE)
    closed = AESGCM(key.secret).encrypt(nonce, text.encode(), place.encode())
    return f"{beginning(key)}{base64.urlsafe_b64encode(nonce + closed).decode()}"


def unseal(sealed: str, place: str) -> str:
    """Return the text that was sealed in this place; raises KeyIsMissing or NotGenuine."""
    key = _key_called(key_name(sealed))
    try:
        raw = base64.urlsafe_b64decode(sealed.rpartition(":")[2])
        return AESGCM(key.secret).decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError):
        raise NotGenuine(f"The text in {place} was changed, or moved from another place.") from None


def key_name(sealed: str) -> str:
    """Return which key a sealed text asks for."""
    kind, _, rest = sealed.partition(":")
    name, _, closed = rest.partition(":")
    if kind != FORMAT or not closed:
        raise NotGenuine("This is not a sealed text.")
    return name


def beginning(key: Key) -> str:
    """Return what every text under this key begins with."""
    return f"{FORMAT}:{key.name}:"


def newest() -> Key:
    """Return the key under which is written; outside production it is made at first use."""
    if found := known_keys():
        return found[0]
    if must_be_given():
        raise KeyIsMissing("There is no key to encrypt with; see docs/operations.md, Keys.")
    return add_key()


def known_keys() -> tuple[Key, ...]:
    """Return the keys of this installation, newest first; raises NotAKey."""
    if settings.ENCRYPTION_KEYS:
        return _read(settings.ENCRYPTION_KEYS)
    try:
        state = _place().stat()
    except FileNotFoundError:
        return ()
    # Another process may have added a key: a changed file is read again.
    return _read_file(_place(), (state.st_mtime_ns, state.st_size, state.st_ino))


def must_be_given() -> bool:
    """Say whether a key may not be made silently: what is lost with it is lost for real."""
    return settings.SECURE and not settings.DEMO


def are_in_the_environment() -> bool:
    return bool(settings.ENCRYPTION_KEYS)


def add_key() -> Key:
    """Put a fresh key in front of those in the key file; the file is made when it is not there.

    Two processes that use it for the first time at once end up with the same key.
    """
    before = known_keys()
    with _alone():
        if known_keys() != before:
            return known_keys()[0]
        made = fresh_key()
        new = _place().with_suffix(".new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text("".join(f"{key.written}\n" for key in (made, *before)))
        new.replace(_place())
    return made


def file_is_private() -> bool:
    """Say whether nobody but the owner can read the key file (also when there is none)."""
    with contextlib.suppress(FileNotFoundError):
        return not _place().stat().st_mode & 0o077
    return True


def _key_called(name: str) -> Key:
    for key in known_keys():
        if key.name == name:
            return key
    raise KeyIsMissing(
        f"The encryption key {name} is not here. Put it back: see docs/operations.md, Keys."
    )


def _place() -> Path:
    return settings.DATA / "encryption-keys"


@contextmanager
def _alone() -> Iterator[None]:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with _place().with_suffix(".lock").open("w") as lock:
        os.fchmod(lock.fileno(), 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@lru_cache(maxsize=4)
def _read_file(place: Path, _state: tuple[int, ...]) -> tuple[Key, ...]:
    return _read(place.read_text())


@lru_cache(maxsize=4)
def _read(written: str) -> tuple[Key, ...]:
    return tuple(_key(word) for word in written.replace(",", " ").split())


def _key(word: str) -> Key:
    """Read a key in base64, of either alphabet; what was typed is never repeated."""
    try:
        secret = base64.urlsafe_b64decode(word.replace("+", "-").replace("/", "_"))
    except (NotBase64, ValueError):
        secret = b""
    if len(secret) != LENGTH:
        raise NotAKey(f"A key is {LENGTH} random bytes in base64 (44 characters).")
    return Key(secret)
