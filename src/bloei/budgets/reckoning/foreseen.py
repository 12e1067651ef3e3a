"""What other employments would do to somebody's budget. Writes nothing, locks nobody.

The engine goes over all days twice: with the employments as they are, and as they would be. So
it cannot say anything else than what will be booked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bloei.budgets.models import Entitlement, Measure
from bloei.budgets.reckoning import standing
from bloei.budgets.reckoning.replay import Story, replay, stories
from bloei.budgets.reckoning.standing import Standing
from bloei.budgets.reckoning.timeline import VersionedEntry
from bloei.budgets.schemes.rulebook import Rulebook, Worker

ENDS = ("trim", "forfeit", "pay_out", "reclaim", "waive")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One difference in one scheme, in cents or minutes, never negative.

    `what` is "grant": what is granted in the year of `on`, as it is (`was`) and as it would be
    (`becomes`); or what happens to `becomes` on the day `on`: trim, forfeit, pay_out, reclaim
    or waive.
    """

    scheme: str
    measure: str
    what: str
    on: date
    was: int
    becomes: int


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """Somebody as they are (None: not there yet) and as they would be."""

    before: Worker | None
    after: Worker


def foresee(changes: Sequence[BeforeAndAfter], today: date) -> list[list[Foreseen]]:
    """Return per change what differs this year and the next, in a fixed number of queries."""
    rulebook = Rulebook()
    rows: dict[tuple[int, int], Standing] = {}
    known = [change.before.pk for change in changes if change.before]
    ids = Entitlement.objects.filter(person__in=known).values_list("pk", flat=True)
    for row in standing.load(list(ids), lock=False):
        rows[row.person, row.scheme] = row
    told = stories([row.own for row in rows.values()])
    return [list(_of_person(change, rulebook, rows, told, today)) for change in changes]


def _of_person(change: BeforeAndAfter, rulebook: Rulebook, rows, told, today: date):
    for scheme in rulebook.schemes.values():
        row = rows.get((change.before.pk, scheme.pk)) if change.before else None
        story = told[row.own] if row else Story([], [])
        was = _lines(change.before, rulebook, scheme.pk, row, story, today)
        becomes = _lines(change.after, rulebook, scheme.pk, row, story, today)
        yield from _differences(scheme, was, becomes, today)


def _lines(worker, rulebook, scheme: int, row, story: Story, today: date):  # noqa: PLR0917
    """Return every entry until the end of next year; none for who is not under the scheme."""
    if worker is None:
        return []
    facts, first, last = rulebook.of(scheme, worker)
    segments = rulebook.segments(scheme, last)
    starts_on = row.starts_on if row else first
    if starts_on is None or not segments:
        return []
    return replay(story, segments, facts, starts_on, date(today.year + 1, 12, 31))[1]


def _differences(scheme, was: list[VersionedEntry], becomes: list[VersionedEntry], today: date):
    """Yield the first year in which the grants differ, and what ends that did not end before."""
    title, measure = scheme.title.partition(",")[0], Measure(scheme.measure)
    ended = {(line.entry.what, line.entry.on) for line in was}
    ends = [
        line.entry
        for line in becomes
        if line.entry.what in ENDS and (line.entry.what, line.entry.on) not in ended
    ]
    old, new = _granted(was), _granted(becomes)
    for year in (today.year, today.year + 1):
        # Who has lost the balance gets nothing any more: that need not be said twice.
        if old[year] != new[year] and (new[year] or not ends):
            yield Foreseen(title, measure, "grant", date(year, 1, 1), old[year], new[year])
            break
    for entry in ends:
        yield Foreseen(title, measure, entry.what, entry.on, 0, abs(entry.amount))


def _granted(lines: list[VersionedEntry]) -> defaultdict[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        if line.entry.what == "grant":
            found[line.entry.on.year] += line.entry.amount
    return found
