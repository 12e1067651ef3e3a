"""How a minimum is said: on which days, from when until when."""

from datetime import date

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.planning import spans
from bloei.planning.models import Staffing

register = template.Library()
ANY_DAY = date(2000, 1, 1)


@register.filter
def days_and_times(line: Staffing) -> str:
    """Return "Monday to Friday, 9:00 - 17:00" for a line."""
    return f"{_days(line.weekdays)}, {_clock(line.from_minute)} – {_clock(line.until_minute)}"


def _days(weekdays: list[int]) -> str:
    names = [str(WEEKDAYS[day]) for day in sorted(weekdays)]
    follow = weekdays and sorted(weekdays) == list(range(min(weekdays), max(weekdays) + 1))
    if follow and len(names) > 2:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)


def _clock(minute: int) -> str:
    moment = spans.at(ANY_DAY, minute)
    return wording.clock_time(moment, on_screen()).split("\xa0")[0]
