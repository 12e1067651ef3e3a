"""What the planner was asked, and for whom it could not find enough."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bloei.foundation.addresses import address_of
from bloei.foundation.models import Run
from bloei.people.models import Person, Unit


class Plan(models.Model):
    """A question to the planner: for one person, for a unit with all below, or for everybody.

    Days are inclusive. `minutes` is for each person; its proposals are blocks.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Is being worked out")
        READY = "ready", _("Proposals are ready")
        FAILED = "failed", _("Did not work")

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="plans"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="plans"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    minutes = models.PositiveIntegerField()
    shortest = models.PositiveSmallIntegerField(default=60)
    longest = models.PositiveSmallIntegerField(default=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    figures = models.JSONField(default=dict)  # status, minutes found, short and its bound, people
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asked_plans")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")),
                name="plan_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} - {self.last_on}"

    def get_absolute_url(self) -> str:
        return address_of("plans:plan_detail", self.pk)


class Shortage(models.Model):
    """Who could not be given enough time by a plan, and what was in the way."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="shortages")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shortages")
    minutes = models.PositiveIntegerField()
    because = models.CharField(max_length=12)  # docs/formats.md 2: roster, busy, block_size, ...
    where = models.JSONField(default=list)  # where it pinches (pinches.Pinch)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="short_once")]
