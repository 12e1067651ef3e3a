"""On which days nobody of a unit works: public holidays and closing days."""

from datetime import date

from django.db.models import Q

from bloei.people.models import Unit, UnitClosure
from bloei.planning.models import ClosingDay
from bloei.planning.rosters.holidays import holidays


def closed_days(unit: Unit, first: date, last: date) -> set[date]:
    """Return the days off from `first` to `last` (inclusive) that hold for everybody of a unit."""
    above = UnitClosure.objects.filter(below=unit).values("above")
    rows = ClosingDay.objects.filter(Q(unit=None) | Q(unit__in=above), on__range=(first, last))
    years = range(first.year, last.year + 1)
    public = {day for year in years for day, _name in holidays(year) if first <= day <= last}
    return public | set(rows.values_list("on", flat=True))
