"""A moment that comes back: its days, its exceptions, and turns where not all can be missed."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.notifications.models import Notice
from bloei.planning import actions, jobs, rules
from bloei.planning.models import LearningBlock, Series
from bloei.planning.rules import Every, Origin, State
from bloei.planning.tests.desk import TODAY

FIRST, LAST = date(2026, 11, 24), date(2027, 6, 30)


def test_the_first_monday_stays_the_first_monday():
    found = list(rules.days_of(Every.MONTH, date(2026, 12, 7), date(2027, 3, 31)))
    assert found == [date(2026, 12, 7), date(2027, 1, 4), date(2027, 2, 1), date(2027, 3, 1)]


def test_a_month_without_a_fifth_tuesday_has_none():
    found = list(rules.days_of(Every.MONTH, date(2026, 12, 29), date(2027, 4, 30)))
    assert found == [date(2026, 12, 29), date(2027, 3, 30)]


@given(st.sampled_from(list(Every)), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_every_day_of_a_series_falls_on_the_weekday_of_its_first(every, first):
    found = list(rules.days_of(every, first, first + timedelta(days=400)))
    assert found[0] == first
    assert {day.weekday() for day in found} == {first.weekday()}
    assert found == sorted(set(found))


def set_hour(desk, **more):
    given_ = {"every": "week", "first": FIRST, "last": LAST, "from_minute": 540, "minutes": 60}
    return actions.set_series(**given_ | more, today=TODAY, key="series", by=desk.cast.mo)


@pytest.mark.django_db
def test_a_series_of_a_person_stands_eight_weeks_ahead(desk):
    series = set_hour(desk, person=desk.cast.eva)
    days = sorted(series.blocks.values_list("series_on", flat=True))
    assert days == [FIRST + timedelta(weeks=week) for week in range(8)]
    assert set(series.blocks.values_list("state", flat=True)) == {State.AGREED}


@pytest.mark.django_db
def test_the_night_adds_the_next_week_and_nothing_twice(desk):
    series = set_hour(desk, person=desk.cast.eva)
    jobs.extend_series(TODAY)
    assert series.blocks.count() == 8
    jobs.extend_series(TODAY + timedelta(days=7))
    assert series.blocks.count() == 9


@pytest.mark.django_db
def test_what_the_night_adds_comes_from_where_the_series_came_from(desk):
    series = set_hour(desk, person=desk.cast.eva, origin=Origin.TALK)
    jobs.extend_series(TODAY + timedelta(days=7))
    assert set(series.blocks.values_list("origin", flat=True)) == {Origin.TALK}


@pytest.mark.django_db
def test_a_team_takes_turns_where_only_one_can_be_missed(desk):
    series = set_hour(desk, unit=desk.cast.klantcontact)
    assert not series.blocks.exists()
    jobs.fill_series(series.pk)
    per_day = Counter(series.blocks.values_list("series_on", flat=True))
    assert set(per_day.values()) == {1}
    assert len(per_day) == 8
    per_person = Counter(series.blocks.values_list("person", flat=True))
    assert len(per_person) == 3
    assert max(per_person.values()) - min(per_person.values()) <= 1


@pytest.mark.django_db
def test_a_skipped_day_and_an_end_take_their_blocks_away(desk):
    series = set_hour(desk, person=desk.cast.eva)
    actions.skip_series(
        series, on=FIRST + timedelta(weeks=1), today=TODAY, key="skip", by=desk.cast.eva
    )
    series.refresh_from_db()
    actions.end_series(series, last=FIRST + timedelta(weeks=2), today=TODAY, by=desk.cast.eva)
    standing = LearningBlock.objects.filter(series=series).standing()
    assert sorted(standing.values_list("series_on", flat=True)) == [
        FIRST,
        FIRST + timedelta(weeks=2),
    ]
    jobs.extend_series(TODAY)
    assert standing.count() == 2
    assert Series.objects.get().sequence == 2


@pytest.mark.django_db
def test_a_series_that_ends_before_it_begins_is_refused(desk):
    with pytest.raises(actions.EndsBeforeItBegins):
        set_hour(desk, person=desk.cast.eva, last=date(2026, 11, 1))


def skip(desk, series, on=FIRST, key="skip"):
    actions.skip_series(series, on=on, today=TODAY, key=key, by=desk.cast.mo)
    series.refresh_from_db()


def go_on(desk, series, on=FIRST, today=TODAY):
    return actions.unskip_series(series, on=on, today=today, by=desk.cast.mo)


@pytest.mark.django_db
def test_a_skipped_day_goes_on_after_all_with_its_time(desk):
    series = set_hour(desk, person=desk.cast.eva)
    days = set(series.blocks.standing().values_list("series_on", flat=True))
    skip(desk, series)
    assert FIRST not in series.blocks.standing().values_list("series_on", flat=True)
    go_on(desk, series)
    assert set(series.blocks.standing().values_list("series_on", flat=True)) == days
    skip(desk, series, key="again")  # and it can be skipped again
    assert FIRST not in series.blocks.standing().values_list("series_on", flat=True)


@pytest.mark.django_db
def test_of_a_team_the_job_gives_the_turns_of_that_day_again_and_tells_them(desk):
    series = set_hour(desk, unit=desk.cast.klantcontact)
    jobs.fill_series(series.pk)
    skip(desk, series)
    go_on(desk, series)
    for _twice in range(2):
        jobs.fill_day(series.pk, FIRST.isoformat())
    block = series.blocks.standing().get(series_on=FIRST)
    told = Notice.objects.filter(code="planning.hour_back")
    assert list(told.values_list("person", flat=True)) == [block.person_id]


@pytest.mark.django_db
def test_what_somebody_took_away_before_stays_away(desk):
    series = set_hour(desk, person=desk.cast.eva)
    block = series.blocks.get(series_on=FIRST)
    actions.cancel_block(block, today=TODAY, by=desk.cast.eva)
    skip(desk, series)
    go_on(desk, series)
    assert not series.blocks.standing().filter(series_on=FIRST).exists()


@pytest.mark.django_db
def test_only_a_skipped_day_that_is_to_come_goes_on(desk):
    series = set_hour(desk, person=desk.cast.eva)
    with pytest.raises(actions.NotSkipped):
        go_on(desk, series)  # it is not skipped
    skip(desk, series)
    with pytest.raises(actions.NotSkipped):
        go_on(desk, series, today=FIRST)  # it is today
    go_on(desk, series)
    with pytest.raises(actions.NotSkipped):
        go_on(desk, series)  # it goes on already


@pytest.mark.django_db
def test_a_series_that_never_happens_does_not_come_back(desk):
    series = set_hour(desk, person=desk.cast.eva)
    actions.end_series(series, last=FIRST - timedelta(days=1), today=TODAY, by=desk.cast.eva)
    with pytest.raises(actions.NotSkipped):
        go_on(desk, series)
