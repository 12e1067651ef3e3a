"""What we remember of agreements: who does what by when, and who may see it."""

import logging

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bloei.agreements.rules import LONGEST, State
from bloei.foundation.encrypted import EncryptedRow, EncryptedTextField
from bloei.foundation.encryption import Unreadable

PERSON = settings.AUTH_USER_MODEL
STATES = {State.OPEN: _("open"), State.DONE: _("done"), State.DROPPED: _("not any more")}
log = logging.getLogger(__name__)


class AgreementQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=State.OPEN)

    def soonest_first(self):
        """What is due first comes first; what has no day comes last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


class Agreement(EncryptedRow):
    """Somebody (`person`) does something, by a day or not (afspraak).

    Its text is encrypted: only its parties read it. `about` names what it belongs to
    ("conversation:12", "meeting:3"), `url` is the page of that. `watches` names what makes it
    tick off by itself ("participation:5:done"). `partner` is the other one, where two agreed.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="agreements")
    partner = models.ForeignKey(PERSON, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    text = EncryptedTextField(max_length=LONGEST)
    due_on = models.DateField(null=True)
    agreed_on = models.DateField()
    state = models.CharField(max_length=10, choices=STATES.items(), default=State.OPEN)
    ended_on = models.DateField(null=True)
    done_by_itself = models.BooleanField(default=False)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    url = models.CharField(max_length=300, blank=True)
    watches = models.CharField(max_length=80, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.OPEN, ended_on=None)
                | Q(state__in=[State.DONE, State.DROPPED], ended_on__isnull=False),
                name="an_ended_agreement_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(done_by_itself=False) | Q(state=State.DONE),
                name="only_what_is_done_did_so_by_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "due_on"], condition=Q(state="open"), name="open_of"),
            models.Index(
                fields=["watches"],
                condition=Q(state="open") & ~Q(watches=""),
                name="agreement_watches",
            ),
            models.Index(fields=["ended_on"], name="agreement_ended"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def words(self):
        """The text for a page; where its key is missing, a sentence that says so."""
        try:
            return self.text
        except Unreadable as problem:
            log.error("agreement %s: %s", self.pk, problem)
            return _("The text of this agreement cannot be read at the moment.")


class AgreementParty(models.Model):
    """Somebody who may see an agreement: nobody else may, in whatever role."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="party_once")]
