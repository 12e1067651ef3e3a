"""What budgets tells people about applications; the words stand in message_kinds.py."""

from datetime import date

from bloei.budgets.models import Application
from bloei.budgets.rules import Decider
from bloei.notifications.actions import notify
from bloei.people import queries as people


def tell_asked(application: Application, today: date) -> None:
    """Tell who decides that something waits; within the rules of a scheme only that it happened."""
    approver = people.approver_for(application.person, today)
    if approver is None:
        return
    alone = application.decider == Decider.EMPLOYEE
    whom = [approver.leader] if alone else list(approver.everybody)
    code = _code("decided_alone" if alone else "waits_for_you", application)
    _tell(whom, code, application, by=application.filed_by)


def tell_decision(application: Application) -> None:
    """Tell the person what was decided, with the reason and what comes next."""
    code = _code(application.state, application)
    _tell([application.person], code, application, by=application.decided_by)


def tell_talk(application: Application, today: date) -> None:
    """Tell the person that who decides wants to talk first; at most once a day."""
    code = "budgets.talk_first"
    decider = application.talk_by
    key = f"{code}:{today}"
    _tell([application.person], code, application, by=decider, key=key, about=decider)


def tell_payment(application: Application) -> None:
    _tell([application.person], "budgets.paid", application, by=None)


def tell_waiting(application: Application, today: date) -> None:
    """Remind who decides, on this day, that it still waits."""
    approver = people.approver_for(application.person, today)
    if approver:
        code = "budgets.still_waits"
        _tell(list(approver.everybody), code, application, by=None, key=f"{code}:{today}")


def _code(what: str, application: Application) -> str:
    """Return the code of a message: a conversion has words of its own."""
    return f"budgets.conversion_{what}" if application.is_conversion else f"budgets.{what}"


def _tell(
    whom: list, code: str, application: Application, *, by, key: str = "", about=None
) -> None:
    params = {
        "name": application.person.given_name,
        "title": application.title,
        "price_cents": application.price_cents,
        "employer_cents": application.employer_cents,
        "own_cents": application.own_cents,
        "advance_cents": application.advance_cents,
        "decide_on": application.decide_by.isoformat() if application.decide_by else "",
        "reason": application.ground or application.answer,
        "by": application.talk_by.given_name if application.talk_by else "",
        "converted_minutes": application.asked_minutes if application.is_conversion else 0,
        "is_conversion": application.is_conversion,
    }
    notify(
        whom,
        code,
        params=params,
        url=application.get_absolute_url(),
        key=f"application:{application.pk}:{key or code}",
        about=about or application.person,
        by=by,
    )
