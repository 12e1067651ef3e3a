"""The ledger: books that balance, once per key, never below the floor, oldest grants first."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bloei.budgets.books import accounts, reservations
from bloei.budgets.books.ledger import KeyReused, MandatoryIsFree, NotEnough, balance, lots, move
from bloei.budgets.models import Account, Entry
from bloei.budgets.tests.books import books, participation, scheme
from bloei.foundation import clock

pytestmark = pytest.mark.django_db
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture
def eva(cast):
    return books(cast.eva, scheme())


@pytest.fixture
def course(cast):
    return participation(cast.eva)


def lapse(eva, amount, key="lapse", lot=None):
    return move(
        source=eva.own,
        target=eva.lapsed,
        amount=amount,
        key=key,
        by=None,
        what="lapse",
        on=JUNE,
        lot=lot,
    )


def test_move_changes_both_balances(eva):
    eva.grant(500)
    assert (balance(eva.fund), balance(eva.own)) == (-500, 500)


def test_move_refuses_more_than_there_is_and_books_nothing(eva):
    lot = eva.grant(500)
    with pytest.raises(NotEnough) as refusal:
        lapse(eva, 501, lot=lot.pk)
    assert (refusal.value.available, refusal.value.asked) == (500, 501)
    assert Entry.objects.count() == 1


def test_move_retried_after_emptying_the_account_moves_once(eva):
    lot = eva.grant(500)
    first = lapse(eva, 500, lot=lot.pk)
    again = lapse(eva, 500, lot=lot.pk)
    assert (again, balance(eva.own)) == (first, 0)


def test_move_refuses_a_key_that_was_used_for_something_else(eva):
    eva.grant(500, key="grant")
    with pytest.raises(KeyReused):
        eva.grant(1, key="grant")


def test_move_refuses_to_turn_money_into_time(eva, cast):
    hours = books(cast.eva, scheme("leertijd", "minutes"))
    with pytest.raises(ValueError, match="cents into minutes"):
        move(source=eva.fund, target=hours.own, amount=1, key="k", by=None, what="grant", on=JUNE)


def test_balance_on_a_day_leaves_out_what_came_later(eva):
    eva.grant(500, on=JANUARY)
    eva.grant(300, on=JUNE)
    assert [balance(eva.own, on=day) for day in (date(2025, 12, 31), JANUARY, MARCH, JUNE)] == [
        0,
        500,
        500,
        800,
    ]


def test_balance_as_it_was_known_leaves_out_what_was_booked_later(eva):
    eva.grant(500, on=JANUARY)
    then = clock.now()
    with clock.fixed(date(2026, 12, 1)):
        eva.grant(300, on=MARCH)
    assert balance(eva.own, on=JUNE) == 800
    assert balance(eva.own, on=JUNE, known_at=then) == 500


def test_reserving_takes_the_oldest_grant_first(eva, course):
    old, new = eva.grant(500, on=JANUARY), eva.grant(300, on=MARCH)
    made = reservations.reserve(
        eva.own, 600, about="application:1", on=JUNE, key="r", by=None, participation=course.pk
    )
    assert [(entry.lot_id, entry.amount) for entry in made] == [(old.pk, 500), (new.pk, 100)]
    assert [(lot.pk, lot.remaining) for lot in lots(eva.own)] == [(new.pk, 200)]


def test_released_money_returns_to_its_own_grants(eva, course):
    old, new = eva.grant(500, on=JANUARY), eva.grant(300, on=MARCH)
    reserve(eva, 600, course)
    reservations.release(about="application:1", on=JUNE, key="back", by=None)
    assert [(lot.pk, lot.remaining) for lot in lots(eva.own)] == [(old.pk, 500), (new.pk, 300)]
    assert reservations.reserved("application:1") == balance(eva.reserved) == 0


def test_part_of_a_reservation_is_given_back_from_the_newest_grant(eva, course):
    old, new = eva.grant(500, on=JANUARY), eva.grant(300, on=MARCH)
    reserve(eva, 600, course)
    reservations.release(about="application:1", on=JUNE, key="back", by=None, amount=150)
    assert [(lot.pk, lot.remaining) for lot in lots(eva.own)] == [(old.pk, 50), (new.pk, 300)]


def test_spending_and_refunding_follow_the_reservation(eva, course):
    eva.grant(500, on=JANUARY)
    reserve(eva, 400, course)
    reservations.spend(about="application:1", on=JUNE, key="pay", by=None, amount=300)
    assert (reservations.reserved("application:1"), reservations.paid("application:1")) == (
        100,
        300,
    )
    reservations.refund(about="application:1", on=JUNE, key="refund", by=None)
    assert (balance(eva.own), balance(eva.spent), reservations.paid("application:1")) == (400, 0, 0)


@pytest.mark.parametrize("verb", [reservations.release, reservations.spend])
def test_settling_twice_with_one_key_settles_once(eva, course, verb):
    eva.grant(500)
    reserve(eva, 400, course)
    first = verb(about="application:1", on=JUNE, key="k", by=None, amount=200)
    assert verb(about="application:1", on=JUNE, key="k", by=None, amount=200) == first
    assert balance(eva.reserved) == 200


def test_reserving_twice_with_one_key_reserves_once(eva, course):
    eva.grant(500)
    assert reserve(eva, 400, course) == reserve(eva, 400, course)
    with pytest.raises(KeyReused):
        reserve(eva, 300, course)


def test_bonus_comes_from_the_fund_and_goes_back_there(eva, course):
    eva.grant(500)
    reserve(eva, 500, course, bonus=100)
    assert (balance(eva.own), balance(eva.reserved), balance(eva.fund)) == (0, 600, -600)
    reservations.release(about="application:1", on=JUNE, key="back", by=None)
    assert (balance(eva.own), balance(eva.reserved), balance(eva.fund)) == (500, 0, -500)


def test_advance_goes_below_zero_and_no_further_than_the_floor(eva, course):
    Account.objects.filter(pk=eva.own.pk).update(floor=-1000)
    eva.own.refresh_from_db()
    eva.grant(500)
    reserve(eva, 900, course)
    assert balance(eva.own) == -400
    with pytest.raises(NotEnough) as refusal:
        reservations.reserve(
            eva.own, 601, about="application:2", on=JUNE, key="x", by=None, participation=course.pk
        )
    assert refusal.value.available == 600


def test_mandatory_training_is_never_paid_personally(eva, cast):
    eva.grant(500)
    with pytest.raises(MandatoryIsFree):
        reserve(eva, 100, participation(cast.eva, mandatory=True))


def test_personal_money_is_not_reserved_for_nothing_or_for_somebody_else(eva, cast):
    eva.grant(500)
    for wrong in (None, participation(cast.stan).pk):
        with pytest.raises(MandatoryIsFree), transaction.atomic():
            reservations.reserve(
                eva.own, 100, about="application:1", on=JUNE, key="r", by=None, participation=wrong
            )


def test_mandatory_training_may_be_paid_by_the_employer(eva, cast):
    fund = accounts.of_organisation("fund")
    reserved = reservations.reserve(
        fund,
        100,
        about="application:1",
        on=JUNE,
        key="r",
        by=None,
        participation=participation(cast.eva, mandatory=True).pk,
    )
    assert reserved[0].amount == 100
    reservations.spend(about="application:1", on=JUNE, key="p", by=None)
    assert balance(accounts.of_organisation("spent")) == 100


def test_personal_budget_is_not_transferable(eva, cast):
    stan = books(cast.stan, eva.own.scheme)
    lot = eva.grant(500)
    with pytest.raises(IntegrityError, match="not transferable"):
        move(
            source=eva.own,
            target=stan.own,
            amount=1,
            key="gift",
            by=None,
            what="transfer",
            on=JUNE,
            lot=lot.pk,
        )


def test_a_grant_never_gives_more_than_it_holds(eva):
    old = eva.grant(100, on=JANUARY)
    eva.grant(500, on=MARCH)
    with pytest.raises(IntegrityError, match="holds less"):
        lapse(eva, 200, lot=old.pk)


def test_a_grant_of_somebody_else_cannot_be_named(eva, cast):
    stan = books(cast.stan, eva.own.scheme)
    eva.grant(100)
    theirs = stan.grant(100)
    with pytest.raises(IntegrityError, match="another account"):
        lapse(eva, 50, lot=theirs.pk)


def test_money_of_a_grant_never_leaves_without_naming_it(eva):
    Account.objects.filter(pk=eva.own.pk).update(floor=-100)
    eva.grant(100)
    with pytest.raises(IntegrityError, match="comes from a grant"):
        move(source=eva.fund, target=eva.own, amount=50, key="k", by=None, what="grant", on=JUNE)


def test_sum_of_all_balances_is_zero(eva, course):
    eva.grant(500)
    reserve(eva, 400, course)
    reservations.spend(about="application:1", on=JUNE, key="pay", by=None, amount=300)
    assert sum(balance(account) for account in Account.objects.all()) == 0


def reserve(eva, amount, course, bonus=0):
    return reservations.reserve(
        eva.own,
        amount,
        about="application:1",
        on=JUNE,
        key="reserve",
        by=None,
        participation=course.pk,
        bonus=bonus,
    )
