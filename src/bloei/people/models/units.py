"""The organisation tree: units, where each stood, and what lies below what today."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from bloei.people.models.dated import Dated, DatedQuerySet, never_twice


class Unit(models.Model):
    """A node of the organisation tree (afdeling, team). `parent` is that of today."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class UnitPlacement(Dated, models.Model):
    """Under which unit a unit stood, from when until when."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [never_twice("unit_has_one_parent", "unit_id")]


class UnitClosure(models.Model):
    """Every pair of a unit and a unit above it (or itself), today."""

    above = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="below_closure")
    below = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above_closure")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["above", "below"], name="one_closure")]
