"""Our rosters as the planner wants them (docs/formats.md 2): on the grid, ids as text."""

from collections.abc import Callable, Iterable, Mapping

from bloei.planning import rules, spans
from bloei.planning.models import LearningBlock
from bloei.planning.rosters.at_work import Presence, Roster
from bloei.planning.solver.instance import Instance, Learner, StaffingLine
from bloei.planning.spans import Span

SLOT_MINUTES = round(rules.SLOT.total_seconds() / 60)


def instance_of(
    roster: Roster,
    *,
    wanted: Mapping[int, int] | None = None,
    block_minutes: tuple[int, int] = (60, 120),
    prefers: Callable[[int], Iterable[Span]] = lambda _person: (),
    without: LearningBlock | None = None,
) -> Instance:
    """Return a roster as an instance; `wanted` gives minutes per person, fixed blocks included.

    Who works only a part of a slot is not present in it, who learns or meets in a part of it
    does so wholly: a minimum can never be broken by rounding. `without` leaves one block out.
    """
    wanted = wanted or {}
    learners = tuple(
        _learner(one, wanted.get(one.person, 0), block_minutes, prefers(one.person), without)
        for one in roster.people.values()
    )
    known = {learner.unit for learner in learners}
    lines = (
        StaffingLine(
            tuple(str(unit) for unit in sorted(one.units) if str(unit) in known),
            *_outwards(one.span),
            one.minimum,
        )
        for one in roster.minimums
    )
    return Instance(SLOT_MINUTES, learners, tuple(line for line in lines if line.units))


def _learner(
    one: Presence,
    minutes: int,
    block_minutes: tuple[int, int],
    prefers: Iterable[Span],
    without: LearningBlock | None,
) -> Learner:
    shortest, longest = block_minutes
    fixed = [span for pk, span in one.learns if without is None or pk != without.pk]
    return Learner(
        id=str(one.person),
        unit=str(one.unit or 0),
        minutes=minutes,
        min_block=shortest,
        max_block=longest,
        max_blocks_per_day=1,
        works=tuple(spans.inwards((work.span for work in one.works), rules.SLOT)),
        busy=tuple(spans.outwards(one.busy, rules.SLOT)),
        prefers=tuple(spans.inwards(prefers, rules.SLOT)),
        fixed=tuple(spans.outwards(fixed, rules.SLOT)),
    )


def _outwards(span: Span) -> Span:
    return spans.outwards([span], rules.SLOT)[0]


def covers(works: Iterable[Span], span: Span) -> bool:
    """Say whether a span lies wholly in the roster."""
    return any(one.start <= span.start and span.until <= one.until for one in spans.joined(works))
