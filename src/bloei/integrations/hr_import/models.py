"""What we remember of a file of HR: from upload to report, and how its columns were read."""

from django.conf import settings
from django.db import models

from bloei.foundation.addresses import address_of
from bloei.foundation.models import Run, StoredFile


class HrFile(models.Model):
    """One file and what came of it. What is in it is kept only until it was imported."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        CHECKING = "checking"
        READY = "ready"
        IMPORTING = "importing"
        DONE = "done"
        FAILED = "failed"
        WITHDRAWN = "withdrawn"

    name = models.CharField(max_length=200)
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField()
    as_of = models.DateField()
    is_part = models.BooleanField(default=False)
    headings = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.MAPPING)
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    counts = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    trouble = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-received_at"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("hr_import:file_detail", self.pk)

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to decide about it."""
        return self.state in (self.State.MAPPING, self.State.READY)


class RememberedColumns(models.Model):
    """How the columns of files with these headings are read."""

    heading_set = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=dict)
    remembered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.heading_set
