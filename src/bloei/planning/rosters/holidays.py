"""The public holidays of the Netherlands, reckoned from Easter. Pure.

Source: rijksoverheid.nl, "Officiële feestdagen"; King's Day is on 26 April when 27 April is a
Sunday; 5 May is a day off once in five years at most employers.
"""

from datetime import date, timedelta

from dateutil.easter import easter
from django.utils.translation import gettext_lazy as _


def holidays(year: int) -> list[tuple[date, str]]:
    """Return the days with their names, in order."""
    sunday = easter(year)
    kings = date(year, 4, 27)
    if kings.weekday() == 6:
        kings -= timedelta(days=1)
    found = [
        (date(year, 1, 1), _("New Year’s Day")),
        (sunday + timedelta(days=1), _("Easter Monday")),
        (kings, _("King’s Day")),
        (sunday + timedelta(days=39), _("Ascension Day")),
        (sunday + timedelta(days=50), _("Whit Monday")),
        (date(year, 12, 25), _("Christmas Day")),
        (date(year, 12, 26), _("Second day of Christmas")),
    ]
    if year % 5 == 0:
        found.append((date(year, 5, 5), _("Liberation Day")))
    return sorted((day, str(name)) for day, name in found)
