"""A colleague takes over a shift: learning time fits thanks to it, and stands with it or not."""

from datetime import date

import pytest

from bloei.notifications.models import Notice
from bloei.notifications.nudge import message_kinds, write
from bloei.planning import actions
from bloei.planning.access import takers_in_reach
from bloei.planning.actions.rosters import UsualShift, set_pattern, set_shifts, tell_absence
from bloei.planning.actions.staffing import except_day
from bloei.planning.blocks import taking_over
from bloei.planning.blocks.obstacles import Why
from bloei.planning.models import LearningBlock, RosteredDays, Shift
from bloei.planning.rosters.at_work import Presence, Worked
from bloei.planning.rules import State
from bloei.planning.tests.desk import SINCE, TODAY, WEEK, span
from bloei.planning.tests.test_blocks import give_hours, why
from bloei.planning.tests.test_rosters import works

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)
MORNING = span(26, 9, 11)
DAYS = WEEK[:3]  # Monday to Wednesday


@pytest.fixture
def team(desk):
    """On Thursday nobody of the three at the desk can be missed; Noor is free then."""
    noor = desk.cast.hire(number="1030", given="Noor", family="Bos", unit=desk.cast.klantcontact)
    usual(noor, DAYS, "noor")
    except_day(desk.line, on=THURSDAY, minimum=3, key="busy", by=desk.cast.mo)
    desk.noor = noor
    return desk


def usual(person, shifts, key):
    set_pattern(person, shifts=shifts, first=SINCE, key=key, by=None)


def swap(team, *, when=MORNING, key="swap", by="mo", **more):
    told = {"taker": team.noor, "span": when, "today": TODAY, "key": key} | more
    return actions.plan_with_swap(team.cast.eva, by=getattr(team.cast, by), **told)


def nothing_was_booked() -> bool:
    written = (Shift, RosteredDays, LearningBlock, Notice)
    return not any(model.objects.exists() for model in written)


def test_without_a_swap_nobody_can_be_missed(team):
    with pytest.raises(actions.InTheWay) as refused:
        actions.plan_block(team.cast.eva, span=MORNING, today=TODAY, key="b", by=team.cast.mo)
    assert why(refused) == [Why.STAFFING]


def test_with_a_swap_there_is_learning_time_and_a_shift_for_exactly_that_time(team):
    assert swap(team).state == State.AGREED
    shift = Shift.objects.get()
    assert (shift.person, shift.place) == (team.noor, "Balie")
    assert works(team.noor) == [*(span(day, 9, 17) for day in (23, 24, 25)), MORNING]
    assert span(26, 9, 17) in works(team.cast.eva), "who learns does so in working time"


def test_the_same_swap_twice_is_one(team):
    assert swap(team) == swap(team)
    assert Shift.objects.count() == LearningBlock.objects.count() == 1
    assert Notice.objects.filter(code="planning.taken_over").count() == 1


def test_the_usual_shifts_of_that_day_stay_and_what_adjoins_is_one_shift(team):
    thursday = [UsualShift(3, 11 * 60, 13 * 60, "Balie"), UsualShift(3, 15 * 60, 17 * 60, "Balie")]
    usual(team.noor, [*DAYS, *thursday], "longer")
    swap(team)
    assert works(team.noor, THURSDAY, THURSDAY) == [span(26, 9, 13), span(26, 15, 17)]


def test_who_still_leaves_too_few_is_refused_and_the_shift_is_gone(team):
    except_day(team.line, on=THURSDAY, minimum=4, key="busier", by=team.cast.mo)
    with pytest.raises(actions.InTheWay) as refused:
        swap(team)
    assert why(refused) == [Why.STAFFING]
    assert nothing_was_booked()


def refusal(team, **more) -> list[str]:
    with pytest.raises(actions.CannotTakeOver) as refused:
        swap(team, **more)
    assert nothing_was_booked()
    return why(refused)


@pytest.mark.parametrize(("until", "found"), [(22, []), (22.5, [Why.LAW])])
def test_a_colleague_rests_eleven_hours_between_two_shifts(team, until, found):
    usual(team.noor, [UsualShift(2, 15 * 60, round(until * 60))], "late")
    if found:
        assert refusal(team) == found
    else:
        assert swap(team).state == State.AGREED


@pytest.mark.parametrize("from_hour", [9, 10])
def test_who_is_there_already_takes_over_nothing(team, from_hour):
    usual(team.noor, [UsualShift(3, from_hour * 60, 17 * 60)], "there")
    assert refusal(team) == [Why.AT_WORK]


def test_who_is_away_or_whose_times_nobody_knows_takes_over_nothing(team):
    tell_absence(team.noor, first=THURSDAY, last=THURSDAY, key="away", by=team.cast.mo)
    assert refusal(team) == [Why.ABSENT]
    new = team.cast.hire(number="1031", given="Bas", unit=team.cast.klantcontact)
    assert refusal(team, taker=new) == [Why.NO_ROSTER]


def test_who_learns_then_takes_over_nothing(team):
    own = actions.plan_block(team.noor, span=MORNING, today=TODAY, key="own", by=team.noor)
    actions.decide_block(own, agree=True, today=TODAY, by=team.cast.mo)
    with pytest.raises(actions.CannotTakeOver) as refused:
        swap(team)
    assert why(refused) == [Why.OVERLAP]
    assert not Shift.objects.exists()


def test_of_who_does_not_work_then_there_is_nothing_to_take_over(team):
    set_shifts(team.cast.eva, shifts=[], first=THURSDAY, last=THURSDAY, by=team.cast.mo)
    with pytest.raises(actions.CannotTakeOver) as refused:
        swap(team)
    assert (refused.value.person, why(refused)) == (team.cast.eva, [Why.OFF_WORK])


@pytest.mark.parametrize("by", ["eva", "sanne", "els", "joost"])
def test_who_does_not_lead_a_colleague_lets_nobody_take_over(team, by):
    with pytest.raises(actions.NotYourColleague):
        swap(team, by=by)
    assert nothing_was_booked()


@pytest.mark.parametrize("name", ["eva", "mo", "stan"])
def test_only_a_colleague_of_the_same_unit_takes_over(team, name):
    with pytest.raises(actions.NotYourColleague):
        swap(team, taker=getattr(team.cast, name))
    assert set(takers_in_reach(team.cast.eva, team.cast.mo)) == {*team.people[1:], team.noor}


def test_nobody_comes_in_for_learning_time_of_who_leads_that_may_still_be_refused(team):
    mo = team.cast.mo
    usual(mo, WEEK, "mo")
    give_hours()
    actions.plan_block(mo, span=span(24, 9, 17), today=TODAY, key="a-day", by=mo)
    with pytest.raises(actions.InTheWay) as refused:
        actions.plan_with_swap(
            mo, taker=team.noor, span=span(26, 9, 17), today=TODAY, key="more", by=mo
        )
    assert why(refused) == [Why.NO_RIGHT]
    assert not Shift.objects.exists()


def test_the_colleague_hears_when_and_not_what_for(team):
    swap(team, title="Helder schrijven")
    notice = Notice.objects.get(person=team.noor)
    told = write(message_kinds()[notice.code], notice.params, "nl")
    assert told.title == "Je neemt de dienst over van Eva"
    text = told.text.replace("\xa0", " ").replace("\u2060", "")
    assert text == (
        "De dienst begint op donderdag 26 november om 9.00 uur en duurt 2 uur. Mo heeft die in je"
        " rooster gezet. Komt het niet uit? Zeg dat dan snel."
    )


def test_what_adjoins_at_another_place_stays_a_shift_of_its_own():
    known = [Worked(span(25, 9, 17), "Balie"), Worked(span(26, 11, 13), "Kantoor")]
    shifts = taking_over.shifts_with(known, Worked(MORNING, "Balie"))
    assert shifts == [(MORNING, "Balie"), (span(26, 11, 13), "Kantoor")]


def test_the_place_is_that_of_who_is_taken_over_from():
    learner = Presence(1, 1, (Worked(span(26, 8, 10), "Balie"), Worked(span(26, 10, 12), "")))
    assert taking_over.place_of(learner, MORNING) == "Balie"
    assert taking_over.place_of(learner, span(26, 11, 13)) is None
