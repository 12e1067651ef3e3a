"""Who was invited into Bloei, and when: most long ago, a few in these days, the newest not yet."""

from collections import defaultdict
from datetime import date, timedelta

from bloei.people import actions, entry_codes
from bloei.people.demo_days import at_work, workday, workdays_before
from bloei.people.models import Employment, Person

OPENED_ON = date(2024, 2, 1)
NOT_YET = timedelta(days=10)  # who began so shortly ago still waits
AGAIN = "1016"  # Naomi lost her first invitation


def invite_cast(today: date) -> None:
    """Invite everybody on their first day, and one of them once more this week."""
    invite_everybody(today)
    with at_work(workdays_before(today, 2)[0], today, AGAIN):
        actions.invite_person(Person.objects.get(number=AGAIN), by=_hanan())


def invite_everybody(today: date) -> None:
    """Invite who was not invited yet, on the day that Bloei began or that they did."""
    firsts = Employment.objects.filter(person__in=entry_codes.not_invited())
    by_day: dict[date, list[int]] = defaultdict(list)
    for person, during in firsts.order_by("pk").values_list("person", "during"):
        if during.lower <= today - NOT_YET:
            by_day[workday(max(during.lower, OPENED_ON))].append(person)
    for day, people in sorted(by_day.items()):
        with at_work(day, today):
            actions.invite_batch(people, by=_hanan())


def _hanan() -> Person:
    return Person.objects.get(number="1006")
