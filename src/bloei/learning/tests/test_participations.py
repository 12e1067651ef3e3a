"""Taking part, through the actions and past them: states never skip, what is fixed stays fixed."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bloei.foundation import clock
from bloei.foundation.models import AuditRow
from bloei.learning import actions, rules
from bloei.learning.models import Audience, Offer, Participation, Record
from bloei.learning.rules import State

pytestmark = pytest.mark.django_db
FACTS = {"title": "Helder schrijven", "kind": "training", "price_cents": 38_000, "minutes": 720}


@pytest.fixture
def offer(cast) -> Offer:
    return actions.create_offer(facts=FACTS, provider="Taalhuis", key="o", by=cast.joost)


def test_a_wish_goes_on_as_an_application_and_ends_in_the_record(cast, offer):
    wish = actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    applied = actions.apply_for(person=cast.eva, offer=offer, key="b", by=cast.eva)
    assert applied.pk == wish.pk
    agreed = actions.move_participation(applied, to=State.AGREED, by=cast.mo)
    record = actions.finish_participation(agreed, on=cast.today, minutes=600, by=cast.eva)
    assert (record.what, record.minutes) == ("Helder schrijven", 600)
    assert record.audience == Audience.MANAGER_AND_HR


def test_what_nobody_was_asked_for_is_recorded_for_oneself_alone(cast, offer):
    wish = actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    record = actions.finish_participation(wish, on=cast.today, minutes=None, by=cast.eva)
    assert record.audience == Audience.ONLY_ME


def test_the_same_wish_twice_is_one_and_another_is_refused(cast, offer):
    first = actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    assert actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva).pk == first.pk
    with pytest.raises(actions.AlreadyTakingPart):
        actions.wish(person=cast.eva, offer=offer, key="b", by=cast.eva)


def test_taking_a_done_one_back_takes_its_record_away(cast, offer):
    wish = actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    record = actions.finish_participation(wish, on=cast.today, minutes=None, by=cast.eva)
    actions.move_participation(record.participation, to=State.UNDER_WAY, by=cast.eva)
    assert not Record.objects.exists()


def test_what_ended_goes_on_only_while_it_was_not_begun_anew(cast, offer):
    first = actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    actions.finish_participation(first, on=cast.today, minutes=None, by=cast.eva)
    again = actions.wish(person=cast.eva, offer=offer, key="b", by=cast.eva)
    with pytest.raises(actions.AlreadyTakingPart) as refused:
        actions.move_participation(first, to=State.UNDER_WAY, by=cast.eva)
    assert refused.value.participation == again
    assert Record.objects.count() == 1
    actions.move_participation(again, to=State.CANCELLED, by=cast.eva)
    assert actions.move_participation(first, to=State.UNDER_WAY, by=cast.eva).pk == first.pk


def test_who_files_for_somebody_else_is_named(cast, offer):
    applied = actions.apply_for(person=cast.eva, offer=offer, key="a", by=cast.mo)
    assert applied.filed_by == cast.mo


def test_a_withdrawn_offer_and_the_finding_of_somebody_else_are_not_offered(cast, offer):
    own = actions.add_own_offer(person=cast.stan, facts=FACTS, key="x", by=cast.stan)
    with pytest.raises(actions.NotOffered):
        actions.wish(person=cast.eva, offer=own, key="a", by=cast.eva)
    actions.withdraw_offer(offer, by=cast.joost)
    with pytest.raises(actions.NotOffered):
        actions.wish(person=cast.eva, offer=offer, key="b", by=cast.eva)


def test_mandatory_stays_what_it_was_when_somebody_began(cast):
    offer = actions.create_offer(facts={**FACTS, "is_mandatory": True}, key="m", by=cast.joost)
    taken = actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    actions.change_offer(offer, facts={**FACTS, "is_mandatory": False}, by=cast.joost)
    taken.refresh_from_db()
    assert taken.is_mandatory


@pytest.mark.parametrize(
    "change",
    [
        "is_mandatory = not is_mandatory",
        "person_id = (select id from people_person where number = '1005')",
        "state = 'agreed'",
        "state = 'booked'",
        "state = 'under_way'",
        "state = 'done'",
        "state = 'done', started_on = now(), ended_on = now(), applied_on = now()",
        "ended_on = now()",
        "agreed_on = now()",
    ],
)
def test_raw_sql_cannot_skip_a_state_nor_change_what_is_fixed(cast, offer, change):
    actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update learning_participation set {change}")


def test_raw_sql_of_a_legal_step_goes_through(cast, offer):
    actions.wish(person=cast.eva, offer=offer, key="a", by=cast.eva)
    with connection.cursor() as cursor:
        cursor.execute("update learning_participation set state = 'applied', applied_on = now()")
    assert Participation.objects.get().state == State.APPLIED


def test_every_step_leaves_an_audit_row_that_names_fields_and_no_values(cast, offer):
    applied = actions.apply_for(person=cast.eva, offer=offer, key="a", by=cast.eva)
    actions.move_participation(applied, to=State.CANCELLED, by=cast.eva)
    row = AuditRow.objects.filter(kind="learning.participation").latest("pk")
    assert (row.verb, row.by) == ("participation.cancelled", cast.eva)
    assert row.fields == ["state", "ended_on"]


def test_many_with_their_history_are_written_at_once_and_checked(cast, offer):
    day = date(2025, 3, 1)
    done = Participation(person=cast.eva, offer=offer, state=State.DONE, wished_on=day,
                         started_on=day, ended_on=day)  # fmt: skip
    actions.add_participations([done], by=None)
    assert Record.objects.get().done_on == day
    skipped = Participation(person=cast.stan, offer=offer, state=State.DONE, wished_on=day)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_participations([skipped], by=None)


def test_through_any_steps_the_actions_and_the_rules_agree(cast, offer):
    """A state machine over the actions: what the rule refuses is refused, the database never is."""

    class Steps(RuleBasedStateMachine):
        @initialize()
        def begin(self):
            self.outer = transaction.atomic()
            self.outer.__enter__()
            self.one = actions.wish(person=cast.eva, offer=offer, key="machine", by=cast.eva)

        @rule(to=st.sampled_from(list(State)))
        def step(self, to):
            now = State(self.one.state)
            if rules.may_move(now, to):
                self.one = actions.move_participation(self.one, to=to, by=cast.eva)
                assert self.one.state == to
                assert Record.objects.filter(participation=self.one).exists() == (to == State.DONE)
            else:
                with pytest.raises(actions.MayNotMove):
                    actions.move_participation(self.one, to=to, by=cast.eva)

        def teardown(self):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    checks = [HealthCheck.too_slow]
    with clock.fixed(cast.today):
        run_state_machine_as_test(
            Steps,
            settings=settings(
                max_examples=25,
                stateful_step_count=15,
                deadline=None,
                suppress_health_check=checks,
            ),
        )
