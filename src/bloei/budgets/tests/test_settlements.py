"""What is settled with who leaves follows a leaving date that changes afterwards, row by row."""

from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bloei.budgets import rounds
from bloei.budgets.books import ledger, payroll, reservations
from bloei.budgets.models import Account, Entitlement, Entry
from bloei.budgets.tests.books import participation
from bloei.budgets.tests.rules_for_tests import ADVANCE, MONTHLY, YEARLY, switch_on
from bloei.budgets.tests.test_corrections import change_hours
from bloei.people.actions import end_employment

pytestmark = pytest.mark.django_db
LEAVING = '\n[leaving]\nbalance = "pay_out"\n'
DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
AUTUMN = date(2026, 9, 30)


@pytest.fixture
def budget(cast):
    switch_on(YEARLY + LEAVING)
    rounds.grant_and_lapse(cast.today)
    return Entitlement.objects.select_related("own").get(person=cast.eva)


def leave(cast, last_on: date | None, today: date) -> None:
    """Let the last day of Eva be another one (None: she stays), as HR hears it on `today`."""
    employment = cast.eva.employments.get()
    end_employment(employment, last_on=last_on, today=today, by=cast.hanan)
    rounds.follow_employments([cast.eva.pk], FIRST, today)


def exported(viewer, first: date = FIRST, last: date = LAST) -> list[tuple]:
    """Return of each row its day, what it is and the amount in cents."""
    rows = payroll.rows(payroll.Period(first, last), viewer)
    return [(row[8], row[5], round(row[-1] * 100)) for row in rows]


def paid_out() -> int:
    """Return what was paid out by the entries of the account for it: another sum."""
    total = Sum("amount", default=0)
    paid, back = (
        Entry.objects.filter(**{f"{side}__purpose": Account.Purpose.PAID_OUT})
        for side in ("target", "source")
    )
    return paid.aggregate(total=total)["total"] - back.aggregate(total=total)["total"]


def is_true(today: date) -> bool:
    return rounds.reconcile(today, everybody=True).state == "done"


def test_who_left_before_it_was_known_is_paid_out_all_the_same(budget, cast):
    leave(cast, AUTUMN, cast.today)
    assert [(on, cents) for on, _what, cents in exported(cast.hanan)] == [
        (cast.today, 70_000), (cast.today, 70_000), (cast.today, 70_000),
    ]  # fmt: skip
    assert ledger.balance(budget.own) == 0
    assert paid_out() == 210_000
    assert is_true(cast.today)


def test_who_stays_after_all_gives_a_row_that_undoes_it_and_is_paid_out_later(budget, cast):
    leave(cast, cast.today - DAY, cast.today)
    assert sum(cents for *_rest, cents in exported(cast.hanan)) == 210_000
    tomorrow = cast.today + DAY
    leave(cast, date(2026, 12, 30), tomorrow)
    undone = exported(cast.hanan, tomorrow, tomorrow)
    assert undone == [(tomorrow, "Teruggedraaid: uitbetaald bij uit dienst gaan", -70_000)] * 3
    assert paid_out() == 0
    assert ledger.balance(budget.own) == 210_000
    assert is_true(tomorrow)
    rounds.catch_up(date(2027, 1, 2))
    assert (
        exported(cast.hanan, date(2026, 12, 1))
        == [(date(2026, 12, 31), "Uitbetaald bij uit dienst gaan", 70_000)] * 3
    )
    assert paid_out() == 210_000


def test_other_hours_of_who_was_paid_out_are_settled_with_the_difference(budget, cast):
    leave(cast, cast.today - DAY, cast.today)
    change_hours(cast.eva, 18)
    tomorrow = cast.today + DAY
    rounds.follow_employments([cast.eva.pk], FIRST, tomorrow)
    less = [cents for *_rest, cents in exported(cast.hanan, tomorrow, tomorrow)]
    assert less == [-25_000] * 3
    assert (paid_out(), ledger.balance(budget.own)) == (135_000, 0)
    before = Entry.objects.count()
    rounds.follow_employments([cast.eva.pk], FIRST, tomorrow)
    assert Entry.objects.count() == before, "the same again corrects nothing"
    change_hours(cast.eva, 36)
    rounds.follow_employments([cast.eva.pk], FIRST, tomorrow + DAY)
    assert (paid_out(), ledger.balance(budget.own)) == (270_000, 0)
    assert is_true(tomorrow + DAY)


def test_an_advance_that_was_given_back_is_owed_again_by_who_stays_after_all(cast):
    switch_on(ADVANCE, first=date(2026, 1, 1))
    rounds.grant_and_lapse(cast.today)
    own = Entitlement.objects.get(person=cast.eva).own
    reservations.reserve(
        own, 100_000, about="application:0", on=cast.today, key="r", by=None,
        participation=participation(cast.eva).pk,
    )  # fmt: skip
    left_on = cast.today + DAY
    leave(cast, cast.today, left_on)
    rounds.catch_up(left_on)
    assert exported(cast.hanan) == [(left_on, "Verrekend bij uit dienst gaan", -30_000)]
    leave(cast, None, left_on + DAY)
    assert exported(cast.hanan, left_on + DAY) == [
        (left_on + DAY, "Teruggedraaid: verrekend bij uit dienst gaan", 30_000)
    ]
    assert ledger.balance(own) == -30_000
    assert is_true(left_on + DAY)


def test_what_comes_back_after_somebody_left_is_paid_out_once(budget, cast):
    reservations.reserve(
        budget.own, 50_000, about="application:0", on=cast.today, key="r", by=None,
        participation=participation(cast.eva).pk,
    )  # fmt: skip
    left_on = cast.today + DAY
    leave(cast, cast.today, left_on)
    rounds.catch_up(left_on)
    assert paid_out() == 160_000
    reservations.release(about="application:0", on=left_on, key="back", by=None)
    for later in range(1, 3):
        today = left_on + later * DAY
        rounds.grant_and_lapse(today)
        rounds.follow_employments([cast.eva.pk], FIRST, today)
        assert (paid_out(), ledger.balance(budget.own)) == (210_000, 0)
        assert is_true(today)


HAPPENS = st.lists(
    st.tuples(
        st.integers(1, 80),  # days later
        st.one_of(st.none(), st.integers(-200, 60)),  # the last day, seen from then
        st.sampled_from([18, 28, 36]),  # hours a week
    ),
    min_size=1, max_size=5,
)  # fmt: skip
CUTS = st.lists(st.dates(FIRST, LAST), max_size=6, unique=True)
RANDOM = settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.mark.slow
@RANDOM
@given(happens=HAPPENS, cuts=CUTS, monthly=st.booleans())
def test_consecutive_exports_together_are_what_the_ledger_paid_out(
    db, cast, happens, cuts, monthly
):
    with _undone():
        switch_on((MONTHLY if monthly else YEARLY) + LEAVING, name="any")
        today = date(2026, 3, 2)
        rounds.grant_and_lapse(today)
        for later, last, hours in happens:
            today += later * DAY
            change_hours(cast.eva, hours)
            leave(cast, None if last is None else today + last * DAY, today)
        rounds.catch_up(today)
        edges = [FIRST, *sorted(cut for cut in cuts if cut > FIRST), LAST + DAY]
        parts = [exported(cast.hanan, first, after - DAY) for first, after in pairwise(edges)]
        total = sum(cents for part in parts for *_rest, cents in part)
        assert total == paid_out()
        assert is_true(today)


@contextmanager
def _undone():
    """Take back what was written: Hypothesis tries many times in one test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_an_export_that_leaves_out_what_was_undone_does_not_add_up(budget, cast):
    leave(cast, cast.today - DAY, cast.today)
    leave(cast, None, cast.today + DAY)
    rows = exported(cast.hanan)
    assert sum(cents for *_rest, cents in rows) == paid_out() == 0
    assert sum(cents for *_rest, cents in rows if cents > 0) != paid_out()
