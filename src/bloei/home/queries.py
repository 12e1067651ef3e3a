"""What can be asked at the front door: the team, and three offers that fit an answer."""

from datetime import date

from django.db.models import QuerySet

from bloei.budgets import queries as budgets
from bloei.learning.finding import Filters, few_offers
from bloei.learning.models import Kind, Offer
from bloei.people.models import Lead, Person, Unit

# What a way of learning means in kinds of offers.
KINDS = {
    "together": (Kind.TRAINING, Kind.WORKSHOP, Kind.COURSE, Kind.CONFERENCE),
    "alone": (Kind.E_LEARNING, Kind.BOOK, Kind.MICRO),
    "work": (Kind.ON_THE_JOB, Kind.COACHING, Kind.MENTORING),
}


def team_of(viewer: Person) -> tuple[QuerySet[Person], QuerySet[Person]]:
    """Return whom the viewer leads or stands in for: directly, and at any depth; by name."""
    rows = Lead.objects.filter(leader__in=viewer.leaders)
    people = Person.objects.working().exclude(pk=viewer.pk).select_related("unit")
    named = people.only("given_name", "infix", "family_name", "unit__name")
    found = named.order_by("sort_name", "pk")
    direct = found.filter(pk__in=rows.filter(depth=1).values("person"))
    return direct, found.filter(pk__in=rows.values("person"))


def units_of(people: list[Person]) -> list[Unit]:
    """Return the units that these people are in, by name."""
    units = {person.unit_id: person.unit for person in people if person.unit}
    return sorted(units.values(), key=lambda unit: unit.name)


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
