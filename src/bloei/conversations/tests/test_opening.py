"""A conversation opens by itself where time was not found; HR hears only that it is open."""

from datetime import date, timedelta

import pytest

from bloei.budgets.actions import file_application, suggest_talk
from bloei.budgets.models import Application
from bloei.conversations import actions, jobs, listeners, queries
from bloei.conversations.models import Conversation, HelpAsked
from bloei.conversations.rules import Because, Occasion
from bloei.conversations.tests.two import TODAY, open_talk, plan
from bloei.foundation import clock
from bloei.notifications.models import Notice
from bloei.people import actions as people
from bloei.planning import actions as planning
from bloei.planning.events import BlockMoved, BlockRefused, NotServed
from bloei.planning.tests.desk import desk, span

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def block(desk):
    """Learning time of Eva outside her roster: only Mo can say yes."""
    eva = desk.cast.eva
    return planning.plan_block(eva, span=span(28, 10, 12), today=TODAY, key="b", by=eva)


def refuse(block, cast):
    return planning.decide_block(
        block, agree=False, answer="Te druk", instead=span(30, 10, 12), today=TODAY, by=cast.mo
    )


def test_a_refusal_invites_both_to_look_for_time(desk, block):
    refuse(block, desk.cast)
    listeners.talk_after_refusal(BlockRefused(block.pk))
    talk = Conversation.objects.get()
    assert talk.ids == (desk.cast.eva.pk, desk.cast.mo.pk)
    assert (talk.occasion, talk.because, talk.block) == (Occasion.TIME, Because.REFUSED, block)
    assert talk.opened_by is None


def test_hearing_it_twice_opens_one(desk, block):
    refuse(block, desk.cast)
    for _again in range(2):
        listeners.talk_after_refusal(BlockRefused(block.pk))
    assert Conversation.objects.count() == 1
    assert Notice.objects.filter(code="conversations.opened").count() == 2


def test_two_who_talk_already_get_no_second_talk(desk, block):
    open_talk(desk.cast)
    refuse(block, desk.cast)
    listeners.talk_after_refusal(BlockRefused(block.pk))
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize(("times", "opened"), [(1, 0), (2, 1), (3, 1)])
def test_a_block_that_moved_twice_opens_a_talk(desk, block, times, opened):
    listeners.talk_after_moves(BlockMoved(block.pk, times))
    assert Conversation.objects.filter(because=Because.MOVED).count() == opened


def test_whom_the_planner_could_not_serve_gets_a_talk(desk):
    listeners.talk_when_not_served(NotServed(7, desk.cast.eva.pk))
    assert Conversation.objects.get().because == Because.NOT_SERVED


def test_who_has_no_leader_gets_none(desk):
    listeners.talk_when_not_served(NotServed(7, desk.cast.anneke.pk))
    assert not Conversation.objects.exists()


def test_talking_first_about_an_application_opens_the_talk(cast):
    from bloei.budgets.events import TalkSuggested
    from bloei.learning.actions import create_offer

    facts = {"title": "Opleiding", "kind": "training", "price_cents": 345_000}
    offer = create_offer(facts=facts, provider="Taalhuis", key="o", by=cast.joost)
    application = file_application(
        person=cast.eva, offer=offer, price_cents=345_000, payer="employer", with_team=True,
        today=TODAY, key="a", by=cast.eva,
    )  # fmt: skip
    Application.objects.filter(pk=application.pk).update(state="asked")
    application.refresh_from_db()
    suggest_talk(application, words="Vertel eens", today=TODAY, by=cast.mo)
    listeners.talk_first(TalkSuggested(application.pk))
    talk = Conversation.objects.get()
    assert (talk.partner, talk.opened_by) == (cast.mo, cast.mo)
    assert not Notice.objects.filter(code__startswith="conversations.").exists()


def test_a_talk_that_is_open_too_long_is_told_to_hr_once_and_to_the_two(cast, talk):
    late = TODAY + 31 * DAY
    assert jobs.ask_for_help_in_time(TODAY + 30 * DAY) == 0
    with clock.fixed(late):
        assert jobs.ask_for_help_in_time(late) == 1
        assert jobs.ask_for_help_in_time(late) == 0
    codes = Notice.objects.filter(person__in=[cast.eva, cast.mo]).values_list("code", flat=True)
    assert list(codes).count("conversations.help_in_time") == 2
    assert Notice.objects.filter(person=cast.hanan, code="conversations.help_asked").count() == 1


def test_a_talk_with_a_moment_to_come_is_not_late(cast, talk):
    plan(talk, cast, start=plan(talk, cast).starts_at.replace(tzinfo=None) + 40 * DAY)
    assert queries.open_too_long(TODAY + 31 * DAY) == []


def test_the_term_is_what_the_organisation_says(cast, talk):
    actions.set_talk_terms(months_kept=24, help_after_days=10, by=cast.hanan)
    assert queries.open_too_long(TODAY + 10 * DAY) == []
    assert queries.open_too_long(TODAY + 11 * DAY) == [talk]


def test_who_asks_for_help_tells_hr_and_the_other_one(cast, talk):
    actions.ask_for_help(talk, sentence="We komen er niet uit.", key="h", by=cast.eva)
    assert Notice.objects.filter(person=cast.hanan).count() == 1
    assert Notice.objects.filter(person=cast.mo, code="conversations.help_told").count() == 1
    (seen,) = queries.asked_for_help(HelpAsked.objects.all())
    assert (seen.person, seen.partner, seen.since) == (cast.eva, cast.mo, TODAY)
    assert seen.asked.sentence == "We komen er niet uit."


def test_help_that_was_given_is_off_the_list_and_given_once(cast, talk):
    asked = actions.ask_for_help(talk, key="h", by=cast.mo)
    actions.settle_help(asked, today=TODAY, by=cast.hanan)
    assert queries.asked_for_help(HelpAsked.objects.all()) == []
    with pytest.raises(actions.NoStep):
        actions.settle_help(asked, today=TODAY, by=cast.hanan)


def test_a_next_time_that_was_agreed_opens_two_weeks_before(cast, talk):
    actions.hold_conversation(talk, on=TODAY, next_on=date(2027, 2, 1), today=TODAY, by=cast.mo)
    assert jobs.open_next_talks(date(2027, 1, 17)) == 0
    for _again in range(2):
        jobs.open_next_talks(date(2027, 1, 18))
    talks = Conversation.objects.filter(because=Because.NEXT)
    assert talks.count() == 1
    assert Notice.objects.filter(code="conversations.next").count() == 2


def test_who_has_another_leader_by_then_is_not_invited_to_the_former_one(cast, talk):
    actions.hold_conversation(talk, on=TODAY, next_on=date(2027, 2, 1), today=TODAY, by=cast.mo)
    people.appoint_leader(
        unit=cast.klantcontact, person=cast.els, from_on=TODAY, today=TODAY, key="new", by=None
    )
    assert jobs.open_next_talks(date(2027, 1, 18)) == 0
