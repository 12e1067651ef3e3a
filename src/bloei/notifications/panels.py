"""What messages and nudges show elsewhere: what waits for you, and the links of the menu."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bloei.foundation.navigation import DEMO, MINE, ORGANISATION, SETTINGS, TEAM, Link
from bloei.foundation.panels import Panel
from bloei.notifications import effects, queries, undelivered
from bloei.notifications.access import NOTE_TALK, SEE_EFFECT, SEE_UNDELIVERED
from bloei.notifications.nudge import say

MOST_ON_TODAY = 4


def waits_for_you(viewer, today: date, subject=None) -> dict | None:
    """Return the cards that wait for the viewer, what matters most first: one query."""
    cards = [card for card in queries.cards(queries.open_cases(viewer)) if card.nudge.on_today]
    if not cards:
        return None
    return {"cards": cards[:MOST_ON_TODAY], "more": max(0, len(cards) - MOST_ON_TODAY)}


def not_reached(viewer, today: date, subject, count: int, late: int) -> dict | None:
    """Return how many people mail does not reach, and how many mails wait too long."""
    return {"count": count, "late": late} if count or late else None


def _unreached(viewer, _today: date) -> list:
    return [undelivered.undelivered(viewer), undelivered.late()]


def last_outcome(viewer, today: date, subject=None) -> dict | None:
    """Return the nudge whose outcome was read last, where it may be shown: one query."""
    standing = effects.last_read(today)
    if standing is None or standing.shown is None:
        return None
    label = say(standing.nudge.label, {})
    return {"standing": standing, "label": label, "points": effects.points(standing.shown.effect)}


PANELS = [
    Panel(
        name="notifications.last_outcome",
        place="today",
        rank=30,
        template="notifications/_today_outcome.html",
        facts=last_outcome,
        permission=SEE_EFFECT,
        only_if=lambda _viewer, _today: effects.read_campaigns(),
    ),
    Panel(
        name="notifications.not_reached",
        place="today",
        rank=3,
        template="notifications/_not_reached.html",
        facts=not_reached,
        permission=SEE_UNDELIVERED,
        wide=True,
        counted=_unreached,
    ),
    Panel(
        name="notifications.waits_for_you",
        place="today",
        rank=20,
        template="notifications/_waits.html",
        facts=waits_for_you,
        wide=True,
        only_if=lambda viewer, _today: queries.waiting_cases(viewer),
    ),
]
NAVIGATION = [
    Link(
        _("Messages"),
        "inbox",
        "notifications:notice_list",
        80,
        MINE,
        waiting=queries.unread,
    ),
    Link(
        _("When you talked last"),
        "message-circle",
        "notifications:talk_list",
        42,
        TEAM,
        shown=NOTE_TALK.held_by,
        under="conversations:conversation_list",
        short_label=_("Talked last"),
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
        _("Mail that did not arrive"),
        "mail",
        "notifications:undelivered_list",
        90,
        SETTINGS,
        shown=SEE_UNDELIVERED.held_by,
        under="budgets:run_list",
    ),
    Link(
        _("Mailbox of the demo"),
        "mail",
        "notifications:mail_list",
        99,
        DEMO,
        shown=lambda _viewer: settings.DEMO,
    ),
]
