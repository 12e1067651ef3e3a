"""What messages and nudges show elsewhere: what waits for you, and the links of the menu."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bloei.foundation.navigation import MINE, ORGANISATION, TEAM, Link
from bloei.foundation.panels import Panel
from bloei.notifications import queries
from bloei.notifications.access import NOTE_TALK, SEE_EFFECT
from bloei.notifications.forms import TalkForm

MOST_ON_TODAY = 4
MOST_PEOPLE = 5


def waits_for_you(viewer, today: date, subject=None) -> dict | None:
    """Return the cards that wait for the viewer, what matters most first: one query."""
    cards = [card for card in queries.cards(queries.open_cases(viewer)) if card.nudge.on_today]
    if not cards:
        return None
    return {"cards": cards[:MOST_ON_TODAY], "more": max(0, len(cards) - MOST_ON_TODAY)}


def who_to_talk_to(viewer, today: date, people=None) -> dict | None:
    """Return for whom of a team a talk would help most, and why: three queries.

    Who has the most reasons comes first, then by name; the others stand behind a fold.
    """
    if not people:
        return None
    ids = [person.pk for person in people]
    reasons = queries.cases_for_people(ids, viewer)
    last = queries.last_talks(ids)
    form = TalkForm(initial={"on": today})
    found = [
        {
            "person": person,
            "reasons": reasons[person.pk],
            "last": last.get(person.pk),
            "form": form,
        }
        for person in people
        if person.pk in reasons
    ]
    found.sort(key=lambda one: -len(one["reasons"]))
    return {"people": found[:MOST_PEOPLE], "more": found[MOST_PEOPLE:], "of": len(people)}


PANELS = [
    Panel(
        name="notifications.who_to_talk_to",
        place="team",
        rank=10,
        template="notifications/_who_to_talk_to.html",
        facts=who_to_talk_to,
        permission=NOTE_TALK,
        wide=True,
    ),
    Panel(
        name="notifications.waits_for_you",
        place="today",
        rank=20,
        template="notifications/_waits.html",
        facts=waits_for_you,
        wide=True,
    ),
]
NAVIGATION = [
    Link(
        _("Messages"),
        "inbox",
        "notifications:notice_list",
        80,
        MINE,
        count=queries.unread_count,
        bottom_bar=True,
    ),
    Link(
        _("Talks"),
        "message-circle",
        "notifications:talk_list",
        40,
        TEAM,
        shown=NOTE_TALK.held_by,
    ),
    Link(
        _("Nudges and effect"),
        "send",
        "notifications:effect_list",
        60,
        ORGANISATION,
        shown=SEE_EFFECT.held_by,
    ),
    Link(
        _("Mailbox of the demo"),
        "mail",
        "notifications:mail_list",
        990,
        ORGANISATION,
        shown=lambda _viewer: settings.DEMO,
    ),
]
