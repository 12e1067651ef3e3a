"""Applications: somebody asks to spend budget on taking part in something (aanvraag)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bloei.budgets.rules import OPEN, Decider, Source, State

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
    """A person asks to spend budget on a participation.

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
        "learning.Participation", on_delete=models.PROTECT, related_name="applications"
    )
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
            models.Index(fields=["decide_by"], condition=Q(state="asked"), name="open_by_deadline"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("budgets:application_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Funding(models.Model):
    """What one source gives to an application: cents, or minutes from a budget in hours.

    `account` is empty for own money, and for what the employer pays outside any budget.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="funding")
    source = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Source])
    account = models.ForeignKey(
        "budgets.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.PositiveBigIntegerField()
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
