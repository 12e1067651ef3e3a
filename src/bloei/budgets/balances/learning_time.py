"""The right to learning time, from the same schemes and the same books as money: minutes.

What is planned is reserved under "block:<id>", what was done is spent, what did not happen
goes back. Mandatory training never takes from it (art. 7:611a BW).
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from bloei.budgets import cao
from bloei.budgets.balances import divisions
from bloei.budgets.books import ledger, reservations
from bloei.budgets.granting import batches
from bloei.budgets.models import Account, Entitlement, Entry, Measure
from bloei.budgets.purposes import LEARNING
from bloei.foundation import at_once
from bloei.foundation.at_once import Row
from bloei.people.models import Person


@dataclass(frozen=True)
class LearningTime:
    """What somebody has of learning time in a calendar year, in minutes."""

    free: int = 0
    planned: int = 0
    used: int = 0

    @property
    def taken(self) -> int:
        """Return what is used or planned."""
        return self.planned + self.used

    @property
    def right(self) -> int:
        """Return all there is this year: free, planned and used."""
        return self.free + self.planned + self.used


def learning_time(people: Collection[int] | QuerySet, year: int) -> dict[int, LearningTime]:
    """Return the learning time of who has a right to any, by person id: one question for all.

    `people` are ids, or a query for them.
    """
    return told(*at_once.rows(*asked(people, year)))


def asked(people: Collection[int] | QuerySet, year: int) -> list[QuerySet]:
    """Return what is to be read of the learning time of people: in hand, spent, given back."""
    budgets = _entitlements(people).values_list("person")
    return [
        budgets.annotate(free=Sum("own__balance"), planned=Sum("reserved__balance")),
        _moved(Entry.What.SPEND, "source", people, year),
        _moved(Entry.What.REFUND, "target", people, year),
    ]


def told(rows: list[Row], spent: list[Row], back: list[Row]) -> dict[int, LearningTime]:
    """Return the learning time of people, of what was read (`asked`)."""
    used: dict[int, int] = defaultdict(int)
    for person, minutes in spent:
        used[person] += minutes
    for person, minutes in back:
        used[person] -= minutes
    return {
        person: LearningTime(int(free), int(planned), int(used[person]))
        for person, free, planned in rows
    }


def _moved(what: str, side: str, people: Collection[int] | QuerySet, year: int) -> QuerySet:
    """Ask for the minutes that entries of a kind moved from or to these people, in a year."""
    found = Entry.objects.filter(
        **{f"{side}__owner__in": people, f"{side}__measure": Measure.MINUTES},
        what=what,
        on__year=year,
    )
    return found.values_list(f"{side}__owner").annotate(total=Sum("amount"))


def free_on(person: Person, day: date, today: date) -> int | None:
    """Return the minutes that can be planned on `day`; None: there is no right to count with.

    What lapses before that day does not count, what may be advanced does.
    """
    found = meant_for_learning(person, today)
    if not found:
        return None
    return sum(_room(one.own, day, one.own.balance) for one in found)


def set_apart(
    person: Person, minutes: int, *, day: date, about: str, key: str, today: date, by,
    participation: int | None = None,
) -> int:  # fmt: skip
    """Reserve up to `minutes` for learning on `day`; return how many were reserved.

    The budget that lapses soonest gives first. At most once per key; part of an action.
    """
    for entitlement in meant_for_learning(person, today):
        if entitlement.next_on and entitlement.next_on <= today:
            batches.bring_up_to_date(entitlement, today)
    found = meant_for_learning(person, today)
    rooms = [(one.own, _room(one.own, day, one.own.balance)) for one in found]
    reserved = 0
    for number, (account, room) in enumerate(sorted(rooms, key=lambda one: _soonest(one[0])), 1):
        if part := min(minutes - reserved, room):
            reservations.reserve(
                account, part, about=about, on=today, key=f"{key}{number}", by=by,
                participation=participation, used_on=day,
            )  # fmt: skip
            reserved += part
    return reserved


def meant_for_learning(person: Person, today: date) -> list[Entitlement]:
    """Return the budgets in hours whose scheme lets them be used for learning."""
    found = list(_entitlements([person.pk]).select_related("own", "scheme").order_by("pk"))
    in_force = divisions.rules_of(found, today)
    return [one for one in found if _is_meant(in_force.get(one.scheme_id))]


def _entitlements(people: Collection[int] | QuerySet) -> QuerySet[Entitlement]:
    return Entitlement.objects.filter(person__in=people, scheme__measure=Measure.MINUTES)


def _is_meant(rule: cao.Scheme | None) -> bool:
    return rule is None or cao.wrong_purpose(rule, LEARNING) is None


def _room(account: Account, day: date, balance: int) -> int:
    """Return what can be taken from an account for something on `day`, in minutes."""
    gone = sum(lot.remaining for lot in ledger.lots(account) if not lot.holds_on(day))
    return max(0, balance - gone - (account.floor or 0))


def _soonest(account: Account) -> tuple[date, int]:
    dated = [lot.lapses_on for lot in ledger.lots(account) if lot.lapses_on]
    return min(dated, default=date.max), account.pk
