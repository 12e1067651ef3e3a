"""A scheme in a few sentences, for who has a budget by it. Pure: a rule and a day in, words out."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.budgets import cao
from bloei.budgets.schemes.words import amount, day_words
from bloei.foundation import wording
from bloei.foundation.language import on_screen

DAY = timedelta(days=1)


def in_short(rule: cao.Scheme, today: date) -> list[str]:
    """Return what somebody gets, how long it stays, what never comes off, and what leaving does."""
    found = [_gets(rule, today), _stays(rule, today), _ahead(rule), _never(), _leaving(rule)]
    return [sentence for sentence in found if sentence]


def _gets(rule: cao.Scheme, today: date) -> str:
    rate = next((one for one in rule.grant.rates if one.start <= today <= one.until), None)
    if rate is None:
        return ""
    told = {"day": day_words(rule.grant.on_month, rule.grant.on_day)}
    if rate.kind != "amount":
        told["number"] = wording.number(float(rate.value), on_screen())
        return _of_pay(rule, rate.kind) % told
    told["amount"] = amount(round(rate.value * rule.per_unit), rule)
    if rule.grant.every == "block":
        years = rule.grant.block_years or 1
        told["n"] = str(years)
        return (
            ngettext(
                "You get %(amount)s every year.", "You get %(amount)s every %(n)s years.", years
            )
            % told
        )
    monthly = rule.grant.every == "month"
    first = (
        _("You get %(amount)s every month.")
        if monthly
        else _("You get %(amount)s every year on %(day)s.")
    )
    if not rule.grant.prorate_hours:
        return first % told
    hours = wording.number(float(rule.fulltime_hours), on_screen())
    part = _("That is for %(hours)s hours a week; who works less gets a part.") % {"hours": hours}
    return f"{first % told} {part}"


def _of_pay(rule: cao.Scheme, kind: str) -> str:
    monthly = rule.grant.every == "month"
    if kind == "hours_of_pay":
        if monthly:
            return _("You get %(number)s hours of your pay every month.")
        return _("You get %(number)s hours of your pay every year.")
    if monthly:
        return _("You get %(number)s %% of your pay every month.")
    return _("You get %(number)s %% of your pay every year.")


def _stays(rule: cao.Scheme, today: date) -> str:
    """Say it with the day of a real grant: nobody has to count years."""
    if rule.lapse is None or rule.lapse.how == "never":
        return _("What you do not use, stays.")
    granted = today.replace(day=1)
    if rule.grant.every == "year":
        granted = date(today.year, rule.grant.on_month, rule.grant.on_day)
    gone = cao.lapse_date(rule, granted)
    if gone is None:
        return ""
    told = {"last": wording.long_date(gone - DAY, on_screen())}
    if rule.grant.every == "year":
        told["year"] = str(today.year)
        return _("What you get in %(year)s, stays up to and including %(last)s.") % told
    return _("What you get this month, stays up to and including %(last)s.") % told


def _ahead(rule: cao.Scheme) -> str:
    if rule.advance is None:
        return ""
    years = rule.advance.years
    return ngettext(
        "You may take the budget of %(n)s year in advance.",
        "You may take the budget of %(n)s years in advance.",
        years,
    ) % {"n": years}


def _never() -> str:
    return _("Your employer always pays for mandatory training.")


def _leaving(rule: cao.Scheme) -> str:
    return {
        "lapse": _("When you leave, what is left lapses."),
        "pay_out": _("When you leave, what is left is paid out."),
        "keep": _("When you leave, what is left stays yours."),
    }[rule.leaving]
