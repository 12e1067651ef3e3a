"""Who may open which part of the front door."""

from bloei.foundation.access import Permission
from bloei.people.access import everybody, my_people, oneself
from bloei.people.roles import EVERYONE, Role

SEE_TODAY = Permission("home.see_today", path="", reach=dict.fromkeys(EVERYONE, everybody))
SEE_TEAM = Permission("home.see_team", path="pk", reach={Role.MANAGER: my_people})
ASK_FOR_TALK = Permission("home.ask_for_talk", path="pk", reach={Role.EMPLOYEE: oneself})
