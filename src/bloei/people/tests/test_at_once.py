"""Rows of several tables in one question: as many rows, in their order, with every column."""

import pytest
from django.db.models import F

from bloei.foundation import at_once
from bloei.people.models import Employment, Person, Unit

pytestmark = pytest.mark.django_db


def test_sets_of_different_shape_come_in_one_question(cast, django_assert_num_queries):
    people = Person.objects.order_by("number").values_list("number", "unit")
    units = Unit.objects.order_by("code").values_list("code")
    with django_assert_num_queries(1):
        found, codes = at_once.rows(people, units)
    assert found == [list(row) for row in people]
    assert codes == [[code] for (code,) in units]


def test_two_columns_of_one_name_are_both_there(cast):
    rows = Person.objects.filter(pk=cast.eva.pk).values_list("pk", "unit__pk", "unit__name")
    ((pk, unit, name),) = at_once.rows(rows)[0]
    assert (pk, unit, name) == (cast.eva.pk, cast.klantcontact.pk, "Klantcontact")


def test_no_rows_and_what_can_have_none_are_empty(cast):
    nobody = Person.objects.filter(number="x").values_list("pk")
    never = Person.objects.none().values_list("pk")
    eva = Person.objects.filter(pk=cast.eva.pk).values_list("given_name")
    assert at_once.rows(nobody, never, eva) == [[], [], [["Eva"]]]


def test_days_come_as_iso_text_and_an_open_end_as_none(cast):
    rows = Employment.objects.filter(person=cast.eva).annotate(begins=F("during__startswith"))
    found = at_once.rows(rows.values_list("begins", "during__endswith"))
    assert found == [[["2024-01-01", None]]]


def test_what_is_counted_and_what_is_read_come_in_one_question(cast, django_assert_num_queries):
    people, nobody = Person.objects.all(), Person.objects.none()
    by_hand = "select p.given_name from people_person p where p.id = %s"
    names = Person.objects.raw(by_hand, [cast.eva.pk])
    with django_assert_num_queries(1) as asked:
        numbers, (found,) = at_once.asked([people, nobody, Person.objects.all()], [names])
    assert numbers == [len(people), 0, len(people)]
    assert found == [["Eva"]]
    assert asked.captured_queries[0]["sql"].count("count(*)") == 2  # the same rows once


def test_nothing_to_ask_is_no_question(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert at_once.asked([], []) == ([], [])
