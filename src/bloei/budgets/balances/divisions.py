"""Who pays what of a price: the budgets somebody has today, and what their schemes say."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from django.db.models import QuerySet

from bloei.budgets import cao, rules
from bloei.budgets.books import ledger
from bloei.budgets.models import (
    Account,
    Application,
    Entitlement,
    Measure,
    SchemeVersion,
    TeamBudget,
)
from bloei.budgets.rules import APPLICATION, CONVERSION, DecisionTerms, Room, Share, Source
from bloei.budgets.schemes import rulebook
from bloei.people.models import Person, UnitClosure


@dataclass(frozen=True)
class SpendingWish:
    """What somebody asks for beside the price: time (minutes), and what the schemes want to know.

    `ahead` allows an advance in euros: only who owes it can ask for that, and is asked first.
    """

    purpose: str = ""
    added_minutes: int = 0  # time of one's own that is added, for a higher bonus
    asked_minutes: int = 0  # from a budget in hours
    ahead: bool = False


@dataclass(frozen=True)
class Division:
    """The shares of a price and of time, and the terms of the schemes that pay a part of it.

    `refused` holds the schemes that are not meant for this purpose: (title, rule).
    """

    shares: tuple[Share, ...]
    terms: tuple[DecisionTerms, ...]
    time: tuple[Share, ...] = ()
    refused: tuple[tuple[str, cao.Scheme], ...] = ()

    def of(self, source: Source) -> int:
        """Return what a source pays, in cents: what leaves an account, without a bonus."""
        return sum(share.amount for share in self.shares if share.source == source)

    @property
    def advance(self) -> int:
        """Return how much of the price somebody owes to later grants, in cents."""
        return sum(share.advance for share in self.shares)


def about(application: Application) -> str:
    """Return how the ledger names this application."""
    return f"{CONVERSION if application.is_conversion else APPLICATION}{application.pk}"


def division(
    person: Person,
    price_cents: int,
    *,
    mandatory: bool,
    with_team: bool,
    today: date,
    wish: SpendingWish | None = None,
) -> Division:
    """Divide a price (and time) over what this person has today (see `rules.divide`)."""
    wish = wish or SpendingWish()
    found = list(_entitlements(person))
    in_force = rules_of(found, today)
    meant = [one for one in found if not _wrong(in_force.get(one.scheme_id), wish)]
    rooms = {one.own_id: _room(one, in_force.get(one.scheme_id), wish, today) for one in meant}
    shares = rules.divide(
        price_cents,
        [rooms[one.own_id] for one in meant if one.scheme.measure == Measure.CENTS],
        team=team_room(person, today) if with_team or mandatory else None,
        mandatory=mandatory,
    )
    hours = [rooms[one.own_id] for one in meant if one.scheme.measure != Measure.CENTS]
    wanted = 0 if mandatory else wish.asked_minutes
    time = [s for s in rules.divide(wanted, hours, team=None, mandatory=False) if s.account]
    rule_of = {one.own_id: in_force.get(one.scheme_id) for one in meant}
    paying = [s.account for s in [*shares, *time] if s.account in rule_of]
    return Division(
        tuple(shares),
        tuple(terms_of(rule_of[pk]) for pk in paying if pk),
        tuple(time),
        _not_meant(found, meant, in_force),
    )


def _not_meant(found, meant, in_force: dict[int, cao.Scheme]) -> tuple[tuple[str, cao.Scheme], ...]:
    """Return the schemes in euros that are not for this purpose, with their rule."""
    return tuple(
        (one.scheme.title, in_force[one.scheme_id])
        for one in found
        if one not in meant and one.scheme.measure == Measure.CENTS
    )


def rules_of_person(person: Person, today: date, measure: str) -> list[cao.Scheme]:
    """Return the rules in force of the personal budgets in this measure."""
    found = [one for one in _entitlements(person) if one.scheme.measure == measure]
    return list(rules_of(found, today).values())


def free_minutes(person: Person) -> int:
    """Return what somebody has in budgets in hours, in minutes."""
    found = [one for one in _entitlements(person) if one.scheme.measure == Measure.MINUTES]
    return sum(max(0, one.own.balance) for one in found)


def rules_of(entitlements: Iterable[Entitlement], day: date) -> dict[int, cao.Scheme]:
    """Return the rule in force per scheme (its pk); one without a version is left out."""
    schemes = {one.scheme_id for one in entitlements}
    found = SchemeVersion.objects.on(day).filter(scheme__in=schemes)
    return {version.scheme_id: rulebook.read(version.text) for version in found}


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


def _terms_of_application(application: Application, day: date) -> list[DecisionTerms]:
    paid_by = application.funding.filter(source=Source.PERSONAL).values("account")
    found = list(Entitlement.objects.filter(own__in=paid_by))
    in_force = rules_of(found, day)
    return [terms_of(in_force.get(one.scheme_id)) for one in found]


def _entitlements(person: Person) -> QuerySet[Entitlement]:
    found = Entitlement.objects.filter(person=person)
    return found.select_related("own", "scheme").order_by("pk")


def _wrong(rule: cao.Scheme | None, wish: SpendingWish) -> bool:
    """Say whether a scheme is not meant for this; a purpose that nobody asked for yet may be."""
    if rule is None or not wish.purpose:
        return False
    return cao.wrong_purpose(rule, wish.purpose) is not None


def _room(
    entitlement: Entitlement, rule: cao.Scheme | None, wish: SpendingWish, today: date
) -> Room:
    own = entitlement.own
    dated = [lot.lapses_on for lot in ledger.lots(own, today) if lot.lapses_on]
    room = Room(own.pk, own.balance, min(dated, default=None))
    if wish.ahead and entitlement.scheme.measure == Measure.CENTS:
        room = replace(room, ahead=-(own.floor or 0))
    row = cao.best_bonus(rule, wish.purpose, Decimal(wish.added_minutes) / 60) if rule else None
    if rule is None or row is None:
        return room
    return replace(room, own_part=partial(cao.own_part, rule, row=row))


def terms_of(rule: cao.Scheme | None) -> DecisionTerms:
    """Return what a rule says about deciding."""
    if rule is None:
        return DecisionTerms(rules.Decider.EMPLOYEE)
    decision = rule.decision
    return DecisionTerms(decision.by, decision.answer_within_days, tuple(decision.refusal_grounds))
