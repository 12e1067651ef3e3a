"""Who may open which part of the front door."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import Permission
from bloei.people.access import everybody, my_people, oneself
from bloei.people.roles import EVERYONE, Role

SEE_TODAY = Permission(
    "home.see_today",
    path="",
    reach=dict.fromkeys(EVERYONE, everybody),
    words=_("the first page, with what matters to you today"),
)
SEE_TEAM = Permission(
    "home.see_team",
    path="pk",
    reach={Role.MANAGER: my_people},
    words=_("the team page: for whom a talk about learning would help, and why"),
)
ASK_FOR_TALK = Permission(
    "home.ask_for_talk",
    path="pk",
    reach={Role.EMPLOYEE: oneself},
    words=_("ask for ten minutes to talk about learning"),
)
