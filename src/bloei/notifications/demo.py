"""Example nudges: lotteries with a fixed seed, and nights on any day of the story.

Only for who builds example data: the days need not come in order.
"""

import hashlib
from datetime import date, timedelta

from bloei.foundation import clock
from bloei.notifications import actions, queries
from bloei.notifications.models import Campaign, Talk
from bloei.notifications.nudge import nudges
from bloei.people.models import Lead

MONTHS = 6
PERCENT = 30
READ_OUT = {"budgets.never_used"}


def build_cast(*, today: date) -> None:
    """Let some managers have talked with some people in the past months."""
    _talk(today)


def build_crowd(*, people: int, today: date) -> None:
    _talk(today)


def _talk(today: date) -> None:
    known = set(Talk.objects.values_list("person", flat=True))
    pairs = (
        Lead.objects.filter(depth=1).exclude(person__in=known).select_related("leader", "person")
    )
    for pair in pairs.order_by("person__number"):
        number = sum(map(ord, pair.person.number))
        if number % 5 < 2:
            actions.note_talk(
                person=pair.person,
                on=today - timedelta(days=20 + number * 7 % 300),
                today=today,
                key=f"demo-{pair.person.number}",
                by=pair.leader,
            )


def begin(day: date) -> None:
    """Draw the lotteries of the story on this day.

    One had its outcome within a year and is followed by the next; the others still run.
    """
    for name, nudge in nudges().items():
        if not nudge.has_lottery or Campaign.objects.filter(nudge=name).exists():
            continue
        if name not in READ_OUT:
            actions.open_campaign(name, today=day, seed=_seed(name, 1))
            continue
        first = actions.open_campaign(
            name, today=day, months=MONTHS, percent=PERCENT, seed=_seed(name, 1)
        )
        actions.open_campaign(name, today=first.closes_on, percent=10, seed=_seed(name, 2))


def _seed(name: str, number: int) -> str:
    return hashlib.blake2b(f"{name} {number}".encode(), digest_size=16).hexdigest()


def night(day: date) -> None:
    """Do on a day what the jobs of this room do at night, but for the mail."""
    with clock.fixed(day):
        for name, nudge in nudges().items():
            if nudge.outcome is not None:
                actions.measure_outcomes(name, today=day)
            actions.compute_nudge(name, today=day)


def read_out(today: date) -> int:
    """Look at every campaign whose day has come; return how many. Comes last."""
    due = list(queries.campaigns_to_read(today))
    for campaign in due:
        actions.read_out_campaign(campaign, today=campaign.readout_on)
    return len(due)
