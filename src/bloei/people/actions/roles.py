"""Roles are given and taken, with their dates. Only an administrator does that."""

from datetime import date

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.periods import period
from bloei.people.ending import end
from bloei.people.models import Person, RoleGrant, Unit
from bloei.people.roles import GRANTED, LIMITABLE, Role


class MayNotGrant(Exception):
    """This person may not give or take this role."""


@action(creates=RoleGrant)
def grant_role(
    *,
    person: Person,
    role: str,
    unit: Unit | None = None,
    from_on: date,
    last_on: date | None = None,
    key: str,
    by: Person | None,
) -> RoleGrant:
    """Give somebody a role, for a part of the tree (`unit`) or for all, for some time.

    Nobody gives a role to themselves: two people know of every role. `by` None is the
    command line of whoever installs Bloei. Raises MayNotGrant.
    """
    if role not in GRANTED or (unit is not None and role not in LIMITABLE):
        raise ValueError(f"The role {role} cannot be given like this.")
    _require_right(by, person)
    grant = RoleGrant.objects.create(
        person=person, role=role, unit=unit, during=period(from_on, last_on)
    )
    audit.record("role.granted", grant, by=by, fields=[str(role)])
    return grant


@action
def revoke_role(grant: RoleGrant, *, last_on: date, by: Person | None) -> None:
    """Let a role end after this day; when it had not begun, it never does.

    The last administrator stays: without one nobody can give roles any more.
    """
    _require_right(by, grant.person)
    audit.record("role.revoked", grant, by=by, fields=[grant.role])
    end(grant, last_on=last_on)


def _require_right(by: Person | None, person: Person) -> None:
    if by is None:
        return
    if Role.ADMINISTRATOR not in by.roles or by.pk == person.pk:
        raise MayNotGrant
