"""The spine: one person takes part in one offer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bloei.foundation.addresses import address_of
from bloei.learning import rules
from bloei.learning.models.offers import Offer
from bloei.learning.rules import State

STATE_WORDS = {
    State.WISHED: _("On my list"),
    State.APPLIED: _("Applied for"),
    State.AGREED: _("Agreed"),
    State.BOOKED: _("Booked"),
    State.UNDER_WAY: _("Under way"),
    State.DONE: _("Done"),
    State.STOPPED: _("Stopped"),
    State.CANCELLED: _("Cancelled"),
}


class ParticipationQuerySet(models.QuerySet):
    def open(self):
        """Keep what is not done, stopped or cancelled."""
        return self.filter(state__in=rules.OPEN)


class Participation(models.Model):
    """One person takes part in one offer (deelname).

    `is_mandatory`, `person` and `offer` are fixed at creation: a trigger refuses a
    change, so whatever hangs from a participation can rely on it (art. 7:611a BW).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="participations")
    is_mandatory = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10,
        choices=list(STATE_WORDS.items()),
        default=State.WISHED,
    )
    wished_on = models.DateField()
    applied_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    booked_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "offer"],
                condition=Q(state__in=sorted(rules.OPEN)),
                name="one_open_participation",
            ),
            # So that a table that hangs from it can take `is_mandatory` into its foreign key.
            models.UniqueConstraint(fields=["id", "is_mandatory"], name="participation_mandatory"),
            models.CheckConstraint(
                condition=~Q(state=State.APPLIED) | Q(applied_on__isnull=False),
                name="applied_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.AGREED, State.BOOKED]) | Q(agreed_on__isnull=False),
                name="agreed_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(applied_on__isnull=False),
                name="agreed_after_applied",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.BOOKED) | Q(booked_on__isnull=False),
                name="booked_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.UNDER_WAY, State.DONE, State.STOPPED])
                | Q(started_on__isnull=False),
                name="started_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(applied_on=None) | Q(agreed_on__isnull=False),
                name="started_after_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(rules.ENDED), ended_on__isnull=False)
                | Q(state__in=sorted(rules.OPEN), ended_on=None),
                name="ended_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"]),
            models.Index(fields=["offer", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.offer_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return address_of("learning:offer_detail", self.offer_id)

    @property
    def is_obliged(self) -> bool:
        """Whether it was mandatory when it began, or its offer has become so since."""
        return self.is_mandatory or self.offer.is_mandatory

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN
