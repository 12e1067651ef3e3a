"""Who may see offers, participations, records and goals, and who may change them.

What somebody keeps to themselves (a wish, a goal, a record marked "only me", an own
finding nobody was asked to pay for) is seen by nobody else, in whatever role.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bloei.foundation.access import Ids, Permission, Select
from bloei.learning.models import Audience, Goal, Offer, Participation, Record, WayOfLearning
from bloei.learning.rules import State
from bloei.people.access import (
    everybody,
    my_part_of_the_tree,
    my_people,
    oneself,
    whole_organisation,
)
from bloei.people.roles import Role

_MY_TEAM = "select p.id from people_person p where p.is_working and p.unit_id = %s and p.id <> %s"


def my_team(viewer, role) -> Ids:
    """Return the people of the viewer's own unit, without the viewer."""
    if viewer.unit_id is None:
        return None
    return Select(_MY_TEAM, [viewer.unit_id, viewer.pk])


SEE_CATALOGUE = Permission(
    "learning.see_catalogue",
    path="",
    reach={Role.EMPLOYEE: everybody},
    words=_("what there is to learn"),
)
MANAGE_OFFERS = Permission(
    "learning.manage_offers",
    path="",
    reach={Role.LND: whole_organisation},
    words=_("add and change what there is to learn"),
)
CHANGE_OWN_OFFER = Permission(
    "learning.change_own_offer",
    "owner",
    {Role.EMPLOYEE: oneself},
    words=_("change what you found yourself"),
)
# An own finding is seen by others only after somebody was asked to pay or agree.
SEE_OFFER_APPLIED_FOR = Permission(
    "learning.see_offer_applied_for",
    path="owner",
    reach={
        Role.MANAGER: my_people,
        Role.HR: my_part_of_the_tree,
        Role.LND: my_part_of_the_tree,
    },
    words=_("something you found yourself, once you applied for it"),
)
OWN_PARTICIPATION = Permission(
    "learning.own_participation",
    "person",
    {Role.EMPLOYEE: oneself},
    words=_("take part, and stop"),
)
SEE_PARTICIPATION = Permission(
    "learning.see_participation",
    path="person",
    reach={
        Role.MANAGER: my_people,
        Role.HR: my_part_of_the_tree,
        Role.LND: my_part_of_the_tree,
    },
    words=_("what you applied for, do or did; not what you only wish"),
)
# On behalf of somebody: always shown as such.
FILE_FOR = Permission(
    "learning.file_for",
    path="pk",
    reach={Role.MANAGER: my_people, Role.LND: my_part_of_the_tree},
    words=_("plan or write down learning on somebody's behalf, shown as such"),
)
OWN_RECORD = Permission(
    "learning.own_record",
    "person",
    {Role.EMPLOYEE: oneself},
    words=_("keep your own learning record, and choose who sees what"),
)
SEE_RECORD_AS_MANAGER = Permission(
    "learning.see_record_as_manager",
    "person",
    {Role.MANAGER: my_people},
    words=_("from your learning record: what you show your manager"),
)
SEE_RECORD_AS_TEAM = Permission(
    "learning.see_record_as_team",
    "person",
    {Role.EMPLOYEE: my_team},
    words=_("from your learning record: what you show your team"),
)
SEE_RECORD_AS_HR = Permission(
    "learning.see_record_as_hr",
    path="person",
    reach={Role.HR: my_part_of_the_tree, Role.LND: my_part_of_the_tree},
    words=_("from your learning record: what you show HR and L&D"),
)
OWN_GOAL = Permission(
    "learning.own_goal",
    "person",
    {Role.EMPLOYEE: oneself},
    words=_("choose goals of your own"),
)
SEE_SHARED_GOAL = Permission(
    "learning.see_shared_goal",
    "person",
    {Role.MANAGER: my_people},
    words=_("goals that you share with your manager"),
)

OWN_WAY = Permission(
    "learning.own_way",
    path="person",
    reach={Role.EMPLOYEE: oneself},
    words=_("say how you like to learn, and who may see it"),
)
SEE_WAY_AS_MANAGER = Permission(
    "learning.see_way_as_manager",
    path="person",
    reach={Role.MANAGER: my_people},
    words=_("how you like to learn: what you show your manager"),
)
SEE_WAY_AS_TEAM = Permission(
    "learning.see_way_as_team",
    path="person",
    reach={Role.EMPLOYEE: my_team},
    words=_("how you like to learn: what you show your team"),
)

SHOWN_TO_MANAGER = (Audience.MANAGER, Audience.TEAM, Audience.MANAGER_AND_HR)


def visible_offers(viewer) -> QuerySet[Offer]:
    """Return every offer this viewer may open, withdrawn ones included."""
    applied = Participation.objects.filter(offer=OuterRef("pk"), applied_on__isnull=False)
    asked_for = SEE_OFFER_APPLIED_FOR.narrow(
        Offer.objects.filter(Exists(applied), owner__isnull=False), viewer
    )
    own = CHANGE_OWN_OFFER.narrow(Offer.objects.all(), viewer)
    return Offer.objects.filter(
        Q(owner=None) | Q(pk__in=own.values("pk")) | Q(pk__in=asked_for.values("pk"))
    )


def visible_participations(viewer) -> QuerySet[Participation]:
    """Return own ones, and of others those that were applied for, started or are mandatory."""
    no_wish = Q(applied_on__isnull=False) | Q(started_on__isnull=False) | Q(is_mandatory=True)
    of_others = SEE_PARTICIPATION.narrow(
        Participation.objects.exclude(state=State.WISHED).filter(no_wish), viewer
    )
    return OWN_PARTICIPATION.narrow(Participation.objects.all(), viewer) | of_others


def visible_records(viewer) -> QuerySet[Record]:
    """Return own records, and of others what they chose to show this viewer."""
    rows = Record.objects.all()
    return (
        OWN_RECORD.narrow(rows, viewer)
        | SEE_RECORD_AS_MANAGER.narrow(rows.filter(audience__in=SHOWN_TO_MANAGER), viewer)
        | SEE_RECORD_AS_TEAM.narrow(rows.filter(audience=Audience.TEAM), viewer)
        | SEE_RECORD_AS_HR.narrow(rows.filter(audience=Audience.MANAGER_AND_HR), viewer)
    )


def visible_goals(viewer) -> QuerySet[Goal]:
    """Return own goals, and of my people those they shared with their manager."""
    rows = Goal.objects.all()
    return OWN_GOAL.narrow(rows, viewer) | SEE_SHARED_GOAL.narrow(
        rows.filter(is_shared=True), viewer
    )


def visible_ways(viewer) -> QuerySet[WayOfLearning]:
    """Return own lines, and of others what they chose to show this viewer."""
    rows, shown_to = WayOfLearning.objects.all(), WayOfLearning.ShownTo
    team = rows.filter(shown_to=shown_to.TEAM)
    return (
        OWN_WAY.narrow(rows, viewer)
        | SEE_WAY_AS_MANAGER.narrow(
            rows.filter(shown_to__in=[shown_to.MANAGER, shown_to.TEAM]), viewer
        )
        | SEE_WAY_AS_TEAM.narrow(team, viewer)
    )
