"""Employments, with the terms that follow each other in them."""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q

from bloei.people.kind_names import KIND_NAMES
from bloei.people.models.dated import Dated, DatedQuerySet, never_twice
from bloei.people.models.persons import Person
from bloei.people.models.units import Unit


class Employment(Dated, models.Model):
    """Hours, kind, cao and place of a person, in terms that follow each other."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    number = models.CharField(max_length=20, blank=True)
    during = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person", "number", Func(F("during"), function="lower"), name="one_employment"
            ),
        ]
        indexes = [GistIndex(fields=["during"])]


class EmploymentTerm(Dated, models.Model):
    """What was agreed in an employment, and when. `manager` empty: the unit's leader."""

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="terms")
    during = DateRangeField()
    hours_per_week = models.DecimalField(max_digits=5, decimal_places=2)
    kind = models.CharField(max_length=40, blank=True)
    cao = models.CharField(max_length=80, blank=True)
    function = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="terms")
    manager = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="managed_terms"
    )
    salary_cents = models.BigIntegerField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_twice("terms_follow_each_other", "employment_id"),
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=0, hours_per_week__lte=80), name="hours_of_a_week"
            ),
        ]
        indexes = [GistIndex(fields=["during"])]

    @property
    def kind_name(self) -> str:
        """The kind of contract in words; one that Bloei does not know stands as HR wrote it."""
        return str(KIND_NAMES.get(self.kind, self.kind))
