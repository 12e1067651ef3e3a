"""Who may open which part of the front door."""

from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import Permission
from bloei.people.access import my_people
from bloei.people.roles import Role

SEE_TEAM = Permission(
    "home.see_team",
    path="pk",
    reach={Role.MANAGER: my_people},
    words=_("the team page: for whom a talk about learning would help, and why"),
)
