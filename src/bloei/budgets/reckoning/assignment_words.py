"""What a scheme would give, in words and figures: for the page before it holds."""

from typing import Any

from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.access import SEE_BALANCE
from bloei.budgets.models import Measure, Scheme
from bloei.budgets.reckoning.assignment_effect import AssignmentEffect, Given
from bloei.budgets.schemes import words as scheme_words
from bloei.budgets.schemes.words import as_sentence
from bloei.foundation import money, wording
from bloei.foundation.language import on_screen
from bloei.people.models import Person

NAMES = 5  # of the people who get nothing for one reason
PAY = {"pay", "wage"}  # in the figures of a grant


def told(effect: AssignmentEffect, scheme: Scheme, viewer) -> dict[str, Any]:
    """Return the sums, some examples with the sum behind each, and who gets nothing and why.

    Names only of people whose balance the viewer may see, and not beside somebody's pay.
    """
    examples = effect.examples()
    wanted = [one.person for one in examples]
    for people in effect.nothing.values():
        wanted += people[:NAMES]
    rows = Person.objects.filter(pk__in=wanted)
    seen = {one.pk: one.full_name for one in SEE_BALANCE.narrow(rows, viewer)}
    return {
        "sums": _sums(effect, scheme, seen),
        "examples": [_example(one, scheme, _name(one, seen)) for one in examples],
        "nothing": _nothing(effect, seen),
        "without": sum(map(len, effect.nothing.values())),
    }


def _sums(effect: AssignmentEffect, scheme: Scheme, seen: dict[int, str]) -> list[dict[str, str]]:
    if not effect.given:
        return []
    last = wording.long_date(effect.until, on_screen())
    found = [(_("Up to and including %(day)s") % {"day": last}, effect.amount, "")]
    if 0 < effect.at_once < effect.amount:
        found.append((_("Of which at once"), effect.at_once, ""))
    if effect.left != effect.amount:
        label = _("Still there on %(day)s, if nobody uses anything") % {"day": last}
        found.append((label, effect.left, ""))
    most, least = effect.given[0], effect.given[-1]
    if most.amount == least.amount:
        found.append((_("Each of them"), most.amount, ""))
    else:
        found.append((_("The most for one person"), most.amount, _name(most, seen)))
        found.append((_("The least for one person"), least.amount, _name(least, seen)))
    return [
        {"label": label, "amount": _amount(units, scheme), "name": name}
        for label, units, name in found
    ]


def _name(one: Given, seen: dict[int, str]) -> str:
    return "" if PAY & one.reason.params.keys() else seen.get(one.person, "")


def _amount(units: int, scheme: Scheme) -> str:
    write = money.euros if scheme.measure == Measure.CENTS else money.hours
    return write(units, on_screen())


def _example(one: Given, scheme: Scheme, name: str) -> dict[str, str]:
    sum_behind = cao.explain(one.reason, on_screen()).replace(" x ", " × ")
    name = name or _("A colleague")
    return {"name": name, "amount": _amount(one.amount, scheme), "why": as_sentence(sum_behind)}


def _nothing(effect: AssignmentEffect, seen: dict[int, str]) -> list[dict[str, Any]]:
    """Return a line per reason, most people first."""
    ordered = sorted(effect.nothing.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {
            "why": why_nothing(one),
            "count": len(people),
            "names": [seen[person] for person in people[:NAMES] if person in seen],
            "more": len(people[NAMES:]),
        }
        for one, people in ordered
    ]


def why_nothing(one: cao.Nothing) -> str:
    """Return why somebody would get nothing."""
    if one.code == "excluded_kind":
        kind = scheme_words.kind_words(one.kind)
        return _("The scheme is not for %(kinds)s.") % {"kinds": kind}
    return {
        "not_in_service": _("They do not work here in this time."),
        "not_valid": _("The scheme grants nothing in this time."),
        "no_day": _("Nothing is granted on a day on which they work here."),
        "age": _("They have not reached the age that the scheme asks."),
        "no_birthday": _("Their date of birth is not known, and the scheme looks at the age."),
        "hours": _("They work fewer hours than the scheme asks."),
        "service": _("They do not work here long enough yet."),
        "no_rate": _("The scheme names no amount for this time."),
        "no_pay": _("Their salary is not known, and the scheme counts with it."),
        "no_hours": _("They have no fixed hours: 0 a week."),
        "too_little": _("Their part is so small that it is rounded to nothing."),
        "no_room": _("They have the most that the scheme allows."),
        "already": _("They have a budget by this scheme already; nothing is added to it."),
    }[one.code]
