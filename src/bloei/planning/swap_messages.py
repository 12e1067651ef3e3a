"""What is told of a swap: to the colleague, and to who leads them; words in message_kinds.py."""

from collections.abc import Iterable

from bloei.foundation import clock
from bloei.foundation.addresses import address_of
from bloei.notifications.actions import notify
from bloei.people import queries as people
from bloei.people.models import Person
from bloei.planning import rules
from bloei.planning.models import Cover, LearningBlock
from bloei.planning.rules import Stays


def tell_taken_over(taker: Person, block: LearningBlock, by: Person) -> None:
    """Tell a colleague when they take over from whom; not what the other does with the time."""
    notify(
        taker,
        "planning.taken_over",
        params={
            "name": block.person.given_name,
            "by_name": by.given_name,
            "starts_at": block.during.lower.isoformat(),
            "length_minutes": block.minutes,
        },
        url=address_of("planning:week"),
        key=f"planning.taken_over:{block.pk}",
        about=block.person,
        by=by,
    )


def tell_given_back(cover: Cover) -> None:
    """Tell a colleague that a shift they took over is theirs no more."""
    leader = people.approver_for(cover.taker, clock.today())
    params = {"leader_name": leader.leader.given_name} if leader else {}
    week = address_of("planning:week")
    _tell_of_cover([cover.taker], "planning.given_back", cover, week, **params)


def tell_shift_stays(cover: Cover, why: Stays) -> None:
    """Tell who leads a colleague that a shift stays theirs, though nobody learns for it now."""
    if leader := people.approver_for(cover.taker, clock.today()):
        roster = address_of("rosters:person_roster", cover.taker_id)
        told = {"taker_name": cover.taker.given_name, "why": why}
        _tell_of_cover(leader.everybody, "planning.shift_stays", cover, roster, **told)


def _tell_of_cover(whom: Iterable[Person], code: str, cover: Cover, url: str, **params) -> None:
    learner = cover.block.person
    notify(
        whom,
        code,
        params={
            "name": learner.given_name,
            "starts_at": cover.during.lower.isoformat(),
            "length_minutes": rules.minutes_between(cover.during.lower, cover.during.upper),
            **params,
        },
        url=url,
        key=f"{code}:{cover.block_id}",
        about=learner,
    )
