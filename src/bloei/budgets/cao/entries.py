"""What comes out of the engine: entries with their reason, refusals, and the state between runs."""

from datetime import date
from typing import NamedTuple


class Reason(NamedTuple):
    """Why an entry is there: a code and its figures, all JSON values, for `explain`."""

    code: str
    params: dict[str, str | int]


class Lot(NamedTuple):
    """What is left of one grant. `lapses_on` is the first day on which it is gone, None = never.

    `ref` is for the caller (a primary key): the engine hands it back in `Part.ref`.
    """

    granted_on: date
    remaining: int
    lapses_on: date | None = None
    ref: int | None = None


class Part(NamedTuple):
    """The share of one lot in an entry; signed like the entry. A new lot has `ref` None."""

    granted_on: date
    lapses_on: date | None
    amount: int
    ref: int | None = None


class Entry(NamedTuple):
    """One line of the account, in whole cents or minutes; plus is in, minus is out.

    `what`: grant, spend, lapse, trim, convert, bonus, forfeit, pay_out, reclaim, waive,
    correction, opening, release. `balance` is the balance after it.
    `parts` says which lots it adds to or takes from, oldest first. For a grant the sum of
    the parts may be less than the amount: the difference filled an advance. For a spend it
    may be less too: the difference was advanced. A bonus has no parts; the spend that
    follows takes the own part only.
    """

    on: date
    what: str
    amount: int
    balance: int
    lapses_on: date | None
    reason: Reason
    parts: tuple[Part, ...] = ()


class Refusal(NamedTuple):
    """A movement that changed nothing, and why."""

    on: date
    what: str
    amount: int
    reason: Reason


class Release(NamedTuple):
    """Engine level, not in a person file: a reserved spend comes back into its lots.

    `parts` are those of the spend (negative amounts), or smaller ones; `advanced` is what the
    spend took beyond its lots. A lot whose day has passed meanwhile lapses at once.
    """

    on: date
    parts: tuple[Part, ...]
    advanced: int = 0
    note: str = ""


class Correction(NamedTuple):
    """Engine level, not in a person file: a difference, with the reason in `note`.

    More (amount > 0) becomes a lot of `granted_on` (default: the day itself), with the lapse
    date of the scheme. Less takes at most what is there, first from the lots of `granted_on`;
    what could not be taken stands in the reason as "short".
    """

    on: date
    amount: int
    note: str
    granted_on: date | None = None


class State(NamedTuple):
    """Everything the engine remembers between runs; `State()` is the empty beginning.

    `done`: everything up to and including this day is booked.
    `lots`: oldest grant first, none empty. `advanced`: how far below zero (0 or more).
    `last_grant_on`: date of the last grant booked.
    `counting_from`: first day of the period that `granted` and `converted` count for
    (for monthly schemes the calendar year). Only kept by schemes with conversions.
    """

    done: date | None = None
    lots: tuple[Lot, ...] = ()
    advanced: int = 0
    last_grant_on: date | None = None
    counting_from: date | None = None
    granted: int = 0
    converted: tuple[tuple[str, int], ...] = ()

    @property
    def balance(self) -> int:
        return sum(lot.remaining for lot in self.lots) - self.advanced


class Progress(NamedTuple):
    """The outcome of `advance`, `simulate` and `book`."""

    state: State
    entries: list[Entry]
    refused: list[Refusal]
