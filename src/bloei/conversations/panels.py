"""What conversations show elsewhere: the next one on Today, for whom one helps, the calendar."""

from datetime import date, timedelta
from typing import Any

from django.db.models.query import RawQuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bloei.conversations import queries
from bloei.conversations.access import (
    HELP_WITH_TALK,
    INVITE_TO_TALK,
    MEET,
    SET_TALK_TERMS,
    TALK,
)
from bloei.conversations.models import HelpAsked, TeamMeeting
from bloei.conversations.rules import Occasion
from bloei.foundation.navigation import MINE, ORGANISATION, SETTINGS, Link
from bloei.foundation.panels import Panel
from bloei.notifications import queries as notifications
from bloei.people.models import Person
from bloei.planning.queries import minutes_from_talks

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_ON_TODAY = 3
MOST_PEOPLE = 5
# What a talk is best about, when this is why it would help.
OCCASIONS = {
    "budgets.hours_lapse": Occasion.TIME,
    "budgets.money_lapses": Occasion.UNUSED_BUDGET,
    "budgets.never_used": Occasion.UNUSED_BUDGET,
    "planning.none_planned": Occasion.TIME,
}

_NEAR = """
    select m.* from conversations_teammeeting m
     where m.unit_id = %s and m.held_on >= %s and m.held_on < %s and m.closed_at is null
       and {within}
     order by m.held_on
"""


def talks_today(viewer, today: date, _subject, count: int) -> dict | None:
    """Return the talks of the viewer that are to come, what has a moment first."""
    if not count:
        return None
    known = viewer.__dict__.get("_talks_near")
    found = [one for one in known or queries.near(viewer, today, today) if one.is_open]
    return {"talks": [(one, one.other(viewer)) for one in found[:MOST_ON_TODAY]], "count": count}


def who_to_talk_to(viewer, today: date, people: list[Person] | None = None) -> dict | None:
    """Return for whom of a team a talk would help most, and why, with the talk that there is.

    Who has the most reasons comes first, then by name; the others stand behind a fold.
    """
    if not people:
        return None
    ids = [person.pk for person in people]
    reasons = notifications.cases_for_people(ids, viewer)
    shared = notifications.shared_reasons(reasons, len(ids))
    talks = queries.open_with(viewer, ids)
    found: list[dict[str, Any]] = [
        {
            "person": person,
            "reasons": reasons[person.pk],
            "last": reasons[person.pk][0].last_talk,
            "talk": talks.get(person.pk),
            "occasion": OCCASIONS.get(reasons[person.pk][0].nudge, Occasion.DEVELOPMENT),
        }
        for person in people
        if person.pk in reasons
    ]
    found.sort(key=lambda one: -len(one["reasons"]))
    shown, more = found[:MOST_PEOPLE], found[MOST_PEOPLE:]
    return {
        "people": shown, "more": more, "of": len(people), "shared": shared,
        "headline": _headline(len(shown), has_more=bool(more)),
    }  # fmt: skip


def _headline(count: int, *, has_more: bool) -> str:
    """Return with how many people a talk would help, as a heading; nothing when with none."""
    if not count:
        return ""
    told = {"number": count}
    if has_more:
        return gettext("A talk would help most with these %(number)s people") % told
    return (
        ngettext(
            "With one person a talk would help now",
            "With %(number)s people a talk would help now",
            count,
        )
        % told
    )


def time_from_talks(viewer, today: date, people: list[Person] | None = None) -> dict | None:
    """Return how much learning time of a team came from talks this year."""
    if not people:
        return None
    minutes = minutes_from_talks([one.pk for one in people], today.replace(month=1, day=1))
    return {"minutes": minutes, "year": today.year}


def talk_with_person(viewer, today: date, person: Person) -> dict | None:
    """Return the open talk with somebody, or that one can be asked for."""
    if person.pk == viewer.pk or not INVITE_TO_TALK.allows(viewer, person):
        return None
    return {"person": person, "talk": queries.open_with(viewer, [person.pk]).get(person.pk)}


def talks_in_calendar(viewer, today: date, period: tuple[date, date]) -> dict | None:
    """Return the talks of the viewer on these days (inclusive): with whom, when and where.

    What was found is kept: Today shows what is to come as well.
    """
    first, last = period
    found = viewer.__dict__["_talks_near"] = queries.near(viewer, first, last + DAY)
    items = [
        {
            "title": _("Talk with %(name)s") % {"name": one.other(viewer).given_name},
            "from": one.starts_at,
            "until": one.ends_at,
            "place": one.place,
            "url": one.get_absolute_url(),
            "uid": str(one.uid),
            "sequence": one.sequence,
        }
        for one in found
        if one.touches(first, last)
    ]
    return {"items": items} if items else None


def _to_come(viewer, _today: date | None = None) -> list:
    return [queries.to_come(viewer)]


def _asked(viewer) -> list:
    return [HELP_WITH_TALK.narrow(HelpAsked.objects.all(), viewer).filter(settled_on=None)]


def meeting_today(viewer, today: date, _subject=None) -> dict | None:
    """Return the meeting of the viewer's own team that is under way, or comes this week."""
    meeting = next(iter(_meetings_near(viewer, today)), None)
    return {"meeting": meeting, "today": today} if meeting else None


def _meetings_near(viewer, today: date) -> RawQuerySet:
    """Return what is under way today, or planned within a week, of the viewer's own team."""
    within, mine = MEET.within(viewer, "m.unit_id")
    asked = [viewer.unit_id, today, today + WEEK, *mine]
    return TeamMeeting.objects.raw(_NEAR.format(within=within), asked)


PANELS = [
    Panel("meeting", "today", 16, "conversations/_today_meeting.html", meeting_today, MEET,
          only_if=_meetings_near),
    Panel("talks", "today", 14, "conversations/_today.html", talks_today, TALK,
          counted=_to_come),
    Panel("talks", "calendar", 20, "", talks_in_calendar, TALK),
    Panel("who_to_talk_to", "team", 10, "conversations/_who_to_talk_to.html", who_to_talk_to,
          INVITE_TO_TALK, wide=True),
    Panel("time_from_talks", "team", 30, "conversations/_time_from_talks.html", time_from_talks,
          INVITE_TO_TALK),
    Panel("talk", "person", 20, "conversations/_person_talk.html", talk_with_person,
          INVITE_TO_TALK),
]  # fmt: skip

NAVIGATION = [
    Link(
        _("Talks"), "message-circle", "conversations:conversation_list", 40, MINE,
        shown=TALK.held_by, waiting=_to_come, short_label=_("Together"), bottom_bar=True,
    ),
    Link(
        _("Team meeting"), "users", "meetings:meeting_list", 42, MINE,
        shown=MEET.held_by, under="conversations:conversation_list",
    ),
    Link(
        _("Help with talks"), "hand-helping", "conversations:help_list", 55, ORGANISATION,
        shown=HELP_WITH_TALK.held_by, waiting=_asked, under="conversations:conversation_list",
    ),
    Link(
        _("Terms of talks"), "hourglass", "conversations:terms_change", 75, SETTINGS,
        shown=SET_TALK_TERMS.held_by, under="conversations:conversation_list",
    ),
]  # fmt: skip
