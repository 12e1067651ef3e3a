"""What a change brings about in Bloei, and what fields are called, in the words of the pages."""

from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bloei.foundation.wording import short_date

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
KIND_NAMES = {
    "permanent": gettext_lazy("permanent"),
    "temporary": gettext_lazy("temporary"),
    "agency": gettext_lazy("agency work"),
    "on_call": gettext_lazy("on call"),
    "student": gettext_lazy("student job"),
    "intern": gettext_lazy("internship"),
    "apprentice": gettext_lazy("apprentice"),
    "holiday_worker": gettext_lazy("holiday job"),
    "weekend_help": gettext_lazy("weekend help"),
    "volunteer": gettext_lazy("volunteer"),
    "self_employed": gettext_lazy("self-employed"),
    "other": gettext_lazy("other"),
}
# The mapping page calls this column by what it is there for.
COLUMN_NAMES = FIELD_NAMES | {"from": gettext_lazy("First day of this contract")}
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
    return short_date(date.fromisoformat(text), get_language() or "nl") if text else ""


def value_in_words(name: str, text: str | None) -> str:
    """Return an old or new value as people read it."""
    if text is None:
        return _("no last day") if bare(name) == "until" else _("nothing")
    if bare(name) in ("from", "until", "born_on"):
        return day_in_words(text)
    if bare(name) == "kind":
        return str(KIND_NAMES.get(text, text))
    if bare(name) in ("hours_per_week", "salary") and (get_language() or "nl").startswith("nl"):
        return text.replace(".", ",")
    return text


def consequence(name: str, new: str | None, since: str | None) -> str:
    """Return what follows from a change of this field, or that nothing does."""
    anew = _("Budget and learning time are worked out anew from %(day)s.")
    scheme = _("Another scheme may hold from %(day)s.")
    leads = _("Open applications go to the manager who now leads.")
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
        "email": _("Mail goes to the new address."),
    }
    return sentences.get(bare(name), _("None.")).replace("%(day)s", day_in_words(since))
