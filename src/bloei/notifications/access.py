"""Who may read messages, note talks, and see or steer the effect of nudges."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import EVERYTHING, Ids, Permission
from bloei.people.access import everybody, my_people, my_units, oneself
from bloei.people.roles import Role


def for_all_of_us(viewer, role) -> Ids:
    """Let only who holds the role for the whole organisation: a nudge is for all at once."""
    return EVERYTHING if my_units(viewer, role) is EVERYTHING else None


READ_NOTICE = Permission(
    "notifications.read_notice",
    "person",
    {Role.EMPLOYEE: oneself},
    words=_("your own messages"),
)
HANDLE_CASE = Permission(
    "notifications.handle_case",
    "person",
    {Role.EMPLOYEE: oneself},
    words=_("put away a suggestion that Bloei gives you"),
)
NOTE_TALK = Permission(
    "notifications.note_talk",
    "pk",
    {Role.MANAGER: my_people},
    words=_("write down the date of a talk about learning; never what was said"),
)
# Whole-organisation figures without names: who has a part of the tree sees the same ones.
SEE_EFFECT = Permission(
    "notifications.see_effect",
    "",
    {Role.HR: everybody, Role.LND: everybody, Role.WORKS_COUNCIL: everybody},
    words=_("whether reminders help, in totals without names"),
)
STEER_NUDGE = Permission(
    "notifications.steer_nudge",
    "",
    {Role.HR: for_all_of_us, Role.LND: for_all_of_us},
    words=_("stop and start reminders"),
)
