"""The books: accounts, and the entries that move euros and minutes between them.

The database keeps them true (migrations/0002_books.py): balances are updated by a trigger,
an account never goes under its floor, entries are never changed or removed, and nothing
personal pays for a mandatory participation (art. 7:611a BW).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bloei.budgets.models.schemes import Measure, Scheme
from bloei.foundation.models import AppendOnly
from bloei.learning.models import Participation
from bloei.people.models import Person, Unit


class TeamBudget(models.Model):
    """What a team (or, without a unit, the organisation) has to spend in one calendar year."""

    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="owned_team_budgets")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"], name="one_budget_per_team_and_year", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name if self.unit else '-'} {self.year}"


class Account(models.Model):
    """A place where money or time is kept.

    Personal (owner and scheme), of a team budget, or of the organisation (neither). With a
    `floor` it is guarded: locked before it is moved from, its `balance` cached by the
    database. Without one it may go below zero and is never locked: the employer's fund, and
    what is spent or lapsed per scheme; its balance is added up when somebody asks.
    """

    class Purpose(models.TextChoices):
        OWN = "own"  # free to spend
        RESERVED = "reserved"  # promised to an application
        SPENT = "spent"
        LAPSED = "lapsed"  # back to the employer by a rule: lapse, trim, forfeit
        CONVERTED = "converted"  # turned into something else, such as vitality leave
        PAID_OUT = "paid_out"
        FUND = "fund"  # where grants come from

    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    scheme = models.ForeignKey(
        Scheme, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    team_budget = models.ForeignKey(
        TeamBudget, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    measure = models.CharField(max_length=7, choices=Measure.choices)
    floor = models.BigIntegerField(null=True, blank=True)
    balance = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "scheme", "team_budget", "purpose", "measure"],
                name="one_account_per_purpose",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(balance__gte=F("floor")),
                name="never_below_the_floor",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(scheme__isnull=False, floor__isnull=False),
                name="personal_accounts_are_guarded",
            ),
            models.CheckConstraint(
                condition=Q(team_budget__isnull=True)
                | Q(scheme__isnull=True, owner__isnull=True, floor=0),
                name="accounts_of_a_team_are_guarded",
            ),
        ]

    @property
    def is_guarded(self) -> bool:
        return self.floor is not None


class Entry(AppendOnly):
    """One movement of an amount from one account to another. Written by ledger, never changed.

    A grant is its own `lot` and says when it was `granted_on` and `lapses_on` (the first day
    on which it is gone). Everything that takes from it names it; without a lot, money of a
    personal account was advanced, or fills an advance.
    """

    class What(models.TextChoices):
        OPENING = "opening"
        GRANT = "grant"
        BONUS = "bonus"
        RESERVE = "reserve"
        RELEASE = "release"
        SPEND = "spend"
        REFUND = "refund"
        LAPSE = "lapse"
        TRIM = "trim"
        FORFEIT = "forfeit"
        PAY_OUT = "pay_out"
        RECLAIM = "reclaim"
        WAIVE = "waive"
        CONVERT = "convert"
        CORRECTION = "correction"
        ALLOCATE = "allocate"  # a team budget gets its amount
        TRANSFER = "transfer"  # from one team budget to another

    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sent")
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="received")
    amount = models.BigIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    because = models.JSONField(default=dict)
    key = models.CharField(max_length=120)
    lot = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="taken", db_index=False
    )
    granted_on = models.DateField(null=True)
    lapses_on = models.DateField(null=True)
    reverses = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", db_index=False
    )
    about = models.CharField(max_length=60, blank=True)  # such as "application:12"
    participation = models.ForeignKey(
        Participation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        indexes = [
            models.Index(fields=["lot"], condition=Q(lot__isnull=False), name="entry_of_lot"),
            models.Index(fields=["about"], condition=~Q(about=""), name="entry_about"),
            models.Index(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="entry_reverses"
            ),
            models.Index(
                fields=["lapses_on"], condition=Q(granted_on__isnull=False), name="entry_lapses"
            ),
            models.Index(fields=["on"], condition=Q(what="spend"), name="entry_spent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="one_entry_per_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="entry_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(granted_on__isnull=True) | Q(lot=F("id")),
                name="only_a_lot_says_when_it_was_granted",
            ),
        ]

    @property
    def is_lot(self) -> bool:
        return self.lot_id == self.pk
