"""Who may take part in a conversation, invite somebody, help, and set the terms.

What is said is for the two who talk: no role, no place in the tree and no deputy leads to it.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bloei.conversations.models import Conversation
from bloei.foundation import clock
from bloei.foundation.access import EVERYTHING, Ids, Permission, Select
from bloei.people.access import (
    my_people,
    my_units,
    oneself,
    units_i_lead,
    whole_organisation,
)
from bloei.people.models import Lead, Person, RoleGrant
from bloei.people.roles import Role

_MINE = "select c.id from conversations_conversation c where c.person_id = %s or c.partner_id = %s"


def my_conversations(viewer, role) -> Ids:
    """Return the conversations of the viewer and one other, whoever leads whom today."""
    return Select(_MINE, [viewer.pk, viewer.pk])


def my_listeners(viewer, role) -> Ids:
    """Return who leads the viewer directly, and the L&D officers."""
    leaders = Lead.objects.filter(person=viewer, depth=1).values("leader")
    officers = RoleGrant.objects.on(clock.today()).filter(role=Role.LND).values("person")
    listeners = Person.objects.filter(pk__in=leaders) | Person.objects.filter(pk__in=officers)
    return listeners.exclude(pk=viewer.pk).values("pk")


def my_unit(viewer, role) -> Ids:
    """Return the unit that the viewer works in."""
    return [viewer.unit_id] if viewer.unit_id else None


def talks_of_others(viewer, role) -> Ids:
    """Return the conversations of others in my part: nobody helps in a talk of their own."""
    units = my_units(viewer, role)
    rows = Conversation.objects.exclude(person=viewer.pk).exclude(partner=viewer.pk)
    mine = Q() if units is EVERYTHING else Q(person__unit__in=units)
    return rows.filter(mine).values("pk")


MEET = Permission(
    "conversations.meet",
    path="unit",
    reach={Role.EMPLOYEE: my_unit, Role.MANAGER: units_i_lead},
    words=_("the team meeting of your own team: tips, and what the team agreed"),
)
MEET_UNITS = Permission(
    "conversations.begin_meeting",
    path="pk",
    reach={Role.EMPLOYEE: my_unit, Role.MANAGER: units_i_lead},
    words=_("begin the team meeting of your own team, and tell it a tip"),
)
OWN_TIP = Permission(
    "conversations.own_tip",
    path="person",
    reach={Role.EMPLOYEE: oneself},
    words=_("take back a tip of your own"),
)
TALK = Permission(
    "conversations.talk",
    path="pk",
    reach={Role.EMPLOYEE: my_conversations},
    words=_("read and write what you and one other say in a conversation; nobody else can"),
)
INVITE_TO_TALK = Permission(
    "conversations.invite_to_talk",
    path="pk",
    reach={Role.EMPLOYEE: my_listeners, Role.MANAGER: my_people},
    words=_("ask somebody for a conversation about learning"),
)
PLAN_TOGETHER = Permission(
    "conversations.plan_together",
    path="person",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people},
    words=_("fix learning time that you found in a conversation"),
)
HELP_WITH_TALK = Permission(
    "conversations.help_with_talk",
    path="conversation",
    reach={Role.HR: talks_of_others},
    words=_("know that a conversation is open, when one of the two asks or the term passed"),
)
SET_TALK_TERMS = Permission(
    "conversations.set_talk_terms",
    path="",
    reach={Role.HR: whole_organisation},
    words=_("say how long conversations are kept, and after how many days HR is asked to help"),
)
