"""The pages of the planner: asked in a few fields, chosen per moment, told in sentences."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bloei.foundation.forms import new_key
from bloei.planning import actions, jobs
from bloei.planning.models import LearningBlock, Plan
from bloei.planning.plans import planner
from bloei.planning.rules import State
from bloei.planning.tests.desk import TODAY, span
from bloei.planning.tests.test_planner import answered, block

pytestmark = pytest.mark.django_db
NEW, TEAM, LIST = "plans:plan_new", "plans:team_plan_new", "plans:plan_list"


def told(**other) -> dict:
    """Return the form as it can be sent: three hours between now and 4 December."""
    return {
        "minutes": "3", "first": "2026-11-24", "last": "2026-12-04", "shortest": "60",
        "longest": "120", "key": new_key(),
    } | other  # fmt: skip


@pytest.fixture
def answer(monkeypatch):
    """Let the solver answer this."""

    def given(*blocks, short=(), **more):
        found = answered(blocks, short) | more
        monkeypatch.setattr(planner, "solve", lambda _instance, _seconds: found)

    return given


def plan_of(desk, *, by=None, **whom) -> Plan:
    """Ask for three hours and let the planner work."""
    plan = actions.ask_plan(
        **whom, first=date(2026, 11, 24), last=date(2026, 12, 4), minutes=180,
        key=new_key(), by=by or desk.cast.mo,
    )  # fmt: skip
    jobs.work_out_plan(plan.pk)
    return plan


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return words_of(response)


def words_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_somebody_asks_for_three_hours_and_sees_that_the_planner_works(desk, sign_in):
    client = sign_in(desk.cast.eva)
    response = client.post(reverse(NEW), told(), follow=True)
    plan = Plan.objects.get()
    assert (plan.person, plan.minutes) == (desk.cast.eva, 180)
    assert response.redirect_chain[-1][0] == plan.get_absolute_url()
    assert "De planner zoekt momenten" in response.content.decode()


def test_a_form_that_is_sent_twice_asks_once(desk, sign_in):
    client, form = sign_in(desk.cast.eva), told()
    for _again in range(2):
        client.post(reverse(NEW), form)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": "0"}, "Kies hele of halve uren"),
        ({"minutes": "1,2"}, "Kies hele of halve uren"),
        ({"minutes": "veel"}, "bijvoorbeeld 3,5 of 3:30"),
        ({"last": "2026-11-20"}, "Kies een dag die nog komt"),
        ({"first": "2026-12-10"}, "De laatste dag ligt vóór de eerste"),
        ({"last": "2027-06-01"}, "hoogstens drie maanden"),
        ({"shortest": "180", "longest": "60"}, "kan niet korter zijn dan het kortste"),
        ({"minutes": "0,5"}, "Vraag minstens één blok"),
        ({"minutes": "9", "last": "2026-11-25"}, "past er in deze dagen niet meer dan 4"),
        ({"first": "0001-01-01"}, "tussen 1900 en 2100"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_asks_nothing(desk, sign_in, wrong, sentence):
    response = sign_in(desk.cast.eva).post(reverse(NEW), told(**wrong))
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert not Plan.objects.exists()


def test_a_month_fills_in_its_days(desk, sign_in):
    client = sign_in(desk.cast.eva)
    assert 'value="2026-11-30"' in page(client, NEW)
    assert 'value="2026-12-31"' in page(client, NEW, period="next")
    assert 'value="2026-11-30"' in page(client, NEW, period="nonsense")


def test_one_accepts_one_moment_and_puts_another_away(desk, sign_in, answer):
    eva = desk.cast.eva
    answer(block(eva), block(eva, "2026-11-26T09:00", "2026-11-26T10:00"))
    plan, client = plan_of(desk, person=eva, by=eva), sign_in(eva)
    first, second = plan.blocks.order_by("during")
    assert "Dinsdag, 9.00" in page(client, "plans:plan_detail", plan.pk)
    client.post(reverse("planning:block_accept", args=[first.pk]))
    client.post(reverse("planning:block_decline", args=[second.pk]))
    states = list(plan.blocks.order_by("during").values_list("state", flat=True))
    assert states == [State.AGREED, State.DECLINED]


def test_all_at_once_fixes_what_still_fits_and_says_what_does_not(desk, sign_in, answer):
    eva, sanne = desk.cast.eva, desk.cast.sanne
    answer(block(eva), block(eva, "2026-11-26T09:00", "2026-11-26T10:00"))
    plan_of(desk, person=eva, by=eva)
    actions.plan_block(sanne, span=span(24, 9, 11), today=TODAY, key="s", by=sanne)
    response = sign_in(eva).post(reverse("plans:proposals_accept"), follow=True)
    words = words_of(response)
    assert "1 moment staat vast" in words
    assert "past niet meer" in words
    states = list(LearningBlock.objects.filter(person=eva).order_by("during").values_list("state"))
    assert states == [(State.PROPOSED,), (State.AGREED,)]


def test_what_did_not_suit_is_not_proposed_again(desk, answer, monkeypatch):
    eva = desk.cast.eva
    answer(block(eva))
    plan = plan_of(desk, person=eva, by=eva)
    actions.decline_proposal(plan.blocks.get(), by=eva)
    seen = []
    monkeypatch.setattr(planner, "solve", lambda asked, _s: seen.append(asked) or answered())
    plan_of(desk, person=eva, by=eva)
    learner = next(one for one in seen[0].learners if one.id == str(eva.pk))
    assert span(24, 9, 11) in learner.busy


def test_nobody_chooses_for_somebody_else(desk, sign_in, answer):
    answer(block(desk.cast.eva))
    plan = plan_of(desk, unit=desk.cast.klantcontact)
    for person in (desk.cast.mo, desk.cast.stan, desk.cast.hanan):
        client = sign_in(person)
        for name in ("planning:block_accept", "planning:block_decline"):
            assert client.post(reverse(name, args=[plan.blocks.get().pk])).status_code == 404
        client.post(reverse("plans:proposals_accept"))
    assert plan.blocks.get().state == State.PROPOSED


def test_a_plan_of_oneself_is_seen_by_nobody_else(desk, sign_in, answer):
    answer(block(desk.cast.eva))
    plan = plan_of(desk, person=desk.cast.eva, by=desk.cast.eva)
    assert sign_in(desk.cast.eva).get(plan.get_absolute_url()).status_code == 200
    for person in (desk.cast.mo, desk.cast.stan, desk.cast.hanan, desk.cast.sam):
        assert sign_in(person).get(plan.get_absolute_url()).status_code == 404


def test_who_asked_for_a_team_sees_who_accepted_and_nothing_more(desk, sign_in, answer):
    eva, sanne, youssef = desk.people
    answer(block(eva), block(sanne, "2026-11-25T09:00", "2026-11-25T11:00"),
           block(youssef, "2026-11-26T09:00", "2026-11-26T11:00"))  # fmt: skip
    plan = plan_of(desk, unit=desk.cast.klantcontact)
    mine = {one.person: one for one in plan.blocks.select_related("person")}
    actions.accept_proposal(mine[eva], today=TODAY, by=eva)
    actions.decline_proposal(mine[sanne], by=sanne)
    response = sign_in(desk.cast.mo).get(plan.get_absolute_url())
    assert [one.given_name for one in response.context["yes"]] == ["Eva"]
    assert {one.given_name for one in response.context["not_yet"]} == {"Sanne", "Youssef"}
    words = words_of(response)
    assert "niet vond passen" not in words
    assert "9.00" not in words, "no moment of anybody stands here"


def short(person, because, unit=None, minutes=60) -> dict:
    where = [str(unit.pk)] if unit else []
    return {"person": str(person.pk), "minutes": minutes, "because": because, "where": where}


def test_who_fell_short_is_named_with_the_reason_in_a_sentence(desk, sign_in, answer):
    eva, sanne, youssef = desk.people
    answer(
        block(sanne, "2026-11-24T09:00", "2026-11-24T17:00"),
        short=[short(eva, "staffing", desk.cast.klantcontact), short(youssef, "roster")],
    )
    plan = plan_of(desk, unit=desk.cast.klantcontact)
    words = page(sign_in(desk.cast.mo), "plans:plan_detail", plan.pk)
    assert "Op dinsdagochtend" in words
    assert "Volgens het rooster werkt Youssef" in words
    assert "1 uur te weinig" in words


def test_too_few_at_the_desk_are_counted_in_the_sentence(desk, sign_in, answer):
    eva, unit = desk.cast.eva, desk.cast.klantcontact
    actions.change_staffing(desk.line, minimum=3, by=desk.cast.mo)
    answer(short=[short(eva, "staffing", unit)])
    plan = plan_of(desk, unit=unit)
    assert "heeft de balie maar drie mensen" in page(
        sign_in(desk.cast.mo), "plans:plan_detail", plan.pk
    )


def test_hr_sees_totals_and_no_names(desk, sign_in, answer):
    eva = desk.cast.eva
    answer(block(eva), short=[short(desk.cast.youssef, "busy")])
    plan = plan_of(desk, by=desk.cast.hanan)
    actions.accept_proposal(plan.blocks.get(), today=TODAY, by=eva)
    words = page(sign_in(desk.cast.hanan), "plans:plan_detail", plan.pk)
    assert "Eva de Vries" not in words
    assert "Youssef" not in words
    assert "Klantcontact" in words
    assert "1 medewerker" in words


def test_a_manager_asks_only_for_what_they_lead_and_hr_for_everybody(desk, sign_in):
    cast = desk.cast
    elsewhere = told(unit=str(cast.vastgoed.pk))
    assert sign_in(cast.mo).post(reverse(TEAM), elsewhere).status_code == 422
    assert sign_in(cast.mo).post(reverse(TEAM), told(unit="")).status_code == 422
    assert sign_in(cast.eva).get(reverse(TEAM)).status_code == 403
    assert not Plan.objects.exists()
    assert sign_in(cast.hanan).post(reverse(TEAM), told(unit="")).status_code == 302
    assert Plan.objects.get().unit is None


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"status": "optimal", "minutes_short": 60}, "Dat is bewezen"),
        (
            {"status": "feasible", "minutes_short": 180, "minutes_short_bound": 60},
            "hoogstens 2 uur",
        ),
    ],
)
def test_the_page_says_how_good_the_planning_is(desk, sign_in, answer, figures, sentence):
    answer(block(desk.cast.eva), **figures)
    plan = plan_of(desk, unit=desk.cast.klantcontact)
    assert sentence in page(sign_in(desk.cast.mo), "plans:plan_detail", plan.pk)


def test_a_planner_that_fails_says_so_and_changes_nothing(desk, sign_in, monkeypatch):
    def broken(_instance, _seconds):
        raise planner.NoAnswer

    monkeypatch.setattr(planner, "solve", broken)
    plan = plan_of(desk, person=desk.cast.eva, by=desk.cast.eva)
    words = page(sign_in(desk.cast.eva), "plans:plan_detail", plan.pk)
    assert "Er is niets veranderd" in words


def test_the_page_of_a_team_asks_as_much_for_three_people_as_for_one(
    desk, sign_in, answer, django_assert_num_queries
):
    unit, client = desk.cast.klantcontact, sign_in(desk.cast.mo)
    answer(block(desk.cast.eva))
    url = plan_of(desk, unit=unit).get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    answer(*(block(person, f"2026-11-2{number}T09:00", f"2026-11-2{number}T10:00")
             for number, person in enumerate(desk.people, start=4)))  # fmt: skip
    url = plan_of(desk, unit=unit).get_absolute_url()
    with django_assert_num_queries(len(one)):
        client.get(url)
