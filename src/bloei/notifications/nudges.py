"""The nudge of this room: nobody talked with somebody about learning for a year.

Bloei knows the date of a talk and nothing else of it.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from bloei.foundation.addresses import address_of
from bloei.notifications.models import Talk
from bloei.notifications.nudge import Candidate, Nudge
from bloei.notifications.rules import TALK_EVERY
from bloei.people.models import Employment, Lead
from bloei.people.roles import Role

HALF_A_YEAR = 182


def nobody_talked(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return each direct leader with each person whom nobody talked with for a year.

    Somebody who began less than a year ago is left out: there was no year to talk in.
    """
    year_ago = today - TALK_EVERY
    of_that_person = {"person": OuterRef("person")}
    recent = Talk.objects.filter(**of_that_person, on__gt=year_ago)
    long_here = Employment.objects.filter(**of_that_person, during__contains=year_ago)
    pairs = Lead.objects.filter(
        Exists(long_here), ~Exists(recent), depth=1, person__is_working=True
    )
    if among is not None:
        pairs = pairs.filter(Q(leader__in=among) | Q(person__in=among))
    rows = pairs.annotate(last=Max("person__talks__on")).values_list(
        "leader", "person", "person__given_name", "last"
    )
    page = address_of("notifications:talk_list")
    return [
        Candidate(
            person_id=leader,
            url=f"{page}?person={person}#person-{person}",
            about_id=person,
            occasion=f"{person}:{last.isoformat() if last else today.year}",
            params={"name": name, "last_on": last.isoformat() if last else ""},
        )
        for leader, person, name, last in rows
    ]


def talked(person_ids: Collection[int], since: date, until: date) -> set[int]:
    """Return with whom a talk was noted on these days, both included."""
    talks = Talk.objects.filter(person__in=person_ids, on__range=(since, until))
    return set(talks.values_list("person", flat=True))


def _text(params):
    if params.get("last_on"):
        return _(
            "The last talk about learning with %(name)s that Bloei knows of was on %(last_on)s. "
            "Ten minutes are enough: what would %(name)s like to learn, and what is needed for it?"
        )
    return _(
        "Bloei knows of no talk about learning with %(name)s in the past year. "
        "Ten minutes are enough: what would %(name)s like to learn, and what is needed for it?"
    )


NUDGES = [
    Nudge(
        name="notifications.nobody_talked",
        label=_("Manager: nobody talked about learning for a year"),
        title=_("Talk with %(name)s about learning"),
        text=_text,
        next_step=_("Note the date of a talk"),
        title_many=ngettext_lazy(
            "A talk about learning would help with %(count)d person",
            "A talk about learning would help with %(count)d people",
            "count",
        ),
        text_many=lambda params: (
            _("For example with %(names)s. Bloei knows of no talk with them in the past year.")
            if params["more"] <= 0
            else _("%(names)s and %(more)s more. Bloei knows of no talk in the past year.")
        ),
        url_many="notifications:talk_list",
        audience=nobody_talked,
        rank=60,
        icon="message-circle",
        cool_down_days=HALF_A_YEAR,
        outcome=talked,
        outcome_words=_("the manager notes the date of a talk within six weeks"),
        outcome_question=_("With whom was there a talk within six weeks?"),
        for_role=Role.MANAGER,
        for_manager=_("No talk for a year"),
        for_manager_text=_text,
        example={"name": "Eva", "last_on": ""},
    )
]
