"""What is mandatory never costs the person anything, whatever happens in which order.

Art. 7:611a BW. Every way to money or learning hours is walked in random order, also when the
offer becomes mandatory half way; after each step the books are looked at.
"""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from hypothesis.stateful import run_state_machine_as_test as run_machine

from bloei.budgets import actions as budgets
from bloei.budgets import rounds, rules
from bloei.budgets.actions import grants
from bloei.budgets.actions.conversions import ask_conversion
from bloei.budgets.actions.payments import pay_application
from bloei.budgets.actions.teams import make_team_budget
from bloei.budgets.applications import steps
from bloei.budgets.models import Application, Entitlement, Entry, Funding, Measure
from bloei.budgets.rules import Source, State
from bloei.budgets.schemes.rulebook import Rulebook
from bloei.budgets.tests.rules_for_tests import ADVANCE, YEARLY, switch_on
from bloei.learning import actions as learning
from bloei.learning.models import Participation
from bloei.people.tests.cast import TODAY
from bloei.planning import actions as planning
from bloei.planning.models import LearningBlock
from bloei.planning.spans import Span

CONVERTS = ADVANCE + '[[conversion]]\nto = "vitality"\nmax_share_of_grant = "0.5"\n'
HOURS = YEARLY.replace("leerbudget", "leertijd").replace('"EUR"', '"HOURS"').replace("900.00", "40")
TAKES = ("reserve", "spend")
whom = st.sampled_from(["eva", "mo", "joost", "hanan"])


class Walk(RuleBasedStateMachine):
    """Eva has euros, an advance, hours and a team budget; `free` is an offer she may choose."""

    cast = None
    becomes_mandatory = False

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        switch_on(CONVERTS)
        switch_on(HOURS, name="leertijd", measure=Measure.MINUTES)
        grants.open_budgets(rulebook=Rulebook())
        rounds.catch_up(TODAY)
        make_team_budget(
            unit=self.cast.eva.unit, year=TODAY.year, amount=20_000, owner=self.cast.mo,
            today=TODAY, key="team", by=self.cast.hanan,
        )  # fmt: skip
        facts = {"title": "BHV", "kind": "training", "price_cents": 30_000, "minutes": 120}
        facts["is_mandatory"] = self.obliged = not self.becomes_mandatory
        self.offer = learning.create_offer(
            facts=facts, provider="Rode Kruis", key="bhv", by=self.cast.joost
        )
        self.count, self.taken = 0, 0

    def ask_first(self):
        budgets.file_application(
            person=self.cast.eva, offer=self.offer, price_cents=5_000, payer="employer",
            today=TODAY, key=self.key(), by=self.cast.eva,
        )  # fmt: skip

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def key(self) -> str:
        self.count += 1
        return f"step-{self.count}"

    @precondition(lambda self: not self.obliged)
    @rule()
    def oblige(self):
        learning.change_offer(
            self.offer, facts={"is_mandatory": True}, provider="Rode Kruis", by=self.cast.joost
        )
        self.obliged, self.taken = True, self.taken_now()

    def taken_now(self) -> int:
        """Return how often something was taken from Eva for it (a planned block aside)."""
        own = Entry.objects.filter(
            Q(source__owner=self.cast.eva), what__in=TAKES, participation__offer=self.offer
        )
        return own.count()

    @invariant()
    def nothing_is_taken_from_eva(self):
        if self.obliged:
            assert self.taken_now() == self.taken
        if not self.becomes_mandatory:
            mine = Funding.objects.filter(
                source__in=[Source.PERSONAL, Source.OWN],
                application__participation__offer=self.offer,
            )
            assert not mine.exists()
            assert not LearningBlock.objects.exclude(reserved_minutes=0).exists()
            asked = Application.objects.filter(participation__offer=self.offer)
            assert not asked.filter(Q(added_minutes__gt=0) | Q(asked_minutes__gt=0)).exists()


class Mandatory(Walk):
    """Everything that the actions let somebody do, in random order."""

    @initialize()
    def begin(self):
        self.ask_first()

    def attempt(self, what, *given, **known):
        """Do something; a refusal of ours is an answer, one of the database is a hole."""
        try:
            with transaction.atomic():
                return what(*given, **known)
        except Exception as refused:
            if not type(refused).__module__.startswith("bloei."):
                raise

    def last(self, *states) -> Application | None:
        return Application.objects.filter(state__in=states).order_by("pk").last()

    @rule(
        by=whom, price=st.sampled_from([5_000, 30_000, 400_000]), team=st.booleans(),
        advance=st.sampled_from([None, 0, 100_000]), hours=st.sampled_from([0, 120]),
        payer=st.sampled_from(["employer", "reimbursed"]), send=st.booleans(),
    )  # fmt: skip
    def ask(self, by, price, team, advance, hours, payer, send):
        known = {
            "price_cents": price, "payer": payer, "with_team": team, "advance_cents": advance,
            "asked_minutes": hours, "added_minutes": hours, "send": send, "today": TODAY,
            "key": self.key(), "by": getattr(self.cast, by),
        }  # fmt: skip
        draft = self.last(State.DRAFT)
        if draft:
            self.attempt(budgets.send_application, draft, why="", **known)
        else:
            self.attempt(budgets.file_application, person=self.cast.eva, offer=self.offer, **known)

    @precondition(lambda self: self.last(State.AGREED))
    @rule(more=st.sampled_from([1_000, 90_000]), team=st.booleans())
    def ask_more(self, more, team):
        if found := self.last(State.AGREED):
            self.attempt(
                budgets.top_up_application, found, more_cents=more, why="", with_team=team,
                advance_cents=100_000, today=TODAY, key=self.key(), by=self.cast.eva,
            )  # fmt: skip

    @precondition(lambda self: self.last(State.ASKED))
    @rule(agree=st.booleans())
    def decide(self, agree):
        if found := self.last(State.ASKED):
            self.attempt(
                budgets.decide_application, found, agree=agree, ground="", answer="Nee",
                today=TODAY, by=self.cast.mo,
            )  # fmt: skip

    @precondition(lambda self: self.last(State.ASKED, State.AGREED, State.REFUSED))
    @rule(by=whom)
    def undo(self, by):
        if found := self.last(State.ASKED, State.AGREED, State.REFUSED):
            now = found.asked_at or found.decided_at
            who = getattr(self.cast, by)
            self.attempt(budgets.undo_application, found, now=now, by=who)

    @precondition(lambda self: self.last(State.AGREED))
    @rule()
    def cancel(self):
        if found := self.last(State.AGREED):
            self.attempt(budgets.cancel_application, found, today=TODAY, by=self.cast.eva)

    @precondition(lambda self: self.last(State.AGREED))
    @rule()
    def pay(self):
        if found := self.last(State.AGREED):
            self.attempt(pay_application, found, paid_on=TODAY, today=TODAY, by=self.cast.hanan)

    @rule(amount=st.sampled_from([1_000, 40_000]), by=st.sampled_from(["eva", "mo"]))
    def convert(self, amount, by):
        entitlement = Entitlement.objects.get(person=self.cast.eva, scheme__name="leerbudget")
        self.attempt(
            ask_conversion, entitlement, to="vitality", amount=amount, today=TODAY,
            key=self.key(), by=getattr(self.cast, by),
        )  # fmt: skip

    @precondition(lambda self: Participation.objects.exists())
    @rule(ahead=st.integers(1, 9), by=st.sampled_from(["eva", "mo"]))
    def plan(self, ahead, by):
        start = datetime.combine(TODAY + timedelta(days=ahead), time(10))
        self.attempt(
            planning.plan_block, self.cast.eva, span=Span(start, start + timedelta(hours=2)),
            participation=Participation.objects.latest("pk"), today=TODAY,
            key=self.key(), by=getattr(self.cast, by),
        )  # fmt: skip

    @rule()
    def finish(self):
        if found := Participation.objects.order_by("pk").last():
            self.attempt(
                learning.finish_participation, found, on=TODAY, minutes=60, by=self.cast.eva
            )


def walk(cast, *, becomes_mandatory: bool, examples: int) -> None:
    Mandatory.cast, Mandatory.becomes_mandatory = cast, becomes_mandatory
    run_machine(
        Mandatory,
        settings=settings(
            max_examples=examples, stateful_step_count=12, deadline=None,
            phases=[Phase.generate], report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("becomes_mandatory", [False, True])
def test_no_path_lets_what_is_mandatory_cost_the_person_anything(cast, becomes_mandatory):
    walk(cast, becomes_mandatory=becomes_mandatory, examples=15)


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.parametrize("becomes_mandatory", [False, True])
def test_no_path_of_very_many_either(cast, becomes_mandatory):
    walk(cast, becomes_mandatory=becomes_mandatory, examples=300)


@pytest.mark.slow
@pytest.mark.django_db
def test_without_the_rule_the_database_refuses_it(cast, monkeypatch):
    divide = rules.divide
    monkeypatch.setattr(
        rules, "divide", lambda *given, **known: divide(*given, **known | {"mandatory": False})
    )
    monkeypatch.setattr(steps, "keep_free_what_is_mandatory", lambda _application: None)
    with pytest.raises(IntegrityError, match="mandatory_is_free"):
        walk(cast, becomes_mandatory=False, examples=100)


@pytest.mark.django_db
def test_what_became_mandatory_and_is_charged_all_the_same_would_be_seen(cast, monkeypatch):
    monkeypatch.setattr(steps, "keep_free_what_is_mandatory", lambda _application: None)
    Mandatory.cast, Mandatory.becomes_mandatory = cast, True
    walk_of_one = Mandatory()
    walk_of_one.ask_first()
    assert walk_of_one.taken_now() == 1
    walk_of_one.oblige()
    walk_of_one.nothing_is_taken_from_eva()
    walk_of_one.pay()
    with pytest.raises(AssertionError):
        walk_of_one.nothing_is_taken_from_eva()
    walk_of_one.teardown()
