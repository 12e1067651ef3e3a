"""Short ways to try a scheme on a person in tests: tables in, tuples out."""

import json
from datetime import date

from bloei.budgets.cao.amounts import two_decimals
from bloei.budgets.cao.command import main
from bloei.budgets.cao.person_file import facts_from
from bloei.budgets.cao.replay import simulate
from bloei.budgets.cao.scheme_file import scheme_from
from bloei.foundation.strict.table import iso_date

TODAY = date(2026, 11, 23)


def scheme_of(grant=None, **tables):
    """The tables of a valid scheme: 100 euro a year unless `grant` says otherwise."""
    return {
        "name": "trial",
        "title": "A trial",
        "unit": "EUR",
        "fulltime_hours": "36",
        "sources": [],
        "grant": {"every": "year", "amount": "100.00", **(grant or {})},
        **tables,
    }


def based_on(base, **grant):
    """A grant without the amount of the standard one: percent, rates, hours_of_pay."""
    return {**base, "grant": {k: v for k, v in {**base["grant"], **grant}.items() if k != "amount"}}


def job(start, until=None, hours="36", kind="permanent"):
    return {"from": start, "until": until, "hours_per_week": hours, "kind": kind}


def person_of(*jobs, born="1980-05-01", salary=None, **tables):
    pay = [{"from": "2000-01-01", "until": None, "monthly": {"salary": salary}}] if salary else []
    return {"born_on": born, "employments": list(jobs), "pay": pay, "movements": [], **tables}


def spend(on, amount, purpose="training", hours_added="0"):
    return {
        "on": on,
        "what": "spend",
        "amount": amount,
        "purpose": purpose,
        "hours_added": hours_added,
    }


def convert(on, amount, to="vitality"):
    return {"on": on, "what": "convert", "amount": amount, "to": to}


def progress_of(scheme, person, until):
    """(scheme, Progress) of a simulation, in hundredths as on the command line."""
    read = scheme_from(scheme, minutes=False) if isinstance(scheme, dict) else scheme
    return read, simulate(read, facts_from(person, read, TODAY), iso_date(until))


def entries_of(scheme, person, until):
    """("2021-01-01", "grant", "900.00") for every entry."""
    read, progress = progress_of(scheme, person, until)
    return [(str(e.on), e.what, two_decimals(e.amount, read.per_unit)) for e in progress.entries]


def grants_of(scheme, person, until):
    """("2021-01-01", "900.00") for every grant."""
    return [
        (on, amount) for on, what, amount in entries_of(scheme, person, until) if what == "grant"
    ]


def refusals_of(scheme, person, until):
    """("2021-01-01", "too_much") for every refused movement."""
    return [(str(r.on), r.reason.code) for r in progress_of(scheme, person, until)[1].refused]


def lapses_of(scheme, person, until):
    """(granted_on, lapses_on) of every grant."""
    entries = progress_of(scheme, person, until)[1].entries
    return [(str(e.on), e.lapses_on and str(e.lapses_on)) for e in entries if e.what == "grant"]


def command(capsys, *arguments):
    """Run `bloei cao ...`: (exit code, result or None, messages)."""
    code = main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err
