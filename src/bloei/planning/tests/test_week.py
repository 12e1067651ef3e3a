"""The picture of a week: what matters more is never hidden, and every piece lies on the grid."""

from datetime import datetime

import pytest

from bloei.foundation import clock
from bloei.planning import actions
from bloei.planning.actions.rosters import UsualShift, set_pattern, tell_absence
from bloei.planning.models import BusyTime, LearningBlock
from bloei.planning.rosters.at_work import aware
from bloei.planning.rules import Origin, State
from bloei.planning.spans import Span
from bloei.planning.tests.desk import SINCE, TODAY, at, span
from bloei.planning.week import drawing, suggestions
from bloei.planning.week import pieces as weeks
from bloei.planning.week.pieces import Kind, Piece

pytestmark = pytest.mark.django_db
NOW = at(23, 12)


def plan(person, when, **more):
    return actions.plan_block(person, span=when, today=TODAY, key=str(when), by=person, **more)


def propose(person, when) -> LearningBlock:
    return LearningBlock.objects.create(
        person=person, during=(aware(when.start), aware(when.until)), state=State.PROPOSED,
        origin=Origin.PLANNER, made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip


def pieces(week, day) -> list[tuple]:
    found = next(one for one in week.days if one.on.day == day)
    return [(piece.kind, piece.span.start.hour, piece.span.until.hour) for piece in found.pieces]


def test_a_block_cuts_the_roster_and_where_nobody_can_be_missed_is_tight(desk):
    plan(desk.cast.eva, span(24, 10, 12))
    assert pieces(weeks.week_of(desk.cast.eva, TODAY, NOW), 24) == [
        (Kind.ROSTER, 9, 10), (Kind.BLOCK, 10, 12), (Kind.ROSTER, 12, 17),
    ]  # fmt: skip
    assert pieces(weeks.week_of(desk.cast.sanne, TODAY, NOW), 24) == [
        (Kind.ROSTER, 9, 10), (Kind.TIGHT, 10, 12), (Kind.ROSTER, 12, 17),
    ]  # fmt: skip


def test_what_was_tight_in_the_past_is_no_news(desk):
    plan(desk.cast.eva, span(24, 10, 12))
    after = weeks.week_of(desk.cast.sanne, TODAY, at(25, 9))
    assert pieces(after, 24) == [(Kind.ROSTER, 9, 17)]


def test_a_proposal_that_no_longer_fits_is_not_shown(desk):
    propose(desk.cast.eva, span(24, 10, 12))
    propose(desk.cast.eva, span(25, 10, 12))
    plan(desk.cast.eva, span(24, 11, 13))
    found = weeks.week_of(desk.cast.eva, TODAY, NOW)
    assert Kind.PROPOSAL not in [kind for kind, *_hours in pieces(found, 24)]
    assert (Kind.PROPOSAL, 10, 12) in pieces(found, 25)


def test_the_weekend_is_shown_only_when_something_happens_in_it(desk):
    assert len(weeks.week_of(desk.cast.eva, TODAY, NOW).days) == 5
    meeting = Piece(Kind.MEETING, span(28, 10, 11), "Gesprek")
    found = weeks.week_of(desk.cast.eva, TODAY, NOW, meetings=[meeting])
    assert [day.on.day for day in found.days] == [23, 24, 25, 26, 27, 28]
    assert pieces(found, 28) == [(Kind.MEETING, 10, 11)]


def test_a_night_shift_is_drawn_on_both_days_and_the_grid_grows_to_it(desk):
    night = [UsualShift(0, 22 * 60, 31 * 60, "Nacht")]
    set_pattern(desk.cast.eva, shifts=night, first=SINCE, key="night", by=desk.cast.mo)
    found = weeks.week_of(desk.cast.eva, TODAY, NOW)
    assert pieces(found, 23) == [(Kind.ROSTER, 22, 0)]
    assert pieces(found, 24) == [(Kind.ROSTER, 0, 7)]
    assert (found.first_hour, found.last_hour, found.slots) == (0, 24, 48)
    assert found.days[0].pieces[0].row == 45


def test_every_piece_lies_on_the_grid_and_none_over_another(desk):
    set_pattern(
        desk.cast.eva, shifts=[UsualShift(1, 8 * 60 + 20, 12 * 60 + 40, "Balie"),
                               UsualShift(1, 12 * 60 + 40, 17 * 60 + 10)],
        first=SINCE, key="odd", by=desk.cast.mo,
    )  # fmt: skip
    BusyTime.objects.create(person=desk.cast.eva, during=(aware(at(24, 9, 50)), aware(at(24, 10))))
    plan(desk.cast.eva, span(24, 11, 12))
    day = weeks.week_of(desk.cast.eva, TODAY, NOW).days[1]
    rows = [row for piece in day.pieces for row in range(piece.row, piece.row + piece.rows)]
    assert len(rows) == len(set(rows))
    assert all(1 <= row <= 20 for row in rows)


def test_a_day_off_is_empty(desk):
    tell_absence(
        desk.cast.eva, first=at(24, 0).date(), last=at(24, 0).date(), key="off", by=desk.cast.eva
    )
    assert pieces(weeks.week_of(desk.cast.eva, TODAY, NOW), 24) == []


def test_the_page_suggests_the_first_moment_that_is_possible(desk):
    plan(desk.cast.sanne, span(23, 12, 15))
    shown = weeks.week_of(desk.cast.eva, TODAY, NOW)
    found = suggestions.suggestion(desk.cast.eva, shown, NOW)
    assert found.wish.span == span(23, 15, 16)
    assert found.is_possible
    assert found.room.present == 3


def test_who_has_no_roster_is_suggested_the_next_working_hour(desk):
    stan = desk.cast.stan
    for now, hoped in ((at(23, 7), span(23, 9, 10)), (at(27, 17), span(30, 9, 10))):
        shown = weeks.week_of(stan, at(now.day - now.weekday(), 0).date(), now)
        found = suggestions.suggestion(stan, shown, now)
        assert (found.wish.span if found else None) in {hoped, None}
    assert found is None, "the next working hour lies in another week"


def test_a_full_week_suggests_nothing(desk):
    for day in range(23, 28):
        plan(desk.cast.sanne, span(day, 9, 17))
    shown = weeks.week_of(desk.cast.eva, TODAY, NOW)
    assert suggestions.suggestion(desk.cast.eva, shown, NOW) is None


def test_what_is_to_come_can_be_chosen_and_what_is_over_cannot(desk):
    shown = weeks.week_of(desk.cast.eva, TODAY, at(24, 12, 10))
    monday, tuesday, *_rest = drawing.days(shown, at(24, 12, 10))
    assert [piece.pick for piece in monday.pieces] == [""]
    assert "on=2026-11-24&start=12%3A30&until=13%3A30" in tuesday.pieces[0].pick


def test_the_week_is_drawn_in_the_hours_of_the_wall_also_when_the_clock_goes_back(desk):
    monday = datetime(2026, 10, 19).date()
    with clock.fixed(monday):
        actions.plan_block(
            desk.cast.eva, span=Span(datetime(2026, 10, 23, 9), datetime(2026, 10, 23, 11)),
            today=monday, key="dst", by=desk.cast.eva,
        )  # fmt: skip
    found = weeks.week_of(desk.cast.eva, monday, datetime(2026, 10, 19, 8))
    assert pieces(found, 23)[0] == (Kind.BLOCK, 9, 11)
    after = weeks.week_of(desk.cast.eva, datetime(2026, 10, 26).date(), datetime(2026, 10, 26, 8))
    assert pieces(after, 26) == [(Kind.ROSTER, 9, 17)]
