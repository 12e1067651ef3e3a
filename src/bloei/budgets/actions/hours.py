"""What happens with learning hours: kept apart for a block or an application, used, given back."""

from datetime import date

from bloei.budgets.balances import divisions, learning_time
from bloei.budgets.books import reservations
from bloei.budgets.models import Account, Application, Funding, Measure
from bloei.budgets.rules import State
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.learning.models import Participation
from bloei.people.models import Person


@action
def spend_time(participation: int, *, today: date, by=None) -> None:
    """Spend the learning hours that were set apart for what somebody has now done.

    What has become mandatory since costs no learning hours: they come back.
    """
    found = Funding.objects.filter(
        application__participation=participation,
        application__state=State.AGREED,
        account__measure=Measure.MINUTES,
    ).select_related("application__participation__offer", "account")
    for share in found.order_by("account"):
        about = divisions.about(share.application)
        settle = reservations.release if _is_free(share.application) else reservations.spend
        settle(about=about, on=today, key=f"{about}:time", by=by, account=share.account)
    audit.record("application.time_spent", Application, by=by, count=len(found))


def _is_free(application: Application) -> bool:
    return application.participation is not None and application.participation.is_obliged


@action
def set_time_apart(
    person: Person,
    *,
    minutes: int,
    day: date,
    about: str,
    round_: int,
    today: date,
    by: Person | None,
    participation: Participation | None = None,
) -> int:
    """Reserve learning time of a person for `day`, as much as there is; return the minutes.

    `about` is "block:<id>"; `round_` tells one time that it was planned from the next. What is
    mandatory, and who has no right in hours, reserves nothing.
    """
    reserved = 0
    if participation is None or not participation.is_obliged:
        reserved = learning_time.set_apart(
            person, minutes, day=day, about=about, key=f"{about}:r{round_}", today=today, by=by,
            participation=participation.pk if participation else None,
        )  # fmt: skip
    audit.record("time.set_apart", person, by=by)
    return reserved


@action
def give_time_back(*, about: str, round_: int, today: date, by: Person | None) -> int:
    """Release what is still reserved under `about`; return the minutes that came back."""
    back = reservations.release(about=about, on=today, key=f"{about}:b{round_}", by=by)
    audit.record("time.given_back", Account, by=by, count=1)
    return sum(entry.amount for entry in back)


@action
def use_time(*, about: str, minutes: int, round_: int, today: date, by: Person | None) -> int:
    """Spend up to `minutes` of what is reserved under `about`, give back the rest.

    Returns the minutes that were spent. A longer time than was kept apart costs no more.
    """
    used = min(minutes, reservations.reserved(about))
    if used:
        reservations.spend(about=about, on=today, key=f"{about}:d{round_}", by=by, amount=used)
    reservations.release(about=about, on=today, key=f"{about}:l{round_}", by=by)
    audit.record("time.used", Account, by=by, count=1)
    return used


@action
def take_back_use(*, about: str, round_: int, today: date, by: Person | None) -> int:
    """Undo what was spent under `about` (a slip); return the minutes that came back."""
    back = reservations.refund(about=about, on=today, key=f"{about}:u{round_}", by=by)
    audit.record("time.use_taken_back", Account, by=by, count=1)
    return sum(entry.amount for entry in back)
