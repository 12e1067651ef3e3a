"""Why an entry is there, as a sentence: the engine explains its own, the rest stands here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.models import Measure
from bloei.foundation import money, wording
from bloei.foundation.language import on_screen


def sentence(because: Mapping[str, Any], measure: str = Measure.CENTS) -> str:
    """Return the reason of an entry in the language of the page; "" when there is none."""
    code, params = because.get("code", ""), dict(because.get("params", {}))
    if code == "corrected":
        return _corrected(params, measure)
    ours = {
        "short": _("This was spent already. You do not have to pay it back."),
        "too_late": _("This came back after its last day."),
        "opening_instead": _("It makes place for the balance that HR loaded."),
        "allocated": params.get("note", ""),
        "transferred": params.get("note", ""),
    }
    if code in ours:
        return ours[code]
    try:
        return cao.explain(cao.Reason(code, params), on_screen())
    except KeyError:
        return ""


def _corrected(params: dict[str, Any], measure: str) -> str:
    if params.get("why") == "employment":
        why = _("Your hours, pay or employment changed in the past.")
    else:
        why = _("The scheme was changed, also for the past.")
    if "granted_on" not in params:
        return why
    day = wording.long_date(date.fromisoformat(params["granted_on"]), on_screen())
    if "is" not in params:
        about = _("This is about the grant of %(day)s.") % {"day": day}
        return f"{why} {about}"
    write = money.euros if measure == Measure.CENTS else money.hours
    amount = write(params["is"], on_screen())
    about = _("The grant of %(day)s is %(amount)s now.") % {"day": day, "amount": amount}
    return f"{why} {about}"
