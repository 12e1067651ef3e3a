"""What is true about an application: who pays what, who decides, by when, and what may follow.

Pure: values in, values out. Amounts are cents; days are dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where an application is. A state is never skipped."""

    DRAFT = "draft"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    PAID = "paid"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ASKED, State.WITHDRAWN}),
    State.ASKED: frozenset({State.AGREED, State.REFUSED, State.WITHDRAWN}),
    State.AGREED: frozenset({State.PAID, State.CANCELLED, State.ASKED}),  # asked: an undone slip
    State.REFUSED: frozenset({State.ASKED}),  # an undone slip
    State.WITHDRAWN: frozenset(),
    State.CANCELLED: frozenset(),
    State.PAID: frozenset(),
}
OPEN = frozenset({State.ASKED, State.AGREED})
UNDO_WITHIN = timedelta(minutes=10)
DEFAULT_ANSWER_DAYS = 14


class Decider(StrEnum):
    """Who decides about an application."""

    EMPLOYEE = "employee"
    MANAGER = "manager"


class Source(StrEnum):
    """Whose money it is."""

    PERSONAL = "personal"
    TEAM = "team"
    EMPLOYER = "employer"  # outside every budget: what is mandatory and no team budget holds
    OWN = "own"


def may_move(present: State, wanted: State) -> bool:
    return wanted in MOVES[present]


@dataclass(frozen=True)
class Room:
    """A personal budget and what may be taken from it today, in cents."""

    account: int
    cents: int
    lapses_on: date | None = None


@dataclass(frozen=True)
class Share:
    """What one source gives, in cents (or minutes, from an account in minutes)."""

    source: Source
    account: int | None
    amount: int


def divide(
    price: int, personal: Iterable[Room], *, team: Room | None, mandatory: bool
) -> list[Share]:
    """Divide a price over the sources, in the order that loses the least.

    What is mandatory is never charged to a personal budget nor to the employee (art.
    7:611a BW): the team pays what it has, the employer the rest. Otherwise personal
    budgets go first, the one that lapses soonest before the others; then the team;
    what nobody has is own money.
    """
    shares: list[Share] = []
    rest = price
    if not mandatory:
        soonest = sorted(personal, key=lambda room: (room.lapses_on or date.max, room.account))
        for room in soonest:
            rest = _take(shares, Source.PERSONAL, room, rest)
    if team:
        rest = _take(shares, Source.TEAM, team, rest)
    if rest:
        shares.append(Share(Source.EMPLOYER if mandatory else Source.OWN, None, rest))
    return shares


def _take(shares: list[Share], source: Source, room: Room, rest: int) -> int:
    part = min(rest, max(0, room.cents))
    if part:
        shares.append(Share(source, room.account, part))
    return rest - part


@dataclass(frozen=True)
class Terms:
    """What a scheme says about deciding (see `[decision]` and `[purposes]` in a scheme file)."""

    by: str  # employee | together | employer
    answer_within_days: int | None = None
    refusal_grounds: tuple[str, ...] = ()


def decider(
    shares: Iterable[Share], terms: Iterable[Terms], *, mandatory: bool, filed_by_other: bool
) -> Decider:
    """Say who decides: the employee alone within the rules of personal budgets, else the manager.

    `terms` are those of every personal budget that pays a part. Money of the team
    always asks for the manager; so does a scheme that says "together" or "employer".
    What somebody else filed is never agreed without the person: it waits for the manager.
    """
    sources = {share.source for share in shares}
    if mandatory or filed_by_other or Source.TEAM in sources:
        return Decider.MANAGER
    if any(term.by != "employee" for term in terms):
        return Decider.MANAGER
    return Decider.EMPLOYEE


def decide_by(asked_on: date, terms: Iterable[Terms]) -> date:
    """Return the last day to decide: the shortest term of the schemes, else 14 days."""
    days = [term.answer_within_days for term in terms if term.answer_within_days]
    return asked_on + timedelta(days=min(days, default=DEFAULT_ANSWER_DAYS))


def allowed_grounds(terms: Iterable[Terms]) -> tuple[str, ...]:
    """Return the grounds on which may be refused: only what every scheme involved allows."""
    lists = [term.refusal_grounds for term in terms if term.refusal_grounds]
    if not lists:
        return ()
    return tuple(ground for ground in lists[0] if all(ground in other for other in lists))


def reminder_days(asked_on: date, until: date) -> tuple[date, ...]:
    """Return when the decider is reminded: half way, two days before, and on the last day."""
    half = asked_on + (until - asked_on) / 2
    days = {half, until - timedelta(days=2), until}
    return tuple(sorted(day for day in days if asked_on < day <= until))
