"""The audit trail: a row per action, written in the transaction of that action.

A row names the fields that changed, never the values of a person. A run over many
people is one action and one row, with a count.
"""

from contextvars import ContextVar

from django.db.models import Model

from bloei.foundation import clock
from bloei.foundation.models import AuditRow

# Rows of the action that is going on now; foundation.actions looks whether there are any.
written: ContextVar[list | None] = ContextVar("audit_rows_written", default=None)


def record(
    verb: str,
    thing: Model | type[Model],
    *,
    by,
    fields: tuple[str, ...] | list[str] = (),
    because: str = "",
    count: int | None = None,
) -> AuditRow:
    """Write who (`by`; None is Bloei itself) did what to what.

    `thing` is the row it is about, or a model for a run over `count` rows.
    """
    row = AuditRow.objects.create(
        at=clock.now(),
        by=by,
        verb=verb,
        kind=thing._meta.label_lower,
        thing_id="" if isinstance(thing, type) else str(thing.pk),
        fields=list(fields),
        because=because,
        count=count,
    )
    if (rows := written.get()) is not None:
        rows.append(row)
    return row
