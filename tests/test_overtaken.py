"""Two people do at once what cannot both be: the second gets a sentence, never an error page.

Two connections and a database in which things really commit. The one who is first holds its
transaction open until the other waits for it, so the race happens every time.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.viewers import freshen

from bloei.budgets import actions as budgets
from bloei.budgets.actions.teams import make_team_budget
from bloei.budgets.models import Application, Entitlement, Measure
from bloei.budgets.rounds import grant_and_lapse
from bloei.budgets.rules import State
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation import audit, clock, overtaken
from bloei.foundation.actions import action
from bloei.foundation.tests.waiting import until_it_waits
from bloei.learning import actions as learning
from bloei.learning.models import Goal
from bloei.people import actions as people
from bloei.people.models import Person, Unit
from bloei.people.tests.cast import TODAY
from bloei.people.views import units as unit_pages
from bloei.planning import actions as planning
from bloei.planning import rounds as planning_rounds
from bloei.planning.actions.rosters import UsualShift, set_pattern
from bloei.planning.models import WorkingPattern

pytestmark = pytest.mark.slow
KEY = "een-sleutel-1"
HOURS = YEARLY.replace("leerbudget", "leertijd").replace('"EUR"', '"HOURS"').replace("900.00", "40")


@pytest.fixture
def cast(cloned_database, cast):
    return cast


@pytest.fixture
def offer(cast):
    """What Eva may apply for, with a budget of her own."""
    switch_on(YEARLY)
    switch_on(HOURS, name="leertijd", measure=Measure.MINUTES)
    grant_and_lapse(TODAY)
    facts = {"title": "Helder schrijven", "kind": "training", "price_cents": 30_000}
    return learning.create_offer(facts=facts, provider="Taalhuis", key="o", by=cast.joost)


def browser(person: Person) -> Client:
    client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="nl")
    client.force_login(person)
    freshen(client, person)
    return client


@contextmanager
def meanwhile(person: Person, url: str, told: dict):
    """Do what stands inside while somebody else sends a form; yield where the answer will be."""
    client = browser(person)
    answers: list = []
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            yield answers
            running = other.submit(_send, client, url, told)
            until_it_waits(running)
        answers.append(running.result(timeout=30))


def _send(client: Client, url: str, told: dict):
    try:
        with clock.fixed(TODAY):
            return client.post(url, told, follow=True)
    finally:
        connection.close()


def refused(answers, sentence: str) -> None:
    assert answers[0].status_code in {200, 422}, answers[0].status_code
    assert sentence in answers[0].content.decode()


def two_who_add_one_person(cast) -> list:
    told = {
        "number": "4001", "given_name": "Kim", "family_name": "Vis", "from_on": "2026-12-01",
        "hours_per_week": "36", "unit": cast.klantcontact.pk, "key": KEY,
    }  # fmt: skip
    with meanwhile(cast.hanan, reverse("people:person_add"), told) as answers:
        people.create_person(
            number="4001", given_name="Kim", family_name="Vos", key="other", by=cast.sam
        )
    return answers


def test_of_two_who_add_one_person_the_second_reads_that_the_number_is_taken(cast):
    refused(two_who_add_one_person(cast), "Iemand anders heeft dit nummer")


def test_asked_only_once_the_second_would_get_an_error_page(cast, monkeypatch):
    monkeypatch.setattr(overtaken, "is_overtaken", lambda _exception: False)
    assert two_who_add_one_person(cast)[0].status_code == 500


def test_of_two_who_make_one_unit_the_second_reads_that_the_code_is_taken(cast):
    told = {
        "code": "NW", "name": "Nieuw", "parent": cast.de_linde.pk, "from_on": "2026-12-01",
        "key": KEY,
    }  # fmt: skip
    with meanwhile(cast.hanan, reverse("people:unit_add"), told) as answers:
        people.create_unit(
            code="NW", name="Ook nieuw", parent=cast.de_linde, from_on=TODAY, today=TODAY,
            key="other", by=cast.sam,
        )  # fmt: skip
    refused(answers, "heeft deze code")


def test_of_two_who_give_a_team_a_budget_the_second_reads_that_it_is_there(cast):
    told = {"unit": cast.klantcontact.pk, "year": 2026, "amount": "100", "owner": "1002"}
    told["key"] = KEY
    with meanwhile(cast.hanan, reverse("budgets:team_budget_new"), told) as answers:
        make_team_budget(
            unit=cast.klantcontact, year=2026, amount=1, owner=cast.mo, today=TODAY, key="other",
            by=cast.sam,
        )  # fmt: skip
    refused(answers, "al een budget")


def test_of_two_who_put_one_code_in_the_catalogue_the_second_reads_that_it_is_taken(cast):
    facts = {"title": "BHV", "kind": "training", "code": "B1"}
    told = facts | {"provider": "Rode Kruis", "vat_percent": 21, "language": "nl", "key": KEY}
    learning.create_offer(facts=facts | {"code": "B0"}, provider="Rode Kruis", key="p", by=cast.sam)
    with meanwhile(cast.joost, reverse("learning:offer_add"), told) as answers:
        learning.create_offer(facts=facts, provider="Rode Kruis", key="other", by=cast.sam)
    refused(answers, "heeft al aanbod met deze code")


def shifts(cast, by, at: int, key: str):
    hours = [UsualShift(day, at * 60, at * 60 + 240) for day in range(5)]
    return set_pattern(cast.eva, shifts=hours, first=TODAY, key=key, by=by)


def test_of_two_who_say_when_somebody_works_the_last_one_stands(cast):
    told = {"first": "2026-11-23", "key": KEY, "w0_d0_from": "13:00", "w0_d0_until": "17:00"}
    url = reverse("rosters:person_roster", args=[cast.eva.pk])
    with meanwhile(cast.mo, url, told) as answers:
        shifts(cast, cast.anneke, 8, "other")
    assert answers[0].status_code == 200
    assert WorkingPattern.objects.get(person=cast.eva).shifts.get().from_minute == 13 * 60


def test_of_two_who_choose_a_leader_the_last_one_stands(cast):
    told = {"leader": cast.stan.number, "from_on": "2026-11-23", "key": KEY}
    url = reverse("people:unit_lead", args=[cast.personeel.pk])
    with meanwhile(cast.hanan, url, told) as answers:
        people.appoint_leader(
            unit=cast.personeel, person=cast.els, from_on=TODAY, today=TODAY, key="other",
            by=cast.sam,
        )  # fmt: skip
    assert answers[0].status_code == 200
    assert cast.personeel.leaders.get().person == cast.stan


def application(cast, offer, key="a", by=None):
    return budgets.file_application(
        person=cast.eva, offer=offer, price_cents=30_000, payer="employer", today=TODAY, key=key,
        by=by or cast.eva,
    )  # fmt: skip


def test_of_two_who_apply_for_the_same_the_second_reads_that_it_was_done(cast, offer):
    learning.wish(person=cast.eva, offer=offer, key="w", by=cast.eva)
    told = {"price": "300", "payer": "employer", "why": "", "key": KEY, "person": cast.eva.number}
    with meanwhile(cast.mo, reverse("budgets:application_form", args=[offer.pk]), told) as answers:
        application(cast, offer)
    refused(answers, "al aangevraagd")
    assert Application.objects.get().filed_by == cast.eva


def asked_and_refused(cast, offer):
    asked = application(cast, offer, by=cast.anneke)
    return budgets.decide_application(asked, agree=False, answer="Nee", today=TODAY, by=cast.mo)


def test_a_refusal_that_is_taken_back_while_it_is_asked_anew_stays(cast, offer):
    refusal = asked_and_refused(cast, offer)
    url = reverse("budgets:application_undo", args=[refusal.pk])
    with meanwhile(cast.mo, url, {}) as answers:
        application(cast, offer, key="b")
    refused(answers, "tien minuten")
    refusal.refresh_from_db()
    assert refusal.state == State.REFUSED


def test_what_somebody_begins_while_it_is_taken_back_goes_on(cast, offer):
    agreed = application(cast, offer)
    assert agreed.state == State.AGREED
    url = reverse("budgets:application_undo", args=[agreed.pk])
    with meanwhile(cast.eva, url, {}) as answers:
        learning.move_participation(agreed.participation, to="under_way", by=cast.eva)
    refused(answers, "tien minuten")
    agreed.refresh_from_db()
    assert agreed.state == State.AGREED


def test_a_decision_about_what_is_just_taken_back_gets_a_sentence(cast, offer):
    asked = application(cast, offer, by=cast.mo)
    url = reverse("budgets:application_decide", args=[asked.pk])
    with meanwhile(cast.anneke, url, {"answer": "Goed", "verdict": "agree"}) as answers:
        budgets.undo_application(asked, now=clock.now(), by=cast.mo)
    assert answers[0].status_code in {404, 422}


def fixed_hour(desk) -> tuple:
    """Return a fixed hour of the team, and the first time of it of Eva."""
    series = planning.set_series(
        unit=desk.cast.klantcontact, every="week", first=TODAY + timedelta(days=1),
        last=TODAY + timedelta(days=99), from_minute=600, minutes=60, today=TODAY, key="s",
        by=desk.cast.mo,
    )  # fmt: skip
    planning_rounds.fill(series, TODAY)
    return series, series.blocks.filter(person=desk.cast.eva).earliest("during")


def test_who_takes_a_time_away_while_the_fixed_hour_ends_stops_nobody(desk):
    series, block = fixed_hour(desk)
    url = reverse("plans:series_end", args=[series.pk])
    with meanwhile(desk.cast.mo, url, {"last": "2026-11-23"}) as answers:
        planning.cancel_block(block, today=TODAY, by=desk.cast.eva)
    assert answers[0].status_code == 200
    series.refresh_from_db()
    assert series.ended_on


def test_hours_that_somebody_else_just_used_are_not_kept_apart_twice(desk, offer):
    eva = desk.cast.eva
    own = Entitlement.objects.get(person=eva, scheme__name="leertijd").own
    url = reverse("planning:block_plan")
    told = {"moment": "2026-11-24T10:00/2026-11-24T12:00", "key": KEY}
    with meanwhile(eva, url, told) as answers:
        budgets.set_time_apart(
            eva, minutes=own.balance - 30, day=TODAY, about="block:0", round_=1, today=TODAY,
            by=eva,
        )  # fmt: skip
    assert answers[0].status_code == 200
    assert eva.learning_blocks.get().reserved_minutes == 30


def crosswise(cast, monkeypatch) -> int:
    """Let two people wait for each other; return what the one gets who waited first, and lost."""
    rename_one = people.rename_unit

    @action
    def rename_two(unit: Unit, *, name: str, by: Person) -> None:
        rename_one(unit, name=name, by=by)
        rename_one(cast.vastgoed, name=f"naast {name}", by=by)
        audit.record("units.renamed", unit, by=by)

    client = browser(cast.hanan)
    url = reverse("people:unit_rename", args=[cast.klantcontact.pk])
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            rename_one(cast.vastgoed, name="Anders", by=cast.sam)
            monkeypatch.setattr(unit_pages.actions, "rename_unit", rename_two)
            running = other.submit(_send, client, url, {"name": "Balie"})
            until_it_waits(running)
            Unit.objects.filter(pk=cast.klantcontact.pk).update(name="Anders")
        return running.result(timeout=30).status_code


def names(cast) -> list[str]:
    rows = Unit.objects.filter(pk__in=[cast.klantcontact.pk, cast.vastgoed.pk])
    return list(rows.order_by("pk").values_list("name", flat=True))


def test_of_two_who_wait_for_each_other_both_get_done(cast, monkeypatch):
    assert crosswise(cast, monkeypatch) == 200
    assert names(cast) == ["Balie", "naast Balie"]


def test_asked_only_once_one_of_the_two_would_have_to_send_it_again(cast, monkeypatch):
    monkeypatch.setattr(overtaken, "is_overtaken", lambda _exception: False)
    assert crosswise(cast, monkeypatch) == 503
    assert names(cast) == ["Anders", "Anders"]


def test_a_mistake_of_ours_is_tried_twice_and_no_more(cast, monkeypatch):
    tried = []

    def mistaken(*_given, **_known):
        tried.append(1)
        raise IntegrityError("a mistake of ours")

    monkeypatch.setattr(unit_pages.actions, "rename_unit", mistaken)
    url = reverse("people:unit_rename", args=[cast.klantcontact.pk])
    assert browser(cast.hanan).post(url, {"name": "Balie"}).status_code == 500
    assert len(tried) == 2


def test_a_form_that_waited_for_the_password_is_not_lost(cast, offer, monkeypatch):
    asked = application(cast, offer, by=cast.anneke)
    url = reverse("budgets:application_decide", args=[asked.pk])
    cast.mo.set_password(cast.password)
    cast.mo.save()
    client = Client(raise_request_exception=False)
    client.force_login(cast.mo)
    again = client.post(url, {"decision": "yes", "answer": ""})["Location"]
    decide, tried = budgets.decide_application, []

    def overtaken_once(*given, **known):
        tried.append(1)
        if len(tried) == 1:
            raise IntegrityError("somebody was quicker")
        return decide(*given, **known)

    monkeypatch.setattr(budgets, "decide_application", overtaken_once)
    assert client.post(again, {"password": cast.password}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, len(tried)) == (State.AGREED, 2)


def test_what_is_gone_at_the_second_look_is_not_found(cast, monkeypatch):
    goal = learning.set_goal(person=cast.eva, text="Beter schrijven", key="g", by=cast.eva)

    def too_late(goal, **_known):
        goal.delete()
        raise Goal.DoesNotExist

    monkeypatch.setattr(learning, "reach_goal", too_late)
    url = reverse("learning:goal_change", args=[goal.pk])
    assert browser(cast.eva).post(url, {"verb": "reach"}).status_code == 404
