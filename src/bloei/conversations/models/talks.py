"""What we remember of conversations: that two people talk, and, sealed, what they say."""

import uuid

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bloei.agreements.models import Agreement
from bloei.conversations import rules
from bloei.conversations.rules import Because, InReturn, Kind, Occasion, State
from bloei.foundation.addresses import address_of
from bloei.foundation.encrypted import EncryptedRow, EncryptedTextField
from bloei.people.models import Person
from bloei.planning.models import LearningBlock, Series

STATES = [
    (State.INVITED, _("No moment yet")),
    (State.PLANNED, _("Planned")),
    (State.HELD, _("Talked")),
    (State.CLOSED, _("Closed")),
]
OCCASIONS = [
    (Occasion.DEVELOPMENT, _("What you want to learn")),
    (Occasion.TIME, _("Making time together")),
    (Occasion.UNUSED_BUDGET, _("Budget that is left")),
    (Occasion.BACK, _("Back from a course")),
    (Occasion.NEW, _("New in the team")),
    (Occasion.STUCK, _("When it does not work out")),
]
KINDS = [
    (Kind.BLOCK, _("One moment")),
    (Kind.SERIES, _("A fixed moment")),
    (Kind.ON_THE_JOB, _("Learning on the job")),
    (Kind.SWAP, _("A swap within the team")),
    (Kind.TRAVEL, _("Learning on the way")),
    (Kind.OWN_TIME, _("Own time, with something in return")),
]
RETURNS = [
    (InReturn.TIME_BACK, _("time back")),
    (InReturn.PAY, _("pay")),
    (InReturn.BUDGET, _("extra budget")),
]


class ConversationQuerySet(models.QuerySet):
    def of(self, person):
        """Keep those in which this person is one of the two."""
        return self.filter(Q(person=person) | Q(partner=person))

    def between(self, one, other):
        """Keep those of these two, whoever it is about."""
        return self.of(one).filter(Q(person=other) | Q(partner=other))

    def open(self):
        """Keep what still has to take place."""
        return self.filter(state__in=sorted(rules.OPEN))


class Conversation(models.Model):
    """Two people talk about the learning of one of them (gesprek).

    `person` is whose learning it is about, `partner` the other: who leads them, or an L&D
    officer. It stays with these two, also when somebody else leads the person later. What
    they say stands in sealed texts beside it; this row says only that they talk.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conversations")
    partner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=20, choices=OCCASIONS)
    because = models.CharField(max_length=20, choices=[(one, one.value) for one in Because])
    # The learning time that was refused or moved, where that is why they talk.
    block = models.ForeignKey(
        LearningBlock, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Nobody: Bloei opened it by itself.
    opened_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=State.INVITED)
    during = DateTimeRangeField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    held_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("partner")), name="nobody_talks_with_oneself"
            ),
            models.UniqueConstraint(
                Least("person", "partner"),
                Greatest("person", "partner"),
                condition=Q(state__in=sorted(rules.OPEN)),
                name="one_open_conversation_of_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PLANNED) | Q(during__isnull=False),
                name="planned_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | Q(held_on__isnull=False), name="held_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(closed_on__isnull=False),
                name="closed_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "state"], name="conversation_partner"),
            models.Index(fields=["person", "state"], name="conversation_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.partner}"

    def get_absolute_url(self) -> str:
        return address_of("conversations:conversation_detail", self.pk)

    @property
    def about(self) -> str:
        """How agreements name this conversation."""
        return f"conversation:{self.pk}"

    @property
    def ids(self) -> tuple[int, int]:
        """The ids of the two."""
        return self.person_id, self.partner_id

    def other(self, one: Person) -> Person:
        """Return with whom this one of the two talks."""
        return self.partner if one.pk == self.person_id else self.person

    @property
    def starts_at(self):
        return timezone.localtime(self.during.lower) if self.during else None

    @property
    def ends_at(self):
        return timezone.localtime(self.during.upper) if self.during else None

    @property
    def minutes(self) -> int | None:
        if not self.during:
            return None
        return round((self.during.upper - self.during.lower).total_seconds() / 60)

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def is_changeable(self) -> bool:
        return self.state in rules.CHANGEABLE


class AgendaPoint(EncryptedRow):
    """What one of the two wants to talk about (agendapunt): a line, and perhaps more under it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="points")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = EncryptedTextField()
    minutes = models.PositiveSmallIntegerField(default=10)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def more(self) -> str:
        return self.text.partition("\n")[2].strip()


class Preparation(EncryptedRow):
    """What one of the two thinks beforehand (voorbereiding): only for themselves, for a month."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="preparations"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "person"], name="one_preparation_each")
        ]


class Notes(EncryptedRow):
    """What the two write down together (aantekeningen). `version` goes up with every change."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="notes"
    )
    text = EncryptedTextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")


class Viewing(models.Model):
    """One of the two read what was said (ingezien): who, when and how, visible to both."""

    class How(models.TextChoices):
        PAGE = "page", _("on its page")
        SAVING = "saving", _("while writing together")
        EXPORT = "export", _("in the file with the own data")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="viewings"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How.choices)

    class Meta:
        indexes = [models.Index(fields=["conversation", "-at"], name="viewing_of")]


class Outcome(EncryptedRow):
    """What came of a talk (uitkomst): learning time, in one of its forms.

    A block that was agreed to has origin TALK, so its hours are counted as such; `minutes` is
    for what has no block of its own.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="outcomes"
    )
    kind = models.CharField(max_length=12, choices=KINDS)
    text = EncryptedTextField(blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    in_return = models.CharField(max_length=10, choices=RETURNS, blank=True)
    block = models.ForeignKey(
        LearningBlock, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class HelpAsked(EncryptedRow):
    """HR is asked to help with a conversation (hulp gevraagd): only that it is open.

    Each of the two has a question of their own. `by` is which of them asked; nobody, when it was
    open longer than the term. `sentence` is what the asker chose to tell HR, and nobody else;
    nothing of the conversation itself is ever shown.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="helps")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    sentence = EncryptedTextField(blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "by"],
                condition=Q(settled_on=None),
                nulls_distinct=False,
                name="help_asked_once_each",
            )
        ]


class TalkTerms(models.Model):
    """The terms of the organisation (termijnen van gesprekken): one row, or the defaults."""

    months_kept = models.PositiveSmallIntegerField(default=24)
    help_after_days = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_talk_terms"),
            models.CheckConstraint(
                condition=Q(months_kept__gte=1, months_kept__lte=84), name="months_kept"
            ),
            models.CheckConstraint(
                condition=Q(help_after_days__gte=7, help_after_days__lte=365),
                name="help_after_days",
            ),
        ]
