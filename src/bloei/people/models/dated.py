"""What holds from a day until a day: `during`, and that it never holds twice."""

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Value

from bloei.foundation import periods


class SameRow(Func):
    """A whole number as a range, so that GiST can compare it without btree_gist."""

    function = "int8range"
    output_field = models.Field()

    def __init__(self, column: str):
        super().__init__(F(column), F(column), Value("[]"))


def never_twice(name: str, *columns: str) -> ExclusionConstraint:
    """Say that rows of the same `columns` never overlap in `during`."""
    same = [(SameRow(column), RangeOperators.OVERLAPS) for column in columns]
    return ExclusionConstraint(name=name, expressions=[*same, ("during", RangeOperators.OVERLAPS)])


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Keep what holds on this day."""
        return self.filter(during__contains=day)


class Dated:
    """The first and the last day of `during`, as people say them: both belong to it."""

    during: Any

    @property
    def first_on(self) -> date | None:
        return periods.first_day(self.during)

    @property
    def last_on(self) -> date | None:
        """Return the last day, or None when it is open."""
        return periods.last_day(self.during)
