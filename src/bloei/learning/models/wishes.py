"""What somebody wants: goals, interests, how they like to learn, and what is not for them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bloei.learning.models.offers import Offer, Skill
from bloei.learning.models.records import Audience


class Goal(models.Model):
    """What somebody wants to become better at. Private, unless shared with the manager."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goals"
    )
    text = models.CharField(max_length=200)
    skills = models.ManyToManyField(Skill, blank=True, related_name="goals")
    is_shared = models.BooleanField(default=False)
    set_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(reached_on=None), name="goal_open")]

    def __str__(self) -> str:
        return self.text


class Interest(models.Model):
    """A skill that somebody likes to see offers for."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests"
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="interests")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="one_interest")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.skill_id}"


class Dismissal(models.Model):
    """An offer of which somebody said: not for me. It is not suggested again."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissals"
    )
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="dismissals")
    said_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "offer"], name="one_dismissal")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.offer_id}"


class WayOfLearning(models.Model):
    """One line of how somebody likes to learn, and who may see it (zo leer ik graag).

    `topic` is when, days, where, together, means or in_the_way; `choices` are codes of ways.py.
    Chosen by the person, changed or removed at any time; never a type of learner.
    """

    class ShownTo(models.TextChoices):
        ONLY_ME = Audience.ONLY_ME.value, _("Only me")
        MANAGER = Audience.MANAGER.value, _("Me and my manager")
        TEAM = Audience.TEAM.value, _("Me and my team")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ways_of_learning"
    )
    topic = models.CharField(max_length=12)
    choices = ArrayField(models.CharField(max_length=20), default=list)
    words = models.CharField(max_length=200, blank=True)
    shown_to = models.CharField(max_length=20, choices=ShownTo.choices, default=ShownTo.ONLY_ME)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_way_a_topic")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.topic}"
