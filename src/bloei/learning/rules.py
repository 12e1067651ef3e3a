"""What is true of learning: how a participation moves, and what an offer can be. Pure."""

from enum import StrEnum

# Above this an offer is a typing error, on a form and in a file.
MOST_CENTS = 100_000_000
MOST_MINUTES = 5 * 365 * 24 * 60


def when_done(participation: int) -> str:
    """Name what an agreement waits for that ticks itself off when this is done."""
    return f"participation:{participation}:done"


class State(StrEnum):
    """Where a participation is."""

    WISHED = "wished"
    APPLIED = "applied"
    AGREED = "agreed"
    BOOKED = "booked"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


# What nobody has to agree to (it costs nothing, or one pays oneself) starts from a wish.
# What was applied for starts only after the agreement: that may not be skipped.
# Steps back undo a slip: an application withdrawn, a decision or a tick taken back.
NEXT: dict[State, frozenset[State]] = {
    State.WISHED: frozenset({State.APPLIED, State.UNDER_WAY, State.CANCELLED}),
    State.APPLIED: frozenset({State.AGREED, State.WISHED, State.CANCELLED}),
    State.AGREED: frozenset({State.BOOKED, State.UNDER_WAY, State.APPLIED, State.CANCELLED}),
    State.BOOKED: frozenset({State.UNDER_WAY, State.CANCELLED}),
    State.UNDER_WAY: frozenset({State.DONE, State.STOPPED}),
    State.DONE: frozenset({State.UNDER_WAY}),
    State.STOPPED: frozenset({State.UNDER_WAY}),
    State.CANCELLED: frozenset(),
}
ENDED = frozenset({State.DONE, State.STOPPED, State.CANCELLED})
OPEN = frozenset(State) - ENDED
# The day on which each state was reached; kept while it holds.
DAY_OF = {
    State.APPLIED: "applied_on",
    State.AGREED: "agreed_on",
    State.BOOKED: "booked_on",
    State.UNDER_WAY: "started_on",
    State.DONE: "ended_on",
    State.STOPPED: "ended_on",
    State.CANCELLED: "ended_on",
}
# Going back to a state forgets the days of the states after it.
_FORGOTTEN = {
    (State.APPLIED, State.WISHED): ("applied_on",),
    (State.AGREED, State.APPLIED): ("agreed_on",),
    (State.DONE, State.UNDER_WAY): ("ended_on",),
    (State.STOPPED, State.UNDER_WAY): ("ended_on",),
}


def may_move(now: State, to: State) -> bool:
    """Say whether a participation may go from one state to another."""
    return to in NEXT[now]


def days_after(now: State, to: State, today) -> dict:
    """Return the days that change with a move: column -> date, or None when it is forgotten."""
    changed = dict.fromkeys(_FORGOTTEN.get((now, to), ()))
    if not changed and to in DAY_OF:
        changed[DAY_OF[to]] = today
    return changed
