"""Making time together: the facts, the questions, and outcomes that are learning time."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bloei.agreements.actions import drop_agreement
from bloei.agreements.models import Agreement
from bloei.conversations import actions, time_facts
from bloei.conversations import queries as talks
from bloei.conversations.free_moments import free_moments, usual_wish
from bloei.conversations.models import Conversation, Outcome
from bloei.conversations.rules import Kind, Occasion
from bloei.conversations.tests.two import TODAY, open_talk
from bloei.foundation import clock
from bloei.learning.actions import choose_ways
from bloei.planning import actions as planning
from bloei.planning import listeners
from bloei.planning.events import BlockDone
from bloei.planning.models import LearningBlock, Series
from bloei.planning.rules import Origin, State
from bloei.planning.tests.desk import at, desk, span

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}
MOMENT = {"what": "Helder schrijven", "on": "2026-11-26", "start": "09:00", "minutes": "120"}


@pytest.fixture
def talk(desk) -> Conversation:
    return open_talk(desk.cast, occasion=Occasion.TIME)


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ").replace("\u2060", "")


def url(talk, name="time_outcome", kind="") -> str:
    return reverse(f"conversations:{name}", args=[talk.pk]) + (f"?kind={kind}" if kind else "")


def agree(browser, talk, kind, key="outcome-key-1", **told):
    return browser.post(url(talk, kind=kind), {"key": key, **told}, **DUTCH)


def test_the_facts_are_those_of_eva_for_both(desk, talk):
    eva = desk.cast.eva
    block = planning.plan_block(eva, span=span(28, 10, 12), today=TODAY, key="b", by=eva)
    planning.decide_block(
        block, agree=False, answer="Te druk", instead=span(30, 10, 12), today=TODAY, by=desk.cast.mo
    )
    found = time_facts.time_facts(talk, at(23, 12))
    assert [one.pk for one in found.refused] == [block.pk]
    assert found.room[0].span == span(24, 9, 10)
    assert not found.hidden


def test_an_officer_of_learning_gets_no_roster_by_talking(desk):
    cast = desk.cast
    talk = actions.open_conversation(
        cast.eva, partner=cast.joost, occasion=Occasion.TIME, key="j", by=cast.eva
    )
    found = time_facts.time_facts(talk, at(23, 12))
    assert found.hidden
    assert not found.room


@pytest.mark.parametrize("who", ["eva", "mo"])
def test_the_three_steps_follow_each_other(desk, talk, sign_in, who):
    browser = sign_in(getattr(desk.cast, who))
    facts = text(browser.get(url(talk, "time_facts"), **DUTCH))
    assert "Dinsdag, 9.00 – 10.00" in facts
    assert url(talk, "time_questions") in facts
    questions = text(browser.get(url(talk, "time_questions"), **DUTCH))
    assert "Welk moment van de week is het rustigst?" in questions
    assert url(talk) in questions
    choices = text(browser.get(url(talk), **DUTCH))
    assert set(re.findall(r"\?kind=(\w+)", choices)) == {kind.value for kind in Kind}


def test_one_moment_becomes_a_block_that_counts_as_from_a_talk(desk, talk, sign_in):
    answer = agree(sign_in(desk.cast.eva), talk, "block", **MOMENT)
    assert answer["Location"] == f"{talk.get_absolute_url()}#agreed"
    block = LearningBlock.objects.get()
    assert (block.origin, block.state, block.minutes) == (Origin.TALK, State.AGREED, 120)
    assert time_facts.time_facts(talk, at(23, 12)).from_talks == 120
    agreement = Agreement.objects.get()
    assert agreement.person == desk.cast.eva
    told = agreement.text.replace("\xa0", " ").replace("\u2060", "")
    assert told == "Leert op donderdag 26 november, 9.00 – 11.00 uur: Helder schrijven"


def test_the_agreement_ticks_itself_off_when_the_time_was_used(desk, talk, sign_in):
    agree(sign_in(desk.cast.eva), talk, "block", **MOMENT)
    block = LearningBlock.objects.get()
    with clock.fixed(TODAY + timedelta(days=4)):
        planning.realise_block(block, today=TODAY + timedelta(days=4), by=desk.cast.eva)
        listeners.tick_agreements(BlockDone(block.pk))
    assert Agreement.objects.get().done_by_itself


def test_the_same_form_twice_has_one_effect(desk, talk, sign_in):
    browser = sign_in(desk.cast.eva)
    for _again in range(2):
        agree(browser, talk, "block", **MOMENT)
    assert Outcome.objects.count() == LearningBlock.objects.count() == 1
    assert Agreement.objects.count() == 1


def test_an_impossible_moment_says_why_offers_others_and_loses_nothing(desk, talk, sign_in):
    cast = desk.cast
    planning.plan_block(
        desk.people[1], span=span(26, 9, 11), today=TODAY, key="s", by=desk.people[1]
    )
    browser = sign_in(cast.mo)
    refused = agree(browser, talk, "block", **MOMENT)
    page = text(refused)
    assert refused.status_code == 422
    assert "de balie" in page
    assert 'value="Helder schrijven"' in page
    assert not Outcome.objects.exists()
    assert not Agreement.objects.exists()
    instead = re.findall(r'name="instead" value="([^"]+)"', page)
    assert len(instead) == 3
    agree(browser, talk, "block", **MOMENT, instead=instead[0])
    assert LearningBlock.objects.filter(origin=Origin.TALK).count() == 1


def test_what_only_a_manager_can_say_yes_to_stands_when_the_manager_fixes_it(desk, talk, sign_in):
    saturday = MOMENT | {"on": "2026-11-28"}
    agree(sign_in(desk.cast.mo), talk, "travel", **saturday)
    assert LearningBlock.objects.get().state == State.AGREED


def test_and_waits_for_the_manager_when_eva_fixes_it(desk, talk, sign_in):
    saturday = MOMENT | {"on": "2026-11-28"}
    agree(sign_in(desk.cast.eva), talk, "travel", **saturday)
    assert LearningBlock.objects.get().state == State.ASKED


def test_a_fixed_moment_is_a_series_of_blocks_from_a_talk(desk, talk, sign_in):
    told = MOMENT | {"every": "week", "minutes": "60", "last": "2026-12-31"}
    answer = agree(sign_in(desk.cast.eva), talk, "series", **told)
    assert answer.status_code == 302
    series = Series.objects.get()
    assert series.blocks.count() == 6
    assert set(series.blocks.values_list("origin", flat=True)) == {Origin.TALK}
    assert Outcome.objects.get().series == series


def test_a_fixed_moment_that_never_fits_is_refused_and_leaves_nothing(desk, talk, sign_in):
    told = MOMENT | {"on": "2026-11-28", "every": "week", "last": "2026-12-31"}
    answer = agree(sign_in(desk.cast.eva), talk, "series", **told)
    assert answer.status_code == 422
    assert "Geen van de komende keren kan." in text(answer)
    assert not Series.objects.exists()


def test_a_series_that_ends_before_it_begins_gets_a_sentence(desk, talk, sign_in):
    told = MOMENT | {"every": "week", "last": "2026-11-01"}
    answer = agree(sign_in(desk.cast.eva), talk, "series", **told)
    assert "De laatste dag komt na de eerste." in text(answer)


def test_a_swap_in_words_is_a_moment_and_an_agreement_of_who_arranges_it(desk, talk, sign_in):
    told = MOMENT | {"arranges": "Regelt de ruil met Ruben"}
    agree(sign_in(desk.cast.eva), talk, "swap", **told)
    whose = {one.text: one.person for one in Agreement.objects.all()}
    assert whose.pop("Regelt de ruil met Ruben") == desk.cast.mo
    assert set(whose.values()) == {desk.cast.eva}


def test_learning_on_the_job_needs_no_moment_and_may_have_one(desk, talk, sign_in):
    browser = sign_in(desk.cast.mo)
    told = {"text": "Loopt mee met Ruben", "who": desk.cast.eva.pk, "due_on": "2026-12-07"}
    agree(browser, talk, "on_the_job", start="09:00", minutes="60", **told)
    assert not LearningBlock.objects.exists()
    assert Agreement.objects.get().text == "Loopt mee met Ruben"
    agree(browser, talk, "on_the_job", key="outcome-key-2", **told | MOMENT)
    assert LearningBlock.objects.get().origin == Origin.TALK


def test_own_time_says_what_the_employer_gives_in_return(desk, talk, sign_in):
    told = {
        "text": "Geeft de vrijdagmiddag terug", "minutes": "4", "in_return": "time_back",
        "due_on": "2026-12-11",
    }  # fmt: skip
    agree(sign_in(desk.cast.eva), talk, "own_time", **told)
    outcome = Outcome.objects.get()
    assert (outcome.minutes, outcome.in_return) == (240, "time_back")
    assert outcome.agreement.person == desk.cast.mo


def own_minutes(viewer, person) -> int:
    return sum(minutes for (minutes,) in talks.own_minutes(viewer, [person.pk], TODAY))


def test_hours_of_ones_own_count_as_from_a_talk_for_the_two_and_nobody_else(desk, talk, sign_in):
    cast = desk.cast
    told = {"text": "Geeft de vrijdag terug", "minutes": "3", "in_return": "time_back"}
    agree(sign_in(cast.eva), talk, "own_time", **told, due_on="2026-12-11")
    assert time_facts.time_facts(talk, at(23, 12)).own == 180
    for who, minutes in ((cast.eva, 180), (cast.mo, 180), (cast.joost, 0), (cast.hanan, 0)):
        assert own_minutes(who, cast.eva) == minutes
    page = text(sign_in(cast.mo).get(reverse("home:team"), **DUTCH))
    assert "Daarvan is 3 uur eigen tijd" in page
    drop_agreement(Agreement.objects.get(), today=TODAY, by=cast.mo)
    assert own_minutes(cast.mo, cast.eva) == 0


def test_an_officer_of_learning_fixes_no_time_of_eva(desk, sign_in):
    cast = desk.cast
    talk = actions.open_conversation(
        cast.eva, partner=cast.joost, occasion=Occasion.TIME, key="j", by=cast.eva
    )
    browser = sign_in(cast.joost)
    assert agree(browser, talk, "block", **MOMENT).status_code == 403
    told = MOMENT | {"text": "Zoekt een mentor", "who": cast.joost.pk, "due_on": "2026-12-07"}
    agree(browser, talk, "on_the_job", **told)
    assert not LearningBlock.objects.exists()
    assert Agreement.objects.count() == 1


def test_nothing_is_agreed_in_a_talk_that_is_closed(desk, talk, sign_in):
    actions.call_off(talk, today=TODAY, by=desk.cast.mo)
    assert agree(sign_in(desk.cast.eva), talk, "block", **MOMENT).status_code == 422
    assert not LearningBlock.objects.exists()


def test_the_talk_stands_in_the_week_of_both_and_in_nobody_elses(desk, talk, sign_in):
    start = at(26, 14)
    actions.plan_conversation(
        talk, start=start, until=start + timedelta(minutes=45), today=TODAY, by=desk.cast.mo
    )
    for who, is_there in (("eva", True), ("mo", True), ("stan", False)):
        page = text(sign_in(getattr(desk.cast, who)).get(reverse("planning:week"), **DUTCH))
        assert (talk.get_absolute_url() in page) is is_there


def test_the_form_offers_room_and_one_of_it_is_enough(desk, talk, client):
    client.force_login(desk.cast.eva)
    there = url(talk, kind="block")
    shown = client.get(there, **DUTCH)
    first = shown.context["form"].others[0]
    assert "Hier is ruimte in het rooster" in shown.content.decode()
    told = {"key": "a-key-of-this-test", "what": "Lezen", "minutes": "60", "start": "09:00"}
    nothing = client.post(there, told, **DUTCH)
    assert nothing.status_code == 422
    assert "on" in nothing.context["form"].errors
    client.post(there, told | {"instead": first["value"]})
    (block,) = LearningBlock.objects.all()
    assert block.starts_at.isoformat()[:16] == first["value"][:16]


def test_room_on_the_days_and_in_the_hours_that_somebody_likes_comes_first(desk):
    eva, now = desk.cast.eva, at(23, 8)

    def first():
        return free_moments(usual_wish(eva, now), now, most=1)[0].span.start

    assert first() == at(24, 9)
    ways = {"days": (["friday"], "", "only_me"), "when": (["afternoon"], "", "only_me")}
    choose_ways(eva, ways=ways, by=eva)
    assert first() == at(27, 12)
