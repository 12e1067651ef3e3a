"""What the questions about a rule offer, and how they offer what a rule says beside that."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from bloei.budgets.schemes.words import day_words

DAYS = [
    ("01-01", _("1 January")),
    ("04-01", _("1 April")),
    ("07-01", _("1 July")),
    ("08-01", _("1 August")),
    ("10-01", _("1 October")),
]
JOINING = [
    ("months_left", _("A part, by the months left")),
    ("days_left", _("A part, by the days left")),
    ("full", _("Everything")),
    ("none", _("Nothing until the next time")),
]
LAPSE = [
    ("0", _("Until the end of the year")),
    ("1", _("Until the end of the next year")),
    ("2", _("Until the end of the year after that")),
    ("3", _("Until the end of the third year after")),
    ("4", _("Until the end of the fourth year after")),
    ("5", _("Until the end of the fifth year after")),
    ("never", _("It does not lapse")),
]
WHAT_LAPSE_DOES = {
    "0": _("What is left goes at the end of December."),
    "2": _("People can save for three years."),
    "never": _("People save without an end."),
}
ADVANCE = [("0", _("No")), ("1", _("1 year")), ("2", _("2 years")), ("3", _("3 years"))]
LEAVING = [
    ("lapse", _("What is left lapses")),
    ("pay_out", _("What is left is paid out")),
    ("keep", _("What is left stays available")),
]
KINDS = [
    ("agency", _("agency workers")),
    ("holiday_worker", _("holiday workers")),
    ("student", _("students")),
    ("weekend_help", _("weekend help")),
    ("on_call", _("on-call workers")),
    ("intern", _("interns")),
]
DECIDES = [
    ("employee", _("The employee; the manager is told")),
    ("together", _("Employee and manager together")),
    ("employer", _("The manager")),
]
# What a rule may say beside the choices of the form, so that editing it loses nothing.
UNUSUAL = {
    "on": r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "lapse": r"\d{1,2}",
    "advance": r"\d{1,2}",
    "excluded_kinds": r"[a-z_]{1,40}",
}


def with_unusual(name: str, usual: Iterable[tuple], said: str | Sequence[str]) -> list[tuple]:
    """Return the usual choices, and what a rule says beside them: an unusual day, a longer term."""
    usual = list(usual)
    known = {str(code) for code, _words in usual}
    told = [said] if isinstance(said, str) else map(str, said)
    strange = [one for one in told if one not in known and re.fullmatch(UNUSUAL[name], one)]
    return [*usual, *((one, _unusual(name, one)) for one in strange)]


def _unusual(name: str, value: str) -> str:
    if name == "on":
        month, day = map(int, value.split("-"))
        return value if day > monthrange(2001, month)[1] else day_words(month, day)
    if name == "excluded_kinds":
        return value.replace("_", " ")
    return _("%(years)s years") % {"years": value}
