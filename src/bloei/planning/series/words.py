"""A moment that comes back, in words: how often and when, and the next time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.planning.blocks import obstacle_words, words
from bloei.planning.blocks.obstacles import Obstacle
from bloei.planning.models import LearningBlock, Series
from bloei.planning.rules import Every
from bloei.planning.series import foreseen, returning


@dataclass(frozen=True)
class SeriesRow:
    """One series in a list: how often and when, and in words when it is next."""

    series: Series
    rhythm: str
    next: str


def lines(rows: Iterable[Series], today: date) -> list[SeriesRow]:
    return [SeriesRow(series, rhythm(series), _next(series, today)) for series in rows]


@dataclass(frozen=True)
class OwnTime:
    """One coming day of one's own series: its block, or why there is none."""

    on: date
    block: LearningBlock | None
    why: str = ""


def times(
    series: Series, coming: list[date], blocks: Iterable[LearningBlock], today: date
) -> list[OwnTime]:
    """Return the coming days of one's own series; of a day without a block it says why."""
    made = {block.series_on: block for block in blocks}
    last = today + returning.AHEAD
    missing = [on for on in coming if on not in made]
    assert series.person is not None
    looked_at = foreseen.of_one(series, series.person, missing, today)
    in_the_way = {one.on: one.obstacles for one in looked_at}
    return [
        OwnTime(on, made.get(on), "" if on in made else _why(in_the_way.get(on, ()), on > last))
        for on in coming
    ]


def _why(obstacles: Iterable[Obstacle], far: bool) -> str:
    return obstacle_words.sentences(obstacles) or (_("This day is planned later.") if far else "")


def rhythm(series: Series) -> str:
    """Say how often and when: "Elke dinsdag, 9.00 - 10.00"."""
    told = {
        "day": words.weekday(series.first_on),
        "nth": _nth((series.first_on.day - 1) // 7),
        "times": words.times(returning.span_on(series, series.first_on)),
    }
    said = {
        Every.WEEK: _("every %(day)s, %(times)s"),
        Every.TWO_WEEKS: _("every other %(day)s, %(times)s"),
        Every.MONTH: _("every %(nth)s %(day)s of the month, %(times)s"),
    }
    return words.capital(said[Every(series.every)] % told)


def _nth(number: int) -> str:
    return (_("first"), _("second"), _("third"), _("fourth"), _("fifth"))[number]


def _next(series: Series, today: date) -> str:
    day = next(returning.days(series, foreseen.beginning(series, today)), None)
    return wording.weekday(day, on_screen()) if day else ""
