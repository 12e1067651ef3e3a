"""Confidential answers: issued, cast and released without a trace to a person.

Of all that people do, only this leaves no audit row and no lasting key: the one-time token
is burnt and not linked to the answer, and an answer has no clock.
"""

import hashlib
import random
import secrets

from django.db import transaction

from bloei.foundation.models import Ballot, BallotToken


class NoSuchToken(Exception):
    """The token was used before, or was never given out."""


def issue(wave: str, count: int) -> list[str]:
    """Make `count` one-time tokens for a wave; only their digests are kept."""
    tokens = [secrets.token_urlsafe(24) for _number in range(count)]
    rows = [BallotToken(digest=_digest(token), wave=wave) for token in tokens]
    BallotToken.objects.bulk_create(sorted(rows, key=lambda row: row.digest))
    return tokens


@transaction.atomic
def cast(token: str, wave: str, *, unit: int | None, answer: dict) -> None:
    """Burn the token and keep the answer; `unit` is already one of enough people."""
    burnt, _rows = BallotToken.objects.filter(digest=_digest(token), wave=wave).delete()
    if not burnt:
        raise NoSuchToken
    Ballot.objects.create(wave=wave, unit=unit, answer=answer)


def release(wave: str) -> list[Ballot]:
    """Return the answers of a wave in a random order (never that of casting)."""
    ballots = list(Ballot.objects.filter(wave=wave))
    random.SystemRandom().shuffle(ballots)
    return ballots


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
