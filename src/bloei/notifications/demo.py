"""Example nudges: lotteries with a fixed seed, and nights on any day of the story.

Only for who builds example data: the days need not come in order.
"""

import hashlib
from collections.abc import Collection
from datetime import date, time, timedelta

from django.utils import timezone

from bloei.foundation import clock
from bloei.notifications import actions, jobs, queries
from bloei.notifications.models import Campaign, Notice, Talk
from bloei.notifications.nudge import nudges
from bloei.people.demo_days import at_work, workday
from bloei.people.models import Employment, Lead

MONTHS = 6
PERCENT = 30
READ_OUT = {"budgets.never_used"}
YEAR, FIRST_TIME = timedelta(days=364), timedelta(days=122)
AT_NIGHT, IN_THE_MORNING = time(4, 30), time(8, 10)
DAY = timedelta(days=1)
UNREAD_FOR = 7 * DAY  # what is older was read the day after it came


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
    working = dict(Employment.objects.order_by("-during").values_list("person", "during"))
    for pair in pairs.order_by("person__number"):
        number = sum(map(ord, pair.person.number))
        on = workday(today - timedelta(days=20 + number * 7 % 300))
        if number % 5 < 2 and working[pair.person_id].lower < on:
            actions.note_talk(
                person=pair.person,
                on=on,
                today=today,
                key=f"demo-{pair.person.number}",
                by=pair.leader,
            )


def begin(day: date) -> None:
    """Draw the lotteries of the story on this day.

    One ran a year before as well, had its outcome twice, and is followed by the next; the others
    still run.
    """
    for name, nudge in nudges().items():
        if not nudge.has_lottery or Campaign.objects.filter(nudge=name).exists():
            continue
        if name not in READ_OUT:
            actions.open_campaign(name, today=day, seed=_seed(name, 1))
            continue
        for number, begins in enumerate((day - YEAR, day), start=1):
            last = actions.open_campaign(
                name, today=begins, months=MONTHS, percent=PERCENT, seed=_seed(name, number)
            )
        actions.open_campaign(name, today=last.closes_on, percent=10, seed=_seed(name, 3))


def is_first_time(day: date, since: date) -> bool:
    """Say whether people enter, or are looked at, in the lottery of the year before `since`."""
    return since - YEAR <= day < since - YEAR + FIRST_TIME


def measured() -> set[str]:
    """Return the nudges with a lottery: of the others the past shows nothing today."""
    return {name for name, nudge in nudges().items() if nudge.has_lottery}


def _seed(name: str, number: int) -> str:
    return hashlib.blake2b(f"{name} {number}".encode(), digest_size=16).hexdigest()


def night(day: date, only: Collection[str] | None = None) -> None:
    """Do on a day what the jobs of this room do at night, but for the mail."""
    with clock.fixed(day, AT_NIGHT):
        for name, nudge in nudges().items():
            if only is not None and name not in only:
                continue
            if nudge.outcome is not None:
                actions.measure_outcomes(name, today=day)
            actions.compute_nudge(name, today=day)


def morning(day: date) -> int:
    """Send the digests of a day, as the job does in the morning; return how many mails."""
    with clock.fixed(day, IN_THE_MORNING):
        return jobs.send_digests(day)


def read(today: date) -> None:
    """Let people have read what came more than a week ago."""
    old = Notice.objects.unread().filter(at__date__lt=today - UNREAD_FOR)
    for notice in old.select_related("person").order_by("pk"):
        day = timezone.localtime(notice.at).date() + DAY
        with at_work(day, today, f"reads {notice.person.number}"):
            actions.read_notice(notice, by=notice.person)


def read_out(today: date) -> int:
    """Look at every campaign whose day has come; return how many. Comes last."""
    due = list(queries.campaigns_to_read(today))
    for campaign in due:
        actions.read_out_campaign(campaign, today=campaign.readout_on)
    return len(due)
