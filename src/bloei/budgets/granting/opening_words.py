"""Opening balances in words and figures: for the page and for the command line."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bloei.budgets.granting.opening import OpeningDifference, OpeningPlan
from bloei.budgets.models import Measure, Scheme
from bloei.foundation import money
from bloei.foundation.language import on_screen
from bloei.foundation.tables import RowProblem, Unreadable

SHOWN = 200


def columns(in_use: Iterable[str]) -> list[dict[str, str]]:
    """Return every column of the file with what it is for; `in_use` are names of schemes."""
    scheme = _("the short name of the scheme")
    if names := ", ".join(in_use):
        scheme = _("the short name of the scheme; in use now: %(names)s") % {"names": names}
    told = {
        "number": _("the personnel number"),
        "scheme": scheme,
        "granted_on": _("the day on which somebody got it, such as 2025-01-01 or 01-01-2025"),
        "remaining": _("what was left of it, in euros or in hours, such as 450,00"),
        "lapses_on": _("the first day on which it is gone; leave it empty, and the rule says it"),
    }
    return [{"label": _heading(name), "value": words} for name, words in told.items()]


def _heading(name: str) -> str:
    """Return what stands above a column, in the language of the screen; both are read."""
    headings = {
        "number": pgettext("above a column", "number"),
        "scheme": pgettext("above a column", "scheme"),
        "granted_on": pgettext("above a column", "granted_on"),
        "remaining": pgettext("above a column", "remaining"),
        "lapses_on": pgettext("above a column", "lapses_on"),
    }
    return headings[name]


def column(name: str) -> str:
    """Return what a column of the file is called in a sentence: its name there, and in words."""
    words = {
        "number": _("personnel number"),
        "scheme": _("scheme"),
        "granted_on": _("granted on"),
        "remaining": _("what is left"),
        "lapses_on": _("gone from"),
    }
    return f"{name} ({words[name]})" if words.get(name, name) != name else name


def unreadable(trouble: Unreadable) -> str:
    """Return one sentence about a file that cannot be read."""
    sentences = {
        "columns_missing": _("These columns are missing: %(columns)s."),
        "columns_unknown": _(
            "These columns do not belong in this file: %(columns)s. Leave them out."
        ),
        "empty_file": _("The file is empty."),
        "old_excel": _("This is an old Excel file. Save it as .xlsx or as CSV."),
        "file_too_large": _("The file is larger than %(most)s MB."),
        "too_many_rows": _("The file has more than %(most)s rows."),
        "too_many_columns": _("The file has more than %(most)s columns."),
    }
    sentence = sentences.get(trouble.code, _("This is not a file that Bloei can read."))
    facts = dict(trouble.facts)
    if trouble.code == "columns_missing":
        facts["columns"] = ", ".join(map(column, facts["columns"].split(", ")))
    return sentence % facts


def cannot_open(trouble: OSError) -> str:
    words = _("The file %(name)s cannot be opened: %(why)s.")
    return words % {"name": trouble.filename, "why": trouble.strerror}


def problem(one: RowProblem) -> str:
    """Return one sentence about a line that is skipped."""
    sentences = {
        "broken": _("This row cannot be read."),
        "unknown_person": _("Nobody has this personnel number."),
        "unknown_scheme": _("There is no scheme with this name."),
        "no_date": _("This is not a date, such as 2025-01-31."),
        "in_the_future": _("The grant lies after the day of the opening balance."),
        "lapsed_already": _("This had lapsed before the day of the opening balance."),
        "gone_by_rule": _(
            "By the rule, this had lapsed already. Is it still there? Then say in lapses_on from"
            " which day it is gone."
        ),
        "no_amount": _("This is not an amount, such as 450.00."),
        "no_hours": _("These are no hours, such as 12.50 or 12:30."),
        "negative": _("The amount cannot be below zero."),
        "twice": _("The same grant stands in the file twice."),
        "not_confirmed": _("HR must confirm this scheme before it can be used."),
        "opened_differently": _("Other opening balances were loaded before. Make a correction."),
        "runs_already": _("Bloei has booked for this person after that day."),
    }
    return sentences[one.code]


def report(plan: OpeningPlan) -> dict:
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
        "differences": [_difference(one, schemes[one.scheme]) for one in plan.differences],
        "unassigned": [
            {"number": number, "scheme": schemes[scheme].name} for number, scheme in plan.unassigned
        ],
        "problems": [
            {"row": one.row, "column": one.column, "value": one.value, "problem": problem(one)}
            for one in sorted(plan.problems, key=lambda one: one.row)
        ],
    }


def _difference(one: OpeningDifference, scheme: Scheme) -> dict:
    return {
        "number": one.number,
        "scheme": scheme.name,
        "file": plain(one.in_file, scheme.measure),
        "rule": plain(one.by_rule, scheme.measure),
        "difference": plain(one.in_file - one.by_rule, scheme.measure),
    }


def for_page(told: dict) -> dict[str, list]:
    """Return what of a report is said in words on the page: schemes, amounts and columns."""
    schemes = {scheme.name: scheme for scheme in Scheme.objects.all()}

    def written(name: str, amount: str) -> str:
        units, language = Decimal(amount), on_screen()
        if schemes[name].measure == Measure.CENTS:
            return money.euros(int(units * 100), language)
        return money.hours(round(units * 60), language)

    return {
        "sums": [
            {"scheme": schemes[name].title, "amount": written(name, amount)}
            for name, amount in told["amounts"].items()
        ],
        "differences": [
            {"number": one["number"], "scheme": schemes[one["scheme"]].title}
            | {key: written(one["scheme"], one[key]) for key in ("file", "rule", "difference")}
            for one in told["differences"][:SHOWN]
        ],
        "skipped": [one | {"column": column(one["column"])} for one in told["problems"][:SHOWN]],
    }


def plain(amount: int, measure: str) -> str:
    """Return cents or minutes with a decimal point and two decimals: "450.00"."""
    per_unit = 100 if measure == Measure.CENTS else 60
    hundredths = round(abs(amount) * 100 / per_unit)
    sign = "-" if amount < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"
