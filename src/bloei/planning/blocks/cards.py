"""The card beside the week: what the chosen moment is like, and the one thing to do with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from bloei.foundation.addresses import address_of
from bloei.people import queries as people
from bloei.people.models import Person
from bloei.planning.blocks import obstacle_words, words
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.blocks.verdicts import Verdict
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.spans import written


class Does(StrEnum):
    """What the filled button of the card does."""

    FIX = "fix"
    ASK = "ask"
    OTHERS = "others"  # fix one of the nearest moments
    NOTHING = "nothing"


@dataclass(frozen=True)
class MomentOption:
    """One of the nearest moments; `button` is what the button says when it is chosen."""

    value: str
    when: str
    hint: str
    button: str


@dataclass(frozen=True)
class MomentCard:
    """`value` is the moment itself, as the form sends it; `url` is where it goes."""

    does: Does
    title: str
    text: str
    url: str = ""
    value: str = ""
    button: str = ""
    options: tuple[MomentOption, ...] = ()

    @property
    def asks_what_for(self) -> bool:
        return self.does in {Does.FIX, Does.ASK} and self.url == address_of("planning:block_plan")


def no_room(title: str = "") -> MomentCard:
    """Return the card of a week (or of a question) without a moment in it."""
    text = _(
        "Look at another week, or talk about it with your manager: together you often find one."
    )
    return MomentCard(Does.NOTHING, title or _("There is no room in this week"), text)


def card_of(verdict: Verdict, today: date) -> MomentCard:
    """Return the card of a moment that was looked at."""
    wish = verdict.wish
    moved = wish.besides
    url = (
        address_of("planning:block_move", moved.pk) if moved else address_of("planning:block_plan")
    )
    name = words.move_to if moved else words.fix
    title, why = words.title(verdict, today), obstacle_words.sentences(verdict.obstacles)
    if verdict.others:
        options = tuple(_option(one, wish, name(one.span), today) for one in verdict.others)
        near = _("These are the moments nearest to it:")
        text = f"{why or _stands(moved, today)} {near}"
        return MomentCard(Does.OTHERS, title, text, url, options=options)
    if verdict.is_possible:
        room = words.room(verdict.room) or _("It fits.")
        return MomentCard(Does.FIX, title, room, url, written(wish.span), name(wish.span))
    if verdict.may_be_asked:
        asked = {"name": _approver(wish.person, today)}
        text, button = _("%(name)s can say yes to it.") % asked, _("Ask %(name)s") % asked
        return MomentCard(Does.ASK, title, f"{why} {text}", url, written(wish.span), button)
    other = _("Choose another moment.")
    return MomentCard(Does.NOTHING, title, f"{why} {other}")


def _option(moment: Moment, wish: Wish, button: str, today: date) -> MomentOption:
    when = words.capital(words.when(moment.span, today))
    return MomentOption(written(moment.span), when, words.hint(moment, wish, today), button)


def _stands(block: LearningBlock | None, today: date) -> str:
    if block is None:
        return ""
    return _("It stands on %(when)s now.") % {
        "when": words.when(at_work.span_of(block.during), today)
    }


def _approver(person: Person, today: date) -> str:
    found = people.approver_for(person, today)
    return found.leader.given_name if found else _("HR")
