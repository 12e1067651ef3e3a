"""What planning tells people about learning time; the words stand in message_kinds.py."""

from collections.abc import Collection
from datetime import date
from typing import Any

from bloei.foundation import clock
from bloei.foundation.addresses import address_of
from bloei.foundation.ical import Method
from bloei.notifications.actions import notify
from bloei.people import queries as people
from bloei.people.models import Person
from bloei.planning import rules
from bloei.planning.calendars import invitations
from bloei.planning.models import BlockMove, LearningBlock, Plan, Series
from bloei.planning.rosters import at_work
from bloei.planning.rules import State
from bloei.planning.series import returning


def tell_planned(block: LearningBlock, by: Person) -> None:
    """Tell who decides that something waits; tell the owner what another fixed for them.

    What stands fixed goes to the calendar of its owner.
    """
    if block.state == State.ASKED:
        approver = people.approver_for(block.person, clock.today())
        if approver:
            _tell(list(approver.everybody), "planning.waits_for_you", block, by=by)
    elif by.pk != block.person_id:
        _tell_fixed(block, "planning.fixed_for_you", by=by)
    else:
        invitations.send(block)


def tell_decision(block: LearningBlock, by: Person) -> None:
    """Tell the owner what was decided, why, and which other moment there is."""
    code = f"planning.{block.state}"
    params: dict[str, Any] = {"reason": block.answer}
    if block.instead:
        params["instead_at"] = block.instead.lower.isoformat()
    if block.state == State.AGREED:
        _tell_fixed(block, code, by=by, **params)
    else:
        _tell([block.person], code, block, by=by, **params)


def tell_new_time(block: LearningBlock) -> None:
    """Let the calendar of the owner know that a block has another time."""
    invitations.send(block)


def tell_taken_out(block: LearningBlock) -> None:
    """Take a block that was fixed out of the calendar of its owner."""
    invitations.send(block, Method.CANCEL)


def tell_move_asked(move: BlockMove) -> None:
    _tell(
        [move.block.person],
        "planning.move_asked",
        move.block,
        by=move.by,
        by_name=move.by.given_name if move.by else "",
        reason=move.because,
        instead_at=move.becomes.lower.isoformat(),
    )


def tell_move_answered(move: BlockMove) -> None:
    if move.by is not None:
        _tell([move.by], f"planning.move_{move.answer}", move.block, by=move.block.person)


def tell_taken_often(person: Person, today: date) -> None:
    """Tell the person and who leads them that learning time is taken away often: once a quarter."""
    first, _last = rules.quarter(today)
    approver = people.approver_for(person, today)
    whom = [person, *(approver.everybody if approver else ())]
    notify(
        whom,
        "planning.taken_often",
        params={"name": person.full_name, "times": rules.SIGNAL_AT},
        url=address_of("planning:week"),
        key=f"planning.taken_often:{person.pk}:{first}",
        about=person,
    )


def tell_proposals(plan: Plan, people: list[int]) -> None:
    """Tell everybody for whom the planner found something; not who asked for themselves."""
    others = [pk for pk in people if pk != plan.asked_by_id]
    notify(
        others,
        "planning.proposals",
        url=address_of("plans:plan_list"),
        key=f"planning.proposals:{plan.pk}",
        by=plan.asked_by,
    )


def tell_fixed_hour(series: Series, people: Collection[int], by: Person) -> None:
    """Tell for whom a moment that comes back was set by another; once, not every week."""
    _tell_of_series(series, "planning.fixed_hour", people, by, key=f"{series.pk}")


def tell_skipped(series: Series, people: Collection[int], on: date, by: Person) -> None:
    """Tell whose learning time of one day another took out of a series."""
    starts_at = at_work.aware(returning.span_on(series, on).start).isoformat()
    key = f"{series.pk}:{on}:{series.sequence}"  # it may be undone, and skipped again
    _tell_of_series(series, "planning.hour_skipped", people, by, key=key, starts_at=starts_at)


def tell_back(series: Series, people: Collection[int], on: date, by: Person) -> None:
    """Tell who learns on a day that was skipped and goes on after all."""
    starts_at = at_work.aware(returning.span_on(series, on).start).isoformat()
    key = f"{series.pk}:{on}:{series.sequence}"
    _tell_of_series(series, "planning.hour_back", people, by, key=key, starts_at=starts_at)


def tell_ended(series: Series, people: Collection[int], by: Person) -> None:
    """Tell whose moment that comes back another stopped."""
    _tell_of_series(series, "planning.hour_ended", people, by, key=f"{series.pk}")


def _tell_of_series(
    series: Series, code: str, people: Collection[int], by: Person, *, key: str, **params
) -> None:
    others = sorted(set(people) - {by.pk})
    if not others:
        return
    notify(
        others,
        code,
        params={"title": series.title, **params},
        url=address_of("planning:week"),
        key=f"{code}:{key}",
        by=by,
    )


def _tell_fixed(block: LearningBlock, code: str, *, by: Person, **params) -> None:
    """Tell the owner what stands fixed now; the mail with the appointment says it too."""
    told_by_mail = invitations.goes_out(block)
    _tell([block.person], code, block, by=by, told_by_mail=told_by_mail, **params)
    invitations.send(block)


def _tell(
    whom: list[Person],
    code: str,
    block: LearningBlock,
    *,
    by: Person | None,
    told_by_mail: bool = False,
    **params,
) -> None:
    notify(
        whom,
        code,
        params={
            "name": block.person.full_name,
            "title": block.title,
            "starts_at": block.during.lower.isoformat(),
            **params,
        },
        url=block.get_absolute_url(),
        told_by_mail=told_by_mail,
        about=block.person,
        by=by,
    )
