"""Run a scheme over a person: in one go, step by step, or one live movement at a time.

`advance` in any number of steps gives the same entries as `simulate` in one go.
"""

from datetime import date

from bloei.budgets.cao.case import Case
from bloei.budgets.cao.dates import BEGINNING, FOREVER, day_after
from bloei.budgets.cao.entries import Correction, Entry, Lot, Progress, Reason, Release, State
from bloei.budgets.cao.grants import amount_of, cap_on, rate_on
from bloei.budgets.cao.lots import Lots
from bloei.budgets.cao.person import Facts, Movement
from bloei.budgets.cao.run import Run
from bloei.budgets.cao.scheme import Scheme


def simulate(scheme: Scheme, facts: Facts, until: date) -> Progress:
    """Everything from the beginning to the end of the day `until`."""
    return advance(scheme, facts, State(), until)


def advance(scheme: Scheme, facts: Facts, state: State, until: date) -> Progress:
    """From the day after `state.done` to the end of the day `until`.

    Books grants, lapses, trims and leaving, and the movements in `facts` of those days.
    A day that is done already is not touched, so a run may be repeated.
    """
    run = Run(Case(scheme, facts), state)
    run.to(until)
    return run.progress()


def book(
    scheme: Scheme, facts: Facts, state: State, movement: Movement | Release | Correction
) -> Progress:
    """Book one live movement: first everything up to its day, then the movement itself.

    Several on one day are taken in the order in which they come. A movement of before
    `state.done` raises ValueError: what was booked is not reopened (use a Correction of today).
    """
    if state.done is not None and movement.on < state.done:
        raise ValueError(f"Everything up to {state.done} is booked; {movement.on} is too late.")
    run = Run(Case(scheme, facts), state)
    run.to(movement.on)
    if isinstance(movement, Release):
        run.release(movement)
    elif isinstance(movement, Correction):
        run.correct(movement)
    else:
        run.move(movement)
    return run.progress()


def begin(scheme: Scheme, on: date, lots: tuple[Lot, ...], *, done: date | None = None) -> Progress:
    """The state and entries of an opening balance: lots that people had when Bloei began.

    `on` is booked as done, so the engine goes on with the day after it; pass `done` = the day
    before when the lots were counted before the grants and lapses of `on`. What was granted
    earlier in the period is taken to be what is left of it (for the share of a conversion).
    """
    book_of = Lots((), 0)
    entries = []
    for lot in sorted(lots, key=lambda one: (one.granted_on, one.lapses_on or FOREVER)):
        parts = book_of.add(lot)
        reason = Reason("opening", {"granted_on": lot.granted_on.isoformat()})
        entries.append(
            Entry(on, "opening", lot.remaining, book_of.balance, lot.lapses_on, reason, parts)
        )
    last = max((lot.granted_on for lot in lots), default=None)
    state = State(done or on, tuple(book_of.items), 0, last)
    if scheme.conversions and last is not None:
        nobody = Case(scheme, Facts(born_on=last, employments=()))
        start = nobody.counting_from(on)
        held = sum(lot.remaining for lot in lots if lot.granted_on >= (start or BEGINNING))
        state = state._replace(counting_from=start, granted=held)
    return Progress(state, entries, [])


def room(scheme: Scheme, facts: Facts, state: State, on: date) -> int:
    """What a spend may take on that day: the balance, and the advance while in service."""
    return Run(Case(scheme, facts), state).room(on)


def cap(scheme: Scheme, facts: Facts, on: date) -> int | None:
    """The most the balance may be on that day; None = no cap."""
    return cap_on(Case(scheme, facts), on)


def grant_amount(scheme: Scheme, facts: Facts, on: date) -> int:
    """The ordinary grant of a day as the facts now say, before the cap; 0 when there is none.

    For the difference when a period ends: what was booked then, against what is known now.
    """
    case = Case(scheme, facts)
    for occasion in case.occasions(on, on):
        if case.is_eligible(on, occasion.span):
            return amount_of(case, occasion)[0]
    return 0


def next_date(scheme: Scheme, facts: Facts, state: State) -> date | None:
    """The first day after `state.done` on which something may happen by itself.

    Never too late; now and then too early (a grant for which there is no room). None =
    nothing will happen unless the facts change; ask again when they do.
    """
    case = Case(scheme, facts)
    first = day_after(state.done or BEGINNING)
    days = [lot.lapses_on for lot in state.lots if lot.lapses_on is not None]
    days += [one.on for one in facts.movements if one.on >= first]
    days += [on for on in case.service.leavings if on >= first][:1]
    if scheme.cap is not None and scheme.cap.trims:
        days += [on for on in case.service.drops if on >= first][:1]
    until = min(days, default=FOREVER)
    grant = _next_grant(case, first, until)
    if grant is not None:
        days.append(grant)
    return max(min(days), first) if days else None


def _next_grant(case: Case, first: date, until: date) -> date | None:
    for tried, occasion in enumerate(case.occasions(first, until)):
        # After that many days without a grant: come back then rather than look on for ever.
        if tried == 60 or occasion.fixed is not None:
            return occasion.on
        if rate_on(case.scheme, occasion.on) < 0:
            continue
        if case.is_eligible(occasion.on, occasion.span):
            return occasion.on
    return None
