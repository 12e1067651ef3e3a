"""Who leads a unit, and who stands in for a leader, from a day on.

Nobody gives themselves reach over others (`OverOthersByOneself`), as with roles: somebody else
appoints them, so two people know. What moves people below a leader sideways (a unit that
moves or loses its leader) is not refused; like all of it, it asks for a fresh sign-in on
screen and leaves an audit row that names who did it. Where one person is all of HR, the
file of HR says who leads: that comes from the payroll, and its difference is read first.
"""

from datetime import date

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.periods import DAY, period
from bloei.people.ending import end, end_all
from bloei.people.models import Deputy, Person, Unit, UnitLeader
from bloei.people.rebuilding import rebuild_today


class OverOthersByOneself(Exception):
    """Nobody makes themselves a leader, a manager or a deputy of a colleague."""


@action(creates=UnitLeader)
def appoint_leader(
    *, unit: Unit, person: Person, from_on: date, today: date, key: str, by
) -> UnitLeader:
    """Let somebody lead a unit from a day on; who led it until then stops the day before.

    Raises OverOthersByOneself.
    """
    _refuse_oneself(person, by)
    end_all(unit.leaders, last_on=from_on - DAY)
    leading = UnitLeader.objects.create(unit=unit, person=person, during=period(from_on))
    audit.record("unit.leader_appointed", unit, by=by, fields=["leader"])
    rebuild_today(today)
    return leading


@action
def dismiss_leader(*, unit: Unit, last_on: date, today: date, by) -> None:
    """Let a unit be without its own leader after a day: the unit above leads."""
    end_all(unit.leaders, last_on=last_on)
    audit.record("unit.leader_dismissed", unit, by=by, fields=["leader"])
    rebuild_today(today)


def _refuse_oneself(leader: Person | None, by: Person | None) -> None:
    """Raise OverOthersByOneself where somebody would give themselves reach over others."""
    if by is not None and leader is not None and leader.pk == by.pk:
        raise OverOthersByOneself


@action(creates=Deputy)
def appoint_deputy(
    *,
    leader: Person,
    deputy: Person,
    from_on: date,
    last_on: date | None = None,
    key: str,
    by,
) -> Deputy:
    """Let somebody stand in for a leader for some time, both days included.

    Raises OverOthersByOneself: a leader appoints a deputy, or HR does, never the deputy.
    """
    if leader.pk == deputy.pk:
        raise ValueError("Nobody stands in for themselves.")
    _refuse_oneself(deputy, by)
    row = Deputy.objects.create(leader=leader, deputy=deputy, during=period(from_on, last_on))
    audit.record("deputy.appointed", row, by=by)
    return row


@action
def end_deputy(row: Deputy, *, last_on: date, by) -> None:
    """Let standing in end after this day; when it had not begun, it never does."""
    audit.record("deputy.ended", row, by=by, fields=["during"])
    end(row, last_on=last_on)
