"""How many must be present is said, and whether a team sees each other's learning times."""

from collections.abc import Iterable
from datetime import date

from bloei.foundation import audit, periods
from bloei.foundation.actions import action
from bloei.people.models import Person, Unit
from bloei.planning.models import Staffing, StaffingException, TeamAgenda


@action(creates=Staffing)
def set_staffing(
    *,
    name: str,
    units: Iterable[Unit],
    weekdays: Iterable[int],
    from_minute: int,
    until_minute: int,
    minimum: int,
    first: date,
    last: date | None = None,
    key: str,
    by: Person | None,
) -> Staffing:
    """Say how many people of these units (with all below) must be present; 0 is Monday.

    Days are inclusive, minutes count after midnight. Blocks that are fixed already stay.
    """
    line = Staffing.objects.create(
        name=name,
        weekdays=sorted(set(weekdays)),
        from_minute=from_minute,
        until_minute=until_minute,
        minimum=minimum,
        during=periods.period(first, last),
    )
    line.units.set(units)
    audit.record("staffing.set", line, by=by)
    return line


@action
def change_staffing(line: Staffing, *, minimum: int, by: Person) -> Staffing:
    """Change how many must be present. Blocks that are fixed already stay."""
    line.minimum = minimum
    line.save(update_fields=["minimum"])
    audit.record("staffing.changed", line, by=by, fields=["minimum"])
    return line


@action
def end_staffing(line: Staffing, *, last: date, by: Person) -> Staffing:
    """Let a minimum hold up to and including `last`; before its first day: it never held."""
    first = periods.beginning(line.during)
    if last < first:
        audit.record("staffing.removed", line, by=by)
        line.delete()
        return line
    line.during = periods.period(first, last)
    line.save(update_fields=["during"])
    audit.record("staffing.ended", line, by=by, fields=["during"])
    return line


@action(creates=StaffingException)
def except_day(
    line: Staffing, *, on: date, minimum: int, key: str, by: Person
) -> StaffingException:
    """Say another minimum for one day; saying it again replaces it."""
    row, _new = StaffingException.objects.update_or_create(
        staffing=line, on=on, defaults={"minimum": minimum}
    )
    audit.record("staffing.excepted", row, by=by)
    return row


@action
def show_team_agenda(unit: Unit, *, is_open: bool, by: Person) -> None:
    """Let the people of a unit see each other's learning times, or no longer."""
    if is_open:
        TeamAgenda.objects.get_or_create(unit=unit)
    else:
        TeamAgenda.objects.filter(unit=unit).delete()
    audit.record("team_agenda.opened" if is_open else "team_agenda.closed", unit, by=by)
