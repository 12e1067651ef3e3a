"""Ways in that work once, and how often somebody tried to come in."""

from django.db import models

from bloei.people.models.persons import Person


class EntryCode(models.Model):
    """A way in that works once: by mail, or with a letter. Only a digest of it is kept.

    A letter gives an account to who holds it, so its row says for whom it was printed, when and
    by whom, and stays for 30 days after it stopped working, also when a later one replaced it.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        LETTER = "letter"
        FORGOTTEN = "forgotten"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entry_codes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SignInCount(models.Model):
    """How often somebody tried to come in lately, per account, device, address and in all."""

    bucket = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.bucket
