"""Opening balances in words and figures: for the page and for the command line."""

from collections import Counter

from django.utils.translation import gettext as _

from bloei.budgets.models import Measure, Scheme
from bloei.budgets.opening import Plan
from bloei.budgets.opening_file import Problem
from bloei.foundation.tables import Unreadable


def unreadable(trouble: Unreadable) -> str:
    """Return one sentence about a file that cannot be read."""
    sentences = {
        "columns_missing": _("These columns are missing: %(columns)s."),
        "empty_file": _("The file is empty."),
        "old_excel": _("This is an old Excel file. Save it as .xlsx or as CSV."),
        "file_too_large": _("The file is larger than %(most)s MB."),
        "too_many_rows": _("The file has more than %(most)s rows."),
        "too_many_columns": _("The file has more than %(most)s columns."),
    }
    sentence = sentences.get(trouble.code, _("This is not a file that Bloei can read."))
    return sentence % trouble.facts


def cannot_open(trouble: OSError) -> str:
    words = _("The file %(name)s cannot be opened: %(why)s.")
    return words % {"name": trouble.filename, "why": trouble.strerror}


def problem(one: Problem) -> str:
    """Return one sentence about a line that is skipped."""
    sentences = {
        "broken": _("This row cannot be read."),
        "unknown_person": _("Nobody has this personnel number."),
        "unknown_scheme": _("There is no scheme with this name."),
        "no_date": _("This is not a date, such as 2025-01-31."),
        "in_the_future": _("The grant lies after the day of the opening balance."),
        "lapsed_already": _("This had lapsed before the day of the opening balance."),
        "gone_by_rule": _(
            "By the rule, this had lapsed already. Give the day in lapses_on if it is still there."
        ),
        "no_amount": _("This is not an amount, such as 450.00."),
        "negative": _("The amount cannot be below zero."),
        "twice": _("The same grant stands in the file twice."),
        "not_confirmed": _("HR must confirm this scheme before it can be used."),
        "opened_differently": _("Other opening balances were loaded before. Make a correction."),
        "runs_already": _("Bloei has booked for this person after that day."),
    }
    return sentences[one.code]


def report(plan: Plan) -> dict:
    """Return the plan as JSON: what is booked, what differs from the rule, what is skipped."""
    schemes = {scheme.pk: scheme for scheme in Scheme.objects.all()}
    booked: Counter = Counter()
    for (_person, scheme), lines in plan.groups.items():
        booked[schemes[scheme].name] += sum(line.remaining for line in lines)
    units = {scheme.name: scheme.measure for scheme in schemes.values()}
    return {
        "on": plan.on.isoformat(),
        "rows": plan.rows,
        "new": sum(len(lines) for lines in plan.groups.values()),
        "unchanged": plan.unchanged,
        "amounts": {name: plain(amount, units[name]) for name, amount in sorted(booked.items())},
        "differences": [
            {
                "number": one.number,
                "scheme": schemes[one.scheme].name,
                "file": plain(one.in_file, schemes[one.scheme].measure),
                "rule": plain(one.by_rule, schemes[one.scheme].measure),
                "difference": plain(one.in_file - one.by_rule, schemes[one.scheme].measure),
            }
            for one in plan.differences
        ],
        "unassigned": [
            {"number": number, "scheme": schemes[scheme].name} for number, scheme in plan.unassigned
        ],
        "problems": [
            {"row": one.row, "column": one.column, "value": one.value, "problem": problem(one)}
            for one in sorted(plan.problems, key=lambda one: one.row)
        ],
    }


def plain(amount: int, measure: str) -> str:
    """Return cents or minutes with a decimal point and two decimals: "450.00"."""
    per_unit = 100 if measure == Measure.CENTS else 60
    hundredths = round(abs(amount) * 100 / per_unit)
    sign = "-" if amount < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"
