"""How often somebody may try to come in: per account, per address and for all together.

Nobody can lock somebody else out. A browser that signed in to an account before carries
a signed mark and is counted apart from all strangers, so guessing by others never stops
the owner; and a mail with a link always works. Counts are kept in the database, in one
statement, so parallel tries and more processes do not slip through.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import connection

from bloei.foundation import clock

COOKIE = "known-device"
SALT = "bloei.people.known-device"
COOKIE_AGE = 400 * 24 * 3600
DEVICES_KEPT = 8


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within `within`."""

    most: int
    within: timedelta


QUARTER = timedelta(minutes=15)
LIMITS = {
    "device": Limit(10, QUARTER),
    "account": Limit(10, QUARTER),
    # One office often has one address: a Monday morning must fit.
    "address": Limit(100, QUARTER),
    "all": Limit(3000, QUARTER),
    "mail": Limit(3, timedelta(hours=1)),
    "asked": Limit(30, timedelta(hours=1)),
}


@dataclass(frozen=True)
class Try:
    """One try to come in that was counted; `undo` when it succeeded."""

    buckets: tuple[str, ...]
    allowed: bool

    def undo(self) -> None:
        """Count a success out again: only failures use the room that there is."""
        with connection.cursor() as cursor:
            cursor.execute(
                "update people_signincount set count = greatest(count - 1, 0)"
                " where bucket = any(%s)",
                [list(self.buckets)],
            )


def attempt(request, account: str) -> Try:
    """Count a try to come in to an account and say whether it may go on."""
    if device := _device(request, account):
        return _count({"device": f"{account}:{device}"})
    return _count({"account": account, "address": address(request), "all": ""})


def attempt_code(request) -> Try:
    """Count a try with a code on paper; never against the account whose number is typed.

    A code cannot be guessed (31 to the power of 12), and who has no other way in must not be
    kept out by who types their number.
    """
    return _count({"address": address(request), "all": ""})


def asked_for_mail(request, account: str) -> Try:
    """Count that a mail with a link was asked for: a mailbox must not be flooded."""
    return _count({"mail": account, "asked": address(request)})


def address(request) -> str:
    """Return where the request comes from; IPv6 counts per /64.

    BLOEI_PROXIES says how many proxies of our own stand before Bloei.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        found = passed[-min(settings.PROXIES, len(passed))] or found
    try:
        parsed = ipaddress.ip_address(found)
    except ValueError:
        return found[:60]
    if parsed.version == 6:
        return str(ipaddress.IPv6Network(f"{parsed}/64", strict=False).network_address)
    return found


def remember_device(request, response, account: str) -> None:
    """Mark this browser as one that signed in to this account before."""
    known = _known(request)
    known[account] = known.get(account) or secrets.token_urlsafe(12)
    kept = dict(list(known.items())[-DEVICES_KEPT:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
        path="/accounts/",
    )


def _known(request) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {}


def _device(request, account: str) -> str:
    return _known(request).get(account, "")


# Starts a new window when the old one is over; counts in one statement.
_COUNT = """
insert into people_signincount as c (bucket, since, count) values (%(bucket)s, %(now)s, 1)
on conflict (bucket) do update set
    count = case when c.since < %(before)s then 1 else c.count + 1 end,
    since = case when c.since < %(before)s then %(now)s else c.since end
returning count
"""


def _count(subjects: dict[str, str]) -> Try:
    now, allowed, buckets = clock.now(), True, []
    with connection.cursor() as cursor:
        for kind, subject in subjects.items():
            limit = LIMITS[kind]
            bucket = hashlib.sha256(f"{kind}:{subject}".encode()).hexdigest()
            buckets.append(bucket)
            cursor.execute(_COUNT, {"bucket": bucket, "now": now, "before": now - limit.within})
            allowed = cursor.fetchone()[0] <= limit.most and allowed
    return Try(tuple(buckets), allowed)
