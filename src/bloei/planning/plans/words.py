"""What the planner found, in sentences: how good it is, and why somebody did not get enough."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.planning.blocks import words
from bloei.planning.models import Plan, Shortage
from bloei.planning.spans import DAY
from bloei.planning.staffing import pinches

A_MONDAY = date(2026, 11, 23)


def finding(plan: Plan) -> str:
    """Say for how many people there is enough: the heading of the page of a team."""
    people, short = plan.figures.get("people", 0), plan.figures.get("short", 0)
    if not people:
        return _("There was nobody to look for")
    if not short:
        return ngettext(
            "Enough time was found for the one person of this team",
            "Enough time was found for all %(people)s people",
            people,
        ) % {"people": people}
    told = {"enough": people - short, "people": people}
    return _("Enough time was found for %(enough)s of %(people)s people") % told


def how_good(figures: Mapping[str, Any]) -> str:
    """Say whether more was possible: proven, or how far it can be from the best."""
    missing = figures.get("minutes_short", 0)
    if figures.get("status") == "optimal":
        if missing:
            return _("More time does not fit in these rosters. That is proven.")
        return _("Everybody got what was asked, and no planning is better. That is proven.")
    possible = missing - figures.get("minutes_short_bound", 0)
    if possible > 0:
        return _(
            "The time to reckon was up. There may be a better planning: at most %(more)s more."
        ) % {"more": words.length(possible)}
    return _("More time does not fit. The moments themselves could perhaps be divided better.")


def shortage(row: Shortage, plan: Plan, *, mine: bool) -> str:
    """Say why somebody did not get enough, to themselves or to who asked."""
    told = {
        "name": row.person.given_name,
        "size": _size(plan),
    }
    reason = (_to_oneself if mine else _to_others)(row.because) % told
    return " ".join([reason, *(pinch(where) for where in row.where if isinstance(where, dict))])


def _size(plan: Plan) -> str:
    shortest, longest = words.length(plan.shortest), words.length(plan.longest)
    if plan.shortest == plan.longest:
        return longest
    return _("%(shortest)s to %(longest)s") % {"shortest": shortest, "longest": longest}


def _to_oneself(because: str) -> str:
    return {
        "roster": _("By your roster you work too few hours in this period."),
        "busy": _("Between your appointments too little time is left."),
        "block_size": _("With one block of %(size)s a day it does not fit in your free time."),
        "staffing": _("At other moments too few colleagues would be left."),
    }.get(because, "")


def _to_others(because: str) -> str:
    return {
        "roster": _("By the roster %(name)s works too few hours in this period."),
        "busy": _("Between the appointments of %(name)s too little time is left."),
        "block_size": _(
            "With one block of %(size)s a day it does not fit in the free time of %(name)s."
        ),
        "staffing": _("At other moments too few colleagues would be left."),
    }.get(because, "")


def reason_in_short(because: str) -> str:
    """Say in a few words what is in the way most often."""
    return {
        "roster": _("too few hours in the roster"),
        "busy": _("too many appointments"),
        "block_size": _("too few days, or free time in short pieces"),
        "staffing": _("too few colleagues left"),
    }.get(because, "")


def pinch(where: Mapping[str, Any]) -> str:
    """Say where it pinches: "Op dinsdagochtend heeft de balie maar twee mensen."."""
    told = {
        "when": part_of_week(where["weekday"], where["part"]),
        "place": where["name"] or _("the team"),
        "there": words.count(where["there"]),
        "minimum": words.count(where["minimum"]),
    }
    if where["there"] > where["minimum"]:
        return _("On %(when)s everybody whom %(place)s can miss is learning already.") % told
    if not where["there"]:
        return _("On %(when)s %(place)s has nobody.") % told
    there = ngettext(
        "On %(when)s %(place)s has only %(there)s person.",
        "On %(when)s %(place)s has only %(there)s people.",
        where["there"],
    )
    return there % told


def part_of_week(weekday: int, part: str) -> str:
    """Write "dinsdagochtend"."""
    day = words.weekday(A_MONDAY + weekday * DAY)
    written = {
        pinches.MORNING: _("%(day)s morning"),
        pinches.AFTERNOON: _("%(day)s afternoon"),
        pinches.EVENING: _("%(day)s evening"),
    }
    return written[part] % {"day": day}
