"""What the tests of the books share: a scheme, somebody's accounts, something to spend on."""

from datetime import date
from types import SimpleNamespace

from bloei.budgets.books import accounts
from bloei.budgets.books.ledger import move
from bloei.budgets.models import Account, Measure, Scheme
from bloei.foundation import clock
from bloei.learning.models import Kind, Offer, Participation

DAY = date(2026, 1, 1)
Purpose = Account.Purpose


def scheme(name: str = "leerbudget", measure: str = Measure.CENTS) -> Scheme:
    return Scheme.objects.create(name=name, title=name.title(), measure=measure, origin="own")


def participation(person, *, mandatory: bool = False) -> Participation:
    offer = Offer.objects.create(
        title="Nederlands zonder fouten",
        kind=Kind.COURSE,
        is_mandatory=mandatory,
        published_on=DAY,
    )
    return Participation.objects.create(
        person=person, offer=offer, is_mandatory=mandatory, wished_on=DAY, changed_at=clock.now()
    )


def books(person, rule: Scheme) -> SimpleNamespace:
    """Open the accounts of somebody in a scheme; `grant` adds a lot."""
    own = accounts.of_person(person, rule, Purpose.OWN)
    fund = accounts.of_scheme(rule, Purpose.FUND)

    def grant(amount: int, on: date = DAY, lapses_on: date | None = None, key: str = ""):
        return move(
            source=fund,
            target=own,
            amount=amount,
            key=key or f"{rule.name}:{person.pk}:grant:{on}",
            by=None,
            what="grant",
            on=on,
            granted_on=on,
            lapses_on=lapses_on,
        )

    return SimpleNamespace(
        person=person,
        own=own,
        reserved=accounts.of_person(person, rule, Purpose.RESERVED),
        spent=accounts.of_scheme(rule, Purpose.SPENT),
        lapsed=accounts.of_scheme(rule, Purpose.LAPSED),
        fund=fund,
        grant=grant,
    )
