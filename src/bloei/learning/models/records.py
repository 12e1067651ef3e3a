"""What was learned or done, and who may see it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bloei.foundation.addresses import address_of
from bloei.foundation.models import StoredFile
from bloei.learning.models.offers import Kind
from bloei.learning.models.participations import Participation


class RecordKind(models.TextChoices):
    """How something was learned; informal learning counts as fully as a course."""

    COURSE = "course", _("Course")
    E_LEARNING = "e_learning", _("E-learning")
    AT_WORK = "at_work", pgettext_lazy("how one learns", "At work")
    MICRO = "micro", _("Micro-lesson")
    SHARED = "shared", _("Shared")
    MENTORING = "mentoring", _("Mentor")
    SELF = "self", _("Learned by myself")


class Audience(models.TextChoices):
    """Who sees a record besides the person it is about."""

    ONLY_ME = "only_me", _("Only me")
    MANAGER = "manager", _("Me and my manager")
    TEAM = "team", _("Me and my team")
    MANAGER_AND_HR = "manager_and_hr", _("Me, my manager and HR")


_RECORDED_AS = {
    Kind.E_LEARNING: RecordKind.E_LEARNING,
    Kind.MICRO: RecordKind.MICRO,
    Kind.BOOK: RecordKind.SELF,
    Kind.COACHING: RecordKind.MENTORING,
    Kind.MENTORING: RecordKind.MENTORING,
    Kind.ON_THE_JOB: RecordKind.AT_WORK,
}


class Record(models.Model):
    """What somebody learned or did: what, when, how long, with evidence (leerregistratie)."""

    class Source(models.TextChoices):
        PERSON = "person", _("written down by oneself")
        PARTICIPATION = "participation", _("from a participation")
        IMPORTED = "imported", _("from another system")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="records"
    )
    participation = models.OneToOneField(
        Participation, null=True, blank=True, on_delete=models.PROTECT, related_name="record"
    )
    what = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=RecordKind.choices)
    done_on = models.DateField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.PERSON)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.ONLY_ME)
    evidence = models.ManyToManyField(StoredFile, blank=True, related_name="records")

    class Meta:
        indexes = [models.Index(fields=["person", "-done_on"])]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return address_of("learning:record_detail", self.pk)

    @classmethod
    def of(cls, participation: Participation) -> "Record":
        """Return the record (not saved) of a participation that is done.

        What the employer agreed to or demands is seen by manager and HR, the rest by oneself.
        """
        offer = participation.offer
        assert participation.ended_on
        official = participation.is_mandatory or participation.applied_on is not None
        return cls(
            person_id=participation.person_id,
            participation=participation,
            what=offer.title,
            kind=_RECORDED_AS.get(Kind(offer.kind), RecordKind.COURSE),
            done_on=participation.ended_on,
            minutes=offer.minutes,
            source=cls.Source.PARTICIPATION,
            audience=Audience.MANAGER_AND_HR if official else Audience.ONLY_ME,
        )
