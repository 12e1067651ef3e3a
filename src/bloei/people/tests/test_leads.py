"""Who leads whom: today's table and the history agree with a walk by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bloei.foundation import clock
from bloei.people import actions, queries
from bloei.people.actions import Terms
from bloei.people.models import Lead, Person, UnitClosure
from bloei.people.plan import TERM_FIELDS

pytestmark = pytest.mark.django_db


def leaders(person):
    rows = Lead.objects.filter(person=person).order_by("depth")
    return [row.leader for row in rows.select_related("leader")]


def test_the_leader_of_the_unit_leads_and_above_that_the_unit_above(cast):
    assert leaders(cast.eva) == [cast.mo, cast.anneke]


def test_a_leader_of_a_unit_is_led_from_above_never_by_themselves(cast):
    assert leaders(cast.mo) == [cast.anneke]
    assert leaders(cast.anneke) == []


def test_a_unit_without_a_leader_is_led_from_above(cast):
    assert leaders(cast.hanan) == [cast.anneke]


def test_a_personal_manager_goes_before_the_leader_of_the_unit(cast):
    kim = cast.hire(number="2001", unit=cast.klantcontact, manager=cast.els)
    assert leaders(kim) == [cast.els, cast.anneke]


def test_when_the_personal_manager_left_the_leader_of_the_unit_leads(cast):
    kim = cast.hire(number="2001", unit=cast.klantcontact, manager=cast.stan)
    leave(cast.stan, on=date(2026, 11, 22), today=cast.today)
    assert leaders(kim) == [cast.mo, cast.anneke]


def test_a_circle_of_managers_ends(cast):
    one = cast.hire(number="2001", manager=cast.stan)
    two = cast.hire(number="2002", manager=one)
    change(one, today=cast.today, manager=two)
    assert set(leaders(one)) == {two}
    assert set(leaders(two)) == {one}


def test_history_answers_who_led_on_any_day(cast):
    actions.appoint_leader(
        unit=cast.klantcontact,
        person=cast.stan,
        from_on=date(2026, 7, 1),
        today=cast.today,
        key="stan-leads",
        by=cast.hanan,
    )
    assert queries.leader_of(cast.eva, date(2026, 6, 30)) == cast.mo
    assert queries.leader_of(cast.eva, date(2026, 7, 1)) == cast.stan
    assert queries.leader_of(cast.eva, date(2020, 1, 1)) is None


def test_history_knows_where_a_moved_unit_stood(cast):
    actions.move_unit(
        cast.klantcontact,
        parent=cast.vastgoed,
        from_on=date(2026, 9, 1),
        today=cast.today,
        by=cast.hanan,
    )
    assert queries.leaders_of(cast.eva, date(2026, 8, 31)) == [cast.mo, cast.anneke]
    assert queries.leaders_of(cast.eva, cast.today) == [cast.mo, cast.els, cast.anneke]
    assert leaders(cast.eva) == [cast.mo, cast.els, cast.anneke]


def test_a_move_in_the_future_changes_nothing_today(cast):
    day = cast.today + timedelta(days=30)
    actions.move_unit(
        cast.klantcontact, parent=cast.vastgoed, from_on=day, today=cast.today, by=cast.hanan
    )
    assert leaders(cast.eva) == [cast.mo, cast.anneke]
    with clock.fixed(day):
        actions.turn_the_day(today=day)
        assert leaders(cast.eva) == [cast.mo, cast.els, cast.anneke]
        assert UnitClosure.objects.filter(above=cast.vastgoed, below=cast.klantcontact).exists()


def test_a_unit_never_comes_to_stand_below_itself(cast):
    with pytest.raises(actions.StandsBelowItself):
        actions.move_unit(
            cast.de_linde,
            parent=cast.klantcontact,
            from_on=cast.today,
            today=cast.today,
            by=cast.hanan,
        )


def test_a_leaver_is_never_the_approver_and_leads_nobody(cast):
    assert queries.approver_for(cast.eva, cast.today).leader == cast.mo
    leave(cast.mo, on=date(2026, 11, 22), today=cast.today)
    assert queries.approver_for(cast.eva, cast.today).leader == cast.anneke
    assert not Lead.objects.filter(leader=cast.mo).exists()
    assert queries.leader_of(cast.eva, date(2026, 11, 20)) == cast.mo


def test_a_leaver_who_comes_back_does_not_lead_again_by_itself(cast):
    leave(cast.mo, on=date(2026, 10, 31), today=cast.today)
    actions.start_employment(
        person=cast.mo,
        from_on=date(2026, 11, 15),
        terms=Terms(hours_per_week=Decimal(24), unit=cast.vastgoed),
        today=cast.today,
        key="mo-again",
        by=cast.hanan,
    )
    assert not Lead.objects.filter(leader=cast.mo).exists()
    assert leaders(cast.mo) == [cast.els, cast.anneke]


def test_a_deputy_stands_in_but_never_for_themselves(cast):
    kim = cast.hire(number="2001", unit=cast.klantcontact)
    actions.appoint_deputy(
        leader=cast.mo, deputy=kim, from_on=cast.today, key="kim-for-mo", by=cast.mo
    )
    assert queries.approver_for(cast.eva, cast.today).deputies == (kim,)
    assert queries.approver_for(kim, cast.today).deputies == ()


def test_a_small_rebuild_gives_the_same_as_a_rebuild_of_everything(cast):
    kim = cast.hire(number="2001", unit=cast.vastgoed, manager=cast.eva)
    change(cast.eva, today=cast.today, unit=cast.vastgoed)
    small = set(Lead.objects.values_list("leader", "person", "depth"))
    assert (cast.els.pk, kim.pk, 2) in small
    actions.rebuild_today(cast.today)
    assert set(Lead.objects.values_list("leader", "person", "depth")) == small


def test_two_employments_have_two_direct_leaders(cast):
    actions.start_employment(
        person=cast.eva,
        from_on=date(2026, 1, 1),
        number="2",
        terms=Terms(hours_per_week=Decimal(8), unit=cast.vastgoed),
        today=cast.today,
        key="second",
        by=cast.hanan,
    )
    direct = Lead.objects.filter(person=cast.eva, depth=1).values_list("leader", flat=True)
    assert set(direct) == {cast.mo.pk, cast.els.pk}
    assert Person.objects.get(pk=cast.eva.pk).unit == cast.klantcontact


def change(person, *, today, **terms):
    employment = person.employments.get()
    old = employment.terms.on(today).get()
    values = {name: getattr(old, name) for name in TERM_FIELDS} | terms
    return actions.change_employment_term(
        employment, from_on=today, terms=Terms(**values), today=today, by=None
    )


def leave(person, *, on, today):
    actions.end_employment(person.employments.get(), last_on=on, today=today, by=None)
