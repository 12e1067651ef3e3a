"""What we keep of people, their work here, and how they sign in."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from bloei.foundation.privacy import Erase, NotPersonal, Personal
from bloei.people import models

WORK = _("to know who works here, where and under whom: rights to time and budget follow from it")
SIGN_IN = _("to let only you in to your account")
TWO_YEARS = _("until two years after leaving")
DURING = _("from when until when")

SUBJECT = _("People and signing in")
REGISTER = [
    Personal(
        models.Person,
        person="pk",
        fields={
            "number": _("personnel number"),
            "email": _("mail address at work"),
            "given_name": _("given name"),
            "initials": _("initials"),
            "infix": _("prefix of the family name"),
            "family_name": _("family name"),
            "sort_name": _("the name as it is sorted"),
            "born_on": _("date of birth, where a collective agreement asks for the age"),
            "language": _("language"),
            "unit": _("unit"),
            "function": _("function"),
            "is_working": _("works here or not"),
            "is_active": _("may sign in or not"),
            "invited_at": _("when you were invited"),
            "last_login": _("when you last signed in"),
            "erased_on": _("when the data were erased"),
        },
        purpose=WORK,
        keep=TWO_YEARS,
        erase=Erase.BLANK,  # by people.actions.erase_person itself
        plain=("id", "password"),
        days_after_leaving=730,
    ),
    Personal(
        models.Employment,
        person="person",
        fields={
            "person": _("who"),
            "number": _("number of the employment"),
            "during": DURING,
        },
        purpose=WORK,
        keep=TWO_YEARS,
        erase=Erase.KEEP,
    ),
    Personal(
        models.EmploymentTerm,
        person="employment__person",
        fields={
            "during": DURING,
            "hours_per_week": _("hours per week"),
            "kind": _("kind of contract"),
            "cao": _("collective agreement"),
            "function": _("function"),
            "unit": _("unit"),
            "manager": _("manager"),
            "salary_cents": _("salary, where a budget is a part of it"),
        },
        purpose=WORK,
        keep=TWO_YEARS,
        erase=Erase.BLANK,
        plain=("id", "employment"),
        blank={"salary_cents": None, "function": ""},
    ),
    Personal(
        models.UnitLeader,
        person="person",
        fields={"unit": _("which unit you led"), "person": _("who"), "during": DURING},
        purpose=_("to know who led whom on any day, for decisions of then"),
        keep=_("7 years"),
        erase=Erase.KEEP,
    ),
    Personal(
        models.Deputy,
        person="leader",
        fields={
            "leader": _("for whom somebody stands in"),
            "deputy": _("who stands in"),
            "during": DURING,
        },
        purpose=_("to let decisions go on when somebody is away"),
        keep=TWO_YEARS,
        erase=Erase.REMOVE,
    ),
    Personal(
        models.Deputy,
        person="deputy",
        fields={"leader": _("for whom somebody stands in"), "deputy": _("who stands in")},
        purpose=_("to let decisions go on when somebody is away"),
        keep=TWO_YEARS,
        erase=Erase.REMOVE,
    ),
    Personal(
        models.Lead,
        person="person",
        fields={
            "leader": _("who leads you today"),
            "person": _("who"),
            "depth": _("how many steps above you"),
        },
        purpose=WORK,
        keep=_("today only"),
        erase=Erase.REMOVE,
    ),
    Personal(
        models.RoleGrant,
        person="person",
        fields={
            "person": _("who"),
            "role": _("role in Bloei"),
            "unit": _("for which part of the organisation"),
            "during": DURING,
        },
        purpose=_("to know who may do what"),
        keep=TWO_YEARS,
        erase=Erase.REMOVE,
    ),
    Personal(
        models.EntryCode,
        person="person",
        fields={
            "person": _("who"),
            "kind": _("an invitation, a letter or a new password"),
            "made_at": _("when it was made"),
            "made_by": _("who had the letter printed"),
            "expires_at": _("until when it works"),
            "used_at": _("when it was used"),
        },
        purpose=SIGN_IN,
        keep=_("30 days after it stops working"),
        forgotten_by="people.jobs.forget",
        erase=Erase.REMOVE,
        plain=("id", "digest"),
    ),
    Personal(
        UserSession,
        person="user",
        fields={
            "user": _("who"),
            "created_at": _("when you signed in"),
            "ip": _("internet address"),
            "last_seen_at": _("when the session was last renewed"),
            "user_agent": _("kind of browser"),
        },
        purpose=_("to show you where you are signed in"),
        keep=_("until you sign out, 14 days at most"),
        forgotten_by="people.jobs.forget",
        erase=Erase.REMOVE,
        plain=("id", "session_key", "data"),
    ),
    Personal(
        Authenticator,
        person="user",
        fields={
            "user": _("who"),
            "type": _("kind of second step"),
            "created_at": _("when you switched it on"),
            "last_used_at": _("when you last used it"),
        },
        purpose=SIGN_IN,
        keep=_("until you switch it off"),
        erase=Erase.REMOVE,
        plain=("id", "data"),
    ),
    Personal(
        EmailAddress,
        person="user",
        fields={"user": _("who"), "email": _("mail address at work")},
        purpose=SIGN_IN,
        keep=TWO_YEARS,
        erase=Erase.REMOVE,
        plain=("id", "verified", "primary"),
    ),
    NotPersonal(EmailConfirmation, "not used: invitations prove an address"),
    NotPersonal(Session, "a random key and signed contents; listed per person as UserSession"),
    NotPersonal(models.SignInCount, "digests and counts, kept for a day"),
    NotPersonal(models.Unit, "the organisation"),
    NotPersonal(models.UnitPlacement, "the organisation"),
    NotPersonal(models.UnitClosure, "the organisation"),
    NotPersonal(Group, "not used: roles are RoleGrant"),
    NotPersonal(Permission, "names of models"),
    NotPersonal(ContentType, "names of models"),
]
