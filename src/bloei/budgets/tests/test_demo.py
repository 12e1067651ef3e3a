from datetime import date

import pytest

from bloei.budgets import demo
from bloei.budgets.balances import statements
from bloei.budgets.models import Entry
from bloei.people import demo as people
from bloei.people.models import Person

TODAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_eva_has_two_thousand_euros_of_five_years():
    people.build_cast(today=TODAY)
    demo.build_cast(today=TODAY)
    eva = Person.objects.get(number="1003")
    money, hours = statements.budgets_of(eva, TODAY)
    assert (money.free, money.soon) == (200_000, 120_000)
    assert hours.free == 2 * 28 * 60
    care = Person.objects.get(number="1023")
    assert Entry.objects.filter(target__owner=care, what="grant").count() > 30
