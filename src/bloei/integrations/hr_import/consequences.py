"""What a change brings about in Bloei, and what fields are called, in the words of the pages."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bloei.foundation import money
from bloei.foundation.language import on_screen
from bloei.foundation.wording import short_date
from bloei.integrations.hr_import.headings import USUAL
from bloei.people.kind_names import KIND_NAMES

FIELD_NAMES = {
    "number": gettext_lazy("Personnel number"),
    "given_name": gettext_lazy("First name"),
    "initials": gettext_lazy("Initials"),
    "infix": gettext_lazy("Infix (van, de)"),
    "family_name": gettext_lazy("Surname"),
    "full_name": gettext_lazy("Whole name"),
    "email": gettext_lazy("E-mail address"),
    "unit_code": gettext_lazy("Code of the unit"),
    "unit": gettext_lazy("Unit"),
    "parent_unit": gettext_lazy("Unit above"),
    "function": gettext_lazy("Job title"),
    "manager": gettext_lazy("Manager"),
    "joined_on": gettext_lazy("First day of service"),
    "left_on": gettext_lazy("Last day of service"),
    "from": gettext_lazy("First day"),
    "until": gettext_lazy("Last day"),
    "employment_number": gettext_lazy("Number of the employment"),
    "hours_per_week": gettext_lazy("Hours per week"),
    "kind": gettext_lazy("Kind of contract"),
    "born_on": gettext_lazy("Date of birth"),
    "cao": gettext_lazy("Cao"),
    "salary": gettext_lazy("Salary"),
}
# The mapping page calls this column by what it is there for.
COLUMN_NAMES = {name: FIELD_NAMES[name] for name in USUAL} | {
    "from": gettext_lazy("First day of this contract")
}
# The fields from which a budget follows.
TOUCHES = {
    "hours_per_week", "cao", "kind", "from", "until", "salary", "born_on", "unit",
}  # fmt: skip
# What matters most comes first.
ORDER = (
    "hours_per_week", "cao", "kind", "from", "until", "manager", "unit", "salary", "born_on",
    "function", "email",
)  # fmt: skip


def bare(name: str) -> str:
    """Return the field of "hours_per_week (2)", that of a second employment."""
    return name.partition(" ")[0]


def weight(name: str) -> int:
    return ORDER.index(bare(name)) if bare(name) in ORDER else len(ORDER)


def field_name(name: str) -> str:
    words = FIELD_NAMES.get(bare(name), bare(name))
    return f"{words}{name.removeprefix(bare(name))}"


def day_in_words(text: str | None) -> str:
    return short_date(date.fromisoformat(text), on_screen()) if text else ""


def value_in_words(name: str, text: str | None) -> str:
    """Return an old or new value as people read it."""
    if text is None:
        return _("no last day") if bare(name) == "until" else _("nothing")
    if bare(name) in ("from", "until", "born_on"):
        return day_in_words(text)
    if bare(name) == "kind":
        return str(KIND_NAMES.get(text, text))
    if bare(name) in ("hours_per_week", "salary") and on_screen().startswith("nl"):
        return text.replace(".", ",")
    return text


def amount_in_words(told: dict[str, Any]) -> str:
    """Return one difference in a budget (amounts.py) as a sentence with its amounts."""
    language = on_screen()
    write = money.euros if told["measure"] == "cents" else money.hours
    day = date.fromisoformat(told["on"])
    facts = {
        "scheme": told["scheme"], "year": day.year, "was": write(told["was"], language),
        "becomes": write(told["becomes"], language), "day": day_in_words(told["on"]),
    }  # fmt: skip
    if told["what"] == "grant" and not told["was"]:
        return _("%(scheme)s %(year)s: %(becomes)s") % facts
    return {
        "grant": _("%(scheme)s %(year)s: %(was)s → %(becomes)s"),
        "forfeit": _("%(scheme)s: %(becomes)s lapses on %(day)s"),
        "trim": _("%(scheme)s: %(becomes)s lapses on %(day)s, above the most one may have"),
        "pay_out": _("%(scheme)s: %(becomes)s is paid out on %(day)s"),
        "reclaim": _("%(scheme)s: %(becomes)s is settled on %(day)s"),
        "waive": _("%(scheme)s: %(becomes)s that was spent too early is waived on %(day)s"),
    }[told["what"]] % facts


def consequence(
    name: str, new: str | None, since: str | None, *, budget_stays: bool = False
) -> str:
    """Return what follows from a change of this field, or that nothing does."""
    if budget_stays and bare(name) in TOUCHES - {"unit"}:
        return _("The budgets of this year and the next stay the same.")
    anew = _("Budget and learning time are worked out anew from %(day)s.")
    scheme = _("Another scheme may hold from %(day)s.")
    leads = _("Open applications go to the manager who now leads.")
    mailless = _("No mail goes out any more. Signs in with the personnel number.")
    ends = _("Budget ends after the last day, as the scheme says.")
    sentences = {
        "hours_per_week": anew,
        "from": anew,
        "cao": scheme,
        "kind": scheme,
        "until": _("Budget and learning time go on.") if new is None else ends,
        "manager": leads,
        "unit": leads,
        "salary": _("Only schemes with a share of pay change."),
        "born_on": _("Only schemes with an age change."),
        "email": _("Mail goes to the new address.") if new else mailless,
        "number": _("Signs in with the new number. The learning record stays."),
    }
    return sentences.get(bare(name), _("None.")).replace("%(day)s", day_in_words(since))
