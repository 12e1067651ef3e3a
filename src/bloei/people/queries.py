"""What can be asked about people: who leads whom, on any day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bloei.foundation import clock
from bloei.people import leads
from bloei.people.models import Deputy, Lead, Person


@dataclass(frozen=True)
class Approver:
    """Who decides about somebody today: the leader, and who may stand in."""

    leader: Person
    deputies: tuple[Person, ...] = ()

    @property
    def everybody(self) -> tuple[Person, ...]:
        return (self.leader, *self.deputies)


def leaders_of(person: Person, on: date) -> list[Person]:
    """Return who led this person on a day, the nearest first; from the history, for any day."""
    chain = [leader for _person, leader, _depth in leads.leads_on(on, [person.pk])]
    found = Person.objects.in_bulk(chain)
    return [found[pk] for pk in chain]


def leader_of(person: Person, on: date) -> Person | None:
    """Return the direct leader of a person on any day, or None when nobody led them."""
    return next(iter(leaders_of(person, on)), None)


def people_of(leader: Person, on: date, *, deep: bool = False) -> QuerySet[Person]:
    """Return whom somebody led directly on a day; with `deep`, at any depth."""
    if on == clock.today():
        rows = Lead.objects.filter(leader=leader)
        ids = (rows if deep else rows.filter(depth=1)).values("person")
    else:
        ids = [
            person
            for person, above, depth in leads.leads_on(on)
            if above == leader.pk and (deep or depth == 1)
        ]
    return Person.objects.filter(pk__in=ids).order_by("sort_name", "pk")


def approver_for(person: Person, on: date) -> Approver | None:
    """Return who decides about this person: the nearest leader who works here.

    Never the person, also not as a deputy; never a leaver. None: HR must look at it.
    """
    leader = _nearest_today(person) if on == clock.today() else leader_of(person, on)
    return Approver(leader, _deputies(leader, person, on)) if leader else None


def _nearest_today(person: Person) -> Person | None:
    row = (
        Lead.objects.filter(person=person, leader__is_working=True)
        .select_related("leader")
        .order_by("depth", "leader_id")
        .first()
    )
    return row.leader if row else None


def _deputies(leader: Person, person: Person, on: date) -> tuple[Person, ...]:
    rows = Deputy.objects.on(on).filter(leader=leader, deputy__is_working=True)
    rows = rows.exclude(deputy=person).select_related("deputy").order_by("pk")
    return tuple(row.deputy for row in rows)
