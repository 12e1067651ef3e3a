"""What this room shows elsewhere: people that were searched for, and its links in the menu."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bloei.foundation.navigation import MINE, ORGANISATION, SETTINGS, Link
from bloei.foundation.panels import Panel
from bloei.people import entry_codes, listing
from bloei.people.access import (
    CHANGE_APPEARANCE,
    GRANT_ROLES,
    INVITE_PEOPLE,
    LIST_PEOPLE,
    SEE_PERSON,
    SEE_UNIT,
)
from bloei.people.models import Person
from bloei.people.roles import Role

SHOWN = 5


def people_found(viewer, today: date, words: str) -> dict | None:
    """Return colleagues within reach by name or number; also when a name is misspelled."""
    people = SEE_PERSON.narrow(Person.objects.working(), viewer).exclude(pk=viewer.pk)
    people = people.select_related("unit")
    return _found(people, words) or _found(people, listing.mended(people, words), is_close=True)


def _not_invited(viewer, today: date) -> list:
    people = entry_codes.not_invited(), entry_codes.need_a_letter(today)
    return [INVITE_PEOPLE.narrow(rows, viewer) for rows in people]


def not_invited(viewer, today: date, _subject, mail: int, letters: int) -> dict | None:
    """Return how many people wait for an invitation: by mail, and on paper."""
    return {"mail": mail, "letters": letters} if mail or letters else None


def _found(people, words: str, *, is_close: bool = False) -> dict | None:
    found = listing.filtered(people, {"q": words}).order_by("sort_name", "pk")
    total = found.count() if words else 0
    if not total:
        return None
    return {"people": list(found[:SHOWN]), "total": total, "is_close": is_close}


PANELS = [
    Panel("people", "search", 10, "people/_search_people.html", people_found, SEE_PERSON),
    Panel("not_invited", "today", 18, "people/_today_invitations.html", not_invited, INVITE_PEOPLE,
          counted=_not_invited),
]  # fmt: skip

NAVIGATION = [
    Link(
        _("My details"), "circle-user", "people:my_details", rank=90, group=MINE,
        short_label=_("Me"), bottom_bar=True, also=("mfa_index", "usersessions_list"),
    ),
    Link(
        _("People"), "users", "people:person_list", rank=60, group=SETTINGS,
        shown=LIST_PEOPLE.held_by,
    ),
    Link(
        _("Units"), "network", "people:unit_list", rank=62, group=ORGANISATION,
        shown=SEE_UNIT.held_by, under="people:person_list",
    ),
    Link(
        _("Invitations"), "mail", "people:invitation_list", rank=64, group=SETTINGS,
        shown=INVITE_PEOPLE.held_by, under="people:person_list",
    ),
    Link(
        _("Roles"), "key-round", "people:role_list", rank=66, group=SETTINGS,
        shown=GRANT_ROLES.held_by, under="people:person_list",
    ),
    Link(
        _("House style"), "image", "people:appearance_change", rank=80, group=SETTINGS,
        shown=CHANGE_APPEARANCE.held_by,
    ),
    Link(
        _("What Bloei keeps"), "shield-check", "people:privacy_overview", rank=95,
        group=SETTINGS,
        shown=lambda viewer: bool(viewer.roles & {Role.WORKS_COUNCIL, Role.HR}),
    ),
]  # fmt: skip
