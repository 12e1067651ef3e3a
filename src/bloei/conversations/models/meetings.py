"""The team meeting: fifteen minutes about learning on one screen, and the tips of the team.

What is said here is said in the team; nothing of it is a secret between two.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bloei.conversations import meeting_steps
from bloei.foundation.addresses import address_of
from bloei.people.models import Person, Unit


class Rhythm(models.IntegerChoices):
    """How many weeks lie between two meetings of a team; the next one comes by itself."""

    NONE = 0, _("no rhythm")
    WEEKLY = 1, _("every week")
    TWO_WEEKLY = 2, _("every two weeks")
    FOUR_WEEKLY = 4, _("every four weeks")


class TeamMeetingQuerySet(models.QuerySet):
    def begun(self):
        """Keep those that took place, or are under way."""
        return self.exclude(step_began_at=None)

    def planned(self, today):
        """Keep those that are still to begin, today or later."""
        return self.filter(step_began_at=None, held_on__gte=today)


class TeamMeeting(models.Model):
    """Learning on the agenda of a team, on one day; anyone of the team leads it.

    Until somebody begins it, it is only planned: it has no beginning and nobody leads it.
    `counts_from` is the day that the rhythm meant, where it came by itself or was held early.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="team_meetings")
    held_on = models.DateField()
    rhythm = models.PositiveSmallIntegerField(choices=Rhythm.choices, default=Rhythm.NONE)
    counts_from = models.DateField(null=True, blank=True)
    led_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)
    step_began_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TeamMeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "held_on"], name="one_meeting_a_day"),
            models.CheckConstraint(
                condition=Q(step__lt=len(meeting_steps.STEPS)), name="meeting_has_its_step"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="meeting_has_a_rhythm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.held_on}"

    def get_absolute_url(self) -> str:
        return address_of("meetings:meeting_detail", self.pk)

    @property
    def was_moved(self) -> bool:
        """Tell whether the day that the rhythm meant is a day off."""
        return self.counts_from not in (None, self.held_on)

    @property
    def about(self) -> str:
        """Return how agreements name this meeting."""
        return f"meeting:{self.pk}"


class Tip(models.Model):
    """What helped somebody to learn, told to the own team."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="tips")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tips")
    text = models.CharField(max_length=200)
    told_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-told_on"], name="tip_of_unit")]

    def __str__(self) -> str:
        return self.text
