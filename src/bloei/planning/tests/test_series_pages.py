"""The pages of moments that come back: looked at first, then set; skipped, ended, told once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bloei.foundation.forms import new_key
from bloei.notifications.models import Notice
from bloei.planning import actions, jobs
from bloei.planning.models import LearningBlock, Series
from bloei.planning.tests.desk import TODAY, span

pytestmark = pytest.mark.django_db
NEW, TEAM, LIST = "plans:series_new", "plans:team_series_new", "plans:series_list"
FIRST = date(2026, 11, 24)


def told(**other) -> dict:
    """Return the form: every Tuesday at nine, an hour, until March."""
    return {
        "every": "week", "first": "2026-11-24", "from_minute": "540", "minutes": "60",
        "last": "2027-03-02", "title": "Leeruur",
    } | other  # fmt: skip


def words_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def hour(desk, *, by=None, **whom) -> Series:
    series = actions.set_series(
        **whom, every="week", first=FIRST, last=date(2027, 3, 2), from_minute=540, minutes=60,
        title="Leeruur", today=TODAY, key=new_key(), by=by or desk.cast.mo,
    )  # fmt: skip
    jobs.fill_series(series.pk)
    return series


def test_the_days_are_looked_at_before_anything_is_set(desk, sign_in):
    eva, sanne = desk.cast.eva, desk.cast.sanne
    actions.plan_block(sanne, span=span(24, 9, 11), today=TODAY, key="s", by=sanne)
    response = sign_in(eva).get(reverse(NEW), told())
    words = words_of(response)
    assert response.context["fitting"] == 7
    assert "passen 7 van de 8 dagen" in words
    assert "Dan is de balie nog met één collega bezet" in words
    assert not Series.objects.exists()


def test_what_was_looked_at_is_what_is_set(desk, sign_in):
    eva, sanne = desk.cast.eva, desk.cast.sanne
    actions.plan_block(sanne, span=span(24, 9, 11), today=TODAY, key="s", by=sanne)
    client = sign_in(eva)
    times = client.get(reverse(NEW), told()).context["times"]
    client.post(reverse(NEW), told(key=new_key()))
    made = Series.objects.get().blocks.values_list("series_on", flat=True)
    assert sorted(made) == [time.on for time, _why in times if time.fits]


def test_a_moment_that_is_sent_twice_is_set_once(desk, sign_in):
    client, form = sign_in(desk.cast.eva), told(key=new_key())
    for _again in range(2):
        assert client.post(reverse(NEW), form).status_code == 302
    assert Series.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first": "2026-11-23"}, "Kies een dag die nog komt"),
        ({"last": "2026-11-01"}, "De laatste dag ligt vóór de eerste"),
        ({"last": "2036-11-01"}, "hoogstens twee jaar"),
        ({"every": "hour"}, "hour"),
        ({"from_minute": "541"}, "541"),
        ({"first": "morgen"}, "datum"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_sets_nothing(desk, sign_in, wrong, sentence):
    client = sign_in(desk.cast.eva)
    assert sentence in words_of(client.get(reverse(NEW), told(**wrong)))
    assert client.post(reverse(NEW), told(**wrong, key=new_key())).status_code == 422
    assert not Series.objects.exists()


def test_the_hour_of_a_team_is_divided_in_turns_before_and_after_it_is_set(desk, sign_in):
    client, form = sign_in(desk.cast.mo), told(unit=str(desk.cast.klantcontact.pk))
    before = client.get(reverse(TEAM), form).context["turns"]
    assert [(day.learning, day.waiting) for day in before.days] == [(1, 2)] * 8
    client.post(reverse(TEAM), form | {"key": new_key()})
    series = Series.objects.get()
    jobs.fill_series(series.pk)
    after = client.get(series.get_absolute_url()).context["turns"]
    assert [day.learning for day in after.days] == [1] * 8
    learning = {
        person: [cell == "yes" for cell in cells] for person, cells in before.rows
    }  # fmt: skip
    assert learning == {person: [cell == "yes" for cell in cells] for person, cells in after.rows}


def test_hr_sees_how_many_and_nobody_by_name(desk, sign_in):
    client = sign_in(desk.cast.hanan)
    response = client.get(reverse(TEAM), told(unit=""))
    assert response.context["turns"].days[0].learning == 1
    assert "Eva de Vries" not in words_of(response)


def test_a_manager_sets_an_hour_only_for_what_they_lead(desk, sign_in):
    cast = desk.cast
    for unit in (str(cast.vastgoed.pk), "", "nonsense"):
        form = told(unit=unit, key=new_key())
        assert sign_in(cast.mo).post(reverse(TEAM), form).status_code == 422
    assert sign_in(cast.eva).post(reverse(TEAM), told(key=new_key())).status_code == 403
    assert not Series.objects.exists()


def test_a_fixed_hour_is_told_once_to_each_and_not_every_week(desk):
    hour(desk, unit=desk.cast.klantcontact)
    jobs.extend_series(TODAY + timedelta(days=7))
    told_to = Notice.objects.filter(code="planning.fixed_hour").values_list("person", flat=True)
    assert sorted(told_to) == sorted(person.pk for person in desk.people)
    assert not Notice.objects.filter(code="planning.fixed_for_you").exists()


def test_a_skipped_day_is_told_to_whose_turn_it_was(desk, sign_in):
    series = hour(desk, unit=desk.cast.klantcontact)
    whose = series.blocks.get(series_on=FIRST).person
    client = sign_in(desk.cast.mo)
    client.post(reverse("plans:series_skip", args=[series.pk]), {"on": FIRST.isoformat()})
    assert not series.blocks.filter(series_on=FIRST).standing().exists()
    assert Notice.objects.get(code="planning.hour_skipped").person == whose
    assert "overgeslagen" in words_of(client.get(series.get_absolute_url()))


@pytest.mark.parametrize("on", ["2026-11-25", "2031-01-01", "", "gisteren"])
def test_only_a_coming_day_of_the_series_can_be_skipped(desk, sign_in, on):
    series = hour(desk, person=desk.cast.eva, by=desk.cast.eva)
    response = sign_in(desk.cast.eva).post(
        reverse("plans:series_skip", args=[series.pk]), {"on": on}
    )
    assert response.status_code == 422
    assert series.blocks.standing().count() == 8


def test_a_series_that_ended_stays_away_at_night(desk, sign_in):
    series = hour(desk, person=desk.cast.eva, by=desk.cast.eva)
    sign_in(desk.cast.eva).post(
        reverse("plans:series_end", args=[series.pk]), {"last": TODAY.isoformat()}
    )
    jobs.extend_series(TODAY)
    assert not LearningBlock.objects.standing().exists()


def test_an_end_that_lies_ahead_lets_it_go_on_until_then(desk):
    series = hour(desk, person=desk.cast.eva, by=desk.cast.eva)
    actions.end_series(series, last=date(2027, 1, 26), today=TODAY, by=desk.cast.eva)
    jobs.extend_series(TODAY + timedelta(weeks=3))
    days = LearningBlock.objects.standing().values_list("series_on", flat=True)
    assert max(days) == date(2027, 1, 26)


def test_nobody_reaches_a_series_of_somebody_else(desk, sign_in):
    own = hour(desk, person=desk.cast.eva, by=desk.cast.eva)
    team = hour(desk, unit=desk.cast.klantcontact)
    for person, series in (
        (desk.cast.mo, own), (desk.cast.stan, own), (desk.cast.hanan, own),
        (desk.cast.eva, team), (desk.cast.els, team), (desk.cast.sam, team),
    ):  # fmt: skip
        client = sign_in(person)
        assert client.get(series.get_absolute_url()).status_code == 404
        assert client.post(reverse("plans:series_end", args=[series.pk])).status_code == 404
    assert sign_in(desk.cast.mo).get(team.get_absolute_url()).status_code == 200


def test_everybody_sees_which_fixed_hours_are_for_them(desk, sign_in):
    hour(desk, unit=desk.cast.klantcontact)
    assert "Elke dinsdag" in words_of(sign_in(desk.cast.eva).get(reverse(LIST)))
    assert "Elke dinsdag" not in words_of(sign_in(desk.cast.stan).get(reverse(LIST)))


def test_the_team_page_shows_the_fixed_hour_and_asks_the_planner(desk, sign_in):
    hour(desk, unit=desk.cast.klantcontact)
    words = words_of(sign_in(desk.cast.mo).get(reverse("home:team")))
    assert "Elke dinsdag, 9.00" in words
    assert f"{reverse('plans:team_plan_new')}?unit={desk.cast.klantcontact.pk}" in words


def test_a_skipped_day_goes_on_with_one_button_and_only_for_who_may(desk, sign_in):
    series = hour(desk, unit=desk.cast.klantcontact)
    client, day = sign_in(desk.cast.mo), {"on": FIRST.isoformat()}
    client.post(reverse("plans:series_skip", args=[series.pk]), day)
    back = reverse("plans:series_unskip", args=[series.pk])
    assert back in words_of(client.get(series.get_absolute_url()))
    assert sign_in(desk.cast.stan).post(back, day).status_code == 404
    assert sign_in(desk.cast.eva).post(back, day).status_code == 404
    assert series.skips.exists()
    client = sign_in(desk.cast.mo)
    assert client.post(back, day).url == series.get_absolute_url()
    assert not series.skips.exists()
    assert back not in words_of(client.get(series.get_absolute_url()))
    for wrong in (day, {"on": "gisteren"}):  # twice, or nonsense
        assert client.post(back, wrong).status_code == 422
    client.post(reverse("plans:series_skip", args=[series.pk]), day)
    assert series.skips.exists()
