"""Whom a new offer may suit: a few queries for everybody, and never what was dismissed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bloei.learning import actions, listeners
from bloei.learning.events import OfferPublished, OffersImported
from bloei.learning.models import Offer
from bloei.learning.nudges import NUDGES, chose_something, new_and_fitting, whom_it_fits
from bloei.notifications.models import NudgeCase
from bloei.notifications.nudge import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast) -> Offer:
    facts = {"title": "Helder schrijven", "kind": "training", "price_cents": 38_000}
    return actions.create_offer(facts=facts, skills=["Schrijven"], key="o", by=cast.joost)


def test_a_new_offer_is_told_to_whose_goal_it_fits_at_once(cast, offer):
    actions.set_goal(person=cast.eva, text="Beter schrijven", key="g", by=cast.eva)
    with CaptureQueriesContext(connection) as queries:
        (found,) = new_and_fitting(cast.today)
    assert len(queries) <= 5
    assert found.person_id == cast.eva.pk
    written = write(NUDGES[0], found.params, "en")
    assert "Helder schrijven" in written.title
    assert written.offers[0]["price_cents"] == 38_000


def test_an_interest_is_enough_and_another_person_hears_nothing(cast, offer):
    actions.choose_interests(cast.stan, skills=offer.skills.all(), by=cast.stan)
    assert [one.person_id for one in new_and_fitting(cast.today)] == [cast.stan.pk]
    assert new_and_fitting(cast.today, among=[cast.eva.pk]) == []


def test_what_was_dismissed_taken_withdrawn_or_is_old_is_no_news(cast, offer):
    for person in (cast.eva, cast.stan):
        actions.choose_interests(person, skills=offer.skills.all(), by=person)
    actions.dismiss_offer(offer, person=cast.eva, by=cast.eva)
    actions.wish(person=cast.stan, offer=offer, key="w", by=cast.stan)
    assert new_and_fitting(cast.today) == []
    actions.recall_offer(offer, person=cast.eva, by=cast.eva)
    assert len(new_and_fitting(cast.today)) == 1
    assert new_and_fitting(cast.today.replace(month=12, day=28)) == []
    actions.withdraw_offer(offer, by=cast.joost)
    assert new_and_fitting(cast.today) == []


def test_the_outcome_counts_who_chose_something(cast, offer):
    actions.wish(person=cast.stan, offer=offer, key="w", by=cast.stan)
    both = [cast.eva.pk, cast.stan.pk]
    assert chose_something(both, cast.today, cast.today) == {cast.stan.pk}


def test_a_new_offer_is_told_at_once_to_whom_it_fits_and_once(cast, offer):
    for person in (cast.eva, cast.stan):
        actions.choose_interests(person, skills=offer.skills.all(), by=person)
    for _time in range(2):  # a job may run twice
        listeners.tell_of_offer(OfferPublished(offer.pk))
    told = NudgeCase.objects.filter(nudge="learning.new_offer")
    assert sorted(told.values_list("person", flat=True)) == sorted([cast.eva.pk, cast.stan.pk])


def test_a_file_of_offers_is_told_at_once_in_as_many_queries_for_one_as_for_all(cast, offer):
    actions.choose_interests(cast.eva, skills=offer.skills.all(), by=cast.eva)
    event = OffersImported(first_on=cast.today.isoformat(), count=1)
    with CaptureQueriesContext(connection) as for_one:
        listeners.tell_of_offers(event)
    NudgeCase.objects.all().delete()
    for person in (cast.stan, cast.hanan, cast.mo):
        actions.choose_interests(person, skills=offer.skills.all(), by=person)
    with CaptureQueriesContext(connection) as for_all:
        listeners.tell_of_offers(event)
    assert NudgeCase.objects.filter(nudge="learning.new_offer").count() == 4
    assert len(for_all) <= len(for_one)


def test_an_older_or_withdrawn_offer_that_is_told_late_reaches_nobody(cast, offer):
    actions.choose_interests(cast.eva, skills=offer.skills.all(), by=cast.eva)
    assert whom_it_fits(cast.today, offers=[offer.pk]) == {cast.eva.pk}
    assert whom_it_fits(cast.today, since=cast.today.replace(day=24)) == set()
    actions.withdraw_offer(offer, by=cast.joost)
    listeners.tell_of_offer(OfferPublished(offer.pk))
    assert not NudgeCase.objects.filter(nudge="learning.new_offer").exists()
