"""Somebody with the program's own rights in the database cannot cook the books."""

import pytest
from django.db import DatabaseError, connection, transaction

from bloei.budgets.books import reservations
from bloei.budgets.models import Account, Entry
from bloei.budgets.tests.books import DAY, books, participation, scheme

pytestmark = pytest.mark.django_db

ADD = (
    'insert into budgets_entry (source_id, target_id, amount, what, "on", recorded_at, because,'
    " key, about, lot_id, granted_on, participation_id) values ({})"
)


def adding(source, target, amount, *, lot="null", granted="null", participation="null", what=""):
    values = (
        f"{source}, {target}, {amount}, '{what or 'grant'}', '2026-01-01', now(), '{{}}', 'attack',"
        f" '', {lot}, {granted}, {participation}"
    )
    return ADD.format(values)


@pytest.fixture
def eva(cast):
    made = books(cast.eva, scheme())
    made.lot = made.grant(500)
    return made


# Insufficient privilege, a check, a unique key: never a mistake in the attack itself.
REFUSALS = {"42501", "23514", "23505"}
ATTACKS = {
    "change an amount": lambda eva, cast: "update budgets_entry set amount = 9999",
    "change a date": lambda eva, cast: "update budgets_entry set \"on\" = '2020-01-01'",
    "remove an entry": lambda eva, cast: f"delete from budgets_entry where id = {eva.lot.pk}",
    "empty the books": lambda eva, cast: "truncate budgets_entry cascade",
    "write a balance": lambda eva, cast: (
        f"update budgets_account set balance = 9999 where id = {eva.own.pk}"
    ),
    "remove an account": lambda eva, cast: (
        f"delete from budgets_account where id = {eva.lapsed.pk}"
    ),
    "give an account to somebody else": lambda eva, cast: (
        f"update budgets_account set owner_id = {cast.stan.pk} where id = {eva.own.pk}"
    ),
    "open an account that is full": lambda eva, cast: (
        "insert into budgets_account (purpose, measure, floor, balance, owner_id, scheme_id) values"
        f" ('own', 'cents', 0, 9999, {cast.stan.pk}, {eva.own.scheme_id})"
    ),
    "go below zero": lambda eva, cast: adding(
        eva.own.pk, eva.lapsed.pk, 501, lot=eva.lot.pk, what="lapse"
    ),
    "move a negative amount": lambda eva, cast: adding(eva.lapsed.pk, eva.own.pk, -100),
    "turn euros into hours": lambda eva, cast: adding(
        eva.fund.pk, books(cast.eva, scheme("uren", "minutes")).own.pk, 100
    ),
    "take a grant of somebody else": lambda eva, cast: adding(
        eva.own.pk,
        eva.lapsed.pk,
        100,
        lot=books(cast.stan, eva.own.scheme).grant(500).pk,
        what="lapse",
    ),
    "take money without naming its grant": lambda eva, cast: adding(eva.fund.pk, eva.own.pk, 100),
    "pay mandatory training": lambda eva, cast: adding(
        eva.own.pk,
        eva.reserved.pk,
        100,
        lot=eva.lot.pk,
        participation=participation(cast.eva, mandatory=True).pk,
        what="reserve",
    ),
    "switch the triggers off": lambda eva, cast: "alter table budgets_entry disable trigger all",
    "replace the keeper": lambda eva, cast: "drop function bloei_keep_books() cascade",
    "become the owner": lambda eva, cast: (
        "set session authorization default; alter table budgets_entry owner to bloei_app"
    ),
    "use a key twice": lambda eva, cast: adding(
        eva.fund.pk, eva.own.pk, 1, granted="'2026-01-01'"
    ).replace("'attack'", f"'{eva.lot.key}'"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_program_role_cannot(eva, cast, attack):
    statement = ATTACKS[attack](eva, cast)
    before = _everything()
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert refusal.value.__cause__.sqlstate in REFUSALS
    assert _everything() == before


def test_the_tests_work_under_the_role_of_the_program(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, pg_get_userbyid(relowner) from pg_class"
            " where relname = 'budgets_entry'"
        )
        user, owner = cursor.fetchone()
    assert (user, owner != user) == ("bloei_app", True)


def test_what_the_program_may_write_still_works(eva, cast):
    reservations.reserve(
        eva.own,
        100,
        about="application:1",
        on=DAY,
        key="r",
        by=None,
        participation=participation(cast.eva).pk,
    )
    assert Account.objects.get(pk=eva.own.pk).balance == 400


def _everything() -> tuple:
    entries = list(Entry.objects.order_by("pk").values_list("pk", "amount", "on", "source_id"))
    return entries, list(Account.objects.order_by("pk").values_list("pk", "balance", "owner_id"))
