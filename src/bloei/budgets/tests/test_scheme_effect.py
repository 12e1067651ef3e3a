"""Before a rule changes, HR sees what it does to the people who are under it."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.budgets import rounds
from bloei.budgets.models import Entitlement, SchemeVersion
from bloei.budgets.reckoning.scheme_effect import effect
from bloei.budgets.schemes.rulebook import read
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation import clock

pytestmark = pytest.mark.django_db
TODAY, FIRST = date(2026, 11, 23), date(2026, 12, 1)
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def scheme(cast):
    made = switch_on(YEARLY, first=date(2026, 1, 1))
    rounds.grant_and_lapse(TODAY)
    return made


def changed(text) -> dict:
    return {"key": "a-key-of-this-test", "text": text, "first": FIRST.isoformat(), "people": "1"}


def test_a_higher_amount_gives_everybody_who_works_here_more_from_the_next_grant_on(cast, scheme):
    found = effect(scheme, read(YEARLY.replace("900.00", "1000.00")), FIRST, TODAY)
    people = Entitlement.objects.filter(scheme=scheme, person__is_working=True)
    assert found.until == date(2027, 11, 30)
    assert {one.person for one in found.differences} == set(people.values_list("person", flat=True))
    eva = next(one for one in found.differences if one.person == cast.eva.pk)
    assert 0 < eva.becomes - eva.was <= 10_000
    assert (found.less, found.more > 0) == (0, True)


def test_what_is_the_same_rule_makes_no_difference(cast, scheme):
    found = effect(scheme, read(YEARLY), FIRST, TODAY)
    assert found.differences == ()
    assert found.looked_at == found.everybody > 0


def test_the_largest_differences_are_of_people_whose_balance_one_may_see(cast, scheme):
    found = effect(scheme, read(YEARLY.replace("900.00", "1000.00")), FIRST, TODAY)
    assert 1 <= len(found.largest(cast.hanan)) <= 5
    assert [row["name"] for row in found.largest(cast.stan)] == [cast.stan.full_name]


def test_hr_looks_before_the_rule_changes_and_nothing_is_written(cast, sign_in, scheme):
    versions = SchemeVersion.objects.count()
    text = YEARLY.replace("900.00", "1000.00")
    address = reverse("budgets:scheme_change", args=[scheme.name]) + "?as=text"
    answer = sign_in(cast.hanan).post(address, changed(text), **DUTCH)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Wat het met onze mensen doet" in page
    assert "Er is nog niets veranderd." in page
    assert SchemeVersion.objects.count() == versions


def test_the_engine_asks_as_many_queries_for_many_as_for_one(
    cast, scheme, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        effect(scheme, read(YEARLY.replace("900.00", "1000.00")), FIRST, TODAY)
