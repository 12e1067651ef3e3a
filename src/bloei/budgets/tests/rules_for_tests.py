"""Schemes for tests, written as HR would write them, and how they are switched on."""

from datetime import date

from bloei.budgets.models import Measure, Scheme, SchemeAssignment, SchemeVersion
from bloei.foundation import clock
from bloei.foundation.periods import period

YEARLY = """
name = "leerbudget"
title = "Leerbudget"
unit = "EUR"
fulltime_hours = "36"
sources = ["https://example.org/cao"]
[grant]
every = "year"
amount = "900.00"
prorate_hours = true
joining = "months_left"
[lapse]
after_years = 2
"""
MONTHLY = """
name = "loopbaan"
title = "Loopbaanbudget"
unit = "EUR"
fulltime_hours = "36"
sources = ["https://example.org/cao"]
[grant]
every = "month"
percent = "1.5"
of = ["salary"]
[lapse]
after_months = 36
"""
HOURS = """
name = "leertijd"
title = "Leertijd"
unit = "HOURS"
fulltime_hours = "36"
sources = ["https://example.org/cao"]
[grant]
every = "year"
amount = "12"
"""
ADVANCE = YEARLY.replace("[lapse]\nafter_years = 2", "[advance]\nyears = 1")


def switch_on(
    text: str,
    *,
    name: str = "leerbudget",
    first: date | None = date(2024, 1, 1),
    last: date | None = None,
    cao: str = "woondiensten",
    measure: str = Measure.CENTS,
) -> Scheme:
    """Make a scheme of this text and let it hold for a cao, from a day."""
    scheme = Scheme.objects.create(name=name, title=name.title(), measure=measure, origin="own")
    SchemeVersion.objects.create(
        scheme=scheme,
        text=text,
        digest="0" * 64,
        during=period(None),
        status="checked",
        made_at=clock.now(),
    )
    SchemeAssignment.objects.create(
        scheme=scheme, cao=cao, during=period(first, last), made_at=clock.now()
    )
    return scheme
