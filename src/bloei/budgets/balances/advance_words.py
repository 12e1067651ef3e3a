"""A balance below zero, an advance, and how it is filled: in words, the same on every page."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.balances.advances import Choice, Filling, fillings_of
from bloei.budgets.models import Application, Measure
from bloei.foundation import money, wording
from bloei.foundation.language import on_screen


def balance_words(units: int, measure: str = Measure.CENTS) -> str:
    """Write a balance: "€ 900", or "€ 900 in de min"."""
    write = money.euros if measure == Measure.CENTS else money.hours
    amount = write(abs(units), on_screen())
    return _("%(amount)s below zero") % {"amount": amount} if units < 0 else amount


def question(choice: Choice) -> str:
    return _("You are %(amount)s short. How do you pay that?") % _money(choice.short)


def yes(choice: Choice) -> str:
    """Return the answer that takes an advance, with the amount that somebody says yes to."""
    told = {"advance": _euros(choice.advance), "own": _euros(choice.own)}
    if choice.own:
        return _("I take an advance of %(advance)s and pay %(own)s myself") % told
    return _("I take an advance of %(advance)s") % told


def no(choice: Choice) -> str:
    return _("I pay %(amount)s myself") % _money(choice.short)


def what_it_does(choice: Choice) -> str:
    """Return what an advance does now, in the coming years, and when somebody leaves."""
    found = [part for one in choice.fillings for part in (course(one), *consequences(one))]
    return " ".join(dict.fromkeys(found))


def course(found: Filling) -> str:
    """Return in a few sentences how a budget goes down, and comes back year by year."""
    told = {"now": balance_words(found.now), "after": balance_words(found.after)}
    parts = [_("Now %(now)s. After this %(after)s.") % told] if found.now != found.after else []
    if not parts:
        parts = [_("The budget is at %(now)s now.") % told]
    before = found.after
    for year, balance in found.ends:
        if found.settled and year == found.settled[0].year:
            break
        if balance != before:
            parts.append(_of_year(year, balance))
        before = balance
    return " ".join(parts)


def _of_year(year: int, balance: int) -> str:
    told = {"year": year, "balance": balance_words(balance)}
    if balance < 0:
        return _("In %(year)s it grows to %(balance)s.") % told
    if balance == 0:
        return _("In %(year)s it is filled.") % told
    return _("In %(year)s it is filled, and there is %(balance)s again.") % told


def consequences(found: Filling, name: str = "") -> list[str]:
    """Return what else must be known: what fills it first, and what leaving does.

    `name` is empty for whose budget it is.
    """
    told: dict[str, object] = {"name": name}
    if found.settled:
        day, cents = found.settled
        told |= {"day": wording.long_date(day, on_screen()), "amount": _euros(cents)}
        return [_settling(told, waives=found.waives)]
    first = _("What comes in during those years fills the advance first.")
    if found.rest:
        told |= {"year": found.ends[-1][0], "amount": _euros(found.rest)}
        first = _("As it looks now, %(amount)s is not filled yet at the end of %(year)s.") % told
    return [first, _leaving(name, waives=found.waives)]


def _settling(told: Mapping[str, object], *, waives: bool) -> str:
    if told["name"] and waives:
        return (
            _("The employment ends. On %(day)s %(name)s need not pay back %(amount)s of it.") % told
        )
    if told["name"]:
        return _("The employment ends. On %(day)s %(name)s pays back %(amount)s of it.") % told
    if waives:
        return _("Your employment ends. On %(day)s you need not pay back %(amount)s of it.") % told
    return _("Your employment ends. On %(day)s you pay back %(amount)s of it.") % told


def leaving(rule: cao.Scheme) -> str:
    """Return what leaving does to who is below zero."""
    return _leaving("", waives=bool(rule.advance and rule.advance.waives))


def _leaving(name: str, *, waives: bool) -> str:
    if name and waives:
        return _("If %(name)s leaves before that, the rest need not be paid back.") % {"name": name}
    if name:
        return _("If %(name)s leaves before that, the rest is paid back.") % {"name": name}
    if waives:
        return _("If you leave before that, you need not pay back the rest.")
    return _("If you leave before that, you pay back what is not filled yet.")


def told_of(application: Application, today: date, *, name: str = "") -> list[str]:
    """Return what an application that was sent says about its advance: how much, how it stands."""
    shares = application.funding.filter(advance__gt=0).values_list("account", "advance")
    taken = dict(shares.order_by("account"))
    if not taken:
        return []
    told = {"amount": _euros(sum(taken.values())), "name": name}
    words = (
        _("%(name)s takes an advance of %(amount)s on the budget of the coming years.")
        if name
        else _("%(amount)s of it is an advance on your budget of the coming years.")
    )
    return [words % told, *_standing(fillings_of(dict.fromkeys(taken, 0), today), name)]


def _standing(found: Iterable[Filling], name: str) -> list[str]:
    """Say how budgets that are below zero now come back."""
    told = []
    for one in found:
        if one.now < 0:
            told += [course(one), *consequences(one, name)[-1:]]
    return told


def _money(cents: int) -> dict[str, str]:
    return {"amount": _euros(cents)}


def _euros(cents: int) -> str:
    return money.euros(cents, on_screen())
