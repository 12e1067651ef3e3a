"""Learning time itself: blocks, the series they come from, and how often one was moved."""

import uuid
from datetime import datetime, time

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bloei.foundation.addresses import address_of
from bloei.learning.models import Participation
from bloei.people.models import Person, SameRow, Unit
from bloei.planning import rules
from bloei.planning.rules import Every, Origin, State

STATES = [
    (State.PROPOSED, _("Proposal")),
    (State.DECLINED, _("Does not suit")),
    (State.ASKED, _("Waits for your manager")),
    (State.REFUSED, _("Not agreed")),
    (State.AGREED, _("Fixed")),
    (State.DONE, _("Was done")),
    (State.LAPSED, _("Did not happen")),
    (State.CANCELLED, _("Taken away")),
]
EVERY = [
    (Every.WEEK, _("every week")),
    (Every.TWO_WEEKS, _("every two weeks")),
    (Every.MONTH, _("once a month")),
]


class Series(models.Model):
    """A moment that comes back: of one person, of a unit with all below it, or of everybody.

    Its blocks are ordinary blocks, made some weeks ahead; a day that is skipped has none.
    """

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="series"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="series"
    )
    every = models.CharField(max_length=10, choices=EVERY)
    first_on = models.DateField()
    last_on = models.DateField()
    from_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(unit=None), name="series_of_one_or_of_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="series_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_every_display())

    def get_absolute_url(self) -> str:
        return address_of("plans:series_detail", self.pk)


class SeriesSkip(models.Model):
    """A day on which a series does not happen."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="skips")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="skipped_once")]


class BlockQuerySet(models.QuerySet):
    def standing(self):
        """Keep what stands in somebody's week: asked, fixed or done."""
        return self.filter(state__in=sorted(rules.STANDING))

    def between(self, first, after):
        """Keep what touches the days from `first` up to (not including) `after`."""
        zone = timezone.get_current_timezone()
        start, end = (datetime.combine(day, time.min, zone) for day in (first, after))
        return self.filter(during__overlap=(start, end))


class LearningBlock(models.Model):
    """A block of working time in which somebody learns (leertijd).

    `reserved_minutes` is what the ledger keeps apart for it ("block:<pk>"); mandatory
    training takes nothing from the right to learning time. `sequence` goes up when the
    time changes, never for words, as calendars want it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="learning_blocks")
    during = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=STATES)
    origin = models.CharField(
        max_length=10, choices=[(one, one.value) for one in Origin], default=Origin.HAND
    )
    title = models.CharField(max_length=120, blank=True)
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.PROTECT, related_name="blocks"
    )
    # Copied from the participation; a foreign key over both columns keeps it equal (migrations).
    is_mandatory = models.BooleanField(default=False)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="blocks"
    )
    series_on = models.DateField(null=True, blank=True)  # which time of the series it is
    plan = models.ForeignKey(
        "planning.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="blocks"
    )
    reserved_minutes = models.PositiveIntegerField(default=0)
    done_minutes = models.PositiveIntegerField(null=True, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)  # when its owner last said how it went
    outside = models.JSONField(default=list)  # codes of the rules it is outside of, when asked
    why = models.CharField(max_length=500, blank=True)  # of who asks
    answer = models.CharField(max_length=500, blank=True)  # of who decides, or why it lapsed
    instead = DateTimeRangeField(null=True, blank=True)  # the alternative of who refuses
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decide_by = models.DateField(null=True, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)  # how often time was kept apart for it
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_block_at_a_time",
                expressions=[
                    (SameRow("person_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=sorted(rules.STANDING)),
            ),
            models.CheckConstraint(
                condition=Q(is_mandatory=False) | Q(reserved_minutes=0),
                name="mandatory_takes_no_right",
            ),
            # So what lies outside the work, mandatory or not, stands only by the yes of another.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("person")),
                name="nobody_decides_about_own_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(done_minutes__isnull=False),
                name="done_says_how_long",
            ),
            models.UniqueConstraint(
                fields=["series", "person", "series_on"],
                condition=Q(series__isnull=False),
                name="one_block_per_time_of_a_series",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="block_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.during}"

    def get_absolute_url(self) -> str:
        return address_of("planning:block_detail", self.pk)

    @property
    def starts_at(self):
        """Return the beginning as aware local time."""
        return timezone.localtime(self.during.lower)

    @property
    def ends_at(self):
        """Return the end as aware local time."""
        return timezone.localtime(self.during.upper)

    @property
    def minutes(self) -> int:
        return rules.minutes_between(self.during.lower, self.during.upper)

    @property
    def shorter(self) -> list[int]:
        """Return the minutes that it can have taken instead, the longest first."""
        return rules.shorter_than(self.minutes)

    @property
    def is_standing(self) -> bool:
        return self.state in rules.STANDING


class Cover(models.Model):
    """A colleague has a shift in the place of who learns (overname).

    It stands as long as the block stands in that time, and as the roster holds that shift: a new
    roster of that day says itself who works.
    """

    block = models.OneToOneField(LearningBlock, on_delete=models.CASCADE, related_name="cover")
    taker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="covers")
    during = DateTimeRangeField()


class BlockMove(models.Model):
    """Somebody moved a block, or asks to: why, and to when.

    Its owner moves it at once; who needs the person at that time asks, with another
    moment, and the owner answers. Agreed blocks never move by themselves.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        YES = "yes", _("Moved")
        NO = "no", _("Stays where it was")

    block = models.ForeignKey(LearningBlock, on_delete=models.CASCADE, related_name="moves")
    was = DateTimeRangeField()
    becomes = DateTimeRangeField()
    because = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block"], condition=Q(answer="waiting"), name="one_question_at_a_time"
            )
        ]
