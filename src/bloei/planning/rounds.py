"""A moment that comes back is filled in parts, each a change of its own.

A fixed hour of the whole organisation in one change would hold every minimum for minutes, and
nobody could plan meanwhile.
"""

import logging
from datetime import date

from bloei.planning import actions
from bloei.planning.models import Series
from bloei.planning.series import foreseen

log = logging.getLogger(__name__)
PART = 25  # people whose places are given in one change


def fill(series: Series, today: date, *, back: date | None = None) -> None:
    """Make the blocks of a series for the coming weeks; a second time changes nothing."""
    if series.person_id:
        actions.fill_series(series, back=back, today=today, by=None)
        return
    for one in foreseen.of_many(series, today, today):
        for at in range(0, len(one.given), PART):
            given = (one.on, one.given[at : at + PART])
            actions.fill_series(series, back=back, given=given, today=today, by=None)


def fill_all(today: date) -> None:
    """Fill every series that goes on; one that fails is logged, and keeps no other waiting."""
    for series in Series.objects.filter(last_on__gte=today).order_by("pk"):
        try:
            fill(series, today)
        except Exception:
            log.exception("series %s was not filled", series.pk)
