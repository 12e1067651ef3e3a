"""The schemes of De Linde, who they hold for, what people had before, and the budgets of teams."""

from datetime import date

from bloei.budgets import rounds
from bloei.budgets.actions import grants, schemes, teams
from bloei.budgets.actions.balances import open_balances
from bloei.budgets.granting import opening
from bloei.budgets.models import Scheme
from bloei.budgets.schemes import rulebook
from bloei.foundation import clock
from bloei.people.demo_days import at_work, workday
from bloei.people.models import Person, Unit

FIRST = date(2024, 1, 1)
MONEY = """
name = "leerbudget-de-linde"
title = "Persoonlijk leerbudget De Linde"
unit = "EUR"
fulltime_hours = "36"
valid_from = 2022-01-01
sources = ["Regeling persoonlijk leerbudget De Linde, vastgesteld met de ondernemingsraad"]
includes_vat = true
notes = ["Verplichte trainingen betaalt De Linde altijd. Je hoeft niets terug te betalen als je weggaat."]

[grant]
every = "year"
amount = "400.00"

[lapse]
after_years = 5
transitional = [{ granted_before = 2025-01-01, lapses_on = 2027-01-01 }]

[decision]
by = "employee"
answer_within_days = 14
refusal_grounds = ["Past niet bij het doel van de regeling", "Op deze datum kan het niet in het rooster"]
"""
TIME = """
name = "leertijd-de-linde"
title = "Leertijd De Linde"
unit = "HOURS"
fulltime_hours = "36"
valid_from = 2024-01-01
sources = ["Regeling leertijd De Linde, vastgesteld met de ondernemingsraad"]

[grant]
every = "year"
amount = "36"
prorate_hours = true
joining = "months_left"
rounding = { to = "0.5", mode = "half_up" }

[lapse]
after_years = 1
"""
# What the team of the customer desk had on the day that Bloei began: two years of EUR 400.
OPENING = ("1003", "1011", "1012", "1013", "1014", "1015", "1017", "1018", "1019")
TEAM_CENTS = {"KC": 450_000, "OH": 600_000, "TN": 380_000, "PO": 250_000}


def build_cast(*, today: date) -> None:
    """Set up the rules and the team budgets, and grant everybody who is there what is due."""
    with clock.fixed(FIRST):
        _schemes()
        _opening()
    _teams(today)
    rounds.grant_and_lapse(today)


def build_crowd(*, people: int, today: date) -> None:
    grants.open_budgets(rulebook=rulebook.Rulebook())


def _schemes() -> None:
    schemes.load_shipped_schemes()
    hanan = Person.objects.get(number="1006")
    money = schemes.make_scheme(text=MONEY, key="demo-money", by=hanan)
    time = schemes.make_scheme(text=TIME, key="demo-time", by=hanan)
    for scheme, cao in ((money, "Woondiensten"), (time, "Woondiensten")):
        schemes.assign_scheme(
            scheme, cao=cao, first=FIRST, today=FIRST, key=f"demo-{scheme.name}", by=hanan
        )
    care = Scheme.objects.get(name="sociaal-werk")
    for version in care.versions.filter(status="example"):
        schemes.confirm_version(version, today=FIRST, by=hanan)
    schemes.assign_scheme(
        care,
        cao="Sociaal Werk",
        first=date(2023, 1, 1),
        today=FIRST,
        key="demo-care",
        by=hanan,
    )


def _opening() -> None:
    """Load what people had, as HR does with a file (docs/formats.md 6)."""
    rows = ["number;scheme;granted_on;remaining"]
    for number in OPENING:
        rows += [f"{number};leerbudget-de-linde;{year}-01-01;400.00" for year in (2022, 2023)]
    plan = opening.plan("\n".join(rows).encode(), FIRST.replace(year=2023, month=12, day=31))
    open_balances(plan, by=None)


def _teams(today: date) -> None:
    leaders = {"KC": "1002", "OH": "1004", "TN": "1022", "PO": "1001"}
    day = min(workday(today.replace(month=1, day=7)), today)
    for code, cents in TEAM_CENTS.items():
        with at_work(day, today, code):
            teams.make_team_budget(
                unit=Unit.objects.get(code=code),
                year=today.year,
                amount=cents,
                owner=Person.objects.get(number=leaders[code]),
                today=day,
                key=f"demo-{code}",
                by=Person.objects.get(number="1006"),
            )
