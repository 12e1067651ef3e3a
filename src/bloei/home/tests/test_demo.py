from datetime import date

import pytest

from bloei.budgets import demo as budgets
from bloei.budgets import statements
from bloei.budgets.models import Application
from bloei.home import demo
from bloei.people import demo as people
from bloei.people.models import Person

TODAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_the_story_of_eva_is_the_story_of_the_design():
    people.build_cast(today=TODAY)
    budgets.build_cast(today=TODAY)
    demo.build_cast(today=TODAY)
    money = statements.budgets_of(Person.objects.get(number="1003"), TODAY)[0]
    shown = (money.spent, money.reserved, money.soon, money.stays)
    assert shown == (62_000, 20_000, 38_000, 80_000)
    waiting = Application.objects.filter(state="asked").values_list("person__number", flat=True)
    assert set(waiting) == {"1017", "1012", "1015"}


@pytest.mark.django_db
def test_the_crowd_leaves_much_unused_and_builds_without_an_error():
    people.build_cast(today=TODAY)
    budgets.build_cast(today=TODAY)
    demo.build_cast(today=TODAY)
    people.build_crowd(people=60, today=TODAY)
    budgets.build_crowd(people=60, today=TODAY)
    demo.build_crowd(people=60, today=TODAY)
    crowd = Application.objects.filter(person__number__gte="2000")
    assert 5 < crowd.values("person").distinct().count() < 35
