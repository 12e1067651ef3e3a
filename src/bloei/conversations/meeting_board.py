"""What stands beside the question of a team meeting; only what the team may see of itself.

Room this week, how the team learned, who learns when, who can help whom; what was agreed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _

from bloei.agreements import queries as agreements
from bloei.agreements.models import Agreement
from bloei.conversations.access import MEET_UNITS
from bloei.conversations.models import TeamMeeting, Tip
from bloei.learning import ways
from bloei.learning.access import visible_records, visible_ways
from bloei.learning.models import Audience, Record, RecordKind
from bloei.people.models import Person, Unit
from bloei.planning import rules as planning
from bloei.planning.access import SEE_TEAM_TIME
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.staffing.weekly_room import weekly_room

LATELY = timedelta(days=21)
HELP_SINCE = timedelta(days=180)
MOST = 6
# A total of fewer people says too much about one of them.
FEWEST = 5
MOST_KINDS = 4


@dataclass(frozen=True)
class Learned:
    """How much a team learned in one way, and the length of its bar in per cent."""

    label: str
    minutes: int
    width: float


def units_of(viewer: Person) -> QuerySet[Unit]:
    """Return the units whose meetings the viewer belongs to, the own one first."""
    units = MEET_UNITS.narrow(Unit.objects.filter(closed_on=None), viewer)
    mine = Case(When(pk=viewer.unit_id or 0, then=0), default=1)
    return units.order_by(mine, "name")


def find_unit(viewer: Person, pk: int) -> Unit:
    """Return a unit whose meetings the viewer belongs to, or raise 404."""
    return MEET_UNITS.find(Unit.objects.filter(closed_on=None), viewer, pk=pk)


def team_of(unit: Unit) -> QuerySet[Person]:
    """Return who works in the unit itself."""
    return Person.objects.working().filter(unit=unit).order_by("sort_name", "pk")


def board(meeting: TeamMeeting, viewer: Person, today: date) -> dict[str, Any]:
    """Return the facts beside the question; every one of them may be empty."""
    people = list(team_of(meeting.unit))
    ids = [person.pk for person in people]
    return {
        "people": people,
        "room": weekly_room(meeting.unit, planning.monday(today)),
        "learned": learned(ids, today),
        "few": FEWEST,
        "blocks": list(upcoming(ids, viewer, today)),
        "helpers": helpers(ids, viewer, today),
        "ways": ways_of_team(ids, viewer),
    }


def agreed_at(meeting: TeamMeeting, step: str, viewer: Person) -> list[Agreement]:
    """Return what this step is about: what was agreed the time before, or now."""
    if step == "agreement":
        return list(agreements.of_matter(meeting.about, viewer))
    rows = TeamMeeting.objects.begun().filter(unit=meeting.unit, held_on__lt=meeting.held_on)
    earlier = rows.order_by("-held_on").first() if step == "look_back" else None
    return list(agreements.of_matter(earlier.about, viewer)) if earlier else []


def tips_of(unit: Unit, today: date) -> QuerySet[Tip]:
    """Return the tips of the past weeks, the newest first."""
    found = Tip.objects.filter(unit=unit, told_on__gt=today - LATELY)
    return found.select_related("person").order_by("-pk")[:MOST]


def learned(people: list[int], today: date) -> list[Learned]:
    """Return how a team learned this month, all together; empty for fewer than five people.

    What somebody keeps to themselves counts nowhere.
    """
    if len(people) < FEWEST:
        return []
    rows = Record.objects.filter(
        person__in=people, done_on__gte=today.replace(day=1), done_on__lte=today
    ).exclude(Q(minutes=None) | Q(audience=Audience.ONLY_ME))
    by_kind: dict[str, dict[int, int]] = {}
    for kind, person, minutes in rows.values_list("kind", "person").annotate(Sum("minutes")):
        by_kind.setdefault(kind, {})[person] = minutes
    found = _enough(by_kind)
    longest = max((total for _label, total in found), default=1)
    return [
        Learned(label, _quarters(total), round(82 * total / longest, 1)) for label, total in found
    ]


def _quarters(minutes: int) -> int:
    """Return minutes to the nearest quarter of an hour: a wall has no use for less."""
    return 15 * round(minutes / 15)


def _enough(by_kind: Mapping[str, Mapping[int, int]]) -> list[tuple[str, int]]:
    """Return (label, minutes) of what at least five people did, and of the rest together.

    `by_kind` holds minutes per person. The rest is shown only when it is at least two kinds, of
    at least five people in all: so it gives no kind away, and nobody.
    """
    enough = [kind for kind, told in by_kind.items() if len(told) >= FEWEST]
    shown = sorted(enough, key=lambda kind: (-sum(by_kind[kind].values()), kind))[:MOST_KINDS]
    found = [(str(RecordKind(kind).label), sum(by_kind[kind].values())) for kind in shown]
    rest = [told for kind, told in by_kind.items() if kind not in shown]
    if len(rest) > 1 and len({person for told in rest for person in told}) >= FEWEST:
        found.append((_("Other ways"), sum(sum(told.values()) for told in rest)))
    return found


def upcoming(people: list[int], viewer: Person, today: date) -> QuerySet[LearningBlock]:
    """Return learning times of the coming week that this viewer may see, the soonest first."""
    week = LearningBlock.objects.between(today, today + timedelta(days=7))
    rows = week.filter(person__in=people, state=State.AGREED)
    seen = SEE_TEAM_TIME.narrow(rows, viewer)
    return seen.select_related("person").order_by("during")[:MOST]


def helpers(people: list[int], viewer: Person, today: date) -> list[Any]:
    """Return what team mates learned lately and showed to the team: whom to ask."""
    rows = visible_records(viewer).filter(person__in=people, done_on__gte=today - HELP_SINCE)
    found = rows.exclude(person=viewer).filter(audience="team").select_related("person")
    return list(found.order_by("-done_on", "-pk")[:MOST])


def ways_of_team(people: list[int], viewer: Person) -> list[tuple[Person, list[ways.Way]]]:
    """Return how each likes to learn, as far as they show it; by name."""
    shown: dict[Person, list] = {}
    rows = visible_ways(viewer).filter(person__in=people, shown_to="team")
    for row in rows.select_related("person").order_by("person__sort_name", "pk"):
        shown.setdefault(row.person, []).append(row)
    return [(person, ways.ways_of(found)) for person, found in shown.items()]
