"""A block stands only where enough people stay, takes from the right once, and gives back."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bloei.budgets import rounds
from bloei.budgets.balances import learning_time
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Measure
from bloei.budgets.tests.rules_for_tests import HOURS, switch_on
from bloei.foundation import clock
from bloei.learning.actions import change_offer, create_offer, wish
from bloei.learning.models import Participation
from bloei.planning import actions
from bloei.planning.blocks import nearest
from bloei.planning.blocks.obstacles import Why, Wish
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State
from bloei.planning.spans import Span
from bloei.planning.tests.desk import SINCE, TODAY, at, span

pytestmark = pytest.mark.django_db


def plan(person, when, *, key="", by=None, **more):
    key = key or f"{person.pk}:{when.start}"
    return actions.plan_block(person, span=when, today=TODAY, key=key, by=by or person, **more)


def give_hours():
    switch_on(HOURS, name="leertijd", first=SINCE, measure=Measure.MINUTES)
    rounds.grant_and_lapse(TODAY)


def why(refused) -> list[str]:
    return [one.why for one in refused.value.obstacles]


def test_a_block_where_one_can_be_missed_stands_at_once(desk):
    block = plan(desk.cast.eva, span(24, 10, 12))
    assert block.state == State.AGREED
    assert block.starts_at.replace(tzinfo=None) == at(24, 10)


def test_the_second_who_would_leave_too_few_gets_the_figures(desk):
    plan(desk.cast.eva, span(24, 10, 12))
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.sanne, span(24, 11, 13))
    (one,) = refused.value.obstacles
    assert one.why == Why.STAFFING
    assert one.facts == {"name": "de balie", "present": 1, "minimum": 2, "at": at(24, 11)}


def test_the_manager_breaks_no_minimum_either(desk):
    plan(desk.cast.eva, span(24, 10, 12))
    with pytest.raises(actions.InTheWay):
        plan(desk.cast.sanne, span(24, 11, 13), by=desk.cast.mo)


def test_moments_nearest_to_one_that_is_not_are_all_possible(desk):
    plan(desk.cast.eva, span(24, 10, 12))
    wish = Wish(desk.cast.sanne, span(24, 11, 13))
    found = nearest.nearest(wish, at(23, 12))
    assert [one.span for one in found] == [span(24, 12, 14), span(23, 15, 17), span(25, 9, 11)]
    assert all(one.spare == 1 for one in found)
    for one in found:
        assert plan(desk.cast.sanne, one.span).state == State.AGREED


def test_the_same_key_plans_once(desk):
    first = plan(desk.cast.eva, span(24, 10, 12))
    assert plan(desk.cast.eva, span(24, 10, 12)) == first
    assert LearningBlock.objects.count() == 1


def test_a_block_takes_from_the_right_and_gives_back_what_did_not_happen(desk):
    give_hours()
    eva = desk.cast.eva
    block = plan(eva, span(24, 10, 12))
    found = learning_time.learning_time([eva.pk], 2026)[eva.pk]
    assert (found.free, found.planned, found.used, found.right) == (600, 120, 0, 720)
    actions.cancel_block(block, today=TODAY, by=eva)
    found = learning_time.learning_time([eva.pk], 2026)[eva.pk]
    assert (found.free, found.planned, found.used) == (720, 0, 0)
    assert not reconciliation.doubts(TODAY, everybody=True)


def test_what_was_done_is_spent_and_a_slip_is_taken_back(desk):
    give_hours()
    eva = desk.cast.eva
    block = plan(eva, span(23, 9, 11))
    LearningBlock.objects.filter(pk=block.pk).update(
        during=("2026-11-22T08:00Z", "2026-11-22T10:00Z")
    )
    block = actions.realise_block(block, minutes=90, today=TODAY, by=eva)
    assert actions.realise_block(block, minutes=90, today=TODAY, by=eva).done_minutes == 90
    found = learning_time.learning_time([eva.pk], 2026)[eva.pk]
    assert (found.free, found.planned, found.used) == (630, 0, 90)
    actions.reopen_block(block, today=TODAY, by=eva)
    found = learning_time.learning_time([eva.pk], 2026)[eva.pk]
    assert (found.free, found.planned, found.used) == (600, 120, 0)
    assert not reconciliation.doubts(TODAY, everybody=True)


def test_more_than_the_right_waits_for_the_manager(desk):
    give_hours()
    eva = desk.cast.eva
    plan(eva, span(24, 9, 17))
    block = plan(eva, span(25, 9, 17))
    assert (block.state, block.outside) == (State.ASKED, ["no_right"])
    agreed = actions.decide_block(block, agree=True, today=TODAY, by=desk.cast.mo)
    assert (agreed.state, agreed.reserved_minutes) == (State.AGREED, 240)


def test_nobody_decides_about_the_own_time(desk):
    give_hours()
    plan(desk.cast.eva, span(24, 9, 17))
    block = plan(desk.cast.eva, span(25, 9, 17))
    with pytest.raises(actions.NotAboutOneself):
        actions.decide_block(block, agree=True, today=TODAY, by=desk.cast.eva)
    with pytest.raises(IntegrityError, match="nobody_decides"), transaction.atomic():
        LearningBlock.objects.filter(pk=block.pk).update(decided_by=desk.cast.eva)


def test_a_refusal_names_a_reason_and_another_moment(desk):
    give_hours()
    plan(desk.cast.eva, span(24, 9, 17))
    block = plan(desk.cast.eva, span(25, 9, 17))
    with pytest.raises(actions.ReasonNeeded):
        actions.decide_block(block, agree=False, answer="te druk", today=TODAY, by=desk.cast.mo)
    refused = actions.decide_block(
        block, agree=False, answer="te druk", instead=span(26, 9, 11), today=TODAY, by=desk.cast.mo
    )
    assert (refused.state, refused.reserved_minutes) == (State.REFUSED, 0)
    assert learning_time.learning_time([desk.cast.eva.pk], 2026)[desk.cast.eva.pk].planned == 480


def test_mandatory_training_takes_nothing_from_the_right(desk):
    give_hours()
    offer = create_offer(
        facts={"title": "BHV", "kind": "training", "is_mandatory": True}, provider="Rode Kruis",
        key="bhv", by=desk.cast.joost,
    )  # fmt: skip
    part = Participation.objects.create(
        person=desk.cast.eva, offer=offer, is_mandatory=True, wished_on=TODAY,
        changed_at="2026-11-23T09:00Z",
    )  # fmt: skip
    block = plan(desk.cast.eva, span(24, 9, 17), participation=part)
    assert (block.state, block.reserved_minutes) == (State.AGREED, 0)
    # Outside the work it is working time too, so who leads says yes first (art. 7:611a BW).
    evening = plan(desk.cast.eva, span(25, 19, 20), participation=part)
    assert (evening.state, evening.outside) == (State.ASKED, ["off_work"])
    with pytest.raises(IntegrityError, match="mandatory_takes_no_right"), transaction.atomic():
        LearningBlock.objects.filter(pk=block.pk).update(reserved_minutes=60)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update planning_learningblock set is_mandatory = false")


@pytest.mark.parametrize("must", [True, False])
def test_what_has_become_mandatory_since_takes_nothing_from_the_right(desk, must):
    give_hours()
    offer = create_offer(
        facts={"title": "BHV", "kind": "training"}, provider="Rode Kruis", key="bhv",
        by=desk.cast.joost,
    )  # fmt: skip
    part = wish(person=desk.cast.eva, offer=offer, key="wish", by=desk.cast.eva)
    before = plan(desk.cast.eva, span(24, 9, 11), participation=part)
    assert before.reserved_minutes == 120
    if must:
        change_offer(offer, facts={"is_mandatory": True}, by=desk.cast.joost)
    part = Participation.objects.get(pk=part.pk)
    after = plan(desk.cast.eva, span(25, 9, 11), participation=part)
    assert after.reserved_minutes == (0 if must else 120)
    with clock.fixed(TODAY + timedelta(days=1), time(12)):
        block = LearningBlock.objects.get(pk=before.pk)
        actions.realise_block(block, minutes=120, today=clock.today(), by=desk.cast.eva)
    used = learning_time.learning_time([desk.cast.eva.pk], 2026)[desk.cast.eva.pk].used
    assert used == (0 if must else 120)


def test_an_evening_that_leaves_too_little_rest_breaks_the_law(desk):
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.eva, span(24, 21, 23))
    (law,) = [one for one in refused.value.obstacles if one.why == Why.LAW]
    assert law.facts == {"limit": "daily_rest", "minutes": 600}


def test_two_blocks_of_one_person_never_overlap(desk):
    plan(desk.cast.eva, span(24, 10, 12))
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.eva, span(24, 11, 13))
    assert why(refused) == [Why.OVERLAP]


def test_an_hour_that_the_clock_skips_is_no_moment(desk):
    with pytest.raises(actions.InTheWay) as refused:
        actions.plan_block(
            desk.cast.eva,
            span=Span(datetime(2027, 3, 28, 2), datetime(2027, 3, 28, 3)),
            today=TODAY, key="k", by=desk.cast.eva,
        )  # fmt: skip
    assert why(refused) == [Why.CLOCK]


@pytest.mark.parametrize(
    ("when", "code"),
    [
        (span(20, 10, 12), Why.PAST),
        (span(24, 9, 18), Why.LENGTH),
        (span(24, 12, 12), Why.LENGTH),
    ],
)
def test_what_is_no_time_at_all_says_so(desk, when, code):
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.eva, when)
    assert why(refused) == [code]


def test_who_asks_for_a_moment_gives_another_and_the_owner_decides(desk):
    eva, mo = desk.cast.eva, desk.cast.mo
    block = plan(eva, span(24, 10, 12))
    move = actions.ask_to_move(
        block, span=span(25, 10, 12), because="beurs", today=TODAY, key="m", by=mo
    )
    block.refresh_from_db()
    assert block.starts_at.replace(tzinfo=None) == at(24, 10), "nothing moves by itself"
    moved = actions.answer_move(move, agree=True, today=TODAY, by=eva)
    assert moved.block.starts_at.replace(tzinfo=None) == at(25, 10)
    assert moved.block.sequence == 1
