"""Finding and opening accounts: of a person in a scheme, of a team budget, of the organisation."""

from django.db import transaction

from bloei.budgets.models import Account, Measure, Scheme, TeamBudget

Purpose = Account.Purpose
PERSONAL = (Purpose.OWN, Purpose.RESERVED)
OF_A_TEAM = (Purpose.OWN, Purpose.RESERVED, Purpose.SPENT)


def of_person(person, scheme: Scheme, purpose: str) -> Account:
    """Return the account of a person in a scheme; it is opened when it is not there."""
    return _open(owner=person, scheme=scheme, purpose=purpose, measure=scheme.measure, floor=0)


def of_scheme(scheme: Scheme, purpose: str) -> Account:
    """Return an account of the organisation for a scheme, such as where grants come from."""
    return _open(scheme=scheme, purpose=purpose, measure=scheme.measure)


def of_team(budget: TeamBudget, purpose: str) -> Account:
    """Return an account of a team budget: free (own), committed (reserved) or paid (spent)."""
    return _open(team_budget=budget, purpose=purpose, measure=Measure.CENTS, floor=0)


def of_organisation(purpose: str, measure: str = Measure.CENTS) -> Account:
    """Return an account of the organisation outside every scheme: the employer's own money."""
    return _open(purpose=purpose, measure=measure)


def beside(account: Account, purpose: str) -> Account:
    """Return the account to which money of this one goes for a purpose.

    Personal money is reserved with the person, and leaves to the accounts of the scheme.
    """
    team, scheme = account.team_budget, account.scheme
    if team is not None and purpose in OF_A_TEAM:
        return of_team(team, purpose)
    if scheme is not None and account.owner_id and purpose in PERSONAL:
        return of_person(account.owner, scheme, purpose)
    if scheme is not None:
        return of_scheme(scheme, purpose)
    return of_organisation(purpose, account.measure)


@transaction.atomic
def _open(*, purpose, measure, owner=None, scheme=None, team_budget=None, floor=None) -> Account:
    account, _new = Account.objects.get_or_create(
        owner=owner,
        scheme=scheme,
        team_budget=team_budget,
        purpose=purpose,
        measure=measure,
        defaults={"floor": floor},
    )
    return account
