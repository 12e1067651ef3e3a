"""Applications (aanvragen): to spend budget on learning, or to convert a part of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bloei.budgets import purposes
from bloei.budgets.rules import OPEN, Decider, Source, State
from bloei.foundation import money
from bloei.foundation.addresses import address_of
from bloei.foundation.language import on_screen
from bloei.learning.models import Offer

STATES = [
    (State.DRAFT, _("Not sent yet")),
    (State.ASKED, _("Waits for a decision")),
    (State.AGREED, _("Agreed")),
    (State.REFUSED, _("Not agreed")),
    (State.WITHDRAWN, _("Withdrawn")),
    (State.CANCELLED, _("Cancelled")),
    (State.PAID, _("Paid")),
]


class Application(models.Model):
    """A person asks to spend budget on a participation, or to turn a part of it into `becomes`.

    `price_cents` includes VAT. `tops_up` names the agreed application of which the
    price went up. `decide_by` is the last day to decide, inclusive.
    """

    class Payer(models.TextChoices):
        EMPLOYER = "employer", _("The employer pays the invoice")
        REIMBURSED = "reimbursed", _("You pay first and get it back")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    participation = models.ForeignKey(
        "learning.Participation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    # A conversion: the name in the scheme, such as "vitality"; the amount is in `price_cents`,
    # or of a budget in hours in `asked_minutes`.
    becomes = models.CharField(max_length=60, blank=True, default="", db_default="")
    tops_up = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="top_ups"
    )
    # Copied from the participation; foreign keys over both columns keep it equal
    # (migrations), so the database itself can keep the legal guard on Funding.
    is_mandatory = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT)
    price_cents = models.PositiveBigIntegerField()
    payer = models.CharField(max_length=10, choices=Payer.choices, default=Payer.EMPLOYER)
    why = models.CharField(max_length=500, blank=True)
    # What the schemes want to know (docs/formats.md 1: purpose, hours_added), and the time that is
    # asked from a budget in hours.
    purpose = models.CharField(max_length=60, blank=True, default="", db_default="")
    added_minutes = models.PositiveIntegerField(default=0, db_default=0)
    asked_minutes = models.PositiveIntegerField(default=0, db_default=0)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decider = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in Decider], blank=True
    )
    asked_at = models.DateTimeField(null=True)
    decide_by = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    # Who decides wants to talk first: it still waits, and the deadline stays.
    talk_at = models.DateTimeField(null=True)
    talk_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    talk_words = models.CharField(max_length=500, blank=True, default="", db_default="")
    paid_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(state__in=sorted([*OPEN, State.DRAFT])) & Q(tops_up__isnull=True),
                name="one_open_application",
            ),
            models.UniqueConstraint(fields=["id", "is_mandatory"], name="application_mandatory"),
            models.CheckConstraint(
                condition=Q(participation__isnull=False, becomes="")
                | Q(participation__isnull=True, is_mandatory=False) & ~Q(becomes=""),
                name="for_learning_or_a_conversion",
            ),
            # Art. 7:611a BW: what is mandatory takes working time, never time of one's own.
            models.CheckConstraint(
                condition=Q(is_mandatory=False) | Q(added_minutes=0, asked_minutes=0),
                name="mandatory_takes_no_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ASKED) | Q(decide_by__isnull=False),
                name="asked_has_a_deadline",
            ),
            # Nobody decides about themselves, unless the scheme gives the decision to them.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(decider=Decider.EMPLOYEE)
                | ~Q(decided_by=F("person")),
                name="nobody_decides_about_themselves",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"]),
            models.Index(
                fields=["decide_by"], condition=Q(state=State.ASKED), name="open_by_deadline"
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of("budgets:application_detail", self.pk)

    @property
    def title(self) -> str:
        """Return what it is about, in words."""
        if self.is_conversion:
            return str(_("Convert into %(to)s") % {"to": purposes.words(self.becomes)})
        return self.offer.title

    @property
    def amount_words(self) -> str:
        """Return the price, or how much is converted."""
        if self.is_conversion and not self.price_cents:
            return money.hours(self.asked_minutes, on_screen())
        return money.euros(self.price_cents, on_screen())

    @property
    def offer(self) -> Offer:
        """Return what somebody asks to learn; never asked of a conversion."""
        assert self.participation, "a conversion is for no offer"
        return self.participation.offer

    @property
    def is_conversion(self) -> bool:
        return bool(self.becomes)

    @property
    def own_cents(self) -> int:
        """Return what the person pays themselves, in cents: what no budget holds."""
        return sum(share.amount for share in self.funding.all() if share.source == Source.OWN)

    @property
    def advance_cents(self) -> int:
        """Return what of it is taken ahead of later budget, in cents."""
        return sum(share.advance for share in self.funding.all())

    @property
    def employer_cents(self) -> int:
        """Return what the employer pays or pays back, in cents: all but the own part."""
        return self.price_cents - self.own_cents

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Funding(models.Model):
    """What one source gives to an application: cents, or minutes from a budget in hours.

    `account` is empty for own money, and for what the employer pays outside any budget.
    `amount` leaves the account, of which `advance` below zero; the scheme adds `bonus`.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="funding")
    source = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Source])
    account = models.ForeignKey(
        "budgets.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.PositiveBigIntegerField()
    bonus = models.PositiveBigIntegerField(default=0, db_default=0)
    advance = models.PositiveBigIntegerField(default=0, db_default=0)
    is_mandatory = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "account"], name="one_share_per_account"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="share_pays_something"),
            # Art. 7:611a BW: what is mandatory costs the employee nothing.
            models.CheckConstraint(
                condition=Q(is_mandatory=False)
                | Q(source__in=[Source.TEAM.value, Source.EMPLOYER.value]),
                name="mandatory_is_free",
            ),
            models.CheckConstraint(
                condition=Q(source__in=[Source.OWN.value, Source.EMPLOYER.value])
                ^ Q(account__isnull=False),
                name="a_budget_has_an_account",
            ),
        ]


class Proof(models.Model):
    """An invoice or a certificate that belongs to an application."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CERTIFICATE = "certificate", _("Certificate")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    file = models.ForeignKey("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
