"""What a changed rule would do to the people who are under it. Writes nothing, locks nobody."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bloei.budgets import cao
from bloei.budgets.access import SEE_BALANCE
from bloei.budgets.cao.dates import add_years
from bloei.budgets.models import Entitlement, Scheme
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.schemes.rulebook import Rulebook, Segment, workers
from bloei.people.models import Person

DAY = timedelta(days=1)
MOST = 1000  # more people would make the page slow
BATCH = 500
LARGEST = 5


@dataclass(frozen=True)
class BalanceDifference:
    """One person: the balance at the end with the rule as it is, and with the new one."""

    person: int
    was: int
    becomes: int

    @property
    def size(self) -> int:
        return abs(self.becomes - self.was)


@dataclass(frozen=True)
class RuleEffect:
    """How many people have another balance on the day `until` if they use nothing more."""

    until: date
    looked_at: int
    everybody: int
    differences: tuple[BalanceDifference, ...]

    @property
    def more(self) -> int:
        return sum(max(0, one.becomes - one.was) for one in self.differences)

    @property
    def less(self) -> int:
        return sum(max(0, one.was - one.becomes) for one in self.differences)

    def largest(self, viewer) -> list[dict]:
        """Return the five largest differences of whom the viewer may see the balance."""
        rows = Person.objects.filter(pk__in=[one.person for one in self.differences])
        seen = SEE_BALANCE.narrow(rows, viewer).in_bulk()
        mine = [one for one in self.differences if one.person in seen]
        first = sorted(mine, key=lambda one: (-one.size, one.person))[:LARGEST]
        return [
            {"name": seen[one.person].full_name, "was": one.was, "becomes": one.becomes}
            for one in first
        ]


def effect(scheme: Scheme, rule: cao.Scheme, first: date, today: date) -> RuleEffect:
    """Compare a year from the first day of the new rule, for who works here."""
    start = max(first, today)
    until = add_years(start, 1) - DAY
    found = Entitlement.objects.filter(scheme=scheme, person__is_working=True).order_by("own")
    ids = list(found.values_list("pk", flat=True)[: MOST + 1])
    everybody = len(ids) if len(ids) <= MOST else found.count()
    rulebook = Rulebook([scheme.pk])
    differences: list[BalanceDifference] = []
    for at in range(0, min(len(ids), MOST), BATCH):
        differences += _compare(ids[at : min(at + BATCH, MOST)], rulebook, rule, start, until)
    return RuleEffect(until, min(len(ids), MOST), everybody, tuple(differences))


def _compare(
    ids: list[int], rulebook: Rulebook, rule: cao.Scheme, first: date, until: date
) -> list[BalanceDifference]:
    rows = standing.load(ids, lock=False)
    people = workers({row.person for row in rows})
    changed: dict[date | None, list[Segment]] = {}
    found = []
    for row in rows:
        facts, _first, last = rulebook.of(row.scheme, people[row.person])
        now = rulebook.segments(row.scheme, last)
        if last not in changed:
            changed[last] = with_change(now, rule, first, last)
        was = timeline.advance(now, facts, row.state, until)[0].balance
        becomes = timeline.advance(changed[last], facts, row.state, until)[0].balance
        if was != becomes:
            found.append(BalanceDifference(row.person, was, becomes))
    return found


def with_change(
    segments: list[Segment], rule: cao.Scheme, first: date, last: date | None
) -> list[Segment]:
    """Return the versions as they would be when this rule holds from a day on."""
    before = [
        replace(one, until=min(one.until or first - DAY, first - DAY))
        for one in segments
        if one.start < first
    ]
    if last is not None and last < rule.valid_until:
        rule = replace(rule, valid_until=last, memory={})
    return [*before, Segment(first, None, rule, 0)]
