"""The facts with which two people look for time: the right, what did not fit, where is room."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bloei.budgets.balances.learning_time import LearningTime, learning_time
from bloei.conversations import queries
from bloei.conversations.access import PLAN_TOGETHER
from bloei.conversations.free_moments import free_moments, usual_wish
from bloei.conversations.models import Conversation
from bloei.foundation import at_once
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.models import LearningBlock
from bloei.planning.queries import talk_minutes
from bloei.planning.rules import State

LATELY = timedelta(days=91)
MOST = 5


@dataclass
class TimeFacts:
    """What both may see; `hidden` where the other does not lead the person."""

    right: LearningTime | None = None
    from_talks: int = 0  # minutes, with those of their own
    own: int = 0
    refused: list[LearningBlock] = field(default_factory=list)
    moved: list[LearningBlock] = field(default_factory=list)
    room: list[Moment] = field(default_factory=list)
    wish: Wish | None = None
    hidden: bool = False


def time_facts(conversation: Conversation, now: datetime) -> TimeFacts:
    """Return what there is of time for the person. `now` is naive local time."""
    if not PLAN_TOGETHER.allows(conversation.partner, conversation):
        return TimeFacts(hidden=True)
    person, today = conversation.person, now.date()
    lately = LearningBlock.objects.filter(person=person, changed_at__date__gt=today - LATELY)
    wish, since = usual_wish(person, now), today.replace(month=1, day=1)
    blocks, own = at_once.rows(
        talk_minutes([person.pk], since),
        queries.own_minutes(conversation.partner, [person.pk], since),
    )
    minutes = sum(row[0] for row in own)
    return TimeFacts(
        right=learning_time([person.pk], today.year).get(person.pk),
        from_talks=blocks[0][0] + minutes,
        own=minutes,
        refused=list(lately.filter(state=State.REFUSED).order_by("-changed_at")[:MOST]),
        moved=_moved(person, lately),
        room=free_moments(wish, now, most=MOST),
        wish=wish,
    )


def _moved(person, lately) -> list[LearningBlock]:
    standing = lately.filter(state=State.AGREED, moves__answer="yes").distinct()
    return list(standing.order_by("-changed_at")[:MOST])
