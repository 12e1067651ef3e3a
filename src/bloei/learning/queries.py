"""What can be asked of the spine: what somebody is doing, and what is on record."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.query import RawQuerySet

from bloei.learning import rules
from bloei.learning.models import STATE_WORDS, Goal, Kind, Participation, Record, RecordKind
from bloei.learning.rules import State

COURSES = (RecordKind.COURSE, RecordKind.E_LEARNING)
AT_WORK = (RecordKind.AT_WORK, RecordKind.MENTORING, RecordKind.SELF)
GROUPS: dict[str, tuple] = {
    "courses": COURSES,
    "at_work": AT_WORK,
    "micro": (RecordKind.MICRO,),
    "shared": (RecordKind.SHARED,),
}
# What happens now comes first, wishes last.
_NOW_FIRST = (State.UNDER_WAY, State.BOOKED, State.AGREED, State.APPLIED, State.WISHED)


def participations_of(person) -> QuerySet[Participation]:
    """Return what somebody takes part in, what happens now first, what has ended last."""
    order = [When(state=state, then=Value(at)) for at, state in enumerate(_NOW_FIRST)]
    rank = Case(*order, default=Value(len(_NOW_FIRST)), output_field=IntegerField())
    rows = Participation.objects.filter(person=person).annotate(rank=rank)
    related = rows.select_related("offer__provider", "filed_by", "record")
    return related.order_by("rank", "-changed_at", "-pk")


def open_participations(person) -> QuerySet[Participation]:
    return participations_of(person).filter(state__in=rules.OPEN)


@dataclass(frozen=True, slots=True)
class Running:
    """What somebody takes part in, as the first page shows it."""

    offer_id: int
    title: str
    kind: str
    starts_on: date | None
    state: str

    @classmethod
    def told(cls, offer_id: int, title: str, kind: str, starts_on: str | None, state: str):
        """Return a row of `running` as it was read."""
        starts = date.fromisoformat(starts_on) if starts_on else None
        return cls(offer_id, title, kind, starts, state)

    @property
    def kind_words(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def state_words(self) -> str:
        return str(STATE_WORDS[State(self.state)])


_BEGUN = [state.value for state in _NOW_FIRST if state != State.WISHED]
_RUNNING = """
    select o.id, o.title, o.kind, o.starts_on, p.state
      from learning_participation p join learning_offer o on o.id = p.offer_id
     where p.person_id = %s and p.state = any(%s)
     order by array_position(%s, p.state::text), p.changed_at desc, p.id desc
     limit %s
"""


def running(person, most: int) -> RawQuerySet:
    """Return what somebody takes part in now, as rows to read; a wish is no participation yet."""
    return Participation.objects.raw(_RUNNING, [person.pk, _BEGUN, _BEGUN, most])


def open_participation(person, offer) -> Participation | None:
    rows = Participation.objects.open().filter(person=person, offer=offer)
    return rows.select_related("filed_by").first()


def open_goals(person) -> QuerySet[Goal]:
    goals = Goal.objects.filter(person=person, reached_on=None)
    return goals.prefetch_related("skills").order_by("-set_on", "-pk")


def records_of(person, group: str = "") -> QuerySet[Record]:
    """Return somebody's records, newest first; `group` is one of GROUPS or empty for all."""
    rows = Record.objects.filter(person=person)
    if group in GROUPS:
        rows = rows.filter(kind__in=GROUPS[group])
    return rows.annotate(proofs=Count("evidence")).order_by("-done_on", "-pk")


def counts_of(person) -> dict[str, int]:
    """Return how many records somebody has per group, and in all under ""."""
    counts = {name: Count("pk", filter=Q(kind__in=kinds)) for name, kinds in GROUPS.items()}
    found = Record.objects.filter(person=person).aggregate(everything=Count("pk"), **counts)
    return {"": found.pop("everything"), **found}


@dataclass(frozen=True)
class YearOfLearning:
    """How many minutes somebody learned in a calendar year, by how."""

    year: int
    at_work: int
    courses: int
    micro: int

    @property
    def total(self) -> int:
        return self.at_work + self.courses + self.micro


def year_of_learning(person, today: date) -> YearOfLearning:
    """Return the minutes of this calendar year; what has no duration does not count."""
    rows = Record.objects.filter(person=person, done_on__year=today.year, done_on__lte=today)

    def minutes(*kinds):
        return Sum("minutes", filter=Q(kind__in=kinds), default=0)

    found = rows.aggregate(
        at_work=minutes(*AT_WORK, RecordKind.SHARED),
        courses=minutes(*COURSES),
        micro=minutes(RecordKind.MICRO),
    )
    return YearOfLearning(today.year, **found)


def by_month(records: list[Record]) -> list[tuple[date, list[Record]]]:
    """Return records that are in order, under the first day of their month."""
    months = groupby(records, key=lambda record: record.done_on.replace(day=1))
    return [(month, list(its_records)) for month, its_records in months]
