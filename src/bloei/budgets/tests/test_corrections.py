"""Corrections: a change in the past books its difference today, with its reason."""

from datetime import date

import pytest
from django.db import connection

from bloei.budgets import rounds
from bloei.budgets.actions import schemes
from bloei.budgets.books import reservations
from bloei.budgets.books.ledger import balance, lots
from bloei.budgets.granting import corrections
from bloei.budgets.models import Entitlement, Entry
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.budgets.tests.books import participation
from bloei.budgets.tests.rules_for_tests import MONTHLY, YEARLY, switch_on
from bloei.people.models import EmploymentTerm

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme(cast):
    made = switch_on(YEARLY)
    rounds.grant_and_lapse(cast.today)
    return made


def eva_in(cast, scheme) -> Entitlement:
    return Entitlement.objects.select_related("own").get(person=cast.eva, scheme=scheme)


def change_hours(person, hours) -> None:
    """Say that somebody always worked other hours: a change in the past."""
    EmploymentTerm.objects.filter(employment__person=person).update(hours_per_week=hours)


def follow(cast):
    rounds.follow_employments([cast.eva.pk], date(2024, 1, 1), cast.today)


def test_more_hours_in_the_past_book_the_difference_per_grant(scheme, cast):
    change_hours(cast.eva, 36)
    follow(cast)
    made = Entry.objects.filter(what="correction").order_by("granted_on")
    assert [(entry.on, entry.amount, entry.granted_on) for entry in made] == [
        (cast.today, 20000, date(year, 1, 1)) for year in (2024, 2025, 2026)
    ]
    assert made[0].because["params"] == {
        "why": "employment",
        "granted_on": "2024-01-01",
        "is": 90000,
    }
    assert [(lot.granted_on, lot.lapses_on) for lot in lots(eva_in(cast, scheme).own)][:2] == [
        (date(2024, 1, 1), date(2027, 1, 1)),
        (date(2024, 1, 1), date(2027, 1, 1)),
    ]


def test_fewer_hours_take_the_difference_back(scheme, cast):
    change_hours(cast.eva, 18)
    follow(cast)
    assert balance(eva_in(cast, scheme).own) == 3 * 45000


def test_correction_twice_books_once(scheme, cast):
    change_hours(cast.eva, 18)
    follow(cast)
    before = Entry.objects.count()
    follow(cast)
    assert Entry.objects.count() == before


def test_what_was_booked_stays_and_the_past_stays_explainable(scheme, cast):
    own = eva_in(cast, scheme).own
    before = list(Entry.objects.order_by("pk").values())
    change_hours(cast.eva, 18)
    follow(cast)
    assert list(Entry.objects.order_by("pk").values())[: len(before)] == before
    assert balance(own, on=date(2026, 11, 22)) == 210000


def test_what_was_spent_already_is_waived_and_not_claimed_back(scheme, cast):
    own = eva_in(cast, scheme).own
    reserve(own, 210000, cast)
    change_hours(cast.eva, 18)
    follow(cast)
    assert balance(own) == 0
    waived = Entry.objects.get(what="waive")
    assert (waived.amount, waived.because["code"]) == (75000, "short")
    before = Entry.objects.count()
    follow(cast)
    assert Entry.objects.count() == before


def test_after_a_correction_the_books_are_what_the_rules_say(scheme, cast):
    reserve(eva_in(cast, scheme).own, 100000, cast)
    change_hours(cast.eva, 20)
    follow(cast)
    assert rounds.reconcile(cast.today, everybody=True).state == "done"
    rounds.grant_and_lapse(date(2027, 6, 1))
    assert rounds.reconcile(date(2027, 6, 1), everybody=True).state == "done"


def test_who_left_in_the_past_has_nothing_left(scheme, cast):
    with connection.cursor() as cursor:
        for table in ("people_employmentterm", "people_employment"):
            cursor.execute(
                f"update {table} set during = daterange(lower(during), '2026-09-01') where id in"
                " (select t.id from people_employmentterm t join people_employment e"
                " on e.id = t.employment_id where e.person_id = %s)"
                if table == "people_employmentterm"
                else f"update {table} set during = daterange(lower(during), '2026-09-01')"
                " where person_id = %s",
                [cast.eva.pk],
            )
    follow(cast)
    assert balance(eva_in(cast, scheme).own) == 0


def test_changed_pay_corrects_a_monthly_scheme(cast):
    scheme = switch_on(MONTHLY, name="loopbaan", first=date(2026, 10, 1))
    rounds.grant_and_lapse(cast.today)
    EmploymentTerm.objects.filter(employment__person=cast.eva).update(salary_cents=400000)
    follow(cast)
    assert balance(eva_in(cast, scheme).own) == 2 * 6000


def test_new_version_changes_nothing_that_was_booked(scheme, cast):
    schemes.change_scheme(
        scheme,
        text=YEARLY.replace("900.00", "1000.00"),
        first=date(2025, 1, 1),
        today=cast.today,
        key="new-version",
        by=cast.hanan,
    )
    rounds.grant_and_lapse(cast.today)
    assert balance(eva_in(cast, scheme).own) == 210000
    assert rounds.reconcile(cast.today, everybody=True).state == "done"
    rounds.grant_and_lapse(date(2027, 1, 1))
    assert lots(eva_in(cast, scheme).own)[-1].remaining == 77778


def test_rule_that_becomes_monthly_is_not_forgotten_until_the_next_year(scheme, cast):
    monthly = MONTHLY.replace("loopbaan", "leerbudget").replace(
        "after_months = 36", "after_months = 24"
    )
    schemes.change_scheme(
        scheme, text=monthly, first=date(2027, 2, 1), today=cast.today, key="monthly", by=cast.hanan
    )
    rounds.grant_and_lapse(cast.today)
    assert eva_in(cast, scheme).next_on <= date(2027, 1, 31)
    for day in (date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1)):
        rounds.grant_and_lapse(day)
    assert lots(eva_in(cast, scheme).own)[-1].granted_on == date(2027, 2, 1)


def test_hr_books_the_differences_of_a_new_version_visibly(scheme, cast):
    schemes.change_scheme(
        scheme,
        text=YEARLY.replace("900.00", "1000.00"),
        first=date(2025, 1, 1),
        today=cast.today,
        key="new-version",
        by=cast.hanan,
    )
    dry = rounds.compare_balances(scheme, cast.today)
    eva = next(one for one in dry if one.person == cast.eva.pk)
    assert (eva.was, eva.becomes) == (210000, 70000 + 2 * 77778)
    assert not Entry.objects.filter(what="correction").exists()
    run = rounds.correct_balances(scheme, cast.today, by=cast.hanan)
    assert (run.report["people"], run.report["less"]) == (9, 0)
    assert balance(eva_in(cast, scheme).own) == eva.becomes
    assert rounds.compare_balances(scheme, cast.today) == []
    assert Entry.objects.filter(what="correction").first().by == cast.hanan


def test_differences_write_nothing(scheme, cast):
    change_hours(cast.eva, 18)
    before = Entry.objects.count()
    found = corrections.differences([eva_in(cast, scheme).pk], cast.today, "employment", Rulebook())
    assert (found[0].difference, Entry.objects.count()) == (-75000, before)


def reserve(own, amount, cast):
    reservations.reserve(
        own,
        amount,
        about="application:1",
        on=cast.today,
        key="r",
        by=None,
        participation=participation(cast.eva).pk,
    )
