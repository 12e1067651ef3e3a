"""The ledger against a model in memory: any order of movements, any request sent again."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from bloei.budgets.books import reservations
from bloei.budgets.books.ledger import KeyReused, NotEnough, balance, lots, move
from bloei.budgets.models import Account, Entry
from bloei.budgets.tests.books import books, participation, scheme

DAY = date(2026, 6, 1)
amounts = st.integers(1, 300)


class Ledger(RuleBasedStateMachine):
    """`own` and `held` hold what is left of each grant, by the number of the grant."""

    person = None

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.books = books(self.person, scheme())
        self.course = participation(self.person).pk
        self.grants: list[int] = []  # ids of lots
        self.own: dict[int, int] = {}
        self.held: dict[str, dict[int, int]] = {}
        self.spent: dict[str, dict[int, int]] = {}
        self.lapsed = 0
        self.requests: list = []
        self.history: list[tuple] = []
        self.count = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def do(self, request) -> bool:
        """Carry out a request, remember it for a resend; False when it was refused.

        A request that books nothing uses up no key ("give back what is left" of nothing).
        """
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                request()
        except NotEnough:
            return False
        if Entry.objects.count() > before:
            self.requests.append(request)
        return True

    def key(self) -> str:
        self.count += 1
        return f"request-{self.count}"

    @rule(amount=amounts, days=st.integers(0, 400))
    def grant(self, amount, days):
        key, on = self.key(), date.fromordinal(DAY.toordinal() - days)
        made = []
        self.do(lambda: made.append(self.books.grant(amount, on=on, key=key)))
        self.grants.append(made[0].pk)
        self.own[made[0].pk] = amount

    @rule(amount=amounts)
    def reserve(self, amount):
        key, about = self.key(), f"thing:{self.count}"
        done = self.do(
            lambda: reservations.reserve(
                self.books.own,
                amount,
                about=about,
                on=DAY,
                key=key,
                by=None,
                participation=self.course,
            )
        )
        assert done == (amount <= sum(self.own.values()))
        if done:
            self.held[about] = self._take(self.own, amount)
            self.spent[about] = {}

    @precondition(lambda self: self.held)
    @rule(data=st.data(), part=st.none() | amounts)
    def release(self, data, part):
        about = data.draw(st.sampled_from(sorted(self.held)))
        key, held = self.key(), self.held[about]
        done = self.do(
            lambda: reservations.release(about=about, on=DAY, key=key, by=None, amount=part)
        )
        assert done == (part is None or part <= sum(held.values()))
        if done:
            back = self._take(held, part if part is not None else sum(held.values()), newest=True)
            self._add(self.own, back)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), part=st.none() | amounts)
    def spend(self, data, part):
        about = data.draw(st.sampled_from(sorted(self.held)))
        key, held = self.key(), self.held[about]
        done = self.do(
            lambda: reservations.spend(about=about, on=DAY, key=key, by=None, amount=part)
        )
        assert done == (part is None or part <= sum(held.values()))
        if done:
            paid = self._take(held, part if part is not None else sum(held.values()))
            self._add(self.spent[about], paid)

    @precondition(lambda self: self.spent)
    @rule(data=st.data(), part=st.none() | amounts)
    def refund(self, data, part):
        about = data.draw(st.sampled_from(sorted(self.spent)))
        key, spent = self.key(), self.spent[about]
        done = self.do(
            lambda: reservations.refund(about=about, on=DAY, key=key, by=None, amount=part)
        )
        assert done == (part is None or part <= sum(spent.values()))
        if done:
            wanted = part if part is not None else sum(spent.values())
            self._add(self.own, self._take(spent, wanted, newest=True))

    @precondition(lambda self: any(self.own.values()))
    @rule(data=st.data())
    def lapse(self, data):
        lot = data.draw(st.sampled_from([pk for pk, left in self.own.items() if left]))
        key, amount = self.key(), self.own[lot]
        self.do(
            lambda: move(
                source=self.books.own,
                target=self.books.lapsed,
                amount=amount,
                key=key,
                by=None,
                what="lapse",
                on=DAY,
                lot=lot,
            )
        )
        self.lapsed += amount
        self.own[lot] = 0

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def resend(self, data):
        """Any earlier request again has no effect, whatever happened since."""
        request = data.draw(st.sampled_from(self.requests))
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                request()
        except KeyReused:
            raise AssertionError("the same request was taken for another one") from None
        assert Entry.objects.count() == before

    @invariant()
    def model_and_database_agree(self):
        own = {lot.pk: lot.remaining for lot in lots(self.books.own)}
        assert own == {pk: left for pk, left in self.own.items() if left}
        assert balance(self.books.own) == sum(own.values())
        assert balance(self.books.reserved) == self._sum(self.held)
        assert balance(self.books.spent) == self._sum(self.spent)
        assert balance(self.books.lapsed) == self.lapsed
        for about, held in self.held.items():
            assert reservations.reserved(about) == sum(held.values())

    @invariant()
    def books_add_up_to_zero_and_nothing_is_below_zero(self):
        assert sum(balance(account) for account in Account.objects.all()) == 0
        assert not Account.objects.filter(floor=0, balance__lt=0).exists()

    @invariant()
    def history_only_grows(self):
        rows = list(Entry.objects.order_by("pk").values_list("pk", "amount", "lot", "key"))
        assert rows[: len(self.history)] == self.history
        self.history = rows

    def _take(self, purse: dict[int, int], amount: int, *, newest: bool = False) -> dict[int, int]:
        taken: dict[int, int] = {}
        for pk in sorted(purse, key=self._age, reverse=newest):
            part = min(purse[pk], amount)
            if part:
                taken[pk] = part
                purse[pk] -= part
                amount -= part
        return taken

    def _age(self, pk: int) -> tuple:
        return Entry.objects.values_list("granted_on", "pk").get(pk=pk)

    def _add(self, purse: dict[int, int], taken: dict[int, int]) -> None:
        for pk, amount in taken.items():
            purse[pk] = purse.get(pk, 0) + amount

    def _sum(self, purses: dict[str, dict[int, int]]) -> int:
        return sum(sum(purse.values()) for purse in purses.values())


def run(person, examples: int, steps: int) -> None:
    Ledger.person = person
    run_machine(
        Ledger,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_ledger_is_what_the_model_says(cast):
    run(cast.eva, examples=25, steps=20)


@pytest.mark.deep
@pytest.mark.django_db
def test_ledger_is_what_the_model_says_five_hundred_times(cast):
    run(cast.eva, examples=500, steps=50)
