"""What can be asked at the front door: the team, and three offers that fit an answer."""

from datetime import date

from django.db.models import QuerySet

from bloei.budgets import queries as budgets
from bloei.learning.finding import Filters, few_offers
from bloei.learning.models import Goal, Kind, Offer
from bloei.people.models import Lead, Person, RoleGrant, Unit, leaders_for
from bloei.people.roles import Role

# What a way of learning means in kinds of offers.
KINDS = {
    "together": (Kind.TRAINING, Kind.WORKSHOP, Kind.COURSE, Kind.CONFERENCE),
    "alone": (Kind.E_LEARNING, Kind.BOOK, Kind.MICRO),
    "work": (Kind.ON_THE_JOB, Kind.COACHING, Kind.MENTORING),
}


def team_of(viewer: Person, *, deep: bool) -> list[Person]:
    """Return the people whom the viewer leads or stands in for: directly, or at any depth."""
    rows = Lead.objects.filter(leader__in=leaders_for(viewer))
    ids = (rows if deep else rows.filter(depth=1)).values("person")
    found = Person.objects.working().filter(pk__in=ids).exclude(pk=viewer.pk)
    return list(found.select_related("unit").order_by("sort_name", "pk"))


def leads_deeper(viewer: Person) -> bool:
    """Say whether there are people below the direct team."""
    return Lead.objects.filter(leader__in=leaders_for(viewer), depth__gt=1).exists()


def units_of(people: list[Person]) -> list[Unit]:
    """Return the units that these people are in, by name."""
    units = {person.unit_id: person.unit for person in people if person.unit}
    return sorted(units.values(), key=lambda unit: unit.name)


def steps_done(viewer: Person) -> set[str]:
    """Return which steps of this week make no sense any more: there is a goal already."""
    has_goal = Goal.objects.filter(person=viewer, reached_on=None).exists()
    return {"goal"} if has_goal else set()


def listeners_for(person: Person, today: date) -> QuerySet[Person]:
    """Return with whom somebody can talk first: the direct manager, and the L&D officers."""
    managers = Lead.objects.filter(person=person, depth=1).values("leader")
    officers = RoleGrant.objects.on(today).filter(role=Role.LND).values("person")
    found = Person.objects.working().exclude(pk=person.pk)
    return (found.filter(pk__in=managers) | found.filter(pk__in=officers)).order_by("sort_name")


def three_offers(viewer: Person, today: date, answers: dict) -> list[Offer]:
    """Return at most three offers that fit the answers, within what the viewer can spend.

    Who has no budget in euros is shown what is free and what a team could pay for too.
    """
    filters = Filters(
        text=answers["better_at"],
        kinds=KINDS.get(answers["how"], ()),
        minutes_up_to=int(answers["length"]) if answers["length"] else None,
        price_up_to=budgets.free_cents([viewer.pk]).get(viewer.pk),
    )
    return few_offers(viewer, filters, today)
