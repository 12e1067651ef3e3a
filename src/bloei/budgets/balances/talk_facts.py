"""What two people who talk may both know of the budgets of one of them."""

from datetime import date

from django.utils.translation import gettext as _

from bloei.budgets.access import SEE_BALANCE
from bloei.budgets.balances import learning_time, statements
from bloei.foundation import money, wording
from bloei.foundation.language import on_screen
from bloei.people.pairs import Pair


def facts_of_two(viewer, today: date, two: Pair) -> dict:
    """Return learning time and budget as facts, or that only the person sees them."""
    if not two.both_may(SEE_BALANCE, two.person):
        return {"facts": [], "only": [_("learning time and budget")]}
    return {"facts": [*_time(two, today), *_money(two, today)], "only": []}


def _time(two: Pair, today: date) -> list[dict]:
    mine = learning_time.learning_time([two.person.pk], today.year).get(two.person.pk)
    if mine is None or not mine.right:
        return []
    taken = mine.used + mine.planned
    told = {
        "taken": wording.number(round(taken / 60, 1), on_screen()),
        "right": money.hours(mine.right, on_screen()),
    }
    label = _("Learning time %(year)s") % {"year": today.year}
    return [{"label": label, "value": _("%(taken)s of %(right)s") % told}]


def _money(two: Pair, today: date) -> list[dict]:
    found = []
    for budget in statements.budgets_of(two.person, today):
        if budget.unit != "euros":
            continue
        label = _("Free learning budget")
        found.append({"label": label, "value": money.euros(budget.free, on_screen())})
        if budget.soon and budget.last_day:
            day = wording.short_date(budget.last_day, on_screen(), today)
            words = (
                _("Lapses in parts until %(day)s")
                if budget.lapses_in_parts
                else _("Lapses %(day)s")
            )
            label = words % {"day": day}
            found.append({"label": label, "value": money.euros(budget.soon, on_screen())})
    return found
