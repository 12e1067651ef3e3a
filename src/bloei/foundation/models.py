"""What the foundation remembers: audit rows, used keys, mail to be sent, files, runs, ballots."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class AppendOnly(models.Model):
    """Rows that are never changed or removed: enforced in the database, see grants.py."""

    append_only = True

    class Meta:
        abstract = True


class AuditRow(AppendOnly):
    """Who did what to what, and when. Names fields, never personal values."""

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    because = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "thing_id"]), models.Index(fields=["at"])]


class UsedKey(models.Model):
    """An idempotency key that was used up by success, and what came of it."""

    key = models.CharField(max_length=200, primary_key=True)
    verb = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    result_id = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"])]


class Mail(models.Model):
    """A mail that must go out: written with the change it tells of, sent by a job."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="nl")
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Whom it names besides its reader: it goes when one of them is erased.
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=200, null=True, unique=True)
    # Whoever reads its text can come in: the text goes as soon as the mail is out, or given up.
    lets_in = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="waiting"), name="mail_due"),
            models.Index(fields=["written_at"], condition=Q(state="failed"), name="mail_failed"),
            models.Index(fields=["sent_at"], condition=Q(state="sent"), name="mail_sent"),
        ]


class StoredFile(models.Model):
    """A file, kept once under the hash of its content."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"])]


class Run(models.Model):
    """Long work with its progress: survives a reload, ends with a report."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    report = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class BallotToken(models.Model):
    """The right to answer once in a wave; burnt by casting, never linked to the answer."""

    digest = models.CharField(max_length=64, primary_key=True)
    wave = models.CharField(max_length=60)


class Ballot(models.Model):
    """A confidential answer: a random id, the wave, a unit of enough people; no clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.CharField(max_length=60, db_index=True)
    unit = models.BigIntegerField(null=True)
    answer = models.JSONField()


class Appearance(models.Model):
    """The name, the colour and the logo of the organisation: one row."""

    name = models.CharField(max_length=100)
    accent = models.CharField(max_length=7, blank=True)
    logo = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_appearance")]

    @classmethod
    def until_chosen(cls) -> "Appearance":
        """Return how Bloei looks as long as nobody chose."""
        return cls(pk=1, name="Bloei")
