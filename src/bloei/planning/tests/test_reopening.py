"""What is far away, not begun, or given up: no way around the minimum and the right."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from bloei.foundation import clock
from bloei.planning import actions
from bloei.planning.actions import saying
from bloei.planning.actions.rosters import UsualShift, set_pattern
from bloei.planning.actions.staffing import set_staffing
from bloei.planning.blocks import steps
from bloei.planning.blocks.obstacles import Why
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.spans import Span, written
from bloei.planning.tests.desk import SINCE, TODAY, at, span
from bloei.planning.tests.test_blocks import plan, why

pytestmark = pytest.mark.django_db
HALF_WAY = time(10, 30)


def lapse(block):
    return actions.lapse_block(block, because="Het was druk", today=TODAY, by=block.person)


def test_what_has_not_begun_does_not_lapse(desk):
    block = plan(desk.cast.eva, span(24, 10, 12))
    with pytest.raises(actions.NotYet):
        lapse(block)
    block.refresh_from_db()
    assert block.state == State.AGREED


def given_up(desk):
    """Eva's block lapses while it goes on, and Sanne takes the place."""
    block = plan(desk.cast.eva, span(23, 10, 12))
    with clock.fixed(TODAY, HALF_WAY):
        block = lapse(block)
        plan(desk.cast.sanne, span(23, 11, 12))
    return block


def test_what_lapsed_does_not_come_back_where_its_place_was_taken(desk):
    block = given_up(desk)
    with clock.fixed(TODAY, HALF_WAY), pytest.raises(actions.InTheWay) as refused:
        actions.reopen_block(block, today=TODAY, by=desk.cast.eva)
    assert why(refused) == [Why.STAFFING]


def test_without_the_second_look_it_would_come_back(desk, monkeypatch):
    block = given_up(desk)
    monkeypatch.setattr(saying, "_look_again", lambda block, today: None)
    with clock.fixed(TODAY, HALF_WAY):
        assert actions.reopen_block(block, today=TODAY, by=desk.cast.eva).state == State.AGREED


def test_a_slip_is_taken_back_after_it_was_over(desk):
    block = given_up(desk)
    with clock.fixed(TODAY, time(18, 0)):
        assert actions.reopen_block(block, today=TODAY, by=desk.cast.eva).state == State.AGREED


def night(desk):
    """Everybody works through the night of Tuesday; on Wednesday morning early all are needed."""
    shift = [UsualShift(1, 22 * 60, 30 * 60)]
    for person in desk.people:
        set_pattern(person, shifts=shift, first=SINCE, key=f"night-{person.pk}", by=desk.cast.mo)
    set_staffing(
        name="de nacht", units=[desk.cast.klantcontact], weekdays=[2], from_minute=0,
        until_minute=6 * 60, minimum=3, first=SINCE, key="night", by=desk.cast.mo,
    )  # fmt: skip


def test_a_block_over_midnight_is_held_against_the_next_day(desk):
    night(desk)
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.eva, Span(at(24, 23), at(25, 1)))
    assert why(refused) == [Why.STAFFING]
    assert refused.value.obstacles[0].facts["name"] == "de nacht"
    assert plan(desk.cast.eva, span(24, 22, 23)).state == State.AGREED


def test_colleagues_of_the_night_before_are_seen(desk):
    night(desk)
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.eva, span(25, 2, 3))
    (one,) = refused.value.obstacles
    assert (one.facts["present"], one.facts["minimum"]) == (2, 3)


def test_the_lines_of_both_days_are_held(desk, monkeypatch):
    held = []
    monkeypatch.setattr(steps, "hold_lines", lambda units, first, last: held.append((first, last)))
    steps.hold(desk.cast.eva, Span(at(24, 23), at(25, 1)))
    assert held == [(at(23, 0).date(), at(25, 0).date())]


FAR = Span(datetime(2999, 3, 1, 10), datetime(2999, 3, 1, 12))


def test_nobody_plans_further_than_a_year_ahead(desk):
    limit = datetime.combine(TODAY + timedelta(days=401), time(10))
    for when in (FAR, Span(limit, limit + timedelta(hours=1)), span(1, 10, 12, month=1)):
        with pytest.raises(actions.InTheWay) as refused:
            plan(desk.cast.eva, when)
        assert set(why(refused)) <= {Why.TOO_FAR, Why.PAST}
    block = plan(desk.cast.eva, span(24, 10, 12))
    with pytest.raises(actions.InTheWay):
        actions.move_block(block, span=FAR, today=TODAY, key="far", by=desk.cast.eva)


@pytest.mark.parametrize(
    "moment",
    [
        written(FAR), "9999-12-31T10:00/9999-12-31T23:30", "0001-01-01T00:00/0001-01-01T01:00",
        "2100-12-31T10:00/2100-12-31T11:00", "1900-01-01T10:00/1900-01-01T11:00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["block_plan", "block_move"])
def test_a_moment_far_away_gets_a_sentence(desk, client, moment, name):
    block = plan(desk.cast.eva, span(24, 10, 12))
    client.force_login(desk.cast.eva)
    url = reverse(f"planning:{name}", args=[block.pk] if name == "block_move" else [])
    answer = client.post(url, {"moment": moment, "key": "k" * 12}, follow=True)
    assert answer.status_code in {200, 422}
    assert LearningBlock.objects.count() == 1
