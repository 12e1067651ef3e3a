"""The nightly run: what the schemes grant and let lapse, once, whatever happens in between."""

from datetime import date

import pytest

from bloei.budgets import rounds
from bloei.budgets.actions import grants
from bloei.budgets.books import reservations
from bloei.budgets.books.ledger import balance, lots
from bloei.budgets.granting import batches, corrections
from bloei.budgets.models import Account, Entitlement, Entry
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.budgets.tests.books import participation
from bloei.budgets.tests.rules_for_tests import ADVANCE, MONTHLY, YEARLY, switch_on
from bloei.foundation.actions import NotInAnAction
from bloei.foundation.models import AuditRow

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def scheme(cast):
    return switch_on(YEARLY)


def run(today) -> batches.Booked:
    grants.open_budgets(rulebook=Rulebook())
    return rounds.catch_up(today)


def eva_in(scheme, cast) -> Entitlement:
    return Entitlement.objects.get(scheme=scheme, person=cast.eva)


def story(entitlement) -> list[tuple]:
    """Return what happened to an own account: day, what, amount with its sign."""
    own = entitlement.own_id
    rows = Entry.objects.filter(source=own) | Entry.objects.filter(target=own)
    return [
        (entry.on, entry.what, entry.amount if entry.target_id == own else -entry.amount)
        for entry in rows.order_by("on", "pk")
    ]


def test_first_run_grants_everybody_what_the_scheme_gave_since_its_first_day(scheme, cast):
    booked = run(cast.today)
    assert booked.people == 9
    assert story(eva_in(scheme, cast)) == [
        (date(2024, 1, 1), "grant", 70000),
        (date(2025, 1, 1), "grant", 70000),
        (date(2026, 1, 1), "grant", 70000),
    ]


def test_second_run_on_the_same_day_books_nothing(scheme, cast):
    run(cast.today)
    before = Entry.objects.count()
    assert run(cast.today).entries == {}
    assert Entry.objects.count() == before


def test_run_books_nothing_twice_when_it_forgot_how_far_it_was(scheme, cast):
    run(cast.today)
    before = Entry.objects.count()
    Entitlement.objects.update(next_on=date(2024, 1, 1))
    run(cast.today)
    assert Entry.objects.count() == before


def test_missed_days_are_made_up_for_with_their_own_dates(scheme, cast):
    run(cast.today)
    run(date(2027, 3, 5))
    assert story(eva_in(scheme, cast))[-2:] == [
        (NEW_YEAR, "lapse", -70000),
        (NEW_YEAR, "grant", 70000),
    ]


def test_run_night_by_night_equals_one_go(scheme, cast):
    run(cast.today)
    for day in (date(2026, 12, 31), NEW_YEAR, date(2027, 1, 2), date(2028, 1, 1)):
        run(day)
    other = switch_on(YEARLY.replace("leerbudget", "anders"), name="anders")
    run(date(2028, 1, 1))
    assert story(eva_in(other, cast)) == story(eva_in(scheme, cast))


def test_one_person_who_cannot_be_booked_does_not_stop_the_others(scheme, cast, monkeypatch):
    grants.open_budgets(rulebook=Rulebook())
    broken = eva_in(scheme, cast).own_id
    real = batches.booking.movements

    def refused(entry, version, place, suffix=""):
        if place.own == broken:
            raise ValueError("no")
        return real(entry, version, place, suffix)

    monkeypatch.setattr(batches.booking, "movements", refused)
    booked = rounds.catch_up(cast.today)
    assert (booked.people, booked.failed) == (8, [eva_in(scheme, cast).pk])
    monkeypatch.undo()
    assert rounds.catch_up(cast.today).people == 1


def test_nobody_outside_the_cao_gets_an_account(cast):
    scheme = switch_on(YEARLY, cao="sociaal werk")
    assert run(cast.today).people == 0
    assert not Account.objects.filter(scheme=scheme, owner__isnull=False).exists()


def test_monthly_scheme_follows_the_pay(cast):
    scheme = switch_on(MONTHLY, name="loopbaan", first=date(2026, 9, 1))
    run(cast.today)
    assert story(eva_in(scheme, cast)) == [
        (date(2026, 9, 1), "grant", 4800),
        (date(2026, 10, 1), "grant", 4800),
        (date(2026, 11, 1), "grant", 4800),
    ]


def test_scheme_that_ends_grants_no_more_and_keeps_what_there_is(cast):
    scheme = switch_on(YEARLY, last=date(2025, 6, 30))
    run(NEW_YEAR)
    assert [line[1:] for line in story(eva_in(scheme, cast))] == [
        ("grant", 70000),
        ("grant", 70000),
        ("lapse", -70000),
    ]


def test_advance_lets_the_account_go_below_zero_and_the_next_grant_fills_it(cast):
    scheme = switch_on(ADVANCE, first=date(2026, 1, 1))
    run(cast.today)
    own = eva_in(scheme, cast).own
    assert (own.balance, own.floor) == (70000, -70000)
    reservations.reserve(
        own,
        100000,
        about="application:1",
        on=cast.today,
        key="r",
        by=None,
        participation=participation(cast.eva).pk,
    )
    run(NEW_YEAR)
    assert [(lot.granted_on, lot.remaining) for lot in lots(own)] == [(NEW_YEAR, 40000)]
    assert balance(own) == 40000


def test_money_released_after_its_day_lapses_at_the_next_run(scheme, cast):
    run(cast.today)
    own = eva_in(scheme, cast).own
    reservations.reserve(
        own,
        70000,
        about="application:1",
        on=cast.today,
        key="r",
        by=None,
        participation=participation(cast.eva).pk,
    )
    run(NEW_YEAR)
    assert balance(own) == 210000
    reservations.release(about="application:1", on=date(2027, 2, 1), key="back", by=None)
    run(date(2027, 2, 2))
    assert story(eva_in(scheme, cast))[-1] == (date(2027, 2, 2), "lapse", -70000)
    assert balance(own) == 210000


def test_nothing_is_booked_for_people_outside_an_action(scheme, cast):
    run(cast.today)
    ids, rulebook = [eva_in(scheme, cast).pk], Rulebook()
    for part in (
        lambda: batches.entitle(rulebook),
        lambda: batches.advance(ids, NEW_YEAR, rulebook),
        lambda: corrections.correct(ids, NEW_YEAR, "rule", rulebook),
    ):
        with pytest.raises(NotInAnAction):
            part()


def test_every_batch_stands_in_the_audit_trail_also_when_nothing_was_due(scheme, cast):
    run(cast.today)
    ids, before = [eva_in(scheme, cast).pk], Entry.objects.count()
    last = AuditRow.objects.latest("pk").pk
    grants.grant_batch(ids, today=cast.today, rulebook=Rulebook(), booked=batches.Booked())
    assert Entry.objects.count() == before
    told = AuditRow.objects.filter(pk__gt=last).values_list("verb", "count")
    assert list(told) == [(grants.UP_TO_DATE, 1)]


def test_bring_up_to_date_books_what_the_night_will_book(scheme, cast):
    run(cast.today)
    entitlement = eva_in(scheme, cast)
    grants.grant_batch(
        [entitlement.pk], today=NEW_YEAR, rulebook=Rulebook(), booked=batches.Booked()
    )
    before = story(entitlement)
    run(NEW_YEAR)
    assert story(entitlement) == before
