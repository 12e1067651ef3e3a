"""Who left belongs to the part of the tree where they worked last; its HR sees them there."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bloei.foundation import clock
from bloei.people import actions
from bloei.people.access import LIST_PEOPLE, MANAGE_PEOPLE, SEE_PERSON, SEE_TERMS
from bloei.people.actions import Terms
from bloei.people.models import Person
from bloei.people.roles import Role
from bloei.people.tests.cast import SINCE, TODAY, hire

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = TODAY - DAY


@pytest.fixture
def parts(cast):
    """Two HR advisers: one of the part of the customer desk, one of another part."""
    with clock.fixed(TODAY):
        for number, (name, unit) in enumerate(
            {"fien": cast.klantcontact, "gijs": cast.vastgoed}.items(), start=1051
        ):
            person = hire(number=str(number), given=name.title(), unit=cast.personeel)
            actions.grant_role(
                person=person, role=Role.HR, unit=unit, from_on=TODAY, key=name, by=None
            )
            setattr(cast, name, Person.objects.get(pk=person.pk))
        yield cast


def leave(person: Person, last_on: date = LAST) -> None:
    actions.end_employment(person.employments.get(), last_on=last_on, today=TODAY, by=None)


def change_unit(person: Person, unit, from_on: date) -> None:
    terms = Terms(hours_per_week=Decimal(36), unit=unit)
    employment = person.employments.get()
    actions.change_employment_term(employment, from_on=from_on, terms=terms, today=TODAY, by=None)


def seen_by(cast, person: Person) -> list[str]:
    """Return which advisers see somebody, in every way there is; these never differ."""
    ways = [
        [name for name in ("fien", "gijs", "hanan") if asked.allows(getattr(cast, name), person)]
        for asked in (SEE_PERSON, LIST_PEOPLE, SEE_TERMS, MANAGE_PEOPLE)
    ]
    assert all(way == ways[0] for way in ways)
    return ways[0]


def test_who_left_is_seen_by_hr_of_the_part_where_they_worked_last(parts):
    person = hire(number="2001", unit=parts.klantcontact)
    leave(person)
    assert not Person.objects.get(pk=person.pk).is_working
    assert seen_by(parts, person) == ["fien", "hanan"]


def test_the_last_part_counts_and_not_an_earlier_one(parts):
    person = hire(number="2001", unit=parts.vastgoed)
    change_unit(person, parts.klantcontact, TODAY - 30 * DAY)
    leave(person)
    assert seen_by(parts, person) == ["fien", "hanan"]


def test_who_left_without_a_unit_belongs_where_they_had_one_last(parts):
    person = hire(number="2001", unit=parts.klantcontact)
    change_unit(person, None, TODAY - 30 * DAY)
    assert seen_by(parts, person) == ["hanan"], "who works without a unit is in no part"
    leave(person)
    assert seen_by(parts, person) == ["fien", "hanan"]
    actions.rebuild_today(TODAY)
    assert seen_by(parts, person) == ["fien", "hanan"]


def test_who_never_had_a_unit_is_seen_by_hr_of_everything_only(parts):
    person = hire(number="2001", unit=None)
    leave(person)
    assert seen_by(parts, person) == ["hanan"]


def test_who_comes_back_elsewhere_belongs_there(parts):
    person = hire(number="2001", unit=parts.klantcontact, since=SINCE, until=TODAY - 60 * DAY)
    terms = Terms(hours_per_week=Decimal(36), unit=parts.vastgoed)
    actions.start_employment(
        person=person, from_on=TODAY, terms=terms, today=TODAY, key="again", by=None
    )
    assert seen_by(parts, person) == ["gijs", "hanan"]


def test_a_unit_that_was_closed_keeps_its_leavers_in_its_part(parts):
    team = actions.create_unit(
        code="T9", name="T9", parent=parts.klantcontact, from_on=SINCE, today=TODAY, key="t9",
        by=None,
    )  # fmt: skip
    person = hire(number="2001", unit=team)
    leave(person)
    actions.close_unit(team, last_on=LAST, today=TODAY, by=None)
    actions.rebuild_today(TODAY + DAY)
    assert seen_by(parts, person) == ["fien", "hanan"]
