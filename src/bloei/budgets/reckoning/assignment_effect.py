"""What a scheme gives to whom, before it is assigned. Writes nothing, locks nobody.

The engine goes over the same days that the next run will go over, so it cannot say anything
else than what will be booked.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from bloei.budgets import cao
from bloei.budgets.cao.dates import add_years
from bloei.budgets.models import Entitlement, SchemeAssignment
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.reckoning.standing import Standing
from bloei.budgets.schemes.assigned import people_under
from bloei.budgets.schemes.rulebook import LONG_AGO, Rulebook, Worker, workers

DAY = timedelta(days=1)
MOST = 10_000  # more people would make the page slow
BATCH = 1000
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Given:
    """What one person gets: at once, later, and what is left of it when nothing is used.

    `reason` explains the first grant.
    """

    person: int
    at_once: int
    later: int
    left: int
    reason: cao.Reason

    @property
    def amount(self) -> int:
        return self.at_once + self.later


@dataclass(frozen=True)
class AssignmentEffect:
    """What happens from `first` to `until` inclusive, for so many of everybody under it."""

    first: date
    until: date
    everybody: int
    looked_at: int
    given: tuple[Given, ...]  # the largest first
    nothing: dict[cao.Nothing, list[int]] = field(default_factory=dict)

    @cached_property
    def amount(self) -> int:
        return sum(one.amount for one in self.given)

    @cached_property
    def at_once(self) -> int:
        return sum(one.at_once for one in self.given)

    @cached_property
    def left(self) -> int:
        return sum(one.left for one in self.given)

    def examples(self) -> list[Given]:
        """Return some people from the largest to the smallest amount, each amount once."""
        amounts = {one.amount: one for one in reversed(self.given)}
        different = sorted(amounts.values(), key=lambda one: -one.amount)
        last = len(different) - 1
        if last < EXAMPLES:
            return different
        return [different[at * last // (EXAMPLES - 1)] for at in range(EXAMPLES)]


def effect(assignment: SchemeAssignment, today: date) -> AssignmentEffect:
    """Return what an assignment that was not made yet gives in its first year, or until today."""
    first = assignment.during.lower or LONG_AGO
    until = max(today, add_years(first, 1) - DAY)
    people = people_under(assignment, first)
    books = _Books(assignment, first, until, today)
    given: list[Given] = []
    nothing: dict[cao.Nothing, list[int]] = defaultdict(list)
    for at in range(0, min(len(people), MOST), BATCH):
        for person, found in books.of(people[at : min(at + BATCH, MOST)]):
            if isinstance(found, Given):
                given.append(found)
            else:
                nothing[found].append(person)
    given.sort(key=lambda one: (-one.amount, one.person))
    looked_at = min(len(people), MOST)
    return AssignmentEffect(first, until, len(people), looked_at, tuple(given), dict(nothing))


class _Books:
    """The scheme as it is assigned now, and as it would be."""

    def __init__(self, assignment: SchemeAssignment, first: date, until: date, today: date):
        self.scheme, self.first, self.until, self.today = assignment.scheme_id, first, until, today
        self.now = Rulebook([self.scheme])
        self.then = Rulebook([self.scheme], suppose=[assignment])

    def of(self, people: list[int]) -> Iterator[tuple[int, Given | cao.Nothing]]:
        """Yield what each of these people gets, or why they get nothing."""
        rows = Entitlement.objects.filter(scheme=self.scheme, person__in=people)
        ids = list(rows.values_list("pk", flat=True))
        known = {row.person: row for row in standing.load(ids, lock=False)}
        for person, worker in workers(people).items():
            yield person, self._of(worker, known.get(person))

    def _of(self, worker: Worker, row: Standing | None) -> Given | cao.Nothing:
        state = row.state if row else cao.State(done=self.first - DAY)
        entries, left = self._entries(self.then, worker, state)
        # Who has a budget by this scheme already gets only what comes on top of that.
        before: set[date] = set()
        if row:
            before = {entry.on for entry in self._entries(self.now, worker, state)[0]}
        new = [entry for entry in entries if entry.on not in before]
        if not new:
            return cao.Nothing("already") if row else self._why(worker)
        at_once = sum(entry.amount for entry in new if entry.on <= self.today)
        later = sum(entry.amount for entry in new if entry.on > self.today)
        return Given(worker.pk, at_once, later, left, new[0].reason)

    def _entries(
        self, rulebook: Rulebook, worker: Worker, state: cao.State
    ) -> tuple[list[cao.Entry], int]:
        """Return the grants to come, and the balance at the end."""
        facts, _first, last = rulebook.of(self.scheme, worker)
        segments = rulebook.segments(self.scheme, last)
        state, lines = timeline.advance(segments, facts, state, self.until)
        return [line.entry for line in lines if line.entry.what == "grant"], state.balance

    def _why(self, worker: Worker) -> cao.Nothing:
        facts, _first, last = self.then.of(self.scheme, worker)
        segments = self.then.segments(self.scheme, last)
        segment = timeline.current(segments, self.until)
        if segment is None:
            return cao.Nothing("not_valid")
        why = cao.why_nothing(segment.rule, facts, self.first, self.until)
        if why.code == "age" and worker.born_on is None:
            return cao.Nothing("no_birthday")
        return why
