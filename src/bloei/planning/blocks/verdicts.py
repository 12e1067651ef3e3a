"""What can be said at once about a moment: it can be, the manager must say yes, or it cannot."""

from dataclasses import dataclass
from datetime import datetime

from bloei.planning.blocks import nearest, obstacles, steps
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Obstacle, Wish
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.staffing import enough
from bloei.planning.staffing.enough import Spare


@dataclass(frozen=True)
class Verdict:
    """A wish with what is in its way; `others` are the nearest moments where it cannot be.

    `room` is the tightest half hour of the moment, where a minimum holds.
    """

    wish: Wish
    obstacles: tuple[Obstacle, ...]
    others: tuple[Moment, ...] = ()
    room: Spare | None = None

    @property
    def walls(self) -> list[Obstacle]:
        return steps.walls(list(self.obstacles))

    @property
    def is_possible(self) -> bool:
        return not self.obstacles

    @property
    def may_be_asked(self) -> bool:
        """Say whether a word of the manager is enough; who moves a block cannot ask."""
        return bool(self.obstacles) and not self.walls and self.wish.besides is None


def verdict(wish: Wish, now: datetime) -> Verdict:
    """Look at one moment. `now` is naive local time; only what cannot be looks for others."""
    roster = None
    if found := obstacles.impossible(wish, now.date()):
        room = None
    else:
        roster = obstacles.around(wish)
        found = obstacles.obstacles(wish, now.date(), roster=roster)
        spares = enough.spare(roster, wish.person.unit_id or 0)
        room = enough.tightest(spares, wish.span)
    seen = Verdict(wish, tuple(found), room=room)
    if seen.is_possible or seen.may_be_asked:
        return seen
    return Verdict(wish, tuple(found), tuple(nearest.nearest(wish, now)), room)


def elsewhere(block: LearningBlock, now: datetime) -> Verdict:
    """Return the moments nearest to where a block stands now, to move it to."""
    span = at_work.span_of(block.during)
    wish = Wish(block.person, span, block.participation, besides=block)
    found = nearest.nearest(wish, now, most=nearest.SHOWN + 1)
    return Verdict(wish, (), tuple(one for one in found if one.span != span)[: nearest.SHOWN])
