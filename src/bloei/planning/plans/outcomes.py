"""What can be asked about what the planner found: who accepted, how much, where it is short."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.query import RawQuerySet

from bloei.people.models import Person
from bloei.planning.access import SEE_TEAM_PLANS
from bloei.planning.models import LearningBlock, Plan, Shortage
from bloei.planning.rules import State

MINUTE = timedelta(minutes=1)
NOT_ACCEPTED = (State.PROPOSED, State.DECLINED)


def proposals_of(person: Person) -> QuerySet[LearningBlock]:
    """Return what the planner proposes to somebody, nearest first."""
    return LearningBlock.objects.filter(person=person, state=State.PROPOSED).order_by("during")


_LAST = """
    select p.id, p.asked_at from planning_plan p
     where p.unit_id = any(%s) and {within}
     order by p.asked_at desc, p.id desc limit 1
"""


def last_for_units(viewer: Person, units: Collection[int]) -> RawQuerySet:
    """Return what was asked of the planner last for one of these units, as a row to read."""
    within, given = SEE_TEAM_PLANS.within(viewer, "p.unit_id")
    return Plan.objects.raw(_LAST.format(within=within), [list(units), *given])


def plan_of(pk: int, asked_at: str) -> Plan:
    """Return a plan as it was read, to be named."""
    return Plan(pk=pk, asked_at=datetime.fromisoformat(asked_at))


def waiting(person: Person) -> QuerySet[Plan]:
    """Return what somebody asked of the planner and has no answer yet."""
    return Plan.objects.filter(asked_by=person, state=Plan.State.WAITING)


@dataclass(frozen=True)
class Accepted:
    """How many people accepted something of a plan, and how many minutes in all."""

    people: int
    minutes: int


def accepted(plan: Plan) -> Accepted:
    rows = plan.blocks.exclude(state__in=NOT_ACCEPTED)
    length = Sum(F("during__endswith") - F("during__startswith"))
    found = rows.aggregate(people=Count("person", distinct=True), length=length)
    return Accepted(found["people"], round((found["length"] or timedelta()) / MINUTE))


def who_accepted(blocks: Iterable[LearningBlock]) -> list[tuple[Person, bool]]:
    """Return everybody of these blocks by name, and whether they accepted anything.

    Never more than that: which moment did not suit somebody is their own.
    """
    said: dict[Person, bool] = defaultdict(bool)
    for block in blocks:
        said[block.person] |= block.state not in NOT_ACCEPTED
    return sorted(said.items(), key=lambda one: one[0].sort_name)


@dataclass(frozen=True)
class ShortUnit:
    """How many people of a unit fell short, by how much, and what was in the way most often."""

    name: str
    people: int
    minutes: int
    because: str


def short_units(rows: QuerySet[Shortage]) -> list[ShortUnit]:
    """Return where people fell short, the most minutes first; no names."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for unit, minutes, because in rows.values_list("person__unit__name", "minutes", "because"):
        found[unit or ""].append((minutes, because))
    units = [
        ShortUnit(
            name,
            len(short),
            sum(minutes for minutes, _because in short),
            Counter(because for _minutes, because in short).most_common(1)[0][0],
        )
        for name, short in found.items()
    ]
    return sorted(units, key=lambda unit: (-unit.minutes, unit.name))
