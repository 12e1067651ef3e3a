"""What one can learn from: offers, with their provider and skills."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Cast, Lower, Round
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bloei.foundation import search
from bloei.foundation.addresses import address_of


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
    """What somebody can learn from (docs/formats.md 6, column kind)."""

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
    """Return the price with or without VAT as the database computes it, rounded half up."""
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
        return address_of("learning:offer_detail", self.pk)

    @property
    def is_free(self) -> bool:
        return self.price_cents == 0


class OfferWord(search.Word):
    """A word in the catalogue (never in what somebody found for themselves)."""
