"""One mail for everything: what of it may go to somebody now, and its words.

Reads and decides; `actions.digests` sends. Service messages are never held back by the
week's maximum, only by the night and the weekend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bloei.notifications import rules
from bloei.notifications.models import Kind, Preference
from bloei.notifications.queries import WaitingCard, WrittenNotice
from bloei.notifications.rules import Pace

FULL, EARLY = "day", "soon"


@dataclass(frozen=True)
class Digest:
    """What goes into one mail to one person, and the part of the day it takes."""

    letters: tuple[WrittenNotice, ...]
    cards: tuple[WaitingCard, ...]
    slot: str

    @property
    def items(self) -> list[WrittenNotice | WaitingCard]:
        """Return everything, service messages first."""
        return sorted([*self.letters, *self.cards], key=lambda item: not is_service(item))

    @property
    def is_all_service(self) -> bool:
        return all(is_service(item) for item in self.items)


def is_service(item: WrittenNotice | WaitingCard) -> bool:
    kind = item.notice.kind if isinstance(item, WrittenNotice) else item.nudge.kind
    return kind == Kind.SERVICE


def compose(
    preference: Preference,
    letters: Sequence[WrittenNotice],
    cards: Sequence[WaitingCard],
    sent: Sequence[tuple[date, str]],
    moment: datetime,
) -> Digest | None:
    """Return the mail that may go out now, or None.

    `sent` are the day and slot of mails of the last weeks; `moment` is local time.
    """
    if _is_quiet(preference, moment):
        return None
    today, pace = moment.date(), Pace(preference.pace)
    slot = rules.slot(pace, moment.time())
    if (today, slot) in sent:
        return None
    days = [day for day, _slot in sent]
    full_days = [day for day, taken in sent if taken != EARLY]
    in_full = rules.digest_is_due(pace, today, full_days) and rules.room_this_week(
        today, days, preference.most_per_week
    )
    if pace != Pace.DIRECT and not rules.digest_is_due(Pace.DAILY, today, days):
        return None
    chosen = Digest(
        tuple(one for one in letters if _goes(preference, one, in_full)),
        tuple(one for one in cards if _goes(preference, one, in_full))[: _most(cards)],
        slot if in_full or pace == Pace.DIRECT else EARLY,
    )
    return chosen if chosen.items else None


def _is_quiet(preference: Preference, moment: datetime) -> bool:
    if rules.is_quiet(moment.time(), preference.quiet_from, preference.quiet_until):
        return True
    return rules.is_quiet_day(moment.date(), weekends=preference.weekends)


def _goes(preference: Preference, item: WrittenNotice | WaitingCard, in_full: int | bool) -> bool:
    kind = item.notice.kind if isinstance(item, WrittenNotice) else item.nudge.kind
    by_mail = preference.channel(kind) == Preference.Channel.MAIL
    return by_mail and bool(in_full or kind == Kind.SERVICE)


def _most(cards: Sequence[WaitingCard]) -> int:
    """Let a mail hold all service messages and a few nudges."""
    return rules.MOST_NUDGES_IN_A_MAIL + sum(is_service(card) for card in cards)
