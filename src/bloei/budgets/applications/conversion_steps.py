"""The steps of a conversion: set apart when it is asked, carried out, or given back.

Parts of actions. What is asked counts at once for what the rule allows, so two requests can
never pass a maximum together. Amounts are cents or minutes.
"""

from datetime import date

from bloei.budgets import cao
from bloei.budgets.applications import conversions
from bloei.budgets.balances import divisions
from bloei.budgets.books import reservations
from bloei.budgets.granting import batches
from bloei.budgets.models import Account, Application, Entitlement, Entry
from bloei.budgets.reckoning import standing, timeline
from bloei.foundation import clock
from bloei.foundation.actions import part_of_an_action


class NotConverted(Exception):
    """The rule does not allow it; `reason` is the engine's."""

    def __init__(self, reason: cao.Reason):
        super().__init__(reason.code)
        self.reason = reason


@part_of_an_action
def hold(application: Application, today: date, by, *, round_: int) -> None:
    """Set apart what is asked, when the engine allows it today; raises NotConverted."""
    own, amount = _asked(application)
    entitlement = Entitlement.objects.select_related("scheme").get(own=own)
    row = batches.bring_up_to_date(entitlement, today)
    book = conversions.book_of(entitlement, today)
    if book is None:
        raise NotConverted(cao.Reason("unknown_conversion", {"to": application.becomes}))
    progress = conversions.try_it(book, row.state, application.becomes, amount, today)
    if progress.refused:
        raise NotConverted(progress.refused[0].reason)
    about = divisions.about(application)
    reservations.reserve(
        own, amount, about=about, on=today, key=f"{about}:reserve:{round_}:{own.pk}", by=by,
        because=_because(application, "reserved", today),
    )  # fmt: skip
    row.state = progress.state
    standing.save([row], {row.pk: timeline.next_on(book.segments, book.facts, row.state)})


@part_of_an_action
def carry_out(application: Application, today: date, by) -> None:
    """Let what was set apart become what was asked, also when its grant has lapsed since."""
    about = divisions.about(application)
    reservations.convert(
        about=about, on=today, key=f"{about}:convert:{reservations.rounds(about)}", by=by,
        because=_because(application, "convert", _held_on(application)),
    )  # fmt: skip


@part_of_an_action
def give_back(application: Application, today: date, by) -> None:
    """Undo it, converted or only asked: it goes back to the grants, and counts no more."""
    about, held_on = divisions.about(application), _held_on(application)
    now = clock.now().timestamp()
    because = _because(application, "release", held_on)
    back = [
        *reservations.release(
            about=about, on=today, key=f"{about}:release:{now}", by=by, because=because
        ),
        *reservations.refund(
            about=about, on=today, key=f"{about}:refund:{now}", by=by, because=because
        ),
    ]
    own, _amount = _asked(application)
    _count_no_more(own, application.becomes, sum(entry.amount for entry in back), held_on)


def _asked(application: Application) -> tuple[Account, int]:
    share = application.funding.select_related("account").get()
    assert share.account, "a conversion is of a budget"
    return share.account, share.amount


def _held_on(application: Application) -> date:
    """Return the day for which it counts: that on which it was set apart last."""
    held = Entry.objects.filter(about=divisions.about(application), what=Entry.What.RESERVE)
    return held.latest("pk").on


def _because(application: Application, code: str, held_on: date) -> dict:
    """Tell the replay what it becomes, and in which period that counts."""
    return {"code": code, "params": {"to": application.becomes, "held_on": held_on.isoformat()}}


def _count_no_more(own: Account, to: str, amount: int, held_on: date) -> None:
    row = Entitlement.objects.select_for_update(no_key=True).get(own=own)
    if row.counting_from is not None and held_on < row.counting_from:
        return  # it counted for a period that is over
    counted = dict(row.converted)
    counted[to] = counted.get(to, 0) - amount
    row.converted = sorted(counted.items())
    row.save(update_fields=["converted"])
