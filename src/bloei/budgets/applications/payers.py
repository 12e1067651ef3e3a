"""Who pays what, as parts of a meter and in sentences: budgets, what comes ahead, what is added."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from bloei.budgets.balances.divisions import Division
from bloei.budgets.models import Application, Funding, Measure
from bloei.budgets.rules import Share, Source
from bloei.foundation import money
from bloei.foundation.language import on_screen

AHEAD, ADDED = "ahead", "added"  # what a scheme advances, and what it adds
FILLS: dict[str, str] = {
    Source.PERSONAL: "leaf",
    AHEAD: "sun",
    ADDED: "free",
    Source.TEAM: "lilac",
    Source.EMPLOYER: "mid",
    Source.OWN: "rest",
}


def words_of(name: str) -> str:
    """Return who pays, in words."""
    return {
        Source.PERSONAL: _("Personal learning budget"),
        AHEAD: _("Advance on later budget"),
        ADDED: _("Extra from the scheme"),
        Source.TEAM: _("Budget of the team"),
        Source.EMPLOYER: _("The employer"),
        Source.OWN: _("Own money"),
    }[name]


def shares(found: Iterable[Share], *, undecided: bool = False) -> list[dict]:
    """Return the parts of a price for a meter: label, value in cents, fill.

    `undecided`: what is short may still become an advance, so it is nobody's money yet.
    """
    parts = _parts((one.source, one.amount, one.advance, one.bonus) for one in found)
    if undecided and parts and parts[-1]["label"] == words_of(Source.OWN):
        parts[-1]["label"] = _("Still to choose")
    return parts


def shares_of(application: Application, *, sees_balance: bool = True) -> list[dict]:
    """Return who pays what of an application (what was agreed, not what would be today).

    Who may not see the balance does not read what of it was ahead.
    """
    rows = in_cents(application).values_list("source", "amount", "advance", "bonus")
    return _parts((*row[:2], row[2] if sees_balance else 0, row[3]) for row in rows)


def in_cents(application: Application) -> QuerySet[Funding]:
    """Return what pays the price; time from a budget in hours is something else."""
    return application.funding.exclude(account__measure=Measure.MINUTES)


def sums_of(application: Application) -> Counter[str]:
    """Return what each source pays of the price, in cents, without what a scheme adds."""
    rows = in_cents(application).values_list("source")
    return Counter(dict(rows.annotate(total=Sum("amount"))))


def _parts(found: Iterable[tuple[str, int, int, int]]) -> list[dict]:
    sums: Counter[str] = Counter()
    for source, amount, advance, bonus in found:
        sums.update({source: amount - advance, AHEAD: advance, ADDED: bonus})
    return [
        {"label": words_of(name), "value": sums[name], "fill": fill}
        for name, fill in FILLS.items()
        if sums[name]
    ]


def sentences(division: Division, *, name: str, minutes: int) -> list[str]:
    """Return what somebody must know of a division: what is added, and whose time it takes.

    `name` is empty for who applies; `minutes` is how long it takes, 0 when no time is asked.
    """
    told = []
    if bonus := sum(share.bonus for share in division.shares):
        told.append(_("The scheme adds %(amount)s, because of what it is for.") % _money(bonus))
    given = sum(share.pays for share in division.time)
    return told + _time(given, minutes, name)


def _time(given: int, minutes: int, name: str) -> list[str]:
    language = on_screen()
    told = {"hours": money.hours(given, language), "name": name}
    found = []
    if given and name:
        found.append(_("%(hours)s comes from the learning hours of %(name)s.") % told)
    elif given:
        found.append(_("%(hours)s comes from your learning hours.") % told)
    if minutes > given:
        left = {"hours": money.hours(minutes - given, language)}
        found.append(_("%(hours)s is not covered by learning hours.") % left)
    return found


def sentences_of(application: Application, *, name: str) -> list[str]:
    """Return the same of an application that was sent."""
    rows = application.funding.select_related("account")
    made = [
        (
            Share(Source(row.source), row.account_id, row.amount, row.bonus, row.advance),
            bool(row.account and row.account.measure == Measure.MINUTES),
        )
        for row in rows
    ]
    in_euros = tuple(share for share, in_hours in made if not in_hours)
    division = Division(in_euros, (), tuple(share for share, in_hours in made if in_hours))
    return sentences(division, name=name, minutes=application.asked_minutes)


def _money(cents: int) -> dict[str, str]:
    return {"amount": money.euros(cents, on_screen())}
