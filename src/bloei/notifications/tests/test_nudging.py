"""Who gets a nudge: by lottery, once, at night; and what people do with it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bloei.foundation.models import AuditRow
from bloei.notifications import actions, queries
from bloei.notifications.actions.cases import FOR_EVER
from bloei.notifications.models import Campaign, NudgeCase
from bloei.notifications.nudge import Candidate, Nudge, find, write

pytestmark = pytest.mark.django_db
State, Group = NudgeCase.State, NudgeCase.Group
UNUSED, LAPSES = "test.unused", "test.lapses"


def wanting(person, occasion="2026", **more):
    return Candidate(person.pk, occasion, {"left_cents": 118000}, "/budgets/", **more)


def compute(today, name=UNUSED, **more):
    return actions.compute_nudge(name, today=today, **more)


def case_of(person, name=UNUSED):
    return NudgeCase.objects.get(person=person, nudge=name)


def hold_out(*people, today, name=UNUSED):
    """Let the lottery hold out exactly these people, by trying seeds."""
    from bloei.notifications import rules

    campaign = queries.campaign_now(name, today) or actions.open_campaign(name, today=today)
    others = NudgeCase.objects.model._meta.get_field("person").related_model.objects.exclude(
        pk__in=[person.pk for person in people]
    )
    for number in range(100_000):
        seed = str(number)
        if all(rules.is_held_out(seed, p.pk, 10) for p in people) and not any(
            rules.is_held_out(seed, p.pk, 10) for p in others
        ):
            Campaign.objects.filter(pk=campaign.pk).update(seed=seed)
            return
    raise AssertionError("no such seed")


@pytest.fixture(autouse=True)
def nobody_waits(cast, stage):
    """Let the lottery spare the whole cast, unless a test holds somebody out."""
    hold_out(today=cast.today)


def test_nudge_is_computed_once_however_often_it_runs(cast, stage):
    stage.wanting = [wanting(cast.eva), wanting(cast.stan)]
    assert compute(cast.today).made == 2
    assert compute(cast.today).made == 0
    assert NudgeCase.objects.count() == 2


def test_a_run_over_many_people_is_one_audit_row(cast, stage):
    stage.wanting = [wanting(person) for person in (cast.eva, cast.stan, cast.mo)]
    before = AuditRow.objects.filter(verb="nudge.computed").count()
    compute(cast.today)
    (row,) = AuditRow.objects.filter(verb="nudge.computed")[before:]
    assert row.count == 3


def test_the_lottery_is_drawn_before_anything_can_be_shown(cast, stage):
    hold_out(cast.eva, today=cast.today)
    stage.wanting = [wanting(cast.eva), wanting(cast.stan)]
    compute(cast.today)
    assert case_of(cast.eva).group == Group.HELD
    assert case_of(cast.stan).group == Group.TREATED
    assert not queries.open_cases(cast.eva)
    assert len(queries.open_cases(cast.stan)) == 1


def test_the_database_refuses_to_show_who_waits(cast, stage):
    hold_out(cast.eva, today=cast.today)
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    with pytest.raises(IntegrityError, match="held_out_waits"), transaction.atomic():
        NudgeCase.objects.filter(person=cast.eva).update(state=State.OPEN)


def test_a_service_message_has_no_hold_out_not_even_in_the_database(cast, stage):
    everybody = [cast.eva, cast.stan, cast.mo, cast.els, cast.ria]
    stage.lapsing = [wanting(person) for person in everybody]
    compute(cast.today, LAPSES)
    assert {case.group for case in NudgeCase.objects.all()} == {Group.EVERYBODY}
    assert {case.state for case in NudgeCase.objects.all()} == {State.OPEN}
    assert not Campaign.objects.filter(nudge=LAPSES).exists()
    campaign = Campaign.objects.get(nudge=UNUSED)
    with pytest.raises(IntegrityError, match="service_has_no_hold_out"), transaction.atomic():
        NudgeCase.objects.update(group=Group.HELD, state=State.DELAYED, campaign=campaign)


def test_who_waits_gets_it_some_weeks_later_if_it_still_helps(cast, stage):
    hold_out(cast.eva, today=cast.today)
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    compute(cast.today + timedelta(days=41))
    assert case_of(cast.eva).state == State.DELAYED
    later = cast.today + timedelta(days=42)
    compute(later)
    assert (case_of(cast.eva).state, case_of(cast.eva).released_on) == (State.OPEN, later)
    assert case_of(cast.eva).group == Group.HELD


def test_the_group_stays_the_same_all_through_a_campaign(cast, stage):
    hold_out(cast.eva, today=cast.today)
    for month in range(4):
        today = cast.today + timedelta(days=60 * month)
        stage.wanting = [wanting(cast.eva, str(month)), wanting(cast.stan, str(month))]
        compute(today)
    groups = NudgeCase.objects.values_list("person", "group").distinct()
    assert set(groups) == {(cast.eva.pk, Group.HELD), (cast.stan.pk, Group.TREATED)}


def test_a_full_campaign_is_followed_by_a_new_lottery(cast, stage):
    stage.wanting = [wanting(cast.eva, "one")]
    compute(cast.today)
    later = cast.today + timedelta(days=400)
    stage.wanting = [wanting(cast.eva, "two")]
    compute(later)
    first, second = Campaign.objects.order_by("number")
    assert (first.ended_on, second.started_on) == (first.closes_on, later)
    assert first.seed != second.seed


def test_a_new_occasion_waits_for_the_cool_down(cast, stage):
    stage.wanting = [wanting(cast.eva, "one")]
    compute(cast.today)
    stage.wanting = [wanting(cast.eva, "two")]
    assert compute(cast.today + timedelta(days=29)).made == 0
    assert compute(cast.today + timedelta(days=30)).made == 1


def test_a_service_message_tells_each_new_occasion_at_once(cast, stage):
    for day in range(3):
        stage.lapsing = [wanting(cast.eva, str(day))]
        assert compute(cast.today + timedelta(days=day), LAPSES).made == 1


def test_what_no_longer_helps_disappears_and_comes_back_when_it_does(cast, stage):
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    stage.wanting = []
    compute(cast.today)
    assert case_of(cast.eva).state == State.EXPIRED
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    assert case_of(cast.eva).state == State.OPEN


def test_the_amount_on_the_card_follows_the_balance(cast, stage):
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    stage.wanting = [Candidate(cast.eva.pk, "2026", {"left_cents": 5000})]
    compute(cast.today)
    assert case_of(cast.eva).params == {"left_cents": 5000}


def test_a_day_that_has_passed_ends_it(cast, stage):
    stage.lapsing = [wanting(cast.eva, until=cast.today)]
    compute(cast.today, LAPSES)
    assert queries.open_cases(cast.eva)
    compute(cast.today + timedelta(days=1), LAPSES)
    assert not queries.open_cases(cast.eva)


def test_after_an_event_only_those_people_are_computed(cast, stage):
    stage.wanting = [wanting(cast.eva), wanting(cast.stan)]
    compute(cast.today)
    stage.wanting = []
    compute(cast.today, among=[cast.eva.pk])
    assert case_of(cast.eva).state == State.EXPIRED
    assert case_of(cast.stan).state == State.OPEN


def test_who_left_gets_nothing(cast, stage):
    cast.stan.is_working = False
    cast.stan.save(update_fields=["is_working"])
    stage.wanting = [wanting(cast.stan)]
    assert compute(cast.today).made == 0


def test_who_switched_ideas_off_is_no_part_of_the_lottery(cast, stage):
    actions.save_preference(by=cast.eva, nudge="off")
    stage.wanting, stage.lapsing = [wanting(cast.eva)], [wanting(cast.eva)]
    assert compute(cast.today).made == 0
    assert compute(cast.today, LAPSES).made == 1


def test_service_messages_can_never_be_switched_off(cast, stage):
    with pytest.raises(IntegrityError, match="service_is_never_off"), transaction.atomic():
        actions.save_preference(by=cast.eva, service="off")


def test_put_away_for_a_month_comes_back_after_a_month(cast, stage):
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    actions.dismiss_case(case_of(cast.eva), for_ever=False, today=cast.today, by=cast.eva)
    assert not queries.open_cases(cast.eva)
    compute(cast.today + timedelta(days=29))
    assert case_of(cast.eva).state == State.SNOOZED
    compute(cast.today + timedelta(days=30))
    assert case_of(cast.eva).state == State.OPEN


def test_not_for_me_holds_for_later_occasions_until_it_is_restored(cast, stage):
    stage.wanting = [wanting(cast.eva, "one")]
    compute(cast.today)
    actions.dismiss_case(case_of(cast.eva), for_ever=True, today=cast.today, by=cast.eva)
    assert case_of(cast.eva).muted_until == FOR_EVER
    later = cast.today + timedelta(days=90)
    stage.wanting = [wanting(cast.eva, "two")]
    assert compute(later).made == 0
    actions.restore_nudge(UNUSED, by=cast.eva)
    assert compute(later).made == 1


def test_restoring_at_once_brings_back_what_was_put_away(cast, stage):
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    for for_ever in (True, False):
        actions.dismiss_case(case_of(cast.eva), for_ever=for_ever, today=cast.today, by=cast.eva)
        actions.restore_nudge(UNUSED, by=cast.eva)
        assert case_of(cast.eva).state == State.OPEN


def test_the_outcome_is_counted_for_both_groups_and_ends_the_case(cast, stage):
    hold_out(cast.eva, today=cast.today)
    stage.wanting = [wanting(cast.eva), wanting(cast.stan), wanting(cast.ria)]
    compute(cast.today)
    stage.did = {cast.eva.pk, cast.stan.pk}
    day = cast.today + timedelta(days=10)
    assert actions.measure_outcomes(UNUSED, today=day) == 2
    assert {case_of(p).outcome_on for p in (cast.eva, cast.stan)} == {day}
    assert {case_of(p).state for p in (cast.eva, cast.stan)} == {State.DONE}
    assert case_of(cast.ria).outcome_on is None


def test_the_outcome_is_asked_from_the_day_of_the_lottery_for_six_weeks(cast, stage):
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    actions.measure_outcomes(UNUSED, today=cast.today + timedelta(days=50))
    (_people, since, until) = stage.asked[-1]
    assert (since, until) == (cast.today, cast.today + timedelta(days=42))


def test_whoever_put_it_away_still_counts(cast, stage):
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    actions.dismiss_case(case_of(cast.eva), for_ever=True, today=cast.today, by=cast.eva)
    stage.did = {cast.eva.pk}
    actions.measure_outcomes(UNUSED, today=cast.today)
    assert case_of(cast.eva).outcome_on == cast.today
    assert case_of(cast.eva).state == State.DISMISSED


def test_computing_takes_the_same_queries_for_few_and_for_many(
    cast, stage, django_assert_max_num_queries
):
    some = [cast.eva, cast.stan, cast.mo, cast.els, cast.ria, cast.joost, cast.hanan]
    stage.wanting = [wanting(cast.eva)]
    with django_assert_max_num_queries(12):
        compute(cast.today)
    stage.wanting = [wanting(person) for person in some]
    with django_assert_max_num_queries(12):
        compute(cast.today)


def test_open_cases_are_one_query_in_order_of_what_matters(cast, stage, django_assert_num_queries):
    stage.wanting, stage.lapsing = [wanting(cast.eva)], [wanting(cast.eva)]
    compute(cast.today), compute(cast.today, LAPSES)
    with django_assert_num_queries(1):
        cards = queries.cards(queries.open_cases(cast.eva))
    assert [card.nudge.name for card in cards] == [LAPSES, UNUSED]


def test_the_manager_sees_why_but_not_of_whom_the_lottery_lets_wait(cast, stage):
    hold_out(cast.eva, today=cast.today)
    stage.wanting = [wanting(cast.eva), wanting(cast.stan)]
    compute(cast.today)
    found = queries.cases_for_people([cast.eva.pk, cast.stan.pk])
    assert list(found) == [cast.stan.pk]
    (reason,) = found[cast.stan.pk]
    assert reason.text == "Stan has never used the budget."


def test_a_name_put_away_is_left_out_for_that_manager_only(cast, stage):
    stage.wanting = [wanting(cast.eva)]
    compute(cast.today)
    actions.pause_name(cast.eva, today=cast.today, by=cast.mo)
    assert not queries.cases_for_people([cast.eva.pk], cast.mo)
    assert queries.cases_for_people([cast.eva.pk], cast.anneke)


def test_amounts_and_days_are_written_in_the_language_of_the_reader(stage):
    params = {"left_cents": 48050, "lapses_on": "2026-12-31"}
    dutch, english = (write(find(LAPSES), params, language).title for language in ("nl", "en"))
    assert dutch == "On 31 december 2026 €\u00a0480,50 of yours lapses"
    assert english == "On 31 December 2026 €\u00a0480.50 of yours lapses"


def test_a_nudge_with_a_lottery_must_say_what_it_hopes_for():
    words = {"label": "x", "title": "x", "text": "x", "next_step": "x"}
    with pytest.raises(ValueError, match="outcome"):
        Nudge(name="test.nothing", audience=lambda today: [], **words)
    with pytest.raises(ValueError, match="wait"):
        Nudge(
            name="test.soon",
            audience=lambda today: [],
            outcome=lambda *_: set(),
            delay_weeks=2,
            **words,
        )


def test_assignment_does_not_depend_on_the_day_it_runs(cast, stage):
    stage.wanting = [wanting(cast.eva, "one")]
    compute(date(2026, 11, 23))
    group = case_of(cast.eva).group
    NudgeCase.objects.all().delete()
    stage.wanting = [wanting(cast.eva, "two")]
    compute(date(2027, 3, 1))
    assert case_of(cast.eva).group == group
