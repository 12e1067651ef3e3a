"""Who leads a unit, and who stands in for a leader, from a day on."""

from datetime import date

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.periods import DAY, period
from bloei.people.models import Deputy, Person, Unit, UnitLeader
from bloei.people.rebuilding import rebuild_today


@action(creates=UnitLeader)
def appoint_leader(
    *, unit: Unit, person: Person, from_on: date, today: date, key: str, by
) -> UnitLeader:
    """Let somebody lead a unit from a day on; who led it until then stops the day before."""
    _end_leading(unit, last_on=from_on - DAY)
    leading = UnitLeader.objects.create(unit=unit, person=person, during=period(from_on))
    audit.record("unit.leader_appointed", unit, by=by, fields=["leader"])
    rebuild_today(today)
    return leading


@action
def dismiss_leader(*, unit: Unit, last_on: date, today: date, by) -> None:
    """Let a unit be without its own leader after a day: the unit above leads."""
    _end_leading(unit, last_on=last_on)
    audit.record("unit.leader_dismissed", unit, by=by, fields=["leader"])
    rebuild_today(today)


def _end_leading(unit: Unit, *, last_on: date) -> None:
    unit.leaders.filter(during__fully_gt=period(None, last_on)).delete()
    for leading in unit.leaders.select_for_update().filter(during__overlap=period(last_on + DAY)):
        leading.during = period(leading.during.lower, last_on)
        leading.save(update_fields=["during"])


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
    """Let somebody stand in for a leader for some time, both days included."""
    if leader.pk == deputy.pk:
        raise ValueError("Nobody stands in for themselves.")
    row = Deputy.objects.create(leader=leader, deputy=deputy, during=period(from_on, last_on))
    audit.record("deputy.appointed", row, by=by)
    return row


@action
def end_deputy(row: Deputy, *, last_on: date, by) -> None:
    """Let standing in end after this day; when it had not begun, it never does."""
    audit.record("deputy.ended", row, by=by, fields=["during"])
    if last_on < row.during.lower:
        row.delete()
        return
    row.during = period(row.during.lower, last_on)
    row.save(update_fields=["during"])
