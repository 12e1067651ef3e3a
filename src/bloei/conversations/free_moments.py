"""Where the roster has room for somebody: the nearest moments, first those that they like."""

from datetime import datetime, time, timedelta

from bloei.learning import ways
from bloei.people.models import Person
from bloei.planning.blocks import nearest
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.spans import Span

HOUR, DAY, AHEAD = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
LOOKED_AT = 20


def usual_wish(person: Person, now: datetime) -> Wish:
    """Return the first hour that somebody likes, else nine of the next day: room is near there."""
    first = now.date() + DAY
    liked = ways.liked_hours([person.pk], first, first + AHEAD).get(person.pk)
    start = liked[0][0] if liked else datetime.combine(first, time(9))
    return Wish(person, Span(start, start + HOUR))


def free_moments(wish: Wish, now: datetime, *, most: int) -> list[Moment]:
    """Return possible moments near a wish, from tomorrow, in their order; `now` is naive local.

    Of more than `most` those stay that lie in the hours and on the days that the person likes.
    """
    near = nearest.nearest(wish, now, most=LOOKED_AT)
    found = [one for one in near if one.span.start.date() > now.date()]
    if not found:
        return []
    days = [one.span.start.date() for one in found]
    liked = ways.liked_hours([wish.person.pk], min(days), max(days)).get(wish.person.pk, [])

    def is_liked(one: Moment) -> bool:
        return any(start <= one.span.start and one.span.until <= until for start, until in liked)

    kept = sorted(found, key=lambda one: not is_liked(one))[:most]
    return sorted(kept, key=lambda one: one.span.start)
