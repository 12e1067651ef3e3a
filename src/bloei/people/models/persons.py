"""A person: the name, the way in, and what they are today."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from bloei.foundation import clock
from bloei.people import names, positions
from bloei.people.models.units import Unit
from bloei.people.roles import Role


class PersonQuerySet(models.QuerySet):
    def working(self):
        """Keep who works here today, as far as Bloei knows."""
        return self.filter(is_working=True)

    def welcomed(self):
        """Keep who was asked in, or came in: nobody else can read what a mail points at."""
        can_enter = ~models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        asked = models.Q(invited_at__isnull=False) | models.Q(last_login__isnull=False)
        return self.filter(can_enter | asked)


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
