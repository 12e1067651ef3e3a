"""How what holds during some time ends: after a day, or never having begun; part of an action."""

from datetime import date

from bloei.foundation.periods import DAY, period


def end(row, *, last_on: date) -> None:
    """Let a row hold until this day, inclusive; when it had not begun by then, it goes."""
    if last_on < row.during.lower:
        row.delete()
        return
    row.during = period(row.during.lower, last_on)
    row.save(update_fields=["during"])


def end_all(rows, *, last_on: date) -> None:
    """Let none of these rows (a related manager or a query) hold after this day."""
    rows.filter(during__fully_gt=period(None, last_on)).delete()
    for row in rows.select_for_update().filter(during__overlap=period(last_on + DAY)):
        end(row, last_on=last_on)


def cut_out(rows, during) -> None:
    """Let none of these rows hold on these days; what lies before and after stays."""
    for row in rows.select_for_update().filter(during__overlap=during):
        before, after = row.during.lower, row.during.upper
        later_on = during.upper
        if later_on is not None and (after is None or after > later_on):
            rest = type(row)(**_values(row))
            rest.during = period(later_on, after - DAY if after else None)
        else:
            rest = None
        if during.lower is not None and (before is None or before < during.lower):
            row.during = period(before, during.lower - DAY)
            row.save(update_fields=["during"])
        else:
            row.delete()
        if rest is not None:
            rest.save()


def _values(row) -> dict:
    """Return what a copy of a row needs: everything but its key."""
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if not column.primary_key
    }
