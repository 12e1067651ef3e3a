"""The card beside the week: what the chosen moment is like, and the one thing to do with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from bloei.foundation.addresses import address_of
from bloei.people import queries as people
from bloei.people.models import Person
from bloei.planning.blocks import words
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
    title, why = words.title(verdict, today), words.sentences(verdict.obstacles)
    if verdict.others:
        options = tuple(
            MomentOption(
                written(one.span),
                words.capital(words.when(one.span, today)),
                words.hint(one, wish, today),
                name(one.span),
            )
            for one in verdict.others
        )
        near = _("These are the moments nearest to it:")
        text = f"{why or _stands(moved, today)} {near}"
        return MomentCard(Does.OTHERS, title, text, url, options=options)
    if verdict.is_possible:
        room = words.room(verdict.room) or _("It fits.")
        return MomentCard(Does.FIX, title, room, url, written(wish.span), name(wish.span))
    if verdict.may_be_asked:
        asked = {"name": _approver(wish.person, today)}
        text, button = _("%(name)s can say yes to it."), _("Ask %(name)s")
        said = f"{why} {text % asked}"
        return MomentCard(Does.ASK, title, said, url, written(wish.span), button % asked)
    other = _("Choose another moment.")
    return MomentCard(Does.NOTHING, title, f"{why} {other}")


def _stands(block: LearningBlock | None, today: date) -> str:
    if block is None:
        return ""
    return _("It stands on %(when)s now.") % {
        "when": words.when(at_work.span_of(block.during), today)
    }


def _approver(person: Person, today: date) -> str:
    found = people.approver_for(person, today)
    return found.leader.given_name if found else _("HR")
