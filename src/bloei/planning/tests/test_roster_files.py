"""A roster from a file: read by a job, looked at, taken over by a job, all of it or nothing."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.urls import reverse

from bloei.foundation import files
from bloei.foundation.models import Run, StoredFile
from bloei.planning import actions, jobs
from bloei.planning.actions.rosters import set_pattern
from bloei.planning.models import RosteredDays, Shift
from bloei.planning.tests.desk import span
from bloei.planning.tests.test_blocks import plan

pytestmark = pytest.mark.django_db
KEY = "a-key-of-this-test"
HEAD = "Medewerkernummer;Datum;Van;Tot\n"
DUTCH = {"HTTP_ACCEPT_LANGUAGE": "nl"}


@pytest.fixture
def mo(desk, client):
    client.force_login(desk.cast.mo)
    return client


def work(run: Run) -> None:
    """Do what the worker would; twice, as it may."""
    for _again in range(2):
        (jobs.look_at_roster if run.kind.endswith("look") else jobs.take_over_roster)(run_pk=run.pk)
    run.refresh_from_db()


def bring(mo, rows: str):
    """Bring a file in, let it be read, and return its run and the page."""
    upload = SimpleUploadedFile("rooster.csv", (HEAD + rows).encode())
    answer = mo.post(reverse("rosters:roster_import"), {"key": KEY, "file": upload})
    run = Run.objects.get()
    assert "We lezen het bestand" in mo.get(answer.url, **DUTCH).content.decode()
    work(run)
    return run, mo.get(answer.url, **DUTCH)


def take_over(mo, run: Run) -> Run:
    mo.post(reverse("rosters:roster_take_over", args=[run.uuid]))
    begun = Run.objects.latest("pk")
    work(begun)
    return begun


def test_a_roster_is_looked_at_first_and_then_taken_over(desk, mo):
    run, page = bring(mo, "1003;30-11-2026;9:00;17:00\n1005;30-11-2026;9:00;17:00\n")
    assert "1005" in page.content.decode(), "Stan is not one of Mo's people"
    assert not Shift.objects.exists()
    begun = take_over(mo, run)
    assert begun.state == Run.State.DONE
    assert Shift.objects.get().person == desk.cast.eva
    shown = mo.get(reverse("rosters:roster_run", args=[begun.uuid]), **DUTCH)
    assert "Het rooster van één collega is overgenomen" in shown.content.decode()
    assert not StoredFile.objects.exists(), "what it said stands in the roster"
    again = mo.post(reverse("rosters:roster_take_over", args=[run.uuid]))
    assert again.url == reverse("rosters:roster_import")


def test_a_file_that_is_confirmed_twice_is_taken_over_once(desk, mo):
    run, _page = bring(mo, "1003;30-11-2026;9:00;17:00\n")
    url = reverse("rosters:roster_take_over", args=[run.uuid])
    assert mo.post(url).url == mo.post(url).url
    assert Run.objects.count() == 2


def test_nobody_else_sees_the_run_or_takes_it_over(desk, mo, client):
    run, _page = bring(mo, "1003;30-11-2026;9:00;17:00\n")
    for name in ("hanan", "anneke"):
        client.force_login(getattr(desk.cast, name))
        assert client.get(reverse("rosters:roster_run", args=[run.uuid])).status_code == 404
        assert client.post(reverse("rosters:roster_take_over", args=[run.uuid])).status_code == 404


def test_a_file_that_is_no_roster_gets_a_sentence(mo):
    upload = SimpleUploadedFile("rooster.csv", b"a;b\n1;2\n")
    answer = mo.post(reverse("rosters:roster_import"), {"key": KEY, "file": upload})
    work(Run.objects.get())
    shown = mo.get(answer.url, **DUTCH)
    assert shown.status_code == 422
    assert "personeelsnummer" in shown.content.decode()


def test_a_file_of_200_mb_gets_a_sentence_at_once(mo, monkeypatch):
    # The size is told by the upload itself: what is too large is never read.
    monkeypatch.setattr(
        InMemoryUploadedFile, "size", property(lambda one: 200 * files.MEGABYTE, lambda *_: None)
    )
    upload = SimpleUploadedFile("rooster.csv", HEAD.encode())
    answer = mo.post(reverse("rosters:roster_import"), {"key": KEY, "file": upload}, **DUTCH)
    assert answer.status_code == 422
    assert "hoogstens 20 MB" in answer.content.decode()
    assert not Run.objects.exists()


def test_a_time_that_the_clock_skips_is_told_and_the_rest_is_kept(desk, mo):
    rows = "1003;28-03-2027;2:30;8:00\n1003;29-03-2027;9:00;17:00\n"
    run, page = bring(mo, rows)
    assert "De klok slaat deze tijd over" in page.content.decode()
    take_over(mo, run)
    assert Shift.objects.get().during.lower.day == 29


def test_a_shift_of_the_night_before_refuses_all_and_changes_nothing(desk, mo):
    night = [(span(29, 18, 23)._replace(until=span(30, 10, 11).start), "Nacht")]
    sunday = date(2026, 11, 29)
    actions.import_shifts({desk.cast.eva.pk: night}, first=sunday, last=sunday, by=desk.cast.mo)
    run, _page = bring(mo, "1003;30-11-2026;9:00;17:00\n1010;30-11-2026;9:00;17:00\n")
    begun = take_over(mo, run)
    assert begun.state == Run.State.FAILED
    assert Shift.objects.count() == 1
    shown = mo.get(reverse("rosters:roster_run", args=[begun.uuid]), **DUTCH)
    assert "Er is niets veranderd" in shown.content.decode()


def test_many_people_take_a_few_questions_and_tell_how_far_they_are(
    desk, django_assert_max_num_queries
):
    people = [
        desk.cast.hire(number=str(3000 + at), given=f"Kim{at}", unit=desk.cast.klantcontact)
        for at in range(40)
    ]
    first, told = date(2026, 11, 30), []
    shifts = {person.pk: [(span(30, 9, 17), "Balie")] for person in people}
    last = first + timedelta(days=6)
    with django_assert_max_num_queries(12):
        actions.import_shifts(
            shifts, first=first, last=last, tell=lambda *far: told.append(far), by=desk.cast.mo
        )
    again = {pk: [(span(30, 10, 17), "Balie")] for pk in shifts}
    actions.import_shifts(again, first=first, last=first, by=desk.cast.mo)
    assert told == [(40, 40)]
    assert Shift.objects.count() == 40
    assert RosteredDays.objects.count() == 80, "the other six days are still known"


def test_a_file_that_makes_a_minimum_break_is_told_with_place_and_moment(desk, mo):
    plan(desk.cast.eva, span(30, 10, 12))
    run, _page = bring(mo, "1010;30-11-2026;18:00;20:00\n")
    begun = take_over(mo, run)
    assert begun.state == Run.State.DONE
    shown = mo.get(reverse("rosters:roster_run", args=[begun.uuid]), **DUTCH).content.decode()
    assert "te weinig mensen" in shown
    assert desk.cast.eva.family_name not in shown


def test_who_brings_in_the_own_roster_breaks_no_minimum_by_it(desk):
    eva = desk.cast.eva
    plan(desk.cast.sanne, span(30, 10, 12))
    set_pattern(eva, shifts=[], first=date(2026, 11, 30), key="empty", by=eva)
    plan(eva, span(30, 10, 12))
    monday, shifts = date(2026, 11, 30), {eva.pk: [(span(30, 9, 17), "Balie")]}
    with pytest.raises(actions.TooFewLeft):
        actions.import_shifts(shifts, first=monday, last=monday, by=eva)
    assert actions.import_shifts(shifts, first=monday, last=monday, by=desk.cast.mo) == 1
