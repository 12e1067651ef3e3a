"""The steps that every change of a block is made of: held, looked at, standing, given back.

Whoever changes what stands in a week first holds the staffing lines of that person, in a
fixed order, and looks again: of sixteen people who reach for the last free place as many get
it as fit. What is planned is kept apart in the ledger in the same transaction. Called by the
actions only.
"""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from bloei.budgets import actions as budgets
from bloei.budgets.rules import BLOCK
from bloei.foundation import audit, clock
from bloei.people.models import Person
from bloei.planning import rules, spans
from bloei.planning.blocks import obstacles
from bloei.planning.blocks.obstacles import Obstacle, Why, Wish
from bloei.planning.models import Cover, LearningBlock, Staffing
from bloei.planning.rosters import at_work
from bloei.planning.rosters import rows as roster_rows
from bloei.planning.rules import State
from bloei.planning.spans import Span


class InTheWay(Exception):
    """A block cannot stand there; `obstacles` says why, with the figures for a sentence."""

    def __init__(self, found: list[Obstacle]):
        super().__init__(", ".join(one.why for one in found))
        self.obstacles = found


class NoStep(Exception):
    """A block cannot go from `now` to `to`: somebody was first, or it has ended."""

    def __init__(self, now: str, to: str):
        super().__init__(f"From {now} to {to} is no step.")
        self.now, self.to = now, to


def about(block: LearningBlock) -> str:
    """Return how the ledger names a block."""
    return f"{BLOCK}{block.pk}"


def hold(person: Person, span: Span) -> None:
    """Hold the staffing lines for which a person counts, until the end of the transaction.

    Called before any block is locked: who holds a block and waits for a line would keep who
    holds the line and waits for the block.
    """
    hold_lines([person.unit_id], *spans.reach(span))


def hold_covers(covers: QuerySet[Cover], *wishes: tuple[Person, Span]) -> None:
    """Hold, in one go, the staffing lines of who took over a shift and of who wishes a span.

    As `hold`, before any block is locked.
    """
    rows = covers.select_related("taker")
    held = [*wishes, *((one.taker, at_work.span_of(one.during)) for one in rows)]
    if held:
        days = [day for _person, span in held for day in spans.reach(span)]
        hold_lines([person.unit_id for person, _span in held], min(days), max(days))


def hold_lines(units: Iterable[int | None], first: date, last: date) -> None:
    """Hold the staffing lines of a period for which people of these units count, in one order."""
    lines = roster_rows.lines_over({unit for unit in units if unit}, first, last)
    held = Staffing.objects.select_for_update(of=("self",)).filter(pk__in=lines.values("pk"))
    list(held.order_by("pk").values_list("pk"))


def stand(block: LearningBlock, today: date, by: Person | None) -> None:
    """Save a block that stands in the week and keep its time apart; it may be a new row.

    Raises InTheWay when another block of the same person was quicker.
    """
    try:
        with transaction.atomic():
            save(block)
    except IntegrityError as refused:
        if "one_block_at_a_time" not in str(refused):
            raise
        raise InTheWay([Obstacle(Why.OVERLAP)]) from refused
    block.rounds += 1
    block.reserved_minutes = budgets.set_time_apart(
        block.person,
        minutes=block.minutes,
        day=block.starts_at.date(),
        about=about(block),
        round_=block.rounds,
        today=today,
        by=by,
        participation=block.participation,
    )
    block.save(update_fields=["rounds", "reserved_minutes"])


def give_back(block: LearningBlock, today: date, by: Person | None) -> None:
    """Give what was kept apart for a block back to where it came from."""
    budgets.give_time_back(about=about(block), round_=block.rounds, today=today, by=by)
    block.reserved_minutes = 0


def locked(block: LearningBlock, to: State) -> LearningBlock:
    """Lock a block and make sure that this step may follow."""
    block = lock(block)
    check_step(block, to)
    return block


def lock(block: LearningBlock) -> LearningBlock:
    rows = LearningBlock.objects.select_for_update(of=("self",))
    return rows.select_related("person", "participation").get(pk=block.pk)


def check_step(block: LearningBlock, to: State) -> None:
    if not rules.may_move(State(block.state), to):
        raise NoStep(block.state, to)


def check_time(wish: Wish, today: date) -> None:
    """Raise InTheWay for a time that is impossible by itself, before anything is held or read."""
    if found := obstacles.impossible(wish, today):
        raise InTheWay(found)


def look(wish: Wish, today: date) -> list[Obstacle]:
    """Return what the manager must say yes to; raises InTheWay for what nobody can."""
    found = obstacles.obstacles(wish, today)
    if hard := walls(found):
        raise InTheWay(hard)
    return found


def walls(found: list[Obstacle]) -> list[Obstacle]:
    return [one for one in found if not one.is_askable]


def wish_of(block: LearningBlock, span: Span) -> Wish:
    return Wish(block.person, span, block.participation, besides=block)


def end(
    block: LearningBlock, state: State, by: Person | None, today: date | None = None
) -> LearningBlock:
    if today is not None:
        give_back(block, today, by)
    block.state = state
    save(block)
    audit.record(f"block.{state}", block, by=by, fields=["state"])
    return block


def save(block: LearningBlock) -> None:
    block.changed_at = clock.now()
    block.save()
    block.refresh_from_db(fields=["during", "instead"])
