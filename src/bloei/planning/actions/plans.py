"""The planner is asked, and what it found is kept: proposals to accept, and who fell short.

Agreed blocks never move by themselves: a plan only adds proposals between them.
"""

from collections.abc import Iterable
from datetime import date

from bloei.foundation import audit, clock, events, runs
from bloei.foundation.actions import action, part_of_an_action
from bloei.people.models import Person, Unit
from bloei.planning import messages, spans
from bloei.planning.actions.blocks import accept_proposal
from bloei.planning.actions.rosters import EndsBeforeItBegins
from bloei.planning.blocks import steps
from bloei.planning.blocks.steps import InTheWay, NoStep
from bloei.planning.events import NotServed
from bloei.planning.models import LearningBlock, Plan, Shortage
from bloei.planning.plans.planner import PlannerAnswer
from bloei.planning.rosters import at_work
from bloei.planning.rules import Origin, State

RUN = "planning.plan"


@action(creates=Plan)
def ask_plan(
    *,
    person: Person | None = None,
    unit: Unit | None = None,
    first: date,
    last: date,
    minutes: int,
    shortest: int = 60,
    longest: int = 120,
    key: str,
    by: Person,
) -> Plan:
    """Ask for `minutes` of learning time for each person, between two days (inclusive).

    For one person, for a unit with all below it, or (neither) for everybody. A job does the
    work. Raises EndsBeforeItBegins.
    """
    if last < first:
        raise EndsBeforeItBegins
    plan = Plan.objects.create(
        person=person, unit=unit, first_on=first, last_on=last, minutes=minutes,
        shortest=shortest, longest=longest, run=runs.start(RUN, by=by), asked_by=by,
        asked_at=clock.now(),
    )  # fmt: skip
    audit.record("plan.asked", plan, by=by)
    return plan


@action
def keep_plan(
    plan: Plan, *, found: PlannerAnswer, people: Iterable[int], by: Person | None
) -> Plan:
    """Keep what the planner found, once; proposals of before that nobody chose make room.

    `people` are all it looked at.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.state != Plan.State.WAITING:
        audit.record("plan.kept", plan, by=by)
        return plan
    _make_room(people)
    _propose(plan, found)
    Shortage.objects.bulk_create(
        Shortage(plan=plan, person_id=person, minutes=minutes, because=because, where=where)
        for person, (minutes, because, where) in found.short.items()
    )
    minutes = sum(spans.minutes(span) for _person, span in found.blocks)
    plan.state = Plan.State.READY
    plan.figures = {**found.figures, "minutes_found": minutes, "short": len(found.short)}
    plan.save(update_fields=["state", "figures"])
    audit.record("plan.kept", plan, by=by, count=len(found.blocks))
    for person in sorted(found.short):
        events.publish(NotServed(plan.pk, person))
    messages.tell_proposals(plan, sorted({person for person, _span in found.blocks}))
    return plan


@part_of_an_action
def _propose(plan: Plan, found: PlannerAnswer) -> None:
    now = clock.now()
    LearningBlock.objects.bulk_create(
        LearningBlock(
            person_id=person,
            during=(at_work.aware(span.start), at_work.aware(span.until)),
            state=State.PROPOSED,
            origin=Origin.PLANNER,
            plan=plan,
            made_at=now,
            changed_at=now,
        )
        for person, span in found.blocks
    )


def _make_room(people: Iterable[int]) -> None:
    """Remove proposals that nobody chose; one that is chosen at this moment stays.

    `delete()` alone first reads which rows there are, and then removes them whatever they became.
    """
    proposed = LearningBlock.objects.filter(person__in=list(people), state=State.PROPOSED)
    held = proposed.select_for_update(of=("self",)).order_by("pk")
    LearningBlock.objects.filter(pk__in=[block.pk for block in held]).delete()


@action
def accept_proposals(
    blocks: Iterable[LearningBlock], *, today: date, by: Person
) -> list[LearningBlock]:
    """Fix every proposal that still fits; return those that do not, which stay as they are.

    All lines are held first, then all blocks, each in one order: two people who accept at once
    wait for each other, and never for ever.
    """
    blocks = list(blocks)
    _hold_all(blocks)
    left = []
    for block in blocks:
        try:
            accept_proposal(block, today=today, by=by)
        except (InTheWay, NoStep):
            left.append(block)
    audit.record("proposals.accepted", LearningBlock, by=by, count=len(blocks) - len(left))
    return left


def _hold_all(blocks: list[LearningBlock]) -> None:
    reaches = [spans.reach(at_work.span_of(block.during)) for block in blocks]
    if not reaches:
        return
    first, last = min(first for first, _last in reaches), max(last for _first, last in reaches)
    steps.hold_lines({block.person.unit_id for block in blocks}, first, last)
    held = LearningBlock.objects.filter(pk__in=[block.pk for block in blocks])
    list(held.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


@action
def fail_plan(plan: Plan, *, by: Person | None) -> None:
    """Note that the planner could not answer; nothing else changes."""
    Plan.objects.filter(pk=plan.pk, state=Plan.State.WAITING).update(state=Plan.State.FAILED)
    audit.record("plan.failed", plan, by=by)
