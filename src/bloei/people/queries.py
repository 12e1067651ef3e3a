"""What can be asked about people: who leads whom, on any day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.db.models.expressions import Combinable

from bloei.foundation import clock
from bloei.people import leads
from bloei.people.models import (
    Deputy,
    Employment,
    EmploymentTerm,
    Lead,
    Person,
    RoleGrant,
    Unit,
    UnitLeader,
)

# A leaver may still fetch the own learning record (docs/decisions/0010-after-leaving.md).
ACCESS_AFTER_LEAVING = timedelta(days=365)


@dataclass(frozen=True)
class Approver:
    """Who decides about somebody today: the leader, and who may stand in."""

    leader: Person
    deputies: tuple[Person, ...] = ()

    @property
    def everybody(self) -> tuple[Person, ...]:
        return (self.leader, *self.deputies)


def with_a_role(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Keep who is more than an employee: holds a role, leads people, or is a deputy."""
    return people.filter(_holds_a_role(today))


def without_a_role(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    return people.filter(~_holds_a_role(today))


def _holds_a_role(today: date) -> Combinable:
    granted = RoleGrant.objects.on(today).filter(person=OuterRef("pk"))
    stands_in = Deputy.objects.on(today).filter(deputy=OuterRef("pk"))
    leading = Lead.objects.filter(leader=OuterRef("pk"))
    return Exists(granted) | Exists(stands_in) | Exists(leading)


def leaders_of(person: Person, on: date) -> list[Person]:
    """Return who led this person on a day, the nearest first; from the history, for any day."""
    if on == clock.today():
        rows = Lead.objects.filter(person=person).select_related("leader")
        return [row.leader for row in rows.order_by("depth", "leader_id")]
    chain = [leader for _person, leader, _depth in leads.leads_on(on, [person.pk])]
    found = Person.objects.in_bulk(chain)
    return [found[pk] for pk in chain]


def leader_of(person: Person, on: date) -> Person | None:
    """Return the direct leader of a person on any day, or None when nobody led them."""
    return next(iter(leaders_of(person, on)), None)


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


def employments_of(person: Person) -> list[Employment]:
    """Return all employments with their terms, the newest first; two queries."""
    terms = EmploymentTerm.objects.select_related("unit", "manager").order_by("-during")
    rows = person.employments.order_by("-during", "number")
    return list(rows.prefetch_related(Prefetch("terms", queryset=terms)))


def access_until(person: Person) -> date | None:
    """Return until when somebody who left may still sign in for the own record."""
    newest = person.employments.order_by("-during").first()
    if newest is None or newest.during.upper is None:
        return None
    return newest.during.upper + ACCESS_AFTER_LEAVING


@dataclass(frozen=True)
class Branch:
    """One line of the tree: a unit, how deep it stands, who leads it, how many work there."""

    unit: Unit
    depth: int
    leader: Person | None
    people: int
    people_below: int


def unit_tree(units: QuerySet[Unit], today: date) -> list[Branch]:
    """Return units from the top down, each before what stands below it; three queries."""
    found = {unit.pk: unit for unit in units.order_by("name")}
    leaders = {
        row.unit_id: row.person
        for row in UnitLeader.objects.on(today).filter(unit__in=found).select_related("person")
    }
    rows = Person.objects.working().filter(unit__in=found).values_list("unit")
    people = dict(rows.annotate(count=Count("pk")))
    children: dict[int | None, list[Unit]] = {}
    for unit in found.values():
        parent = unit.parent_id if unit.parent_id in found else None
        children.setdefault(parent, []).append(unit)
    lines: list[Branch] = []

    def grow(parent: int | None, depth: int) -> int:
        total = 0
        for unit in children.get(parent, ()):
            at, own = len(lines), people.get(unit.pk, 0)
            whole = own + grow(unit.pk, depth + 1)
            if not unit.closed_on or whole:
                branch = Branch(unit, depth, leaders.get(unit.pk), own, whole)
                lines.insert(at, branch)
            total += whole
        return total

    grow(None, 0)
    return lines
