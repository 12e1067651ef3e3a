"""The cao engine: what a scheme grants a person, when it lapses, and why. Pure Python, no Django.

Reading (docs/formats.md 1). A file that is wrong raises `Refused`, whose `.problems` hold
all mistakes at once; `problem.text("nl")` is a sentence with the place.

    read_scheme(text) -> Scheme          TOML text; scheme_from(tables) takes a dict
    shipped_scheme(name) -> Scheme       cached; shipped_names(), shipped_text(name)
    read_person(text, scheme, today) -> Facts    JSON text; live code makes Facts itself

Amounts are whole numbers of the smallest unit: cents, and minutes for HOURS. (The command
line reads schemes with minutes=False and counts in hundredths of an hour, because a person
file may hold "1.33".) A Scheme is shared and remembers amounts; read it once per process.

Running

    simulate(scheme, facts, until) -> Progress         from nothing to the end of that day
    advance(scheme, facts, state, until) -> Progress   from the day after state.done on
    book(scheme, facts, state, movement) -> Progress   one live Movement, Release or Correction
    begin(scheme, on, lots) -> Progress                opening balances
    next_date(scheme, facts, state) -> date | None     first day on which something may happen
    room(scheme, facts, state, on) -> int              what a spend may take that day
    cap(scheme, facts, on) -> int | None
    grant_amount(scheme, facts, on) -> int             before the cap, as the facts now say
    lapse_date(scheme, granted_on) -> date | None      the day on which such a lot is gone
    wrong_purpose(scheme, purpose) -> Reason | None    why it may not be spent on that
    best_bonus(scheme, purpose, hours_added) -> Bonus | None
    own_part(scheme, amount, bonus) -> int             what an amount takes from the budget

Progress is (state, entries, refused). advance in any number of steps gives the same entries
as simulate. The state is a small tuple; give lots a `ref` (a primary key) and the parts of
an entry bring it back.

Explaining

    explain(reason, language="nl") -> str              a sentence; Reason is a code + JSON values
    why_nothing(scheme, facts, first, until) -> Nothing  a code, for who got no grant
"""

from bloei.budgets.cao.entries import (
    Correction,
    Entry,
    Lot,
    Part,
    Progress,
    Reason,
    Refusal,
    Release,
    State,
)
from bloei.budgets.cao.explain import explain
from bloei.budgets.cao.lots import lapse_date, next_lapse
from bloei.budgets.cao.nothing import Nothing, why_nothing
from bloei.budgets.cao.person import Employment, Facts, Movement, Pay
from bloei.budgets.cao.person_file import read_person
from bloei.budgets.cao.problems import Mistake, Refused
from bloei.budgets.cao.replay import (
    advance,
    begin,
    book,
    cap,
    grant_amount,
    next_date,
    room,
    simulate,
)
from bloei.budgets.cao.scheme import Bonus, Conversion, Scheme
from bloei.budgets.cao.scheme_file import read_scheme, scheme_from
from bloei.budgets.cao.shipped import shipped_names, shipped_scheme, shipped_text
from bloei.budgets.cao.spending import NEVER, best_bonus, own_part, wrong_purpose

__all__ = [
    "NEVER",
    "Bonus",
    "Conversion",
    "Correction",
    "Employment",
    "Entry",
    "Facts",
    "Lot",
    "Mistake",
    "Movement",
    "Nothing",
    "Part",
    "Pay",
    "Progress",
    "Reason",
    "Refusal",
    "Refused",
    "Release",
    "Scheme",
    "State",
    "advance",
    "begin",
    "best_bonus",
    "book",
    "cap",
    "explain",
    "grant_amount",
    "lapse_date",
    "next_date",
    "next_lapse",
    "own_part",
    "read_person",
    "read_scheme",
    "room",
    "scheme_from",
    "shipped_names",
    "shipped_scheme",
    "shipped_text",
    "simulate",
    "why_nothing",
    "wrong_purpose",
]
