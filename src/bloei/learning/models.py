"""The spine: what one can learn from, who takes part in it, and what was learned."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Cast, Lower, Round
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bloei.foundation import search
from bloei.foundation.models import StoredFile
from bloei.learning import rules
from bloei.learning.rules import State


class Skill(models.Model):
    """Something one can be good at; offers teach it, people want it."""

    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_skill_per_name")]

    def __str__(self) -> str:
        return self.name


class Provider(models.Model):
    """Who gives a course, publishes a book, and so on."""

    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_provider_per_name")]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """What somebody can learn from (formats.md 6, column kind)."""

    COURSE = "course", _("Course")
    TRAINING = "training", _("Training")
    WORKSHOP = "workshop", _("Workshop")
    E_LEARNING = "e_learning", _("E-learning")
    PROGRAMME = "programme", _("Study programme")
    CONFERENCE = "conference", _("Conference")
    BOOK = "book", _("Book")
    COACHING = "coaching", _("Coaching")
    MENTORING = "mentoring", _("Mentoring")
    ON_THE_JOB = "on_the_job", pgettext_lazy("how one learns", "At work")
    MICRO = "micro", _("Micro-lesson")
    OTHER = "other", _("Something else")


def _price(with_vat: bool) -> Case:
    """Return the price with or without VAT as the database computes it; as in rules.py."""
    factor = Cast(100 + F("vat_percent"), models.DecimalField(max_digits=12, decimal_places=0))
    other = F("price_cents") * factor / 100 if with_vat else F("price_cents") * 100 / factor
    return Case(
        When(includes_vat=with_vat, then=F("price_cents")),
        default=Cast(Round(other), models.BigIntegerField()),
        output_field=models.BigIntegerField(),
    )


class OfferQuerySet(models.QuerySet):
    def published(self):
        """Keep what is for everybody and not withdrawn."""
        return self.filter(owner=None, withdrawn_on=None)


class Offer(search.Findable):
    """Anything one can learn from (leeraanbod).

    With an `owner` it is what this person found elsewhere: private to the owner until
    something is applied for. `price_cents` is as the provider gives it, with or
    without VAT; empty when the price is not known, 0 when it is free.
    """

    code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )
    summary = models.TextField(blank=True)
    price_cents = models.BigIntegerField(null=True, blank=True)
    includes_vat = models.BooleanField(default=True)
    vat_percent = models.PositiveSmallIntegerField(default=21)
    price_incl_cents = models.GeneratedField(
        expression=_price(with_vat=True), output_field=models.BigIntegerField(), db_persist=True
    )
    price_excl_cents = models.GeneratedField(
        expression=_price(with_vat=False), output_field=models.BigIntegerField(), db_persist=True
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="nl")
    skills = models.ManyToManyField(Skill, blank=True, related_name="offers")
    is_mandatory = models.BooleanField(default=False)
    url = models.URLField(max_length=500, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_offers",
    )
    published_on = models.DateField(db_index=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "provider",
                "code",
                condition=Q(owner=None) & ~Q(code=""),
                nulls_distinct=False,
                name="one_offer_per_code",
            ),
            models.CheckConstraint(
                condition=Q(price_cents=None) | Q(price_cents__gte=0), name="price_not_negative"
            ),
            models.CheckConstraint(condition=Q(vat_percent__lte=100), name="vat_is_a_share"),
            # Only the organisation can oblige somebody.
            models.CheckConstraint(
                condition=Q(owner=None) | Q(is_mandatory=False), name="own_offer_is_not_mandatory"
            ),
        ]
        indexes = [GinIndex(fields=["vector"], name="offer_vector")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:offer_detail", args=[self.pk])

    @property
    def is_free(self) -> bool:
        return self.price_cents == 0


class OfferWord(search.Word):
    """A word in the catalogue (never in what somebody found for themselves)."""


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
        choices=[
            (State.WISHED, _("On my list")),
            (State.APPLIED, _("Applied for")),
            (State.AGREED, _("Agreed")),
            (State.BOOKED, _("Booked")),
            (State.UNDER_WAY, _("Under way")),
            (State.DONE, _("Done")),
            (State.STOPPED, _("Stopped")),
            (State.CANCELLED, _("Cancelled")),
        ],
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
        return reverse("learning:offer_detail", args=[self.offer_id])

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN


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
        return reverse("learning:record_detail", args=[self.pk])

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


class Goal(models.Model):
    """What somebody wants to become better at. Private, unless shared with the manager."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goals"
    )
    text = models.CharField(max_length=200)
    skills = models.ManyToManyField(Skill, blank=True, related_name="goals")
    is_shared = models.BooleanField(default=False)
    set_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(reached_on=None), name="goal_open")]

    def __str__(self) -> str:
        return self.text


class Interest(models.Model):
    """A skill that somebody likes to see offers for."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests"
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="interests")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="one_interest")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.skill_id}"


class Dismissal(models.Model):
    """An offer of which somebody said: not for me. It is not suggested again."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissals"
    )
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="dismissals")
    said_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "offer"], name="one_dismissal")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.offer_id}"
