"""Pages of rosters and staffing: who may change what, and a sentence for what cannot be."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.planning.models import (
    Absence,
    ClosingDay,
    Staffing,
    StaffingException,
    TeamAgenda,
    WorkingPattern,
)
from bloei.planning.rosters import holidays

pytestmark = pytest.mark.django_db
KEY = "a-key-of-this-test"


@pytest.fixture
def sign_in(client):
    def signed(person):
        client.force_login(person)
        return client

    return signed


def page(name, *args) -> str:
    return reverse(f"rosters:{name}", args=args)


def pattern(**times) -> dict:
    return {"key": KEY, "first": "2026-11-30", "place": "Balie", **times}


def test_a_pattern_is_set_and_shown_again(desk, sign_in):
    eva = sign_in(desk.cast.eva)
    url = page("person_roster", desk.cast.eva.pk)
    told = pattern(w0_d0_from="08:30", w0_d0_until="12:30", w0_d6_from="22:00", w0_d6_until="06:00")
    assert eva.post(url, told).status_code == 302
    newest = WorkingPattern.objects.filter(person=desk.cast.eva).latest("pk")
    shifts = sorted(newest.shifts.values_list("weekday", "from_minute", "until_minute"))
    assert shifts == [(0, 510, 750), (6, 1320, 1800)]


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ({"w0_d0_from": "09:00"}, "Vul beide tijden in"),
        ({"w0_d0_from": "09:00", "w0_d0_until": "09:00"}, "Kies een latere tijd"),
        (
            {"w0_d0_from": "22:00", "w0_d0_until": "06:00", "w0_d1_from": "05:00",
             "w0_d1_until": "09:00"},
            "overlappen",
        ),
    ],
)  # fmt: skip
def test_times_that_cannot_be_get_a_sentence_and_stay_in_the_form(desk, sign_in, times, words):
    answer = sign_in(desk.cast.eva).post(
        page("person_roster", desk.cast.eva.pk), pattern(**times), HTTP_ACCEPT_LANGUAGE="nl"
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert next(iter(times.values())) in answer.content.decode()


def test_stan_and_the_works_council_see_no_roster_of_eva(desk, sign_in):
    for name in ("stan", "ria", "sam", "joost"):
        url = page("person_roster", desk.cast.eva.pk)
        assert sign_in(getattr(desk.cast, name)).get(url).status_code == 404


def test_days_off_are_told_without_a_reason_and_taken_back(desk, sign_in):
    eva = sign_in(desk.cast.eva)
    url = page("absence_add", desk.cast.eva.pk)
    wrong = {"key": KEY, "first": "2026-12-04", "last": "2026-12-01"}
    assert eva.post(url, wrong).status_code == 422
    assert eva.post(url, wrong | {"last": "2026-12-05"}).status_code == 302
    absence = Absence.objects.get()
    sign_in(desk.cast.stan).post(page("absence_remove", absence.pk))
    assert Absence.objects.exists(), "not by somebody out of reach"
    sign_in(desk.cast.eva).post(page("absence_remove", absence.pk))
    assert not Absence.objects.exists()


def test_a_manager_sets_changes_and_ends_a_minimum_of_the_own_team_only(desk, sign_in):
    mo = sign_in(desk.cast.mo)
    told = {
        "key": KEY, "name": "de telefoon", "units": [desk.cast.klantcontact.pk],
        "weekdays": ["0", "1"], "start": "09:00", "until": "12:00", "minimum": "1",
        "first": "2026-11-24",
    }  # fmt: skip
    assert (
        mo.post(page("staffing_add"), told | {"units": [desk.cast.vastgoed.pk]}).status_code == 422
    )
    assert mo.post(page("staffing_add"), told | {"until": "08:00"}).status_code == 422
    assert mo.post(page("staffing_add"), told).status_code == 302
    line = Staffing.objects.get(name="de telefoon")
    mo.post(page("staffing_detail", line.pk), {"minimum": "2"})
    mo.post(page("staffing_except", line.pk), {"key": KEY, "on": "2026-12-01", "minimum": "0"})
    line.refresh_from_db()
    assert line.minimum == 2
    assert StaffingException.objects.get().minimum == 0
    assert sign_in(desk.cast.els).get(page("staffing_detail", line.pk)).status_code == 404
    sign_in(desk.cast.mo).post(page("staffing_end", line.pk))
    assert not Staffing.objects.filter(name="de telefoon").exists()


def test_a_team_shows_its_learning_times_only_where_that_was_switched_on(desk, sign_in):
    unit = desk.cast.klantcontact
    assert not TeamAgenda.objects.exists()
    sign_in(desk.cast.mo).post(page("team_agenda", unit.pk), {"open": "yes"})
    assert TeamAgenda.objects.get().unit == unit
    assert sign_in(desk.cast.els).post(page("team_agenda", unit.pk)).status_code == 404


def test_holidays_are_reckoned_from_easter():
    found = dict(holidays.holidays(2027))
    assert date(2027, 3, 29) in found, "Easter Monday"
    assert date(2027, 5, 6) in found, "Ascension Day"
    assert date(2025, 4, 26) in dict(holidays.holidays(2025)), "27 April 2025 is a Sunday"
    assert len(holidays.holidays(2025)) == 8


def test_hr_adds_the_holidays_once(desk, sign_in):
    hanan = sign_in(desk.cast.hanan)
    for _again in range(2):
        assert hanan.post(page("holidays_add", 2027)).status_code == 302
    assert ClosingDay.objects.count() == 7
    assert sign_in(desk.cast.mo).post(page("holidays_add", 2028)).status_code == 403
