"""Every term that is printed for the works council has something that keeps it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils.translation import override
from tests.world import build

from bloei.budgets.models import Account, Entry
from bloei.foundation import clock, jobs, outbox, queue, retention, runs
from bloei.foundation.models import Mail, Run
from bloei.foundation.privacy import Personal, register
from bloei.planning.models import BusyTime, LearningBlock, Shift

PRINTED = re.compile(r"\b(\d+|two|a) (day|month|year)s?\b")
# As long as tax law asks for the books; and who led whom or did what, for decisions of then.
SEVEN = "7 years"


def without_rule(entries: list) -> set[str]:
    """Return the models whose printed term nothing keeps."""
    found, kept = set(), set()
    known = {made.name for _cron, made in queue.PERIODIC}
    with override("en"):
        for entry in (one for one in entries if isinstance(one, Personal)):
            assert not entry.forgotten_by or entry.forgotten_by in known, entry.forgotten_by
            label, keep = entry.model._meta.label, str(entry.keep)
            if entry.terms or entry.forgotten_by:
                kept.add(label)
            by_leaving = "leaving" in keep or keep.startswith(SEVEN)  # erase_person, of everybody
            if PRINTED.search(keep) and not by_leaving:
                found.add(label)
    return found - kept


def test_a_printed_term_has_a_rule_that_keeps_it():
    assert without_rule(register()) == set()


def test_a_term_without_a_rule_would_be_found():
    bare = [
        replace(one, terms=()) if isinstance(one, Personal) and one.model is Shift else one
        for one in register()
    ]
    assert without_rule(bare) == {"planning.Shift"}


@pytest.mark.django_db
def test_in_time_everything_goes_and_the_books_stay_equal(cast):
    build(cast)
    hour = (clock.now(), clock.now() + timedelta(hours=1))
    for model in (Shift, BusyTime):
        model.objects.create(person=cast.eva, during=hour)
    promised = {model for model, _term in retention.promised()}
    there = {model for model in promised if model._base_manager.exists()}
    assert {Shift, LearningBlock, BusyTime, Mail} <= there
    before = sums()
    later = cast.today + timedelta(days=3 * 365 + 731)
    with clock.fixed(later):
        Mail.objects.update(state=Mail.State.SENT, sent_at=clock.now() - timedelta(days=91))
        jobs.forget_in_time(later)
        jobs.forget_in_time(later)
    left = {model._meta.label for model in there if model._base_manager.exists()}
    # What has no end goes on: a pattern of today, a talk of which a job of its own decides.
    assert left <= {"planning.WorkingPattern", "agreements.Agreement"}
    assert sums() == before


def sums() -> tuple:
    entries = Entry.objects.aggregate(total=Sum("amount"))["total"], Entry.objects.count()
    return *entries, Account.objects.aggregate(total=Sum("balance"))["total"]


@pytest.mark.django_db
def test_a_row_stays_to_the_last_day_of_its_term(cast):
    run = runs.start("a", by=cast.mo)
    day = timedelta(days=1)
    jobs.forget_in_time(cast.today + 730 * day)
    assert Run.objects.filter(pk=run.pk).exists()
    jobs.forget_in_time(cast.today + 731 * day)
    assert not Run.objects.filter(pk=run.pk).exists()


@pytest.mark.django_db
def test_what_a_report_quotes_of_a_file_goes_after_a_month(cast):
    run = runs.start("a", by=cast.mo)
    runs.end(run, {"rows": 3, "problems": [[2, "naam", "Eva de Vries", "?"]]})
    retention.forget_lines(today=cast.today + timedelta(days=30))
    assert "problems" in Run.objects.get(pk=run.pk).report
    retention.forget_lines(today=cast.today + timedelta(days=31))
    assert Run.objects.get(pk=run.pk).report == {"rows": 3}


@pytest.mark.django_db
def test_mail_goes_ninety_days_after_it_was_sent(cast):
    mail = outbox.put(to="a@b.example", subject="Dag", text="Tekst", about=cast.eva)
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=clock.now())
    jobs.forget_in_time(cast.today + timedelta(days=90))
    assert Mail.objects.filter(pk=mail.pk).exists()
    jobs.forget_in_time(cast.today + timedelta(days=91))
    assert not Mail.objects.filter(pk=mail.pk).exists()
