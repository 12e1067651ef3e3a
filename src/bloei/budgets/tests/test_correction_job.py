"""The correction of very many people: a job, part by part, that may be broken off and run again."""

from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bloei.budgets import jobs, rounds
from bloei.budgets.actions import schemes
from bloei.budgets.granting import corrections
from bloei.budgets.models import Entry, Scheme
from bloei.budgets.tests.rules_for_tests import YEARLY, switch_on
from bloei.budgets.views import schemes as pages
from bloei.foundation import runs
from bloei.foundation.models import Run

pytestmark = pytest.mark.django_db
PEOPLE = 9


@pytest.fixture
def scheme(cast, monkeypatch) -> Scheme:
    """A rule whose past was changed for all nine people; parts of four."""
    made = switch_on(YEARLY)
    rounds.grant_and_lapse(cast.today)
    schemes.change_scheme(
        made,
        text=YEARLY.replace("900.00", "1000.00"),
        first=date(2025, 1, 1),
        today=cast.today,
        key="more",
        by=cast.hanan,
    )
    monkeypatch.setattr(rounds, "BATCH", 4)
    return made


def corrected() -> list[int]:
    entries = Entry.objects.filter(what=Entry.What.CORRECTION)
    return sorted(entries.values_list("target__owner", flat=True))


def test_very_many_people_are_corrected_part_by_part_with_progress(cast, scheme, monkeypatch):
    told = []
    progress = runs.progress
    monkeypatch.setattr(
        runs, "progress", lambda run, done, total: (told.append(done), progress(run, done, total))
    )
    jobs.correct_balances(scheme=scheme.pk, by=cast.hanan.pk)
    run = Run.objects.get(kind="budgets.correct_balances")
    assert told == [4, 8, PEOPLE]
    assert (run.state, run.done, run.total) == ("done", PEOPLE, PEOPLE)
    assert (run.report["people"], run.by) == (PEOPLE, cast.hanan)
    assert rounds.compare_balances(scheme, cast.today) == []


def test_the_same_is_booked_in_parts_as_in_one_go(cast, scheme, monkeypatch):
    expected = {one.person: one.becomes for one in rounds.compare_balances(scheme, cast.today)}
    assert len(expected) == PEOPLE
    jobs.correct_balances(scheme=scheme.pk, by=cast.hanan.pk)
    found = scheme.entitlements.values_list("person", "own__balance")
    assert dict(found) == expected


def test_a_job_that_broke_off_halfway_books_each_person_once_when_it_runs_again(
    cast, scheme, monkeypatch
):
    correct, parts = corrections.correct, []

    def breaking(ids, *rest, **more):
        parts.append(ids)
        if len(parts) == 2:
            raise ConnectionError
        return correct(ids, *rest, **more)

    monkeypatch.setattr(corrections, "correct", breaking)
    with pytest.raises(ConnectionError):
        jobs.correct_balances(scheme=scheme.pk, by=cast.hanan.pk)
    first = corrected()
    assert len(set(first)) == 4
    jobs.correct_balances(scheme=scheme.pk, by=cast.hanan.pk)
    assert len(set(corrected())) == PEOPLE
    assert corrected().count(first[0]) == first.count(first[0])
    before = Entry.objects.count()
    jobs.correct_balances(scheme=scheme.pk, by=cast.hanan.pk)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(("most", "is_queued"), [(PEOPLE - 1, True), (PEOPLE, False)])
def test_more_people_than_a_page_can_wait_for_go_to_a_job(
    cast, scheme, sign_in, monkeypatch, most, is_queued
):
    monkeypatch.setattr(pages, "MANY", most)
    answer = sign_in(cast.hanan).post(f"/budgets/schemes/{scheme.name}/correct/")
    assert answer.status_code == 302
    waiting = ProcrastinateJob.objects.filter(task_name="budgets.jobs.correct_balances")
    assert waiting.exists() is is_queued
    assert bool(corrected()) is not is_queued
    if is_queued:
        (asked,) = waiting
        jobs.correct_balances(**asked.args)
        assert len(set(corrected())) == PEOPLE
