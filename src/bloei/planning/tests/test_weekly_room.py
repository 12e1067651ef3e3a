"""The table of the week: how many of a team can be missed, part by part."""

from datetime import date

import pytest

from bloei.planning import actions
from bloei.planning.staffing.weekly_room import weekly_room
from bloei.planning.tests.desk import TODAY, span

pytestmark = pytest.mark.django_db


def test_a_part_has_the_room_of_its_tightest_half_hour(desk):
    eva = desk.cast.eva
    actions.plan_block(eva, span=span(24, 12, 13), today=TODAY, key="e", by=eva)
    found = weekly_room(desk.cast.klantcontact, TODAY)
    assert [(one.start, one.until) for one in found] == [(9, 11), (11, 13), (13, 15), (15, 17)]
    assert found[0].days == (1, 1, 1, 1, 1)
    assert found[1].days == (1, 0, 1, 1, 1)


def test_a_team_without_a_minimum_has_no_table(desk):
    assert weekly_room(desk.cast.vastgoed, date(2026, 11, 23)) == []
