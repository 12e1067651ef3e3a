"""What budgets tells people about applications; the words stand in nudges.py."""

from datetime import date

from bloei.budgets.models import Application
from bloei.budgets.rules import Decider
from bloei.foundation import clock
from bloei.notifications.actions import notify
from bloei.people import queries as people


def tell_asked(application: Application) -> None:
    """Tell who decides that something waits; within the rules of a scheme only that it happened."""
    approver = people.approver_for(application.person, clock.today())
    if approver is None:
        return
    alone = application.decider == Decider.EMPLOYEE
    whom = [approver.leader] if alone else list(approver.everybody)
    code = "budgets.decided_alone" if alone else "budgets.waits_for_you"
    _tell(whom, code, application, by=application.filed_by)


def tell_decision(application: Application) -> None:
    """Tell the person what was decided, with the reason and what comes next."""
    code = f"budgets.{application.state}"
    _tell([application.person], code, application, by=application.decided_by)


def tell_payment(application: Application) -> None:
    _tell([application.person], "budgets.paid", application, by=None)


def tell_waiting(application: Application, today: date) -> None:
    """Remind who decides, on this day, that it still waits."""
    approver = people.approver_for(application.person, today)
    if approver:
        code = "budgets.still_waits"
        _tell(list(approver.everybody), code, application, by=None, key=f"{code}:{today}")


def _tell(whom: list, code: str, application: Application, *, by, key: str = "") -> None:
    params = {
        "name": application.person.given_name,
        "title": application.participation.offer.title,
        "price_cents": application.price_cents,
        "decide_on": application.decide_by.isoformat() if application.decide_by else "",
        "reason": application.ground or application.answer,
    }
    notify(
        whom,
        code,
        params=params,
        url=application.get_absolute_url(),
        key=f"application:{application.pk}:{key or code}",
        by=by,
    )
