"""How many people must be present: minimums per group of units, weekday and time."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from bloei.people.models import Dated, DatedQuerySet, Unit
from bloei.planning.models.rosters import MINUTES_OF_A_DAY


class Staffing(Dated, models.Model):
    """The minimum of a group of units (with all below them) on some weekdays (bezetting).

    `name` is how the place is called in a sentence ("de balie"); minutes count after midnight.
    """

    name = models.CharField(max_length=60)
    units = models.ManyToManyField(Unit, related_name="staffing")
    weekdays = ArrayField(models.PositiveSmallIntegerField())  # 0 is Monday
    from_minute = models.PositiveSmallIntegerField()
    until_minute = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField()
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_minute__lt=F("until_minute"), until_minute__lte=MINUTES_OF_A_DAY),
                name="staffing_has_its_times",
            ),
            models.CheckConstraint(condition=~Q(weekdays=[]), name="staffing_has_its_days"),
        ]

    def __str__(self) -> str:
        return self.name


class StaffingException(models.Model):
    """Another minimum on one day; 0 says that nobody needs to be there."""

    staffing = models.ForeignKey(Staffing, on_delete=models.CASCADE, related_name="exceptions")
    on = models.DateField()
    minimum = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staffing", "on"], name="one_exception_a_day")
        ]


class TeamAgenda(models.Model):
    """That a unit lets its members see each other's learning times; without a row they do not."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="team_agenda")
