"""One picture of who is at work: patterns, real shifts, days off, the nights of the clock."""

from datetime import date, datetime

import pytest

from bloei.people.models import Person
from bloei.planning import spans
from bloei.planning.actions.rosters import (
    EndsBeforeItBegins,
    OverlappingShifts,
    UsualShift,
    close_on,
    set_pattern,
    set_shifts,
    tell_absence,
)
from bloei.planning.actions.staffing import except_day, set_staffing
from bloei.planning.models import RosteredDays, WorkingPattern
from bloei.planning.rosters import at_work
from bloei.planning.spans import Span
from bloei.planning.staffing import enough
from bloei.planning.tests.desk import SINCE, TODAY, span

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def works(person, first=MONDAY, last=SUNDAY) -> list[Span]:
    found = at_work.of_people(Person.objects.filter(pk=person.pk), first, last)
    return [one.span for one in found.people[person.pk].works]


def test_a_pattern_gives_its_days(desk):
    assert works(desk.cast.eva) == [span(day, 9, 17) for day in range(23, 28)]


def test_two_weeks_take_turns_counted_from_the_first(cast):
    shifts = [UsualShift(0, 540, 1020), UsualShift(2, 540, 1020, week=1)]
    set_pattern(
        cast.eva, shifts=shifts, weeks=2, first=SINCE, begins_on=date(2026, 11, 25), key="k",
        by=cast.mo,
    )  # fmt: skip
    assert works(cast.eva) == [span(23, 9, 17)]
    assert works(cast.eva, date(2026, 11, 30), date(2026, 12, 6)) == [span(2, 9, 17, month=12)]
    assert works(cast.eva, date(2026, 11, 16), date(2026, 11, 22)) == [span(18, 9, 17)]


def test_a_new_pattern_ends_the_one_before(desk):
    eva = desk.cast.eva
    later = [UsualShift(4, 480, 720)]
    set_pattern(eva, shifts=later, first=date(2026, 11, 26), key="new", by=desk.cast.mo)
    assert works(eva) == [span(23, 9, 17), span(24, 9, 17), span(25, 9, 17), span(27, 8, 12)]
    assert WorkingPattern.objects.filter(person=eva).count() == 2


def test_a_pattern_that_ends_before_it_begins_or_overlaps_is_refused(cast):
    with pytest.raises(EndsBeforeItBegins):
        set_pattern(cast.eva, shifts=[], first=MONDAY, last=SINCE, key="k", by=cast.mo)
    twice = [UsualShift(0, 540, 1020), UsualShift(0, 1000, 1100)]
    with pytest.raises(OverlappingShifts):
        set_pattern(cast.eva, shifts=twice, first=MONDAY, key="k", by=cast.mo)
    night = [UsualShift(0, 1320, 1800), UsualShift(1, 300, 400)]
    with pytest.raises(OverlappingShifts):
        set_pattern(cast.eva, shifts=night, first=MONDAY, key="k", by=cast.mo)


def test_real_shifts_replace_the_pattern_on_their_days_only(desk):
    eva = desk.cast.eva
    real = [(span(24, 12, 20), "Balie")]
    set_shifts(eva, shifts=real, first=MONDAY, last=date(2026, 11, 24), by=desk.cast.mo)
    expected = [span(24, 12, 20), *(span(day, 9, 17) for day in (25, 26, 27))]
    assert works(eva) == expected
    set_shifts(eva, shifts=real, first=MONDAY, last=date(2026, 11, 24), by=desk.cast.mo)
    assert works(eva) == expected, "the same again changes nothing"
    set_shifts(eva, shifts=[], first=date(2026, 11, 24), last=date(2026, 11, 24), by=desk.cast.mo)
    assert works(eva) == expected[1:]
    assert RosteredDays.objects.filter(person=eva).count() == 2


def test_shifts_that_overlap_change_nothing(desk):
    wrong = [(span(24, 9, 12), ""), (span(24, 11, 13), "")]
    with pytest.raises(OverlappingShifts):
        set_shifts(desk.cast.eva, shifts=wrong, first=MONDAY, last=SUNDAY, by=desk.cast.mo)
    assert len(works(desk.cast.eva)) == 5


def test_who_is_absent_or_whose_unit_is_closed_is_not_at_work(desk):
    tell_absence(
        desk.cast.eva, first=date(2026, 11, 24), last=date(2026, 11, 25), key="k", by=desk.cast.mo
    )
    close_on([(date(2026, 11, 27), "Teamdag")], unit=desk.cast.de_linde, by=desk.cast.hanan)
    assert works(desk.cast.eva) == [span(23, 9, 17), span(26, 9, 17)]
    assert works(desk.cast.sanne) == [span(day, 9, 17) for day in (23, 24, 25, 26)]


def test_a_closing_day_of_another_unit_changes_nothing(desk):
    close_on([(date(2026, 11, 27), "Dicht")], unit=desk.cast.vastgoed, by=desk.cast.hanan)
    assert len(works(desk.cast.eva)) == 5


def test_a_night_shift_runs_on_into_the_next_day(cast):
    night = [UsualShift(6, 22 * 60, 30 * 60, "Nacht")]
    set_pattern(cast.eva, shifts=night, first=SINCE, key="k", by=cast.mo)
    assert works(cast.eva) == [Span(datetime(2026, 11, 29, 22), datetime(2026, 11, 30, 6))]


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_the_nights_on_which_the_clock_changes_keep_their_wall_times(cast, day):
    shifts = [(Span(spans.at(day, 22 * 60), spans.at(day, 31 * 60)), "Nacht")]
    set_shifts(cast.eva, shifts=shifts, first=day, last=day, by=cast.mo)
    assert works(cast.eva, day, day) == [shifts[0][0]]


def test_a_time_that_the_clock_skips_has_no_moment():
    with pytest.raises(ValueError, match="does not exist"):
        at_work.aware(datetime(2026, 3, 29, 2, 30))
    assert at_work.aware(datetime(2026, 10, 25, 2, 30)).utcoffset().total_seconds() == 7200


def test_units_that_share_a_minimum_belong_together(desk):
    cast = desk.cast
    set_staffing(
        name="de telefoon", units=[cast.klantcontact, cast.vastgoed], weekdays=[0],
        from_minute=540, until_minute=720, minimum=1, first=SINCE, key="tel", by=cast.hanan,
    )  # fmt: skip
    together = {cast.klantcontact.pk, cast.vastgoed.pk}
    assert at_work.cluster([cast.vastgoed.pk], TODAY, TODAY) == together
    assert at_work.cluster([cast.personeel.pk], TODAY, TODAY) == {cast.personeel.pk}


def test_a_minimum_of_a_unit_counts_who_works_below_it(desk):
    set_staffing(
        name="het huis", units=[desk.cast.de_linde], weekdays=[0], from_minute=540,
        until_minute=720, minimum=1, first=SINCE, key="house", by=desk.cast.hanan,
    )  # fmt: skip
    found = at_work.cluster([desk.cast.klantcontact.pk], TODAY, TODAY)
    assert desk.cast.vastgoed.pk in found


def test_an_exception_changes_one_day(desk):
    except_day(desk.line, on=date(2026, 11, 24), minimum=3, key="k", by=desk.cast.mo)
    unit = desk.cast.klantcontact.pk
    roster = at_work.load([unit], MONDAY, date(2026, 11, 25))
    spare = {one.span.start: one.people for one in enough.spare(roster, unit)}
    assert [spare[datetime(2026, 11, day, 10)] for day in (23, 24, 25)] == [1, 0, 1]


def test_a_roster_is_read_in_one_question_for_three_people_and_for_thirty(
    desk, django_assert_num_queries
):
    def load():
        return at_work.load([desk.cast.klantcontact.pk], MONDAY, SUNDAY)

    with django_assert_num_queries(1):
        assert len(load().people) == 4
    for number in range(27):
        person = desk.cast.hire(number=f"2{number:03}", unit=desk.cast.klantcontact)
        set_pattern(
            person, shifts=[UsualShift(0, 540, 1020)], first=SINCE, key=f"p{number}",
            by=desk.cast.mo,
        )  # fmt: skip
    with django_assert_num_queries(1):
        assert len(load().people) == 31
