"""What this room shows elsewhere: its links in the menu."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.navigation import MINE, ORGANISATION, Link
from bloei.people.access import GRANT_ROLES, INVITE_PEOPLE, LIST_PEOPLE, SEE_UNIT
from bloei.people.roles import Role

NAVIGATION = [
    Link(
        _("My details"), "circle-user", "people:my_details", rank=90, group=MINE,
        short_label=_("Me"), bottom_bar=True,
    ),
    Link(
        _("People"), "users", "people:person_list", rank=60, group=ORGANISATION,
        shown=LIST_PEOPLE.held_by,
    ),
    Link(
        _("Organisation"), "network", "people:unit_list", rank=62, group=ORGANISATION,
        shown=SEE_UNIT.held_by,
    ),
    Link(
        _("Invitations"), "mail", "people:invitation_list", rank=64, group=ORGANISATION,
        shown=INVITE_PEOPLE.held_by,
    ),
    Link(
        _("Roles"), "key-round", "people:role_list", rank=66, group=ORGANISATION,
        shown=GRANT_ROLES.held_by,
    ),
    Link(
        _("What Bloei keeps"), "shield-check", "people:privacy_overview", rank=95,
        group=ORGANISATION,
        shown=lambda viewer: bool(viewer.roles & {Role.WORKS_COUNCIL, Role.HR}),
    ),
]  # fmt: skip
