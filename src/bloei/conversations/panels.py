"""What conversations show elsewhere: the next one on Today, for whom one helps, the calendar."""

from datetime import date, timedelta
from typing import Any

from django.db.models.query import RawQuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bloei.conversations import queries, talk_lines
from bloei.conversations.access import (
    HELP_WITH_TALK,
    INVITE_TO_TALK,
    MEET,
    SET_TALK_TERMS,
    TALK,
)
from bloei.conversations.models import HelpAsked, TeamMeeting
from bloei.conversations.rules import Occasion
from bloei.conversations.talk_lines import line_of
from bloei.foundation.at_once import Row, Rows
from bloei.foundation.navigation import MINE, ORGANISATION, SETTINGS, Link
from bloei.foundation.panels import Panel
from bloei.notifications import queries as notifications
from bloei.people.models import Person
from bloei.planning.queries import talk_minutes

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
    select m.id, m.held_on, m.step_began_at is not null from conversations_teammeeting m
     where m.unit_id = %s and m.held_on >= %s and m.held_on < %s and m.closed_at is null
       and {within}
     order by m.held_on limit 1
"""


def talks_today(viewer, today: date, _subject, count: int, rows: list[Row]) -> dict | None:
    """Return the talks of the viewer that are to come, what has a moment first."""
    return {"talks": [line_of(row) for row in rows], "count": count} if count else None


def _first_talks(viewer, _today: date, _subject) -> list[RawQuerySet]:
    return [talk_lines.to_come(viewer, MOST_ON_TODAY)]


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


def time_from_talks(
    viewer, today: date, people: list[Person], blocks: list[Row], own: list[Row]
) -> dict | None:
    """Return how much learning time of a team came from talks this year, and their own of it."""
    if not people:
        return None
    minutes = sum(row[0] for row in own)
    return {"minutes": blocks[0][0] + minutes, "own": minutes, "year": today.year}


def _minutes_from_talks(viewer, today: date, people: list[Person]) -> list[Rows]:
    ids, since = [one.pk for one in people], today.replace(month=1, day=1)
    return [talk_minutes(ids, since), queries.own_minutes(viewer, ids, since)]


def talk_with_person(viewer, today: date, person: Person) -> dict | None:
    """Return the open talk with somebody, or that one can be asked for."""
    if person.pk == viewer.pk or not INVITE_TO_TALK.allows(viewer, person):
        return None
    return {"person": person, "talk": queries.open_with(viewer, [person.pk]).get(person.pk)}


def talks_in_calendar(viewer, today: date, _period, rows: list[Row]) -> dict | None:
    """Return the talks of the viewer on some days: with whom, when and where."""
    items = [
        {
            "title": _("Talk with %(name)s") % {"name": one.other.given_name},
            "from": one.starts_at,
            "until": one.ends_at,
            "place": one.place,
            "url": one.url,
            "uid": one.uid,
            "sequence": one.sequence,
        }
        for one in map(line_of, rows)
    ]
    return {"items": items} if items else None


def _talks_on_days(viewer, _today: date, period: tuple[date, date]) -> list[RawQuerySet]:
    """Ask for the talks on these days, both inclusive."""
    first, last = period
    return [talk_lines.on_days(viewer, first, last + DAY)]


def _to_come(viewer, _today: date | None = None) -> list[RawQuerySet]:
    return [talk_lines.keys_to_come(viewer)]


def _asked(viewer) -> list:
    return [HELP_WITH_TALK.narrow(HelpAsked.objects.all(), viewer).filter(settled_on=None)]


def meeting_today(viewer, today: date, _subject, rows: list[Row]) -> dict | None:
    """Return the meeting of the viewer's own team that is under way, or comes this week."""
    if not rows:
        return None
    pk, held_on, has_begun = rows[0]
    meeting = TeamMeeting(pk=pk, held_on=date.fromisoformat(held_on))
    return {"meeting": meeting, "has_begun": has_begun, "today": today}


def _meeting_near(viewer, today: date, _subject) -> list[RawQuerySet]:
    """Ask for what is under way today, or planned within a week, of the viewer's own team."""
    within, mine = MEET.within(viewer, "m.unit_id")
    asked = [viewer.unit_id, today, today + WEEK, *mine]
    return [TeamMeeting.objects.raw(_NEAR.format(within=within), asked)]


PANELS = [
    Panel("meeting", "today", 16, "conversations/_today_meeting.html", meeting_today, MEET,
          read=_meeting_near),
    Panel("talks", "today", 14, "conversations/_today.html", talks_today, TALK,
          counted=_to_come, read=_first_talks),
    Panel("talks", "calendar", 20, "", talks_in_calendar, TALK, read=_talks_on_days),
    Panel("who_to_talk_to", "team", 10, "conversations/_who_to_talk_to.html", who_to_talk_to,
          INVITE_TO_TALK, wide=True),
    Panel("time_from_talks", "team", 30, "conversations/_time_from_talks.html", time_from_talks,
          INVITE_TO_TALK, read=_minutes_from_talks),
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
