"""What is true about an application: who pays what, who decides, by when, and what may follow.

Pure: values in, values out. Amounts are cents; days are dates.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# How an entry of the ledger names what it is about: one of these, and the number of the row.
APPLICATION, CONVERSION, BLOCK = "application:", "conversion:", "block:"


def when_decided(application: int) -> str:
    """Name what an agreement waits for that ticks itself off when there is a decision."""
    return f"{APPLICATION}{application}:decided"


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
TALK_FIRST = timedelta(days=7)


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


def whole(amount: int) -> int:
    """Return what an amount takes from a budget whose scheme adds nothing: all of it."""
    return amount


@dataclass(frozen=True)
class Room:
    """A personal budget and what may be taken from it today, in cents (or minutes).

    `cents` is the balance; `ahead` is how far it may go below zero. `own_part` says what an
    amount takes from it: less than all where the scheme adds a bonus; never falling.
    """

    account: int
    cents: int
    lapses_on: date | None = None
    ahead: int = 0
    own_part: Callable[[int], int] = whole


@dataclass(frozen=True)
class Share:
    """What one source gives, in cents (or minutes, from an account in minutes).

    `amount` leaves the account, of which `advance` below zero; the scheme adds `bonus`.
    """

    source: Source
    account: int | None
    amount: int
    bonus: int = 0
    advance: int = 0

    @property
    def pays(self) -> int:
        return self.amount + self.bonus


def divide(
    price: int, personal: Iterable[Room], *, team: Room | None, mandatory: bool
) -> list[Share]:
    """Divide a price over the sources, in the order that loses the least.

    What is mandatory is never charged to a personal budget nor to the employee (art.
    7:611a BW): the team pays what it has, the employer the rest. Otherwise personal
    budgets go first, the one that lapses soonest before the others; then the team; then
    what a scheme advances; what nobody has is own money.
    """
    soonest: list[Room] = []
    if not mandatory:
        soonest = sorted(personal, key=lambda room: (room.lapses_on or date.max, room.account))
    paid: dict[int, int] = {}
    rest = price
    for room in soonest:
        rest -= _pay(paid, room, rest, room.cents)
    from_team = min(rest, max(0, team.cents)) if team else 0
    rest -= from_team
    for room in soonest:
        if room.ahead:
            rest -= _pay(paid, room, rest, room.cents + room.ahead)
    shares = [_share(room, paid[room.account]) for room in soonest if paid[room.account]]
    if team and from_team:
        shares.append(Share(Source.TEAM, team.account, from_team))
    if rest:
        shares.append(Share(Source.EMPLOYER if mandatory else Source.OWN, None, rest))
    return shares


def _pay(paid: dict[int, int], room: Room, rest: int, limit: int) -> int:
    """Let a budget pay as much as `limit` allows; return how much of the rest that is."""
    had = paid.get(room.account, 0)
    paid[room.account] = max(had, _most(had + rest, limit, room.own_part))
    return paid[room.account] - had


def _most(wanted: int, limit: int, own_part: Callable[[int], int]) -> int:
    """Return the largest amount up to `wanted` whose own part is at most `limit`."""
    low, high = 0, max(0, wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if own_part(middle) <= limit else (low, middle - 1)
    # A bonus alone is no share: something must come from the budget itself.
    return low if own_part(low) else 0


def _share(room: Room, pays: int) -> Share:
    own = room.own_part(pays)
    advance = own - min(own, max(0, room.cents))
    return Share(Source.PERSONAL, room.account, own, pays - own, advance)


@dataclass(frozen=True)
class DecisionTerms:
    """What a scheme says about deciding (see `[decision]` and `[purposes]` in a scheme file)."""

    by: str  # employee | together | employer, as in a scheme file
    answer_within_days: int | None = None
    refusal_grounds: tuple[str, ...] = ()


def decider(
    shares: Iterable[Share],
    terms: Iterable[DecisionTerms],
    *,
    mandatory: bool,
    filed_by_other: bool,
    employer_pays: bool,
) -> Decider:
    """Say who decides: the employee alone within the rules of personal budgets, else the manager.

    `terms` are those of every personal budget that pays a part. Money of the team
    always asks for the manager; so does a scheme that says "together" or "employer".
    What somebody else filed is never agreed without the person: it waits for the manager.
    So does a part of one's own where `employer_pays` the invoice: then the employer lays out
    money that no budget holds, and nobody lends themselves that.
    """
    sources = {share.source for share in shares}
    if mandatory or filed_by_other or Source.TEAM in sources:
        return Decider.MANAGER
    if employer_pays and Source.OWN in sources:
        return Decider.MANAGER
    if any(term.by != Decider.EMPLOYEE for term in terms):
        return Decider.MANAGER
    return Decider.EMPLOYEE


def time_asked(added: int, asked: int, *, mandatory: bool) -> tuple[int, int]:
    """Return the minutes of one's own and of a budget in hours that somebody may give.

    None for what is mandatory: that takes place in working time (art. 7:611a BW).
    """
    return (0, 0) if mandatory else (added, asked)


def decide_by(asked_on: date, terms: Iterable[DecisionTerms]) -> date:
    """Return the last day to decide: the shortest term of the schemes, else 14 days."""
    days = [term.answer_within_days for term in terms if term.answer_within_days]
    return asked_on + timedelta(days=min(days, default=DEFAULT_ANSWER_DAYS))


def allowed_grounds(terms: Iterable[DecisionTerms]) -> tuple[str, ...]:
    """Return the grounds on which may be refused: only what every scheme involved allows."""
    lists = [term.refusal_grounds for term in terms if term.refusal_grounds]
    if not lists:
        return ()
    return tuple(ground for ground in lists[0] if all(ground in other for other in lists))


def reminder_days(asked_on: date, until: date, talk_on: date | None = None) -> tuple[date, ...]:
    """Return when the decider is reminded: half way, two days before, and on the last day.

    After a talk was suggested on `talk_on` it is quiet for a week; the last day always counts.
    """
    half = asked_on + (until - asked_on) / 2
    days = {half, until - timedelta(days=2), until}
    if talk_on is not None:
        days = {day for day in days if day == until or not is_quiet(talk_on, day)}
    return tuple(sorted(day for day in days if asked_on < day <= until))


def is_quiet(talk_on: date, day: date) -> bool:
    """Say whether two people have the time to talk before anybody is reminded again."""
    return talk_on <= day < talk_on + TALK_FIRST
