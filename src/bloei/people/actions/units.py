"""Units are made, moved and closed on a day; where they stood before stays known."""

from datetime import date

from django.db.models import Q

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.periods import DAY, period
from bloei.people.ending import end_all
from bloei.people.models import EmploymentTerm, Unit, UnitPlacement
from bloei.people.rebuilding import rebuild_today


class StandsBelowItself(Exception):
    """A unit cannot stand below itself or below a unit that stands below it."""


class StillInUse(Exception):
    """People work in this unit, or units stand below it, after the day it would close."""


@action(creates=Unit)
def create_unit(
    *, code: str, name: str, parent: Unit | None, from_on: date, today: date, key: str, by
) -> Unit:
    """Make a unit below another (None: at the top) from a day on."""
    unit = Unit.objects.create(code=code.strip(), name=name.strip(), parent=parent)
    UnitPlacement.objects.create(unit=unit, parent=parent, during=period(from_on))
    audit.record("unit.created", unit, by=by)
    rebuild_today(today)
    return unit


@action
def rename_unit(unit: Unit, *, name: str, by) -> None:
    """Give a unit another name; the code stays, for the files of HR know it."""
    unit.name = name.strip()
    unit.save(update_fields=["name"])
    audit.record("unit.renamed", unit, by=by, fields=["name"])


@action
def move_unit(unit: Unit, *, parent: Unit | None, from_on: date, today: date, by) -> None:
    """Let a unit stand below another from a day on; later moves that were planned go.

    Raises StandsBelowItself.
    """
    # Two moves at once could make a circle of which each alone is no part.
    list(Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    if parent is not None and _stands_below(parent, unit, on=from_on):
        raise StandsBelowItself
    end_all(unit.placements, last_on=from_on - DAY)
    UnitPlacement.objects.create(unit=unit, parent=parent, during=period(from_on))
    audit.record("unit.moved", unit, by=by, fields=["parent"])
    rebuild_today(today)
    unit.refresh_from_db()


@action
def close_unit(unit: Unit, *, last_on: date, today: date, by) -> None:
    """Close a unit after a day. Raises StillInUse while people or units remain."""
    after = period(last_on + DAY)
    if EmploymentTerm.objects.filter(unit=unit, during__overlap=after).exists():
        raise StillInUse
    below = UnitPlacement.objects.filter(parent=unit, during__overlap=after)
    if below.filter(Q(unit__closed_on=None) | Q(unit__closed_on__gt=last_on)).exists():
        raise StillInUse
    unit.closed_on = last_on
    unit.save(update_fields=["closed_on"])
    end_all(unit.placements, last_on=last_on)
    end_all(unit.leaders, last_on=last_on)
    audit.record("unit.closed", unit, by=by, fields=["closed_on"])
    rebuild_today(today)


def _stands_below(unit: Unit, above: Unit, *, on: date) -> bool:
    """Say whether `unit` is `above` or stands below it on that day or, as planned, later."""
    later = UnitPlacement.objects.filter(during__overlap=period(on)).values_list("unit", "parent")
    parents: dict[int, set[int | None]] = {}
    for child, parent in later:
        parents.setdefault(child, set()).add(parent)
    waiting: list[int | None] = [unit.pk]
    seen: set[int] = set()
    while waiting:
        here = waiting.pop()
        if here == above.pk:
            return True
        if here is not None and here not in seen:
            seen.add(here)
            waiting.extend(parents.get(here, ()))
    return False
