"""When people work: patterns, real shifts, and what makes them absent or busy.

Real shifts replace the pattern on the days for which a roster was brought in
(`RosteredDays`). Of absence only the days are kept, never the reason; of other
people's calendars only times, never titles.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from bloei.people.models import Dated, DatedQuerySet, Person, SameRow, Unit, never_twice

MINUTES_OF_A_DAY = 24 * 60


class WorkingPattern(Dated, models.Model):
    """The weeks in which somebody usually works: one week, or two that take turns.

    `begins_on` is the Monday of a first week; `weeks` is 1 or 2.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="patterns")
    weeks = models.PositiveSmallIntegerField(default=1)
    begins_on = models.DateField()
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_twice("one_pattern_at_a_time", "person_id"),
            models.CheckConstraint(condition=Q(weeks__in=[1, 2]), name="one_or_two_weeks"),
        ]


class PatternShift(models.Model):
    """A shift of a pattern: minutes after midnight of its day; past 1,440 is the next day."""

    pattern = models.ForeignKey(WorkingPattern, on_delete=models.CASCADE, related_name="shifts")
    week = models.PositiveSmallIntegerField(default=0)
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    from_minute = models.PositiveSmallIntegerField()
    until_minute = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_minute__lt=F("until_minute"))
                & Q(from_minute__lt=MINUTES_OF_A_DAY, until_minute__lte=2 * MINUTES_OF_A_DAY),
                name="pattern_shift_has_its_times",
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, week__lte=1), name="pattern_shift_has_its_day"
            ),
        ]


class Shift(models.Model):
    """A real shift (dienst): from a roster that was brought in, or taken over from a colleague."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="work_shifts")
    during = DateTimeRangeField()
    place = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="shifts_do_not_overlap",
                expressions=[
                    (SameRow("person_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]


class RosteredDays(Dated, models.Model):
    """Days for which somebody's real shifts are known: no shift then means a day off."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rostered_days")
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [never_twice("days_are_rostered_once", "person_id")]


class Absence(Dated, models.Model):
    """Whole days on which somebody is not there. Why is nobody's business here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    during = DateRangeField()
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [never_twice("absent_once", "person_id")]


class ClosingDay(models.Model):
    """A day on which nobody of a unit and what is below it (or of the organisation) works."""

    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="closing_days"
    )
    on = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "on"], name="one_closing_day", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


class BusyTime(models.Model):
    """A meeting or appointment from somebody's own calendar: only when, never what."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="busy_times")
    during = DateTimeRangeField()

    class Meta:
        indexes = [GistIndex(fields=["during"])]
