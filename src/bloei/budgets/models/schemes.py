"""Which rules there are, which version held when, and for whom."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bloei.people.models import DatedQuerySet, Person, Unit, never_twice


class Measure(models.TextChoices):
    CENTS = "cents", _("euros")
    MINUTES = "minutes", _("hours")


class Scheme(models.Model):
    """A rule of a cao or of the organisation (regeling): its versions hold the rule itself."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("From a cao, shipped with Bloei")
        OWN = "own", _("Made by ourselves")

    name = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=7, choices=Measure.choices)
    origin = models.CharField(max_length=7, choices=Origin.choices)

    def __str__(self) -> str:
        return self.title


class SchemeVersion(models.Model):
    """The text of a scheme (docs/formats.md 1) and the days on which it holds.

    A text is never changed: a change is a new version, from a day.
    """

    class Status(models.TextChoices):
        CHECKED = "checked", _("Checked")
        EXAMPLE = "example", _("Example: HR must confirm it first")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    during = DateRangeField()
    status = models.CharField(max_length=7, choices=Status.choices)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    # When HR booked the differences that a start in the past makes; until then it holds
    # from the day on which it was made.
    corrected_at = models.DateTimeField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_twice("one_version_at_a_time", "scheme_id"),
            models.CheckConstraint(condition=~Q(text=""), name="a_version_has_a_text"),
        ]
        ordering = ["scheme", "during"]

    @property
    def may_be_used(self) -> bool:
        """Say whether this rule may grant anything: an example must be confirmed by HR first."""
        return self.status == self.Status.CHECKED or self.confirmed_at is not None


class SchemeAssignment(models.Model):
    """Which scheme holds for whom, from when.

    For everybody with this `cao` in their employment, for everybody in this part of the
    tree, or (both empty) for everybody. Before its first day nothing is granted.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="assignments")
    cao = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    during = DateRangeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "cao", "during"]


class Entitlement(models.Model):
    """One person in one scheme: their two accounts, and where the engine stands.

    The lots of the engine's state are the ledger's; the rest of its state stands here.
    `next_on` is the first day on which something may happen by itself (None: never, or
    until something changes); the nightly run asks only for those that are due.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entitlements")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="entitlements")
    own = models.OneToOneField("budgets.Account", on_delete=models.PROTECT, related_name="own_of")
    reserved = models.OneToOneField(
        "budgets.Account", on_delete=models.PROTECT, related_name="reserved_of"
    )
    starts_on = models.DateField()
    done_on = models.DateField()
    last_grant_on = models.DateField(null=True)
    counting_from = models.DateField(null=True)
    granted = models.BigIntegerField(default=0)
    converted = models.JSONField(default=list)
    next_on = models.DateField(null=True)
    # The day for which opening balances were loaded, and a digest of their lines.
    opened_on = models.DateField(null=True)
    opening = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "scheme"], name="one_entitlement"),
        ]
        indexes = [
            models.Index(
                fields=["next_on"], condition=Q(next_on__isnull=False), name="entitlement_due"
            )
        ]
