"""The nudges about learning time: who gets which, with whom it is compared, and when it goes."""

from datetime import date, datetime, time, timedelta

import pytest

from bloei.budgets import rounds
from bloei.budgets.models import Measure
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.learning.actions import create_offer
from bloei.notifications import actions as notifications
from bloei.notifications import queries as notices
from bloei.notifications.models import Campaign, NudgeCase
from bloei.notifications.nudge import find, write
from bloei.planning import actions, listeners
from bloei.planning.events import TimePlanned
from bloei.planning.models import LearningBlock
from bloei.planning.nudges import none_planned, planned, unsaid, waits_for_decision
from bloei.planning.rules import Origin, State
from bloei.planning.tests.desk import SINCE, TODAY, span
from bloei.planning.tests.test_blocks import HOURS
from bloei.planning.tests.test_time_pages import asked, over, plan
from bloei.planning.tests.test_week import propose

pytestmark = pytest.mark.django_db
NONE_PLANNED, WAITS = "planning.none_planned", "planning.waits_for_decision"


@pytest.fixture
def hours(desk):
    """Everybody at De Linde has twelve hours."""
    switch_on(HOURS, name="leertijd", first=SINCE, measure=Measure.MINUTES)
    rounds.grant_and_lapse(TODAY)
    return desk.cast


def whom(found) -> set[int]:
    return {one.person_id for one in found}


def compute(name: str, on: date = TODAY) -> None:
    notifications.compute_nudge(name, today=on)


def open_for(person) -> set[str]:
    return {case.nudge for case in notices.open_cases(person)}


# You have learning time, and planned none.


def test_who_has_hours_and_plans_nothing_is_told_how_many_and_by_when(hours):
    (found,) = none_planned(TODAY, among=[hours.eva.pk])
    written = write(find(NONE_PLANNED), found.params, "nl")
    assert written.title.replace("\xa0", " ") == "Je hebt 12 uur leertijd en nog niets gepland"
    assert "uiterlijk 31 december 2026" in written.text
    assert written.next_step == "Kies een moment"


def test_who_plans_nothing_reads_what_fits_in_those_hours_and_costs_nothing(hours):
    for title, cents, minutes in (("Kort", 0, 90), ("Lang", 0, 60 * 80), ("Duur", 9_900, 90)):
        facts = {"title": title, "kind": "training", "price_cents": cents, "minutes": minutes}
        create_offer(facts=facts, provider="Taalhuis", key=title, by=hours.joost)
    (found,) = none_planned(TODAY, among=[hours.eva.pk])
    assert [one["title"] for one in found.params["offers"]] == ["Kort"]
    assert write(find(NONE_PLANNED), found.params, "nl").offers[0]["title"] == "Kort"


@pytest.mark.parametrize("state", [State.PROPOSED, State.ASKED, State.AGREED])
def test_who_has_something_ahead_is_left_alone(hours, state):
    block = propose(hours.eva, span(27, 11, 12))
    LearningBlock.objects.filter(pk=block.pk).update(state=state)
    assert hours.eva.pk not in whom(none_planned(TODAY))
    assert hours.sanne.pk in whom(none_planned(TODAY))


@pytest.mark.parametrize("state", [State.DECLINED, State.REFUSED, State.CANCELLED, State.DONE])
def test_what_did_not_come_or_is_done_is_nothing_ahead(hours, state):
    block = propose(hours.eva, span(27, 11, 12))
    LearningBlock.objects.filter(pk=block.pk).update(state=state, done_minutes=60)
    assert hours.eva.pk in whom(none_planned(TODAY))


def test_who_has_no_hours_hears_nothing(hours):
    for day in (30, 31):
        plan(hours.eva, span(day - 29, 9, 15, month=12))
    LearningBlock.objects.update(during=(_at(20, 9), _at(20, 15)), state=State.LAPSED)
    assert hours.eva.pk not in whom(none_planned(TODAY))
    kim = hours.hire(number="7001", given="Kim", unit=hours.klantcontact)
    assert kim.pk not in whom(none_planned(TODAY))


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour).astimezone()


@pytest.mark.parametrize(
    ("today", "last"),
    [(date(2026, 12, 10), "2026-12-31"), (date(2026, 12, 11), "2027-03-31")],
)
def test_the_day_that_is_named_is_never_too_near(hours, today, last):
    (found,) = none_planned(today, among=[hours.eva.pk])
    assert found.params["last_on"] == last


def test_a_tenth_waits_by_lottery_and_everybody_counts(hours):
    for number in range(60):
        hours.hire(number=f"9{number:03}", unit=hours.klantcontact)
    rounds.grant_and_lapse(TODAY)
    compute(NONE_PLANNED)
    cases = NudgeCase.objects.filter(nudge=NONE_PLANNED)
    held = cases.filter(group=NudgeCase.Group.HELD)
    treated = cases.filter(group=NudgeCase.Group.TREATED)
    assert cases.count() == held.count() + treated.count() > 60
    assert 0 < held.count() < treated.count()
    for case in held.select_related("person"):  # who waits sees nothing of it
        assert NONE_PLANNED not in open_for(case.person)
    seen = treated.select_related("person")[0]
    assert NONE_PLANNED in open_for(seen.person)  # and who does not wait, does


def test_who_planned_counts_as_an_outcome_in_both_groups(hours):
    compute(NONE_PLANNED)
    groups = ((hours.eva, "treated"), (hours.sanne, "held"), (hours.youssef, "treated"))
    for person, group in groups:
        rows = NudgeCase.objects.filter(nudge=NONE_PLANNED, person=person)
        state = "open" if group == "treated" else "delayed"
        rows.update(group=group, state=state, released_on=TODAY if group == "treated" else None)
    for person in (hours.eva, hours.sanne):
        plan(person, span(26 if person == hours.eva else 27, 10, 12))
    notifications.measure_outcomes(NONE_PLANNED, today=TODAY)
    campaign = Campaign.objects.get(nudge=NONE_PLANNED)
    counted = NudgeCase.objects.filter(campaign=campaign, outcome_on=TODAY)
    assert set(counted.values_list("person", flat=True)) == {hours.eva.pk, hours.sanne.pk}


def test_what_the_team_was_given_and_what_was_put_away_are_no_outcome(hours):
    people = [hours.eva.pk, hours.sanne.pk, hours.youssef.pk, hours.mo.pk]
    plan(hours.eva, span(26, 10, 11), origin=Origin.TEAM)
    propose(hours.sanne, span(26, 12, 13))
    plan(hours.youssef, span(26, 14, 15))
    assert planned(people, TODAY, TODAY) == {hours.youssef.pk}
    assert planned(people, TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == set()


def test_taking_over_a_proposal_is_an_outcome(hours):
    block = propose(hours.eva, span(27, 11, 12))
    block.refresh_from_db()
    LearningBlock.objects.update(made_at=_at(2, 9), changed_at=_at(2, 9))
    assert planned([hours.eva.pk], TODAY, TODAY) == set()
    actions.accept_proposal(block, today=TODAY, by=hours.eva)
    assert planned([hours.eva.pk], TODAY, TODAY) == {hours.eva.pk}


def test_the_card_goes_as_soon_as_something_is_planned(hours):
    compute(NONE_PLANNED)
    NudgeCase.objects.update(state="open", group="treated", released_on=TODAY)
    assert NONE_PLANNED in open_for(hours.eva)
    block = plan(hours.eva, span(26, 10, 12))
    listeners.refresh_nudges(TimePlanned(block.pk))
    assert NONE_PLANNED not in open_for(hours.eva)
    assert NONE_PLANNED in open_for(hours.sanne)


# It is over: how did it go?


def test_what_is_over_and_unsaid_is_asked_from_the_day_after(hours):
    block = over(hours.eva)
    (found,) = unsaid(TODAY)
    assert found.person_id == hours.eva.pk
    assert found.params == {"count": 1, "last_on": "2026-11-20", "planned_minutes": 120}
    assert unsaid(date(2026, 11, 20)) == []  # the same day it is not asked yet
    actions.realise_block(block, today=TODAY, by=hours.eva)
    assert unsaid(TODAY) == []


def test_what_is_older_than_four_weeks_is_not_asked_any_more(hours):
    over(hours.eva)
    assert unsaid(date(2026, 12, 18)) != []
    assert unsaid(date(2026, 12, 19)) == []


def test_more_times_are_one_question_once_a_week(hours):
    block = over(hours.eva)
    LearningBlock.objects.filter(pk=block.pk).update(during=(_at(18, 10), _at(18, 11)))
    other = plan(hours.eva, span(25, 10, 12))
    LearningBlock.objects.filter(pk=other.pk).update(during=(_at(20, 10), _at(20, 12)))
    (found,) = unsaid(TODAY)
    assert found.params == {"count": 2, "last_on": "2026-11-20", "planned_minutes": 180}
    assert found.occasion == "2026-11-16"
    title = write(find("planning.unsaid"), found.params, "nl").title
    assert "2 keer tot en met 20 november 2026" in title


@pytest.mark.parametrize("name", ["planning.unsaid", WAITS])
def test_what_waits_for_somebody_goes_to_everybody_without_a_lottery(hours, name):
    over(hours.eva)
    plan(hours.sanne, span(24, 18, 20), why="Alleen 's avonds.")
    compute(name)
    groups = NudgeCase.objects.filter(nudge=name).values_list("group", flat=True)
    assert set(groups) == {NudgeCase.Group.EVERYBODY}
    assert not Campaign.objects.filter(nudge=name).exists()


# Learning time waits for a decision.


def test_who_decides_reads_how_much_waits_and_until_when(hours):
    asked(hours.eva)
    (found,) = waits_for_decision(TODAY)
    assert found.person_id == hours.mo.pk
    assert found.params == {"count": 1, "asked_minutes": 120, "decide_on": "2026-11-30"}
    written = write(find(WAITS), found.params, "nl")
    assert "Beslis uiterlijk 30 november 2026" in written.text


def test_it_goes_with_the_decision_and_comes_at_once_with_the_question(hours):
    block = asked(hours.eva)
    listeners.refresh_nudges(TimePlanned(block.pk))
    assert WAITS in {case.nudge for case in NudgeCase.objects.filter(person=hours.mo)}
    with clock.fixed(TODAY, time(11)):
        actions.decide_block(block, agree=True, today=TODAY, by=hours.mo)
    listeners.refresh_nudges(TimePlanned(block.pk))
    assert waits_for_decision(TODAY) == []
    states = NudgeCase.objects.filter(nudge=WAITS).values_list("state", flat=True)
    assert list(states) == [NudgeCase.State.EXPIRED]
