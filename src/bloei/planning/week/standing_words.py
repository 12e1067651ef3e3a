"""What a change of a roster does to learning time that stands, in sentences."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.utils.translation import gettext as _

from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.planning.blocks import obstacle_words, words
from bloei.planning.blocks.obstacles import Obstacle, Why
from bloei.planning.staffing.enough import Tight

SHOWN = 5


def refused(tight: Tight, today: date) -> str:
    """Say to who changes the own roster why it cannot be, and what can be done."""
    told = {
        "moment": _moment(tight, today),
        "why": obstacle_words.sentence(Obstacle(Why.STAFFING, asdict(tight))),
    }
    return (
        _(
            "You have learning time then: %(moment)s. %(why)s Move that learning time or take it"
            " away first."
        )
        % told
    )


def short(found: Sequence[Tight], today: date) -> str:
    """Tell where too few are there while somebody learns; nothing where enough are there."""
    if not found:
        return ""
    moments = [f"{one.name}, {_moment(one, today)}" for one in found[:SHOWN]]
    if len(found) > SHOWN:
        moments.append(_("and more"))
    return _(
        "Too few are there now while somebody learns: %(moments)s. What is fixed stays; you can"
        " ask for another moment."
    ) % {"moments": "; ".join(moments)}


def _moment(tight: Tight, today: date) -> str:
    at = wording.clock_time(tight.at, on_screen())
    return f"{words.day(tight.at.date(), today)} {at}"
