"""Who may read messages, note talks, and see or steer the effect of nudges."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import Permission
from bloei.people.access import (
    everybody,
    my_part_of_the_tree,
    my_people,
    oneself,
    whole_organisation,
)
from bloei.people.roles import Role

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
# A nudge is for all at once.
STEER_NUDGE = Permission(
    "notifications.steer_nudge",
    "",
    {Role.HR: whole_organisation, Role.LND: whole_organisation},
    words=_("stop and start reminders"),
)
SEE_UNDELIVERED = Permission(
    "notifications.see_undelivered",
    "about",
    {Role.HR: my_part_of_the_tree, Role.ADMINISTRATOR: everybody},
    words=_("to whom mail did not arrive, and send it again; never what it says"),
)
