"""The cao engine: what a scheme grants a person, when it lapses and why. Pure Python, no Django.

INTERFACE (stub of the first ten minutes; the names below stay).

Reading (formats.md 1; a refused file raises `Refused` with `.problems`, all mistakes at once)
    read_scheme(text, *, minutes=True) -> Scheme     TOML text
    shipped_scheme(name, *, minutes=True) -> Scheme  cached
    shipped_names() -> list[str]
    read_person(text, scheme) -> Facts               JSON text
    Problem.place, Problem.text("nl" | "en")

    A `Scheme` is frozen and cheap to share; parse it once, its caches make the rest fast.
    Amounts are whole numbers of the smallest unit: cents, and for HOURS minutes
    (`minutes=True`, what the ledger uses) or hundredths of an hour (`minutes=False`, what
    the command line uses, because a person file may hold "1.33"). `scheme.per_unit` = 100 or 60.
    scheme.status == "example" needs HR's confirmation; scheme.notes, .sources, .title, .unit,
    .decision.by / .answer_within_days / .refusal_grounds, .purposes_allowed / .purposes_excluded.

Running
    simulate(scheme, facts, until) -> Progress                 from nothing to the end of that day
    advance(scheme, facts, state, until) -> Progress           from state.done + 1 to the end of that day,
                                                               with facts.movements of those days
    book(scheme, facts, state, movement) -> Progress           one live movement: advances to its day first,
                                                               then books it; refused -> progress.refused.
                                                               `movement`: Movement, Release, Opening, Correction
    next_date(scheme, facts, state) -> date | None             first day after state.done on which something
                                                               may happen by itself (never too late)
    room(scheme, facts, state, on) -> int                      what a spend may take that day: balance + advance
    cap(scheme, facts, on) -> int | None
    grant_amount(scheme, facts, on) -> int                     the grant of that day as known now, before the cap
                                                               (to book the difference when a period ends)
    Progress = (state, entries, refused). advance in any number of steps == simulate.
    State is small: done, lots, advanced, last_grant_on, counting_from, granted, converted.

Explaining
    explain(reason, language="nl") -> str                      a sentence in nl or en; Reason is code + JSON params
"""

from bloei.budgets.cao.entries import Entry, Lot, Part, Progress, Reason, Refusal, State
from bloei.budgets.cao.person import Employment, Facts, Movement, Pay

__all__ = [
    "Employment",
    "Entry",
    "Facts",
    "Lot",
    "Movement",
    "Part",
    "Pay",
    "Progress",
    "Reason",
    "Refusal",
    "State",
]
