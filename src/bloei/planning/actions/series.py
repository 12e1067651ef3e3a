"""A moment that comes back is set, filled with blocks some weeks ahead, skipped and ended."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.db.models import QuerySet

from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.people.models import Person, Unit
from bloei.planning import giving_back, messages, queries
from bloei.planning.actions.blocks import plan_block
from bloei.planning.actions.rosters import EndsBeforeItBegins
from bloei.planning.blocks import steps
from bloei.planning.blocks.steps import InTheWay
from bloei.planning.models import Cover, LearningBlock, Series, SeriesSkip
from bloei.planning.rosters import at_work
from bloei.planning.rules import LONGEST_SERIES, Origin, State
from bloei.planning.series import foreseen, returning


class LastsTooLong(Exception):
    """A series lasts two years at most (`rules.LONGEST_SERIES`)."""


class NotSkipped(Exception):
    """This day is not skipped (any more), has passed, or the series ended before it."""


@action(creates=Series)
def set_series(
    *,
    person: Person | None = None,
    unit: Unit | None = None,
    every: str,
    first: date,
    last: date,
    from_minute: int,
    minutes: int,
    title: str = "",
    origin: Origin = Origin.HAND,
    today: date,
    key: str,
    by: Person,
) -> Series:
    """Set a moment that comes back: of a person, of a unit with all below, or of everybody.

    Days are inclusive, `from_minute` counts after midnight. That of one person is filled at
    once, that of many by a job (`fill_series`). Raises EndsBeforeItBegins, LastsTooLong.
    """
    if last < first:
        raise EndsBeforeItBegins
    if last - first > LONGEST_SERIES:
        raise LastsTooLong
    series = Series.objects.create(
        person=person, unit=unit, every=every, first_on=first, last_on=last,
        from_minute=from_minute, minutes=minutes, title=title, set_by=by, set_at=clock.now(),
    )  # fmt: skip
    audit.record("series.set", series, by=by)
    if person is not None:
        fill_series(series, origin=origin, today=today, by=by)
    return series


@action
def fill_series(
    series: Series,
    *,
    origin: Origin | None = None,
    back: date | None = None,
    given: tuple[date, Sequence[int]] | None = None,
    today: date,
    by: Person | None,
) -> int:
    """Make the blocks of a series for the coming weeks; return how many are new.

    Without an `origin` they come from where the earlier ones came from.
    Who works then and can be missed gets a block; where not all can be missed at once, who had
    least goes first. What is there already stays; a second run changes nothing. `back` is a
    day that was skipped and goes on after all: who learns then is told. `given` says of one day
    which people get a place: so many people are filled in parts, and nobody waits long for the
    minimums that are held meanwhile.
    """
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    origin = origin or _origin_of(series)
    planned = [
        _plan(series, person, day, origin=origin, today=today, by=by)
        for person, day in list(_new_times(series, today, given))
    ]
    made = [block for block in planned if block]
    messages.tell_fixed_hour(series, {block.person_id for block in made}, by or series.set_by)
    if back:
        whose = {block.person_id for block in made if block.series_on == back}
        messages.tell_back(series, whose, back, by or series.set_by)
    audit.record("series.filled", series, by=by, count=len(made))
    return len(made)


@action(creates=SeriesSkip)
def skip_series(series: Series, *, on: date, today: date, key: str, by: Person) -> SeriesSkip:
    """Let a series not happen on one of its days; its blocks of that day go.

    They no longer hold the place of that day, so that it can be undone. A second time is none.
    """
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    skip, is_new = SeriesSkip.objects.get_or_create(series=series, on=on)
    if not is_new:  # sent again: it was done
        audit.record("series.skipped", series, by=by)
        return skip
    blocks = series.blocks.filter(series_on=on)
    gone = _take_away(blocks, today, by)
    blocks.filter(person__in=gone).update(series=None, series_on=None)
    messages.tell_skipped(series, gone, on, by)
    Series.objects.filter(pk=series.pk).update(sequence=series.sequence + 1)
    audit.record("series.skipped", series, by=by)
    return skip


@action
def unskip_series(series: Series, *, on: date, today: date, by: Person) -> Series:
    """Let a series happen on a day that was skipped, as long as that day is still to come.

    The time of one person is made at once, that of many by a job (`fill_series` with `back`).
    Who took the own time of that day away before keeps it so. Raises NotSkipped.
    """
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if not returning.may_go_on(series, on, today):
        raise NotSkipped
    gone, _rows = series.skips.filter(on=on).delete()
    if not gone:
        raise NotSkipped
    series.sequence += 1
    series.save(update_fields=["sequence"])
    audit.record("series.unskipped", series, by=by)
    if series.person_id:
        fill_series(series, back=on, today=today, by=by)
    return series


@action
def end_series(series: Series, *, last: date, today: date, by: Person) -> Series:
    """Let a series end after a day; blocks after it go, what was done stays."""
    series = _ended(series, last)
    gone = _take_away(series.blocks.filter(series_on__gt=last), today, by)
    messages.tell_ended(series, gone, by)
    audit.record("series.ended", series, by=by, fields=["last_on"])
    return series


@action
def clear_week(person: Person, *, today: date, by: Person | None) -> int:
    """Take away what is still to come of who left: series end, time goes back; return how many.

    A second time finds nothing.
    """
    for series in Series.objects.filter(person=person, last_on__gte=today).order_by("pk"):
        _ended(series, today)
    steps.hold_covers(Cover.objects.filter(block__person=person))
    gone = _take_away(LearningBlock.objects.filter(person=person), today, by)
    LearningBlock.objects.filter(person=person, state=State.PROPOSED).delete()
    audit.record("week.cleared", person, by=by)
    return len(gone)


def _ended(series: Series, last: date) -> Series:
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    series.ended_on, series.sequence = max(last, series.first_on), series.sequence + 1
    if last < series.last_on:
        series.last_on = max(last, series.first_on)
    series.save(update_fields=["ended_on", "last_on", "sequence"])
    if last < series.first_on:  # it never happens
        SeriesSkip.objects.get_or_create(series=series, on=series.first_on)
    return series


def _origin_of(series: Series) -> Origin:
    earlier = series.blocks.order_by("pk").values_list("origin", flat=True).first()
    return Origin(earlier) if earlier else Origin.TEAM


def _new_times(
    series: Series, today: date, given: tuple[date, Sequence[int]] | None
) -> Iterator[tuple[Person, date]]:
    """Yield whose times are new: of one person every day, of many who gets a place."""
    if series.person is not None:
        there = set(series.blocks.values_list("series_on", flat=True))
        for day in returning.days(series, today):
            if day not in there:
                yield series.person, day
        return
    rounds = (
        ((one.on, one.given) for one in foreseen.of_many(series, today, today))
        if given is None
        else [given]
        if given[0] in returning.days(series, today)
        else []
    )
    for day, whose in rounds:
        people = queries.people_of(series).in_bulk(whose)
        for pk in whose:
            if pk in people:
                yield people[pk], day


def _plan(
    series: Series, person: Person, day: date, *, origin: Origin, today: date, by
) -> LearningBlock | None:
    """Plan one time of one person; where something is in the way there is none."""
    try:
        return plan_block(
            person, span=returning.span_on(series, day), title=series.title, origin=origin,
            series=series, series_on=day, only_inside=True, today=today,
            key=f"series:{series.pk}:{person.pk}:{day}:{series.sequence}", by=by or series.set_by,
        )  # fmt: skip
    except InTheWay:
        return None


def _take_away(blocks: QuerySet[LearningBlock], today: date, by: Person | None) -> set[int]:
    """Take away what is still to come; return whose it was."""
    gone = set()
    now = datetime.combine(today, time.min)
    for block in blocks.filter(state__in=[State.AGREED, State.ASKED]).order_by("pk"):
        if at_work.local(block.during.lower) >= now:
            held = steps.locked(block, State.CANCELLED)
            held.sequence += 1
            steps.end(held, State.CANCELLED, by, today)
            giving_back.give_back(held, today, by)
            gone.add(held.person_id)
    return gone
