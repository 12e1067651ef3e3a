"""Before a scheme holds, HR sees what it gives to whom, and who gets nothing and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from bloei.budgets import cao, rounds
from bloei.budgets.actions import schemes
from bloei.budgets.models import Entitlement, Entry, Scheme, SchemeAssignment
from bloei.budgets.reckoning.assignment_effect import effect
from bloei.budgets.schemes.assigned import new_assignment
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.foundation.periods import period
from bloei.people.models import EmploymentTerm, Person
from bloei.people.tests.cast import CAO

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
RULE = (
    YEARLY
    + """
[eligibility]
more_than_hours_per_week = "12"
min_months_of_service = 6
min_age = 30
excluded_kinds = ["agency"]
"""
)


def terms(person):
    return EmploymentTerm.objects.filter(employment__person=person)


def without_assignment(text=RULE) -> Scheme:
    scheme = switch_on(text)
    scheme.assignments.all().delete()
    return scheme


def of(scheme, today, *, cao=CAO, unit=None, first=FIRST):
    return effect(new_assignment(scheme, cao=cao, unit=unit, first=first), today)


def reasons(found) -> dict[str, list[int]]:
    return {one.code: people for one, people in found.nothing.items()}


@pytest.mark.parametrize("name", cao.shipped_names())
@pytest.mark.parametrize("first", [date(2023, 6, 15), date(2026, 1, 1)])
def test_what_is_shown_is_what_is_booked(cast, name, first):
    EmploymentTerm.objects.update(cao="Proef")
    terms(cast.eva).update(hours_per_week=Decimal("10.5"))
    terms(cast.mo).update(kind="agency")
    Person.objects.filter(pk=cast.els.pk).update(born_on=date(1962, 3, 4))
    scheme = Scheme.objects.get(name=name)
    schemes.confirm_version(scheme.versions.get(), today=cast.today, by=cast.hanan)
    shown = of(scheme, cast.today, cao="Proef", first=first)
    schemes.assign_scheme(
        scheme, cao="Proef", first=first, key="assigned", today=cast.today, by=cast.hanan
    )
    rounds.grant_and_lapse(cast.today)
    booked: dict[int, int] = {}
    for entry in Entry.objects.filter(target__own_of__scheme=scheme, what="grant"):
        booked[entry.target.owner_id] = booked.get(entry.target.owner_id, 0) + entry.amount
    assert {one.person: one.at_once for one in shown.given if one.at_once} == booked
    everybody = {one.person for one in shown.given}.union(*shown.nothing.values())
    assert len(everybody) == shown.everybody == Person.objects.count()


def test_who_gets_nothing_is_told_with_the_reason(cast):
    terms(cast.mo).update(kind="agency")
    terms(cast.eva).update(hours_per_week=12)
    Person.objects.filter(pk=cast.stan.pk).update(born_on=date(2000, 1, 1))
    Person.objects.filter(pk=cast.els.pk).update(born_on=None)
    new = cast.hire(number="2001", unit=cast.vastgoed, since=date(2026, 11, 1))
    gone = cast.hire(number="2002", unit=cast.vastgoed, until=date(2025, 12, 31))
    found = of(without_assignment(), cast.today)
    assert reasons(found) == {
        "excluded_kind": [cast.mo.pk],
        "hours": [cast.eva.pk],
        "age": [cast.stan.pk],
        "no_birthday": [cast.els.pk],
        "service": [new.pk],
    }
    assert gone.pk not in {one.person for one in found.given}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"prorate_hours = true": "prorate_hours = true\nclamp = true"}, "no_hours"),
        ({'amount = "900.00"': 'percent = "1.5"\nof = ["salary"]'}, "no_pay"),
        ({'unit = "EUR"': 'unit = "EUR"\nvalid_until = 2025-12-31'}, "not_valid"),
        ({'joining = "months_left"': 'joining = "none"\non = "02-01"'}, "no_day"),
    ],
)
def test_other_reasons_to_get_nothing(cast, change, code):
    text = YEARLY
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    terms(cast.eva).update(hours_per_week=0, salary_cents=None)
    cast.eva.employments.update(during=period(date(2026, 3, 1)))
    terms(cast.eva).update(during=period(date(2026, 3, 1)))
    found = of(without_assignment(text), cast.today)
    assert cast.eva.pk in reasons(found)[code]


def test_who_has_a_budget_by_it_already_gets_only_what_comes_on_top(cast):
    scheme = switch_on(YEARLY, first=FIRST)
    rounds.grant_and_lapse(cast.today)
    kim = cast.hire(number="2001", cao="Graan", unit=cast.klantcontact)
    found = of(scheme, cast.today, cao="", unit=cast.klantcontact)
    assert [one.person for one in found.given] == [kim.pk]
    assert cast.eva.pk in reasons(found)["already"]
    # The old assignment has ended: the new one goes on where it stopped.
    scheme.assignments.update(during=period(FIRST, date(2026, 12, 31)))
    later = of(scheme, cast.today, cao=CAO, first=date(2027, 1, 1))
    eva = next(one for one in later.given if one.person == cast.eva.pk)
    assert (eva.at_once, eva.later) == (0, 90000 * 28 // 36)


def test_until_is_a_year_further_or_today(cast):
    scheme = without_assignment()
    assert of(scheme, cast.today).until == date(2026, 12, 31)
    assert of(scheme, cast.today, first=date(2024, 3, 1)).until == cast.today


def test_looking_writes_nothing_and_asks_as_many_queries_for_many(
    cast, django_assert_max_num_queries
):
    scheme = without_assignment()
    with django_assert_max_num_queries(14):
        of(scheme, cast.today)
    for number in range(30):
        cast.hire(number=f"3{number:03}", unit=cast.vastgoed)
    with django_assert_max_num_queries(14):
        assert len(of(scheme, cast.today).given) > 30
    assert not Entry.objects.exists()
    assert not Entitlement.objects.exists()


def url(scheme, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("budgets:scheme_assign", args=[scheme.name]) + f"?{query}"


def test_hr_looks_confirms_and_only_then_it_holds(cast, sign_in):
    scheme, hanan = without_assignment(), sign_in(cast.hanan)
    terms(cast.mo).update(kind="agency")
    page = hanan.get(url(scheme, cao=CAO, unit="", first="2026-01-01"))
    text = page.content.decode().replace("\u00a0", " ")
    assert "mensen krijgen een budget" in text
    assert "1 persoon krijgt niets" in text
    assert "De regeling is niet voor uitzendkrachten." in text
    assert cast.mo.full_name in text
    assert "Jaarlijkse toekenning 2026: 900,00 × 36/36." in text
    assert not SchemeAssignment.objects.filter(scheme=scheme).exists()
    form = page.context["form"]
    told = {name: form[name].value() or "" for name in ("cao", "unit", "first", "key")}
    for _twice in range(2):
        assert hanan.post(url(scheme), told).status_code == 302
    assert SchemeAssignment.objects.filter(scheme=scheme).count() == 1


def test_what_could_not_hold_is_refused_before_the_preview(cast, sign_in):
    hanan, scheme = sign_in(cast.hanan), switch_on(YEARLY)
    example = Scheme.objects.get(name="provincies")
    for address in (
        url(scheme, cao=CAO, first="2026-01-01"),
        url(example, cao=CAO, first="2026-01-01"),
        url(scheme, cao=CAO, first="x"),
        url(scheme),
    ):
        answer = hanan.get(address)
        assert answer.status_code == 422
        assert answer.context["form"].errors


def test_a_cao_under_which_nobody_works_may_hold_too(cast, sign_in):
    scheme = without_assignment()
    terms(cast.eva).update(cao="Graan", during=period(date(2024, 1, 1), date(2025, 1, 1)))
    page = sign_in(cast.hanan).get(url(scheme, cao="Graan", first="2026-01-01"))
    assert "Hier werkt nu niemand onder" in page.content.decode()


def test_nobody_is_named_beside_their_pay(cast, sign_in):
    text = YEARLY.replace('amount = "900.00"', 'percent = "1.5"\nof = ["salary"]')
    page = sign_in(cast.hanan).get(url(without_assignment(text), cao=CAO, first="2026-01-01"))
    shown = page.content.decode().partition("<main")[2]
    assert "1,5% van" in shown
    assert "Een collega" in shown
    assert cast.eva.full_name not in shown
