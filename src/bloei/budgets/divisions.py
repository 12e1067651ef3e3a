"""Who pays what of a price: the budgets somebody has today, and what their schemes say."""

from dataclasses import dataclass
from datetime import date

from bloei.budgets import ledger, rulebook, rules
from bloei.budgets.models import (
    Account,
    Application,
    Entitlement,
    Measure,
    SchemeVersion,
    TeamBudget,
)
from bloei.budgets.rules import Room, Share, Source, Terms
from bloei.people.models import Person, UnitClosure


@dataclass(frozen=True)
class Division:
    """The shares of a price, and the terms of the schemes that pay a part of it."""

    shares: tuple[Share, ...]
    terms: tuple[Terms, ...]

    def of(self, source: Source) -> int:
        """Return what a source pays, in cents."""
        return sum(share.amount for share in self.shares if share.source == source)


def about(application: Application) -> str:
    """Return how the ledger names this application."""
    return f"application:{application.pk}"


def division(
    person: Person, price_cents: int, *, mandatory: bool, with_team: bool, today: date
) -> Division:
    """Divide a price over what this person has today (see `rules.divide`)."""
    entitlements = _entitlements(person)
    rooms = [_room(entitlement, today) for entitlement in entitlements.values()]
    team = team_room(person, today) if with_team or mandatory else None
    shares = rules.divide(price_cents, rooms, team=team, mandatory=mandatory)
    paying = [
        entitlements[share.account]
        for share in shares
        if share.source == Source.PERSONAL and share.account
    ]
    return Division(tuple(shares), tuple(_terms(entitlement, today) for entitlement in paying))


def team_room(person: Person, today: date) -> Room | None:
    """Return the budget of this year of the nearest unit above the person that has one."""
    above = UnitClosure.objects.filter(below=person.unit_id).order_by("depth")
    nearest: dict[int | None, int] = dict(above.values_list("above", "depth"))
    found = TeamBudget.objects.filter(year=today.year, unit__in=nearest)
    budgets = sorted(found, key=lambda budget: nearest[budget.unit_id])
    if not budgets:
        return None
    own = Account.Purpose.OWN
    account = Account.objects.filter(team_budget=budgets[0], purpose=own).first()
    return Room(account.pk, account.balance - (account.floor or 0)) if account else None


def refusal_grounds(application: Application) -> tuple[str, ...]:
    """Return the only grounds on which this may be refused; empty: any, in one's own words."""
    day = application.asked_at.date() if application.asked_at else None
    return rules.allowed_grounds(_terms_of_application(application, day)) if day else ()


def _terms_of_application(application: Application, day: date) -> list[Terms]:
    paid_by = application.funding.filter(source=Source.PERSONAL).values("account")
    found = Entitlement.objects.filter(own__in=paid_by).select_related("scheme")
    return [_terms(entitlement, day) for entitlement in found]


def _entitlements(person: Person) -> dict[int, Entitlement]:
    found = Entitlement.objects.filter(person=person, scheme__measure=Measure.CENTS)
    return {row.own_id: row for row in found.select_related("own", "scheme").order_by("pk")}


def _room(entitlement: Entitlement, today: date) -> Room:
    dated = [lot.lapses_on for lot in ledger.lots(entitlement.own, today) if lot.lapses_on]
    return Room(entitlement.own_id, entitlement.own.balance, min(dated, default=None))


def _terms(entitlement: Entitlement, day: date) -> Terms:
    version = SchemeVersion.objects.on(day).filter(scheme=entitlement.scheme_id).first()
    if version is None:
        return Terms("employee")
    decision = rulebook.read(version.text).decision
    return Terms(decision.by, decision.answer_within_days, tuple(decision.refusal_grounds))
