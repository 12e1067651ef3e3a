"""A roster that changes under learning time that stands: nobody learns past a minimum that way."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.foundation import clock
from bloei.planning import actions
from bloei.planning.actions import rosters
from bloei.planning.actions.rosters import UsualShift, set_pattern, tell_absence
from bloei.planning.blocks.obstacles import Why
from bloei.planning.models import Absence, LearningBlock
from bloei.planning.rosters.at_work import aware
from bloei.planning.rules import Origin, State
from bloei.planning.tests.desk import WEEK, at, span
from bloei.planning.tests.test_blocks import plan, why
from bloei.planning.week import standing
from bloei.planning.week.standing import TooFewLeft

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


def absent(person, day=TUESDAY, by=None) -> Absence:
    return tell_absence(person, first=day, last=day, key=f"{person.pk}:{day}", by=by or person)


@pytest.mark.parametrize("when", [span(24, 10, 12), span(24, 19, 21)])
def test_on_a_day_of_absence_nothing_is_planned_and_no_manager_is_asked(desk, when):
    absent(desk.cast.eva)
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.eva, when)
    assert Why.ABSENT in why(refused)
    assert not any(one.is_askable for one in refused.value.obstacles)


def test_on_a_closing_day_nothing_is_planned(desk):
    rosters.close_on([(TUESDAY, "Dag dicht")], by=desk.cast.hanan)
    with pytest.raises(actions.InTheWay) as refused:
        plan(desk.cast.eva, span(24, 10, 12))
    assert Why.ABSENT in why(refused)


def test_who_empties_the_own_week_asks_the_manager(desk):
    set_pattern(desk.cast.eva, shifts=[], first=TUESDAY, key="empty", by=desk.cast.eva)
    block = plan(desk.cast.eva, span(24, 10, 12))
    assert block.state == State.ASKED
    assert block.outside == [Why.OFF_WORK]


def test_who_never_had_a_roster_still_decides_about_the_own_time(desk):
    person = desk.cast.hire(number="1020", given="Noor", family="Bakker", unit=None)
    absent(person)
    assert plan(person, span(24, 10, 12)).state == State.AGREED


@pytest.fixture
def trick(desk):
    """Sanne has the last place; Eva has a block too, of when a day of absence was no wall."""
    plan(desk.cast.sanne, span(24, 10, 12))
    absent(desk.cast.eva)
    LearningBlock.objects.create(
        person=desk.cast.eva, during=(aware(at(24, 10)), aware(at(24, 12))), state=State.AGREED,
        origin=Origin.HAND, made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    return desk


def test_an_absence_is_not_taken_back_under_ones_own_learning_time(trick):
    with pytest.raises(TooFewLeft) as refused:
        actions.remove_absence(Absence.objects.get(), by=trick.cast.eva)
    assert refused.value.tight.at == at(24, 10)
    assert Absence.objects.exists()


def test_without_the_look_at_what_stands_it_would_be_taken_back(trick, monkeypatch):
    monkeypatch.setattr(standing, "too_few_by", lambda person: {})
    actions.remove_absence(Absence.objects.get(), by=trick.cast.eva)
    assert not Absence.objects.exists()
    assert standing.too_few_while_learning([trick.cast.klantcontact.pk], TUESDAY, TUESDAY)


def test_a_week_is_not_filled_again_under_ones_own_learning_time(desk):
    eva = desk.cast.eva
    plan(desk.cast.sanne, span(24, 10, 12))
    set_pattern(eva, shifts=[], first=TUESDAY, key="empty", by=eva)
    plan(eva, span(24, 10, 12))
    with pytest.raises(TooFewLeft):
        set_pattern(eva, shifts=WEEK, first=TUESDAY, key="full", by=eva)
    evening = [UsualShift(1, 18 * 60, 22 * 60)]
    assert set_pattern(eva, shifts=evening, first=TUESDAY, key="evening", by=eva)


def test_who_is_ill_says_so_while_a_colleague_learns(desk):
    plan(desk.cast.sanne, span(24, 10, 12))
    assert absent(desk.cast.eva)


def test_the_manager_may_and_is_told_where_too_few_are_left(trick, client):
    client.force_login(trick.cast.mo)
    url = reverse("rosters:absence_remove", args=[Absence.objects.get().pk])
    page = client.post(url, follow=True, headers={"Accept-Language": "nl"}).content.decode()
    assert not Absence.objects.exists()
    assert "de balie, dinsdag 10.00" in page


def test_the_page_tells_why_an_absence_is_not_taken_back(trick, client):
    client.force_login(trick.cast.eva)
    url = reverse("rosters:absence_remove", args=[Absence.objects.get().pk])
    page = client.post(url, follow=True, headers={"Accept-Language": "nl"}).content.decode()
    assert Absence.objects.exists()
    assert "dinsdag 10.00" in page
