"""Who may read messages, note talks, and see or steer the effect of nudges."""

from bloei.foundation.access import EVERYTHING, Ids, Permission
from bloei.people.access import everybody, my_people, my_units, oneself
from bloei.people.roles import Role


def for_all_of_us(viewer, role) -> Ids:
    """Let only who holds the role for the whole organisation: a nudge is for all at once."""
    return EVERYTHING if my_units(viewer, role) is EVERYTHING else None


READ_NOTICE = Permission("notifications.read_notice", "person", {Role.EMPLOYEE: oneself})
HANDLE_CASE = Permission("notifications.handle_case", "person", {Role.EMPLOYEE: oneself})
NOTE_TALK = Permission("notifications.note_talk", "pk", {Role.MANAGER: my_people})
# Whole-organisation figures without names: who has a part of the tree sees the same ones.
SEE_EFFECT = Permission(
    "notifications.see_effect",
    "",
    {Role.HR: everybody, Role.LND: everybody, Role.WORKS_COUNCIL: everybody},
)
STEER_NUDGE = Permission(
    "notifications.steer_nudge", "", {Role.HR: for_all_of_us, Role.LND: for_all_of_us}
)
