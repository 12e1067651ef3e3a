"""What deserves attention: an agreement that is due within three days, or whose day has passed.

Both are service messages. They never hold the text: a mail is read by others too.
"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from bloei.agreements.models import Agreement
from bloei.agreements.rules import SOON, STILL_TOLD
from bloei.foundation.addresses import address_of
from bloei.notifications.nudge import SERVICE, Candidate, Nudge

DAY = timedelta(days=1)


def due_soon(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return who has something to do within three days: one for each day, one query."""
    return _due(today, today + SOON, among, still=timedelta())


def overdue(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return whose day passed in the last two weeks; each day is told once."""
    return _due(today - STILL_TOLD, today - DAY, among, still=STILL_TOLD)


def _due(
    first: date, last: date, among: Collection[int] | None, still: timedelta
) -> list[Candidate]:
    rows = Agreement.objects.open().filter(due_on__range=(first, last))
    if among is not None:
        rows = rows.filter(person__in=among)
    counted = rows.values("person", "due_on").annotate(count=Count("pk")).order_by("due_on")
    return [
        Candidate(
            person_id=row["person"],
            occasion=row["due_on"].isoformat(),
            params={"due_on": row["due_on"].isoformat(), "count": row["count"]},
            url=address_of("agreements:agreement_list"),
            until=row["due_on"] + still,
        )
        for row in counted
    ]


NUDGES = [
    Nudge(
        name="agreements.due_soon",
        label=_("An agreement is due within three days"),
        title=ngettext_lazy(
            "You agreed to do something by %(due_on)s",
            "You agreed to do %(count)d things by %(due_on)s",
            "count",
        ),
        text=_("Done already? Tick it off. If it will not work out, choose another day."),
        next_step=_("See what you agreed"),
        audience=due_soon,
        kind=SERVICE,
        rank=15,
        icon="handshake",
        on_today=False,
        example={"due_on": "2026-11-26", "count": 1},
    ),
    Nudge(
        name="agreements.overdue",
        label=_("The day of an agreement has passed"),
        title=ngettext_lazy(
            "%(due_on)s has passed: did what you agreed work out?",
            "%(due_on)s has passed: did the %(count)d things you agreed work out?",
            "count",
        ),
        text=_("If so, tick it off. If not, choose another day or say that it will not happen."),
        next_step=_("See what you agreed"),
        audience=overdue,
        kind=SERVICE,
        rank=14,
        icon="handshake",
        on_today=False,
        example={"due_on": "2026-11-20", "count": 1},
    ),
]
