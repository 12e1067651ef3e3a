"""What is in the way of learning time, in sentences with figures.

A `name` makes a sentence about somebody else; without it, it is said to the person ("je").
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.planning.blocks import words
from bloei.planning.blocks.obstacles import Obstacle, Why
from bloei.planning.spans import Span


def sentences(found: Iterable[Obstacle], name: str = "") -> str:
    """Say everything that is in the way, one sentence after the other."""
    return " ".join(sentence(one, name) for one in found)


def sentence(obstacle: Obstacle, name: str = "") -> str:
    """Say what is in the way, with its figures."""
    if obstacle.why in ABOUT_PERSON:
        return ABOUT_PERSON[obstacle.why](obstacle.facts, name)
    return ABOUT_MOMENT[obstacle.why](obstacle.facts)


def _staffing(facts: Mapping[str, Any]) -> str:
    told = {"place": facts["name"] or _("the team"), "number": words.count(facts["present"])}
    if facts["present"]:
        there = ngettext(
            "Then %(place)s has %(number)s colleague left.",
            "Then %(place)s has %(number)s colleagues left.",
            facts["present"],
        )
    else:
        there = _("Then %(place)s has nobody left.")
    needed = ngettext(
        "At least %(minimum)s is needed.", "At least %(minimum)s are needed.", facts["minimum"]
    ) % {"minimum": words.count(facts["minimum"])}
    return f"{there % told} {needed}"


ABOUT_MOMENT: dict[Why, Callable[[Mapping[str, Any]], str]] = {
    Why.PAST: lambda _facts: _("This moment has passed."),
    Why.TOO_FAR: lambda _facts: _("You can plan about a year ahead: 400 days."),
    Why.GRID: lambda _facts: _("Learning time begins and ends on the hour or half past."),
    Why.LENGTH: lambda _facts: _("Learning time takes half an hour at least and a day at most."),
    Why.CLOCK: lambda facts: (
        _("The clock goes forward that night: there is no %(time)s.")
        % {"time": wording.clock_time(facts["at"], on_screen())}
    ),
    Why.STAFFING: _staffing,
}


def _overlap(facts: Mapping[str, Any], name: str) -> str:
    if "from" not in facts:
        return (
            _("%(name)s has learning time then already.") % {"name": name}
            if name
            else _("You have learning time then already.")
        )
    found = (
        _("%(name)s has learning time then already: %(times)s.")
        if name
        else _("You have learning time then already: %(times)s.")
    )
    return found % {"name": name, "times": words.times(Span(facts["from"], facts["until"]))}


def _busy(facts: Mapping[str, Any], name: str) -> str:
    found = (
        _("%(name)s is not free then: %(times)s.")
        if name
        else _("You have another appointment then: %(times)s.")
    )
    return found % {"name": name, "times": words.times(Span(facts["from"], facts["until"]))}


def _off_work(_facts: Mapping[str, Any], name: str) -> str:
    if name:
        return _("%(name)s does not work then, says the roster.") % {"name": name}
    return _("You do not work then, says your roster.")


def _at_work(_facts: Mapping[str, Any], name: str) -> str:
    if name:
        return _("%(name)s is at work then already. A swap needs somebody who is not.") % {
            "name": name
        }
    return _("You are at work then already. A swap needs somebody who is not.")


def _no_roster(_facts: Mapping[str, Any], name: str) -> str:
    if name:
        return _("It was never said when %(name)s works. Fill in that roster first.") % {
            "name": name
        }
    return _("It was never said when you work. Fill in your roster first.")


def _absent(facts: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "day": wording.weekday(facts["on"], on_screen())}
    found = (
        _("%(name)s is not there on %(day)s, or it is closed then.")
        if name
        else _("You are not there on %(day)s, or it is closed then.")
    )
    return found % told


def _no_right(facts: Mapping[str, Any], name: str) -> str:
    told = {
        "name": name,
        "left": words.length(facts["free_minutes"]),
        "this": words.length(facts["minutes"]),
    }
    if not facts["free_minutes"]:
        found = (
            _("%(name)s has planned all learning time.")
            if name
            else _("You have planned all your learning time.")
        )
    else:
        found = (
            _("%(name)s has %(left)s of learning time left, and this takes %(this)s.")
            if name
            else _("You have %(left)s of learning time left, and this takes %(this)s.")
        )
    return found % told


def _law(facts: Mapping[str, Any], name: str) -> str:
    told = {"name": name, "length": words.length(facts["minutes"])}
    own = {
        "daily_rest": _("Then you rest %(length)s between two shifts. The law wants 11 hours."),
        "weekly_rest": _("Then your longest rest that week is %(length)s. The law wants 36 hours."),
        "shift": _("Then you work %(length)s in one shift. The law allows 12 hours."),
        "week": _("Then you work %(length)s in a week. The law allows 60 hours."),
        "break": _("Then you have %(length)s of break, less than the law wants."),
    }
    other = {
        "daily_rest": _(
            "Then %(name)s rests %(length)s between two shifts. The law wants 11 hours."
        ),
        "weekly_rest": _(
            "Then the longest rest of %(name)s that week is %(length)s. The law wants 36 hours."
        ),
        "shift": _("Then %(name)s works %(length)s in one shift. The law allows 12 hours."),
        "week": _("Then %(name)s works %(length)s in a week. The law allows 60 hours."),
        "break": _("Then %(name)s has %(length)s of break, less than the law wants."),
    }
    return (other if name else own)[facts["limit"]] % told


ABOUT_PERSON: dict[Why, Callable[[Mapping[str, Any], str], str]] = {
    Why.OVERLAP: _overlap,
    Why.BUSY: _busy,
    Why.OFF_WORK: _off_work,
    Why.ABSENT: _absent,
    Why.NO_RIGHT: _no_right,
    Why.LAW: _law,
    Why.AT_WORK: _at_work,
    Why.NO_ROSTER: _no_roster,
}


def outside(codes: Iterable[str]) -> str:
    """Say outside of what a block was asked: "buiten het rooster en tijdens een afspraak"."""
    known = {
        Why.BUSY.value: _("during another appointment"),
        Why.OFF_WORK.value: _("outside the roster"),
        Why.NO_RIGHT.value: _("more than the learning time of this year"),
    }
    return _(" and ").join(known[code] for code in codes if code in known)
