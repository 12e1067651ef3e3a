"""What who decides about a block is told, and which moments they can name instead."""

from datetime import date

from bloei.foundation import clock
from bloei.planning.blocks import nearest, obstacle_words, obstacles, steps, words
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.forms.blocks import AskToMoveForm, BlockDecisionForm
from bloei.planning.models import BlockMove, LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rules import State
from bloei.planning.spans import written


def about(block: LearningBlock, moves: list[BlockMove], today: date) -> dict:
    """Return what the page of a block holds for who may decide about it."""
    if block.state == State.ASKED:
        wish = steps.wish_of(block, at_work.span_of(block.during))
        found = obstacles.obstacles(wish, today)
        return {
            "decides": True,
            "in_the_way": obstacle_words.sentences(found, block.person.given_name),
            "decision_form": with_moments(BlockDecisionForm(), wish, today),
            "days_left": (block.decide_by - today).days if block.decide_by else None,
        }
    asked = any(move.answer == BlockMove.Answer.WAITING for move in moves)
    if block.state == State.AGREED and block.starts_at > clock.now() and not asked:
        wish = steps.wish_of(block, at_work.span_of(block.during))
        return {"ask_form": with_moments(AskToMoveForm(), wish, today)}
    return {}


def with_moments(form, wish: Wish, today: date):
    """Give a form the moments to choose from: the nearest ones that are possible."""
    moments = _moments(wish)
    hints = {written(one.span): words.hint(one, wish, today) for one in moments}
    form.fields["instead"].offer(moments, hints, today)
    return form


def _moments(wish: Wish) -> list[Moment]:
    found = nearest.nearest(wish, at_work.local(clock.now()), most=nearest.SHOWN + 1)
    return [one for one in found if one.span != wish.span][: nearest.SHOWN]
