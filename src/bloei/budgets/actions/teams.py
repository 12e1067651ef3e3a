"""What can happen with team and organisation budgets: made, raised, moved to another team."""

from datetime import date

from bloei.budgets.books import accounts, ledger
from bloei.budgets.models import Account, Entry, TeamBudget
from bloei.foundation import audit, clock
from bloei.foundation.actions import action

Purpose = Account.Purpose
What = Entry.What


class AlreadyThere(Exception):
    """This team has a budget for this year."""


@action(creates=TeamBudget)
def make_team_budget(
    *, unit, year: int, amount: int, owner, today: date, key: str, by
) -> TeamBudget:
    """Give a team (or with `unit` None the organisation) an amount for a year, in cents."""
    if TeamBudget.objects.filter(unit=unit, year=year).exists():
        raise AlreadyThere
    budget = TeamBudget.objects.create(unit=unit, year=year, owner=owner, made_at=clock.now())
    for purpose in accounts.OF_A_TEAM:
        accounts.of_team(budget, purpose)
    if amount:
        _allocate(budget, amount, today, key, by)
    audit.record("team_budget.made", budget, by=by, fields=["unit", "year", "owner"])
    return budget


@action
def change_team_budget(
    budget: TeamBudget, *, more: int, because: str, today: date, key: str, by
) -> Entry:
    """Raise (or with a negative amount lower) a budget; raises NotEnough below what is free."""
    entry = _allocate(budget, more, today, key, by, because)
    audit.record("team_budget.changed", budget, by=by, fields=["amount"], because=because)
    return entry


def _allocate(  # noqa: PLR0917
    budget: TeamBudget, more: int, today: date, key: str, by, because: str = ""
) -> Entry:
    fund, own = accounts.of_organisation(Purpose.FUND), accounts.of_team(budget, Purpose.OWN)
    source, target = (fund, own) if more > 0 else (own, fund)
    return ledger.move(
        source=source,
        target=target,
        amount=abs(more),
        key=f"team:{budget.pk}:{key}",
        by=by,
        what=What.ALLOCATE,
        on=today,
        because={"code": "allocated", "params": {"note": because}},
    )


@action
def transfer_between_teams(
    *, source: TeamBudget, target: TeamBudget, amount: int, because: str, today: date, key: str, by
) -> Entry:
    """Move free money from one team to another; raises NotEnough."""
    entry = ledger.move(
        source=accounts.of_team(source, Purpose.OWN),
        target=accounts.of_team(target, Purpose.OWN),
        amount=amount,
        key=f"transfer:{key}",
        by=by,
        what=What.TRANSFER,
        on=today,
        because={"code": "transferred", "params": {"note": because}},
    )
    audit.record("team_budget.transferred", source, by=by, fields=["amount"], because=because)
    return entry
