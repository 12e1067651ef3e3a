"""What the front door itself shows: a step for this week, the team by name, its links."""

from datetime import date

from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from bloei.foundation.addresses import address_of
from bloei.foundation.navigation import MINE, TEAM, Link, is_closed_to
from bloei.foundation.panels import Panel
from bloei.home import rules
from bloei.home.access import SEE_TEAM
from bloei.learning.models import Goal
from bloei.people.models import Unit

WORDS = {
    "talk": (_("Ask one person what they want to learn"), _("Ten minutes are enough.")),
    "import": (
        _("Bring in your first file of people"),
        _("Then your teams are there, and everybody can get a budget."),
    ),
    "schemes": (_("Look at which scheme holds for whom"), _("So every balance is right.")),
    "invite": (_("Invite who has not signed in yet"), _("Who knows the balance, can use it.")),
    "offers": (
        _("Add one offer that people asked for"),
        _("Bloei shows it to who it fits."),
    ),
    "effect": (_("See which reminder helps"), _("And stop the one that does nothing.")),
    "privacy": (_("Read what Bloei keeps"), _("Who sees it, why, and how long.")),
    "night": (_("See whether the night went well"), _("Budgets are granted and checked then.")),
    "goal": (_("Write down one goal"), _("Then you see offers that fit it.")),
    "choose": (_("Answer three questions"), _("And get three offers within your budget.")),
    "record": (_("Note what you learned at work"), _("Learning from a colleague counts too.")),
}
FRONT_WORDS = {
    "hr": _("See the budgets"),
    "lnd": _("Add an offer"),
    "manager": _("See my team"),
    "works_council": _("See what helps"),
    "administrator": _("See who has which role"),
}


def this_week(viewer, today: date, _subject, goals: int, units: int) -> dict | None:
    """Return up to three things that this viewer can do to help learning along."""
    steps = []
    # Who has a goal need not write one down; where there are units, people came in.
    done = {code for code, number in (("goal", goals), ("import", units)) if number}
    for step in rules.steps_for(viewer.roles, done=done):
        try:
            url = address_of(step.url_name)
        except NoReverseMatch:
            continue
        if is_closed_to(viewer, step.url_name):
            continue
        title, text = WORDS[step.code]
        steps.append({"title": title, "text": text, "url": url})
    return {"first": steps[0], "steps": steps[1:]} if steps else None


def _done_already(viewer, _today: date) -> list:
    return [Goal.objects.filter(person=viewer, reached_on=None), Unit.objects.filter(parent=None)]


def everybody(viewer, today: date, people) -> dict | None:
    return {"people": people} if people else None


def not_shown(viewer, today: date, people) -> dict | None:
    return {} if people else None


PANELS = [
    Panel("this_week", "today", 5, "home/_steps.html", this_week, counted=_done_already),
    Panel("everybody", "team", 80, "home/_team_people.html", everybody, SEE_TEAM, wide=True),
    Panel("not_shown", "team", 90, "home/_not_shown.html", not_shown, SEE_TEAM),
]

NAVIGATION = [
    Link(
        _("Today"), "house", "home:today", 10, MINE, bottom_bar=True,
        also=("home:choose",),
    ),
    Link(_("My team"), "users", "home:team", 10, TEAM, shown=SEE_TEAM.held_by),
]  # fmt: skip
