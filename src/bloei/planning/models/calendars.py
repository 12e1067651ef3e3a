"""Somebody's own calendar: the address of the feed that Bloei gives, and of the one it reads."""

from django.db import models

from bloei.foundation.encrypted import EncryptedRow, EncryptedTextField
from bloei.people.models import Person


class CalendarAddress(models.Model):
    """The secret address of somebody's calendar feed; only a digest of it is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class BusyFeed(EncryptedRow):
    """The address of somebody's own calendar, read for one thing only: when they are busy.

    `trouble` is a code of what went wrong the last time; what was known before then stays.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="busy_feed")
    url = EncryptedTextField()
    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=40, blank=True)
