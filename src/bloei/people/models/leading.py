"""Who leads whom, who stands in, and which roles were given."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from bloei.people.models.dated import Dated, DatedQuerySet, never_twice
from bloei.people.models.persons import Person
from bloei.people.models.units import Unit
from bloei.people.roles import GRANTED


class UnitLeader(Dated, models.Model):
    """Who led a unit, from when until when."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="leaders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="led_units")
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [never_twice("unit_has_one_leader", "unit_id")]


class Deputy(Dated, models.Model):
    """Somebody who stands in for a leader for some time: a reach, not a role."""

    leader = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputises_for")
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(leader=F("deputy")), name="deputy_is_another")
        ]


class Lead(models.Model):
    """Every pair of a leader and a person below, today; depth 1 is the direct leader."""

    leader = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leads")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="led_by")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader", "person"], name="one_lead"),
            models.CheckConstraint(condition=~Q(leader=F("person")), name="nobody_leads_oneself"),
        ]


class RoleGrant(Dated, models.Model):
    """A role that was given to somebody, for a part of the tree or for all, for some time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in GRANTED])
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()
