"""Learning time on Today: the own week with one tip, how it went, and what waits for a yes."""

from datetime import date, time

import pytest
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.models import Measure
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.planning.actions.rosters import UsualShift, set_pattern
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.tests.desk import SINCE, TODAY, at, span
from bloei.planning.tests.test_blocks import HOURS
from bloei.planning.tests.test_time_pages import DUTCH, asked, over, plan, text
from bloei.planning.tests.test_week import propose
from bloei.planning.week import today
from bloei.planning.week.pieces import Kind

pytestmark = pytest.mark.django_db
MONDAY_MORNING = time(9, 5)


@pytest.fixture(autouse=True)
def morning(desk):
    with clock.fixed(TODAY, MONDAY_MORNING):
        yield


def shown(person, on=TODAY) -> dict | None:
    for kept in ("_blocks_today", "_budgets"):  # of the page before
        person.__dict__.pop(kept, None)
    return today.week_today(person, on, None)


def kinds(facts) -> set[str]:
    return {one.look for day in facts["days"] for one in day.pieces}


def test_who_has_no_roster_and_plans_nothing_sees_no_week(desk):
    assert not list(today.anything(desk.cast.stan, TODAY))
    assert shown(desk.cast.stan) is None


def test_a_roster_without_room_and_without_plans_says_nothing(desk):
    """All three are needed all week, so there is nothing to say to Eva."""
    desk.line.minimum = 3
    desk.line.save()
    assert shown(desk.cast.eva) is None
    desk.line.minimum = 2
    desk.line.save()
    assert shown(desk.cast.eva)["tip"]


def test_where_nothing_is_planned_the_tip_names_the_part_of_the_day_with_room(desk, sign_in):
    facts = shown(desk.cast.eva)
    page = text(sign_in(desk.cast.eva).get(reverse("home:today"), **DUTCH))
    assert "Vanochtend is er ruimte om te leren: 9.30 – 10.30." in page
    assert "De balie is dan met drie collega’s bezet, één meer dan nodig." in page
    assert facts["tip"].url in page.replace("&amp;", "&")
    assert facts["tip"].url.startswith(reverse("planning:week"))


def test_a_moment_of_the_tip_stands_chosen_in_the_week(desk, sign_in):
    page = text(sign_in(desk.cast.eva).get(shown(desk.cast.eva)["tip"].url, **DUTCH))
    assert "Maandag 9.30 – 10.30 kan" in page


def test_who_planned_something_this_week_gets_no_tip(desk):
    plan(desk.cast.eva, span(26, 10, 12))
    facts = shown(desk.cast.eva)
    assert facts["tip"] is None
    assert facts["minutes"] == 120
    assert "block--learn" in kinds(facts)


def test_who_has_no_right_left_is_not_led_to_room(desk):
    switch_on(HOURS, name="leertijd", first=SINCE, measure=Measure.MINUTES)
    rounds.grant_and_lapse(TODAY)
    assert shown(desk.cast.eva)["tip"]
    for day in (30, 31):
        plan(desk.cast.eva, span(day - 29, 9, 15, month=12))
    assert shown(desk.cast.eva) is None


def test_a_proposal_is_fixed_from_today_with_one_click(desk, sign_in):
    block = propose(desk.cast.eva, span(27, 11, 12))
    eva = sign_in(desk.cast.eva)
    page = text(eva.get(reverse("home:today"), **DUTCH))
    assert "Vrijdagochtend kun je leren: 11.00 – 12.00." in page
    fix = reverse("planning:block_accept", args=[block.pk])
    assert fix in page
    assert eva.post(fix, {"next": "/"}).url == "/"
    block.refresh_from_db()
    assert block.state == State.AGREED


def test_a_proposal_that_has_passed_is_no_tip(desk):
    propose(desk.cast.eva, span(23, 9, 10))
    tip = shown(desk.cast.eva)["tip"]
    assert tip.proposal is None


def test_how_it_went_is_said_on_today_with_one_click(desk, sign_in):
    block = over(desk.cast.eva, title="Taal op B1")
    eva = sign_in(desk.cast.eva)
    page = text(eva.get(reverse("home:today"), **DUTCH))
    assert "Hoe ging het?" in page
    assert "Taal op B1" in page
    done = reverse("planning:block_realise", args=[block.pk])
    assert done in page
    assert eva.post(done, {"next": "/"}).url == "/"
    assert "Hoe ging het?" not in text(eva.get(reverse("home:today"), **DUTCH))
    assert not LearningBlock.objects.filter(state=State.AGREED).exists()


def test_what_waits_for_a_manager_stands_on_their_today_and_on_nobody_elses(desk, sign_in):
    asked(desk.cast.eva)
    said = "Leertijd die op jouw besluit wacht"
    assert said in text(sign_in(desk.cast.mo).get(reverse("home:today"), **DUTCH))
    for other in (desk.cast.eva, desk.cast.stan, desk.cast.hanan):
        assert said not in text(sign_in(other).get(reverse("home:today"), **DUTCH))


def test_nobody_sees_the_week_of_another(desk, sign_in):
    plan(desk.cast.eva, span(26, 10, 12), title="Helder schrijven")
    assert "Helder schrijven" in text(sign_in(desk.cast.eva).get("/", **DUTCH))
    for other in (desk.cast.sanne, desk.cast.stan, desk.cast.mo):
        assert "Helder schrijven" not in text(sign_in(other).get("/", **DUTCH))


@pytest.mark.parametrize(
    ("on", "monday"),
    [(23, 23), (27, 23), (28, 30), (29, 30)],
)
def test_in_the_weekend_it_is_the_week_that_comes(on, monday):
    assert today.monday_of(date(2026, 11, on)) == date(2026, 11, monday)


def test_room_that_has_passed_is_not_drawn(desk):
    kim = desk.cast.hire(number="7001", given="Kim", unit=desk.cast.vastgoed)
    days = [UsualShift(weekday, 9 * 60, 17 * 60, "") for weekday in range(5)]
    set_pattern(kim, shifts=days, first=SINCE, key="kim", by=None)
    plan(kim, span(27, 10, 12))
    with clock.fixed(date(2026, 11, 26), time(12, 10)):
        facts = shown(kim, date(2026, 11, 26))
    room = [one for day in facts["days"] for one in day.pieces if one.look == "block--room"]
    assert [(one.span.start, one.span.until) for one in room] == [
        (at(26, 12, 30), at(26, 17)), (at(27, 9), at(27, 10)), (at(27, 12), at(27, 17)),
    ]  # fmt: skip
    drawn = [one for day in facts["week"].days for one in day.pieces if one.kind == Kind.ROOM]
    assert len(drawn) == 6  # what has passed was there
