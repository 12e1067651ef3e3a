"""The pages of one's own learning time and of who decides: who sees what, and what happens."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.models import Measure
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.learning import actions as learning
from bloei.planning import actions
from bloei.planning.models import BlockMove, LearningBlock
from bloei.planning.rosters.at_work import aware
from bloei.planning.rules import Origin, State
from bloei.planning.spans import written
from bloei.planning.tests.desk import SINCE, TODAY, at, span
from bloei.planning.tests.test_blocks import HOURS

pytestmark = pytest.mark.django_db
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}


def plan(person, when, key="", **more):
    key = key or f"{person.pk}:{when.start}"
    return actions.plan_block(person, span=when, today=TODAY, key=key, by=person, **more)


def asked(person) -> LearningBlock:
    """Ask for an evening: outside the roster, so that the manager must say yes."""
    return plan(person, span(24, 18, 20), why="De les is 's avonds.")


def over(person, **more) -> LearningBlock:
    block = plan(person, span(24, 10, 12), **more)
    LearningBlock.objects.filter(pk=block.pk).update(during=(aware(at(20, 10)), aware(at(20, 12))))
    return block


def text(answer) -> str:
    found = answer.content.decode()
    return found.replace("\xa0", " ").replace("\u2060", "").replace("&#x27;", "'")


def get(client, name, *args, query=""):
    return client.get(reverse(f"planning:{name}", args=args) + query, **DUTCH)


def post(client, name, *args, **told):
    return client.post(reverse(f"planning:{name}", args=args), told, **DUTCH)


def moment(day: int, start: str, until: str) -> str:
    return f"?on=2026-11-{day}&start={start}&until={until}"


@pytest.mark.parametrize(
    ("day", "shown"), [(27, "23 tot en met 27 november"), (29, "30 november tot en met 4 december")]
)
def test_in_the_weekend_the_page_opens_at_the_week_to_come(cast, sign_in, day, shown):
    with clock.fixed(TODAY.replace(day=day)):
        assert shown in text(get(sign_in(cast.eva), "week"))


@pytest.fixture
def eva(desk, sign_in):
    return sign_in(desk.cast.eva)


def test_the_week_shows_the_roster_own_blocks_and_what_is_left_of_the_right(desk, eva):
    switch_on(HOURS, name="leertijd", first=SINCE, measure=Measure.MINUTES)
    rounds.grant_and_lapse(TODAY)
    plan(desk.cast.eva, span(24, 10, 12), title="Helder schrijven")
    page = text(get(eva, "week"))
    for words in ("23 tot en met 27 november", "Balie", "Helder schrijven", "10.00 – 12.00",
                  "nog te plannen van 12 uur", "10 uur"):  # fmt: skip
        assert words in page


def test_who_has_no_right_in_hours_hears_that_kindly(desk, eva):
    assert "Voor jou is geen aantal uren vastgelegd" in text(get(eva, "week"))


def test_a_moment_that_is_possible_is_said_with_its_figures_and_fixed(desk, eva):
    page = text(get(eva, "week", query=moment(24, "10:00", "12:00")))
    assert "Dinsdag 10.00 – 12.00 kan" in page
    assert "De balie is dan met drie collega’s bezet, één meer dan nodig." in page
    assert "Zet dinsdag vast" in page
    answer = post(eva, "block_plan", moment=written(span(24, 10, 12)), key="k" * 8)
    assert answer.status_code == 302
    block = LearningBlock.objects.get()
    assert (block.state, block.starts_at.hour, block.person) == (State.AGREED, 10, desk.cast.eva)


def test_a_moment_that_is_not_comes_with_the_reason_and_three_others(desk, eva):
    plan(desk.cast.sanne, span(25, 10, 12))
    page = text(get(eva, "moment", query=moment(25, "10:00", "11:00")))
    assert "<html" not in page
    assert "Woensdag om 10.00 uur kan niet" in page
    assert "Dan is de balie nog met één collega bezet. Er zijn er minstens twee nodig." in page
    assert page.count('type="radio"') == 3
    assert "Zet woensdag vast" in page


def test_the_one_who_is_too_late_gets_the_reason_and_loses_nothing(desk, eva):
    plan(desk.cast.sanne, span(25, 10, 12))
    answer = post(eva, "block_plan", moment=written(span(25, 10, 11)), key="k" * 8)
    assert answer.status_code == 422
    assert "Woensdag om 10.00 uur kan niet" in text(answer)
    assert not LearningBlock.objects.filter(person=desk.cast.eva).exists()


def test_outside_the_roster_it_is_asked_and_the_manager_is_named(desk, eva):
    page = text(get(eva, "week", query=moment(24, "18:00", "20:00")))
    assert "Volgens je rooster werk je dan niet. Mo kan hier ja op zeggen." in page
    post(eva, "block_plan", moment=written(span(24, 18, 20)), key="k" * 8, why="Avondles")
    block = LearningBlock.objects.get()
    assert (block.state, block.why) == (State.ASKED, "Avondles")


def test_what_it_is_for_can_be_one_of_ones_own_participations_only(desk, eva):
    offer = learning.create_offer(
        facts={"title": "Taal op B1", "kind": "book"}, provider="", key="o", by=desk.cast.joost
    )
    mine = learning.wish(person=desk.cast.eva, offer=offer, key="m", by=desk.cast.eva)
    other = learning.wish(person=desk.cast.stan, offer=offer, key="s", by=desk.cast.stan)
    when = written(span(24, 10, 12))
    refused = post(eva, "block_plan", moment=when, participation=other.pk, key="k" * 8)
    assert refused.status_code == 422
    post(eva, "block_plan", moment=when, participation=mine.pk, key="l" * 8)
    assert LearningBlock.objects.get().title == "Taal op B1"


@pytest.mark.parametrize(
    "query",
    ["?week=x", "?week=0001-01-01", "?week=9999-12-31", "?on=x&start=x&until=x", "?on=2026-11-24",
     "?on=2026-11-24&start=10:15&until=11:00", "?on=1900-01-01&start=10:00&until=11:00",
     "?on=2100-12-31&start=23:30&until=00:30", "?on=2027-03-28&start=02:00&until=03:00"],
)  # fmt: skip
def test_no_address_breaks_the_week(desk, eva, query):
    assert get(eva, "week", query=query).status_code == 200
    assert get(eva, "moment", query=query).status_code == 200


@pytest.mark.parametrize("told", ["", "x", "2026-11-24T10:00", "2026-11-24T12:00/2026-11-24T10:00",
                                  "2026-11-24T10:00+02:00/2026-11-24T12:00+02:00"])  # fmt: skip
def test_a_moment_that_nobody_can_read_is_refused_with_a_sentence(desk, eva, told):
    answer = post(eva, "block_plan", moment=told, key="k" * 8)
    assert answer.status_code == 422
    assert "Kies een moment in de week." in text(answer)


def test_a_proposal_is_fixed_or_put_away_in_one_click(desk, eva):
    made = {"person": desk.cast.eva, "state": State.PROPOSED, "origin": Origin.PLANNER,
            "made_at": clock.now(), "changed_at": clock.now()}  # fmt: skip
    one, other = (
        LearningBlock.objects.create(during=(aware(at(day, 11)), aware(at(day, 12))), **made)
        for day in (24, 25)
    )
    page = text(get(eva, "week", query=f"?proposal={one.pk}"))
    assert "Voorstel: dinsdag, 11.00 – 12.00" in page
    post(eva, "block_accept", one.pk)
    post(eva, "block_decline", other.pk)
    states = dict(LearningBlock.objects.values_list("pk", "state"))
    assert states == {one.pk: State.AGREED, other.pk: State.DECLINED}


def test_a_proposal_that_no_longer_fits_leads_to_the_reason(desk, eva):
    proposal = LearningBlock.objects.create(
        person=desk.cast.eva, during=(aware(at(25, 10)), aware(at(25, 11))), state=State.PROPOSED,
        origin=Origin.PLANNER, made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    plan(desk.cast.sanne, span(25, 10, 12))
    answer = eva.post(reverse("planning:block_accept", args=[proposal.pk]), follow=True, **DUTCH)
    assert "Woensdag om 10.00 uur kan niet" in text(answer)


def test_a_block_is_moved_and_taken_away_by_its_owner(desk, eva):
    block = plan(desk.cast.eva, span(24, 10, 12))
    page = text(get(eva, "week", query=f"?move={block.pk}"))
    assert "Naar welk moment?" in page
    post(eva, "block_move", block.pk, moment=written(span(26, 10, 12)), key="k" * 8)
    block.refresh_from_db()
    assert block.starts_at.day == 26
    assert "1 keer" in text(get(eva, "block_detail", block.pk))
    post(eva, "block_cancel", block.pk)
    block.refresh_from_db()
    assert block.state == State.CANCELLED


def test_a_move_to_where_it_cannot_be_says_why_and_moves_nothing(desk, eva):
    block = plan(desk.cast.eva, span(24, 10, 12))
    plan(desk.cast.sanne, span(25, 10, 12))
    answer = eva.post(
        reverse("planning:block_move", args=[block.pk]),
        {"moment": written(span(25, 10, 12)), "key": "k" * 8}, follow=True, **DUTCH,
    )  # fmt: skip
    assert "Woensdag om 10.00 uur kan niet" in text(answer)
    assert "Verplaats naar" in text(answer)
    block.refresh_from_db()
    assert block.starts_at.day == 24


def test_how_it_went_is_one_click_and_a_slip_is_undone(desk, eva):
    block = over(desk.cast.eva)
    assert "Hoe ging het?" in text(get(eva, "week"))
    answer = eva.post(
        reverse("planning:block_realise", args=[block.pk]), {"next": reverse("planning:week")},
        follow=True, **DUTCH,
    )  # fmt: skip
    assert "Genoteerd" in text(answer)
    assert reverse("planning:block_reopen", args=[block.pk]) in text(answer)
    post(eva, "block_reopen", block.pk)
    post(eva, "block_realise", block.pk, minutes="90")
    block.refresh_from_db()
    assert (block.state, block.done_minutes) == (State.DONE, 90)


def test_it_did_not_happen_needs_a_reason(desk, eva):
    block = over(desk.cast.eva)
    refused = post(eva, "block_lapse", block.pk)
    assert refused.status_code == 422
    assert "Zeg in een paar woorden waarom het niet doorging." in text(refused)
    post(eva, "block_lapse", block.pk, because="Er was een storing.")
    block.refresh_from_db()
    assert (block.state, block.answer) == (State.LAPSED, "Er was een storing.")


@pytest.mark.parametrize(
    ("minutes", "status"), [("121", 422), ("0", 422), ("x", 422), ("120", 302)]
)
def test_no_more_minutes_than_were_planned(desk, eva, minutes, status):
    block = over(desk.cast.eva)
    assert post(eva, "block_realise", block.pk, minutes=minutes).status_code == status


def test_the_manager_refuses_with_a_reason_and_a_moment_and_eva_takes_it(desk, eva, client):
    block = asked(desk.cast.eva)
    mo = _as(desk.cast.mo)
    page = text(get(mo, "block_detail", block.pk))
    assert "Volgens het rooster werkt Eva dan niet." in page
    assert "De les is 's avonds." in page
    choice = get(mo, "block_detail", block.pk).context["decision_form"].fields["instead"].choices
    refused = post(mo, "block_decide", block.pk, decision="no")
    assert refused.status_code == 422
    assert "Zeg waarom het niet kan." in text(refused)
    assert "Kies een moment dat wel kan." in text(refused)
    post(mo, "block_decide", block.pk, decision="no", answer="Te druk", instead=choice[0][0])
    block.refresh_from_db()
    assert block.state == State.REFUSED
    page = text(get(eva, "block_detail", block.pk))
    assert "Mo noemt een ander moment" in page
    post(eva, "block_instead", block.pk, key="k" * 8)
    taken = LearningBlock.objects.get(person=desk.cast.eva, state=State.AGREED)
    assert taken.during == block.instead


def test_the_manager_agrees_and_the_list_is_empty_again(desk):
    block = asked(desk.cast.eva)
    mo = _as(desk.cast.mo)
    assert "1 vraag over leertijd wacht op jou" in text(get(mo, "decision_list"))
    post(mo, "block_decide", block.pk, decision="yes")
    block.refresh_from_db()
    assert block.state == State.AGREED
    assert "Er wacht niets op jou" in text(get(mo, "decision_list"))


def test_the_manager_asks_for_another_moment_and_eva_answers(desk, eva):
    block = plan(desk.cast.eva, span(24, 10, 12))
    mo = _as(desk.cast.mo)
    choice = get(mo, "block_detail", block.pk).context["ask_form"].fields["instead"].choices
    told = {"because": "Er is een beurs", "instead": choice[0][0], "key": "k" * 8}
    post(mo, "block_ask_to_move", block.pk, **told)
    block.refresh_from_db()
    assert block.starts_at.day == 24, "nothing moves by itself"
    page = text(get(eva, "block_detail", block.pk))
    assert "Mo vraagt of je dit wilt verplaatsen" in page
    assert "Er is een beurs" in page
    move = BlockMove.objects.get()
    post(eva, "move_answer", move.pk, answer="yes")
    block.refresh_from_db()
    assert block.during == move.becomes


def test_nobody_but_eva_and_mo_sees_a_block_of_eva_or_touches_it(desk, eva):
    block = plan(desk.cast.eva, span(24, 10, 12), title="Kanariegeel")
    posts = ("block_accept", "block_decline", "block_move", "block_cancel", "block_realise",
             "block_lapse", "block_reopen", "block_instead", "block_decide",
             "block_ask_to_move")  # fmt: skip
    for who in ("stan", "els", "hanan", "joost", "ria", "sam"):
        client = _as(getattr(desk.cast, who))
        assert get(client, "block_detail", block.pk).status_code == 404, who
        assert all(post(client, name, block.pk).status_code == 404 for name in posts), who
        assert "Kanariegeel" not in text(get(client, "week"))
    mo = _as(desk.cast.mo)
    assert "Kanariegeel" in text(get(mo, "block_detail", block.pk)), "this could have leaked"
    own = ("block_move", "block_cancel", "block_realise", "block_lapse", "block_accept")
    assert all(post(mo, name, block.pk).status_code == 404 for name in own)
    block.refresh_from_db()
    assert block.state == State.AGREED


@pytest.mark.parametrize("name", ["week", "decision_list"])
def test_a_page_takes_as_many_queries_with_30_blocks_as_with_1(
    desk, name, django_assert_max_num_queries
):
    client = _as(desk.cast.mo if name == "decision_list" else desk.cast.eva)

    def fill(numbers):
        for number in numbers:
            first = aware(at(7 + number % 5, 18 + number // 10, 30 * (number // 5 % 2), month=12))
            LearningBlock.objects.create(
                person=desk.cast.eva, during=(first, first + timedelta(minutes=30)),
                state=State.ASKED, outside=["off_work"], decide_by=TODAY, made_at=clock.now(),
                changed_at=clock.now(),
            )  # fmt: skip

    query = "?week=2026-12-07" if name == "week" else ""
    fill([0])
    get(client, name, query=query)
    with django_assert_max_num_queries(40) as few:
        get(client, name, query=query)
    fill(range(1, 30))
    with django_assert_max_num_queries(len(few)):
        get(client, name, query=query)


def _as(person):
    """Return a client of its own for somebody, freshly signed in."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
