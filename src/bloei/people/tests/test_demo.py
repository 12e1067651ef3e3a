from datetime import date

import pytest

from bloei.people import demo
from bloei.people.models import Lead, Person

TODAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_de_linde_has_its_cast_and_its_crowd_and_everybody_has_a_leader():
    demo.build_cast(today=TODAY)
    demo.build_crowd(people=120, today=TODAY)
    assert Person.objects.count() == 120
    eva = Person.objects.get(number="1003")
    mo = Person.objects.get(number="1002")
    assert Lead.objects.get(person=eva, leader=mo).depth == 1
    without = (
        Person.objects.working().exclude(led_by__isnull=False).values_list("number", flat=True)
    )
    assert list(without) == ["1001"]


@pytest.mark.django_db
def test_de_linde_is_the_same_every_time():
    demo.build_cast(today=TODAY)
    demo.build_crowd(people=60, today=TODAY)
    demo.build_crowd(people=60, today=TODAY)
    assert Person.objects.count() == 60
