"""How much learning time people have this year, planned and used: of a team, and of one person."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.budgets.balances import learning_time
from bloei.budgets.balances.learning_time import LearningTime
from bloei.foundation import clock, wording
from bloei.foundation.addresses import address_of
from bloei.foundation.at_once import Row
from bloei.foundation.language import on_screen
from bloei.people.models import Person
from bloei.planning.access import PLAN_FOR_TEAM, SEE_RIGHT, SEE_TIME
from bloei.planning.blocks import words
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State

COMING = 3
WEEK, HOUR, QUARTER = 7, 60, 15  # days, minutes, minutes
WEEKS = 52  # of a year


def parts(mine: LearningTime) -> list[dict]:
    """Return the parts of somebody's right, for a meter."""
    return [
        {"label": _("Used"), "value": mine.used, "fill": "leaf"},
        {"label": _("Planned"), "value": mine.planned, "fill": "mid"},
        {"label": _("Still to plan"), "value": mine.free, "fill": "free"},
    ]


def asked_of_team(viewer, today: date, people: list[Person] | None) -> list[QuerySet]:
    """Return what has to be read for the rights of these people, as far as they may be seen."""
    ids = [person.pk for person in people or ()]
    seen = SEE_RIGHT.narrow(Person.objects.filter(pk__in=ids), viewer)
    return learning_time.asked(seen.values("pk"), today.year)


def right_of_team(
    viewer, today: date, people: list[Person] | None, *read: list[Row]
) -> dict | None:
    """Return a row per person, by name: used and planned against the right."""
    known = learning_time.told(*read)
    if not known:
        return None
    return {
        "rows": [_row(person, known.get(person.pk)) for person in people or ()],
        "parts": [
            {"label": _("Used"), "fill": "leaf"},
            {"label": _("Planned"), "fill": "free"},
        ],
        "number": _of(
            sum(one.taken for one in known.values()), sum(one.right for one in known.values())
        ),
        "left": weeks_left(today),
        "year": today.year,
        "may_plan": PLAN_FOR_TEAM.held_by(viewer),
    }


def _row(person: Person, mine: LearningTime | None) -> dict:
    row = {"name": person.full_name, "url": address_of("people:person_detail", person.pk)}
    if mine is None or not mine.right:
        return row | {"hidden": _("No number of hours is laid down.")}
    return row | {"values": [mine.used, mine.planned], "goal": mine.right}


def per_week(right: int) -> int:
    """Return the minutes a week that the minutes of a year come to, to the nearest quarter."""
    return QUARTER * round(right / WEEKS / QUARTER)


def weeks_left(today: date) -> str:
    """Say how much of the year is left to plan the rest in."""
    weeks = (date(today.year, 12, 31) - today).days // WEEK
    if not weeks:
        return _("This is the last week of the year.")
    told = {"weeks": words.count(weeks)}
    return (
        ngettext(
            "There is %(weeks)s week left to plan the rest.",
            "There are %(weeks)s weeks left to plan the rest.",
            weeks,
        )
        % told
    )


def right_of_person(viewer, today: date, person: Person) -> dict | None:
    """Return what somebody has, and which learning times come next; nothing about oneself."""
    if person.pk == viewer.pk:
        return None
    seen = SEE_RIGHT.narrow(Person.objects.filter(pk=person.pk), viewer)
    mine = learning_time.learning_time(seen.values("pk"), today.year).get(person.pk)
    standing = LearningBlock.objects.filter(
        person=person, state__in=[State.ASKED, State.AGREED], during__startswith__gt=clock.now()
    )
    coming = list(SEE_TIME.narrow(standing, viewer).order_by("during")[:COMING])
    if mine is None and not coming:
        return None
    number = _of(mine.taken, mine.right) if mine else ""
    return {"number": number, "mine": mine, "coming": coming, "year": today.year}


def _of(taken: int, right: int) -> str:
    """Write "241 van 314 uur"; both in minutes."""
    bare = wording.number(round(taken / HOUR, 2), on_screen())
    return _("%(taken)s of %(right)s") % {"taken": bare, "right": words.length(right)}
