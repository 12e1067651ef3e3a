"""Who works here: persons, units, employments, leaders and roles, each with its dates.

What stands in a `during` is history and stays. What is true today only (`Person.unit`,
`UnitClosure`, `Lead`) is rebuilt from it by `people.actions` on a change and every night.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from bloei.foundation import clock, periods
from bloei.people import names, positions
from bloei.people.kind_names import KIND_NAMES
from bloei.people.roles import GRANTED, Role


class SameRow(Func):
    """A whole number as a range, so that GiST can compare it without btree_gist."""

    function = "int8range"
    output_field = models.Field()

    def __init__(self, column: str):
        super().__init__(F(column), F(column), Value("[]"))


def never_twice(name: str, *columns: str) -> ExclusionConstraint:
    """Say that rows of the same `columns` never overlap in `during`."""
    same = [(SameRow(column), RangeOperators.OVERLAPS) for column in columns]
    return ExclusionConstraint(name=name, expressions=[*same, ("during", RangeOperators.OVERLAPS)])


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Keep what holds on this day."""
        return self.filter(during__contains=day)


class Dated:
    """The first and the last day of `during`, as people say them: both belong to it."""

    during: Any

    @property
    def first_on(self) -> date | None:
        return periods.first_day(self.during)

    @property
    def last_on(self) -> date | None:
        """Return the last day, or None when it is open."""
        return periods.last_day(self.during)


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


class PersonQuerySet(models.QuerySet):
    def working(self):
        """Keep who works here today, as far as Bloei knows."""
        return self.filter(is_working=True)

    def with_a_role(self, today):
        """Keep who is more than an employee: holds a role, leads people, or is a deputy."""
        return self.filter(self._holds_a_role(today))

    def without_a_role(self, today):
        return self.filter(~self._holds_a_role(today))

    @staticmethod
    def _holds_a_role(today):
        granted = RoleGrant.objects.on(today).filter(person=OuterRef("pk"))
        deputies = Deputy.objects.on(today).filter(deputy=OuterRef("pk"))
        leads = Lead.objects.filter(leader=OuterRef("pk"))
        return Exists(granted) | Exists(deputies) | Exists(leads)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username):
        return self.get(number__iexact=username)

    def with_position(self, pk, today):
        """Return a person who knows already what they are today: one question for both."""
        rows = self.raw(positions.WITH_PERSON, {"pk": pk, "today": today})
        person = next(iter(rows), None)
        if person:
            roles, units = person.given_roles, person.given_units
            person.position = positions.read(
                person.pk, roles, units, person.stands_in_for, person.leading
            )
        return person


class Person(AbstractBaseUser):
    """Somebody who works here, or did. Signs in with a personnel number or an e-mail address."""

    number = models.CharField(max_length=40, unique=True)
    email = models.EmailField(max_length=254, null=True, blank=True)
    given_name = models.CharField(max_length=80)
    initials = models.CharField(max_length=30, blank=True)
    infix = models.CharField(max_length=30, blank=True)
    family_name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=250, db_index=True)
    born_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="nl")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    function = models.CharField(max_length=120, blank=True)
    is_working = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)

    USERNAME_FIELD = "number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email"),
        ]
        indexes = [models.Index(fields=["unit", "sort_name"]), models.Index(fields=["function"])]

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def by_name(cls, pk: int, given_name: str, infix: str = "", family_name: str = "") -> "Person":
        """Return somebody of whom a question asked only the name, to be shown by it."""
        told = ["id", "given_name", "infix", "family_name"]
        return cls.from_db(DEFAULT_DB_ALIAS, told, [pk, given_name, infix, family_name])

    @property
    def full_name(self) -> str:
        return names.full_name(self.given_name, self.infix, self.family_name)

    get_full_name = __str__

    @property
    def avatar(self) -> str:
        return names.initials(self.given_name, self.family_name)

    @cached_property
    def position(self) -> positions.Position:
        """Return the roles of today and for whom this person acts; who is signed in has it."""
        return positions.position_of(self.pk, clock.today())

    @property
    def grants(self) -> tuple[positions.Granted, ...]:
        """Return the roles that were given to this person and hold today."""
        return self.position.grants if self.is_working else ()

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return every role of today, given ones and facts.

        Who has left and may still fetch the own record holds no other role.
        """
        if not self.is_active:
            return frozenset()
        if not self.is_working:
            return frozenset({Role.EMPLOYEE.value})
        facts = {Role.EMPLOYEE.value}
        if self.is_leading:
            facts.add(Role.MANAGER.value)
        return frozenset(facts | {grant.role for grant in self.grants})

    @property
    def is_leading(self) -> bool:
        """Say whether this person leads somebody today, or stands in for who does."""
        return any(self.acts_for.values())

    @property
    def leaders(self) -> list[int]:
        """Return the ids of the leaders whose people this person handles today: also as a deputy.

        Ids, not a subquery: they are few, and every question about "my people" plans better.
        """
        return list(self.acts_for)

    @property
    def acts_for(self) -> dict[int, bool]:
        """Return for oneself and for whom one stands in for today, whether they lead somebody."""
        return self.position.acts_for

    # What django.contrib.auth asks of a user; Bloei has its own permissions.
    is_staff = is_superuser = False

    def has_perm(self, _perm, _obj=None) -> bool:
        return False

    def has_module_perms(self, _app_label) -> bool:
        return False


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
