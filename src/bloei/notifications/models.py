"""What we remember of messages, of nudges with their lottery, and of what people prefer."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from bloei.notifications.evidence import Counted, Effect, EffectVerdict, verdict
from bloei.notifications.rules import Pace

PERSON = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    """SERVICE: a right that lapses, a decision, a deadline. It reaches everybody, always."""

    SERVICE = "service"
    NUDGE = "nudge"
    MESSAGE = "message"


class NoticeQuerySet(models.QuerySet):
    def current(self, today):
        """Keep what still means something today."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """A message to one person (bericht): a code and its parameters, written out when it is read.

    So it is in the language that the person has at that moment. `about` is whom it names,
    where that is somebody else: it goes when they are erased, though its reader stays.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="notices")
    about = models.ForeignKey(PERSON, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    key = models.CharField(max_length=200, null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_key"),
        ]
        indexes = [
            models.Index(fields=["person", "-at"]),
            models.Index(fields=["at"], condition=Q(mailed_at=None), name="notice_not_mailed"),
        ]


class Preference(models.Model):
    """How somebody wants to be reached. Without a row the defaults hold."""

    class Channel(models.TextChoices):
        MAIL = "mail"  # in Bloei and by mail
        APP = "app"  # in Bloei only
        OFF = "off"

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="preference")
    service = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    nudge = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    message = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    pace = models.CharField(
        max_length=6, choices=[(pace.value, pace.value) for pace in Pace], default=Pace.DAILY.value
    )
    most_per_week = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    quiet_from = models.TimeField(default=time(18))
    quiet_until = models.TimeField(default=time(8))
    weekends = models.BooleanField(default=False)
    unsubscribe_salt = models.CharField(max_length=32, blank=True)
    unsubscribe_digest = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(service="off"), name="service_is_never_off"),
            models.CheckConstraint(
                condition=Q(most_per_week__gte=1, most_per_week__lte=7), name="mails_of_a_week"
            ),
        ]

    def channel(self, kind: str) -> str:
        return getattr(self, kind)


class DigestRun(models.Model):
    """A mail that went to somebody on a day: at most one per day (or hour, for who wants that)."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="digest_runs")
    day = models.DateField()
    slot = models.CharField(max_length=4)
    batch = models.UUIDField()
    items = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day", "slot"], name="one_digest_per_slot")
        ]


class Campaign(models.Model):
    """One lottery of one nudge, with one look at the outcome on a day that is fixed beforehand.

    People enter from `started_on` until just before `closes_on`; `readout_on` comes when the
    last of them had their time. Each campaign draws anew. The counts are kept as they were
    at the look, so the outcome stays when people leave.
    """

    nudge = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=32)
    hold_out_percent = models.PositiveSmallIntegerField(default=10)
    least_points = models.DecimalField(max_digits=4, decimal_places=1, default=1)
    started_on = models.DateField()
    closes_on = models.DateField()
    readout_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    read_on = models.DateField(null=True)
    treated = models.PositiveIntegerField(default=0)
    treated_did = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    held_did = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nudge", "number"], name="one_campaign_per_number"),
            models.UniqueConstraint(
                fields=["nudge"],
                condition=Q(ended_on__isnull=True),
                name="one_open_campaign_per_nudge",
            ),
            models.CheckConstraint(
                condition=Q(hold_out_percent__lte=50), name="at_most_half_held_out"
            ),
            models.CheckConstraint(condition=Q(least_points__gt=0), name="least_effect_is_some"),
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("started_on"), readout_on__gte=F("closes_on")),
                name="campaign_ends_after_it_began",
            ),
        ]

    @property
    def effect(self) -> Effect:
        return Effect(Counted(self.treated_did, self.treated), Counted(self.held_did, self.held))

    @property
    def least(self) -> float:
        """Return the least effect worth it, as a share."""
        return float(self.least_points) / 100

    @property
    def verdict(self) -> EffectVerdict:
        return verdict(self.effect, self.least)


class NudgeStop(models.Model):
    """A nudge that is off, since when and why. No row: it is on."""

    nudge = models.CharField(max_length=60, primary_key=True)
    stopped_on = models.DateField()
    because = models.CharField(max_length=300)
    by_rule = models.BooleanField(default=False)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")


class NudgeCaseQuerySet(models.QuerySet):
    def open(self):
        """Keep what a page may show: never somebody's case that the lottery holds back."""
        return self.filter(state__in=NudgeCase.MAY_BE_SHOWN)


class NudgeCase(models.Model):
    """One nudge for one person on one occasion (signaal). Pages read only these rows.

    `about` is whom it is about: mostly the person, for a manager somebody of the team.
    """

    class State(models.TextChoices):
        DELAYED = "delayed"  # the lottery lets them wait
        OPEN = "open"
        SHOWN = "shown"  # opened, or in a mail
        SNOOZED = "snoozed"
        DONE = "done"
        DISMISSED = "dismissed"
        EXPIRED = "expired"

    class Group(models.TextChoices):
        TREATED = "treated"
        HELD = "held"
        EVERYBODY = "everybody"  # a service message: no lottery

    MAY_BE_SHOWN = (State.OPEN, State.SHOWN)

    nudge = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="nudge_cases")
    about = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="cases_about")
    occasion = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    rank = models.SmallIntegerField()
    until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices)
    group = models.CharField(max_length=10, choices=Group.choices)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT)
    assigned_on = models.DateField()
    release_on = models.DateField(null=True)
    released_on = models.DateField(null=True)
    shown_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    muted_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome_on = models.DateField(null=True)

    objects = NudgeCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "nudge", "occasion"], name="one_case_per_occasion"
            ),
            models.CheckConstraint(
                condition=~Q(group="held")
                | Q(state__in=["delayed", "done", "expired"])
                | Q(released_on__isnull=False),
                name="held_out_waits",
            ),
            models.CheckConstraint(
                condition=~Q(kind="service") | Q(group="everybody"),
                name="service_has_no_hold_out",
            ),
            models.CheckConstraint(
                condition=Q(group="everybody") | Q(campaign__isnull=False),
                name="a_lottery_has_a_campaign",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"]),
            models.Index(fields=["about", "state"]),
            models.Index(fields=["nudge", "assigned_on"]),
            models.Index(fields=["campaign", "about"]),
        ]


class NamePause(models.Model):
    """A manager does not want to be pointed to somebody for a while."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="name_pauses")
    about = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "about"], name="one_pause_per_name")
        ]


class Talk(models.Model):
    """A manager and somebody of the team spoke about learning: a date, nothing else."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="talks")
    on = models.DateField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-on"])]
