"""What is mandatory never costs the person anything, whatever is posted to which address.

The walk of test_mandatory_paths.py, through the pages: every address that can touch an
application, a participation or learning time, with forged answers too, by whoever is at hand.
"""

import csv
from datetime import time
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from tests.test_mandatory_paths import TODAY, Walk

from bloei.budgets.applications import steps
from bloei.budgets.models import Application
from bloei.foundation import clock
from bloei.learning.models import Participation
from bloei.planning import actions as planning
from bloei.planning import spans
from bloei.planning.actions.rosters import set_pattern
from bloei.planning.blocks.obstacles import Why
from bloei.planning.models import BlockMove, LearningBlock
from bloei.planning.rules import State
from bloei.planning.tests.desk import WEEK

NOON = time(12)
# Today it has begun; tomorrow twice at work, once beside a meeting; in the evening; on Sunday.
MOMENTS = [
    "2026-11-23T09:00/2026-11-23T11:00", "2026-11-24T10:00/2026-11-24T12:00",
    "2026-11-25T13:00/2026-11-25T15:00", "2026-11-24T19:00/2026-11-24T20:00",
    "2026-11-29T10:00/2026-11-29T12:00",
]  # fmt: skip
PRICES, ADVANCES, ON = ["50", "300", "4000"], ["", "0", "100000"], ["", "on"]
# What can be answered at each address; a "pk" is one of these things, whosever it is.
BODIES: dict[str, dict[str, list]] = {
    "budgets:application_form": {
        "price": PRICES, "payer": ["employer", "reimbursed"], "why": ["Omdat"], "with_team": ON,
        "advance": ADVANCES, "purpose": ["", "training", "other"], "added": ["", "8"],
        "with_time": ON, "person": ["1003"],
    },
    "budgets:application_decide": {"decision": ["yes", "yes", "no", "talk"], "answer": ["Nee"]},
    "budgets:application_undo": {},
    "budgets:application_withdraw": {},
    "budgets:application_cancel": {},
    "budgets:application_top_up": {"more": PRICES, "why": ["Duurder"], "advance": ADVANCES},
    "budgets:application_pay": {"paid_on": ["2026-11-23"]},
    "budgets:budget_convert": {"to": ["vitality"], "amount": ["10", "400"], "sure": ["1"]},
    "learning:offer_wish": {},
    "learning:offer_withdraw": {},
    "learning:participation_move": {"to": ["under_way", "stopped", "cancelled", "done", "agreed"]},
    "learning:participation_finish": {"on": ["2026-11-23"], "minutes": ["1"]},
    "planning:block_plan": {"moment": MOMENTS, "participation": ["its"], "why": ["Toe"]},
    "planning:block_accept": {},
    "planning:block_decline": {},
    "planning:block_move": {"moment": MOMENTS},
    "planning:block_cancel": {},
    "planning:block_realise": {"minutes": ["", "30"]},
    "planning:block_lapse": {"because": ["Ziek"]},
    "planning:block_reopen": {},
    "planning:block_say": {"minutes": ["0", "60"], "because": ["Ziek"], "age": ["1000"]},
    "planning:block_instead": {},
    "planning:block_decide": {"decision": ["yes", "no"], "answer": ["Nee"], "instead": MOMENTS},
    "planning:block_ask_to_move": {"because": ["Druk"], "instead": MOMENTS},
    "planning:move_answer": {"answer": ["yes", "no"]},
}  # fmt: skip
# What the other addresses of these rooms are about; none knows a participation of somebody.
APART = {
    "budgets": ("scheme_", "assignment_", "version_", "opening_", "team_budget_", "payment_export",
                "proof_add"),
    "learning": ("offer_add", "offer_import", "offer_dismiss", "offer_change", "finding_", "goal_",
                 "interest_", "my_way", "record_", "evidence_"),
    "planning": (),
    "plans": ("plan_", "team_plan_", "series_", "team_series_", "proposals_accept"),
    "conversations": ("",),  # a moment that comes of a talk is for no participation
    "home": ("choose",),  # it fills in the form of an application
}  # fmt: skip


# Who usually does it, where that is not Eva; now and then somebody else tries.
USUALLY = {
    "budgets:application_decide": "mo", "budgets:application_pay": "hanan",
    "learning:offer_withdraw": "joost", "planning:block_decide": "mo",
    "planning:block_ask_to_move": "mo",
}  # fmt: skip
WITHOUT_ONE = {
    "budgets:application_form", "budgets:budget_convert", "learning:offer_wish",
    "learning:offer_withdraw", "planning:block_plan",
}  # fmt: skip
THINGS = {"application": Application, "participation": Participation, "move": BlockMove}


def keys(address: str) -> list[int]:
    """Return the keys of what this address can be about."""
    model = THINGS.get(address.partition(":")[2].partition("_")[0], LearningBlock)
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def is_there(address: str) -> bool:
    return address in WITHOUT_ONE or bool(keys(address))


class MandatoryByPost(Walk):
    """Somebody fills in something at some address; whether they may is part of the answer."""

    browsers = None
    reached: set[tuple[str, int]]

    def __init__(self):
        super().__init__()
        set_pattern(self.cast.eva, shifts=WEEK, first=TODAY, key="week", by=self.cast.mo)

    @initialize()
    def plan_first(self):
        """Plan what has begun, and what somebody must say yes to."""
        self.ask_first()
        for moment in (MOMENTS[0], MOMENTS[3]):
            with clock.fixed(TODAY, NOON):
                planning.plan_block(
                    self.cast.eva, span=spans.read(moment), today=TODAY, key=self.key(),
                    participation=Participation.objects.get(), by=self.cast.eva,
                )  # fmt: skip

    def argument(self, data, address: str) -> dict:
        """Return which thing it is about: one there is, whosever and in whichever state."""
        name = address.partition(":")[2]
        if name == "application_form":
            return {"offer_pk": self.offer.pk}
        if name == "budget_convert":
            return {"name": "leerbudget"}
        if name.startswith("offer_"):
            return {"pk": self.offer.pk}
        return {} if name == "block_plan" else {"pk": data.draw(st.sampled_from(keys(address)))}

    @rule(data=st.data(), forged=st.sampled_from([False, False, False, True]))
    def post(self, data, forged):
        address = data.draw(st.sampled_from([one for one in sorted(BODIES) if is_there(one)]))
        who = USUALLY.get(address, "eva")
        if forged:
            who = data.draw(st.sampled_from(["eva", "mo", "joost", "hanan", "stan"]))
        told = {
            name: data.draw(st.sampled_from(values)) for name, values in BODIES[address].items()
        }
        if "participation" in told:
            told["participation"] = data.draw(st.sampled_from(keys("learning:participation_move")))
        url = reverse(address, kwargs=self.argument(data, address))
        with transaction.atomic(), clock.fixed(TODAY, NOON):
            answer = self.browsers[who].post(url, told | {"key": f"sleutel-{self.key()}"})
        assert answer.status_code < 500, (address, told)
        self.reached.add((address, answer.status_code))

    @invariant()
    def outside_the_work_it_stands_only_by_the_yes_of_another(self):
        outside = LearningBlock.objects.filter(
            is_mandatory=True,
            outside__contains=[Why.OFF_WORK],
            state__in=[State.AGREED, State.DONE],
        )
        assert not outside.filter(decided_by=None).exists()
        assert not outside.filter(decided_by=self.cast.eva).exists()


def walk(cast, clients, *, becomes_mandatory: bool, examples: int) -> set:
    """Return which addresses gave which answers."""
    MandatoryByPost.cast, MandatoryByPost.becomes_mandatory = cast, becomes_mandatory
    MandatoryByPost.browsers, MandatoryByPost.reached = clients, set()
    for client in clients.values():
        client.raise_request_exception = True
    run_machine(
        MandatoryByPost,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None,
            phases=[Phase.generate], report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return MandatoryByPost.reached


DONE = 302


@pytest.mark.slow
@pytest.mark.django_db
def test_no_form_lets_what_is_mandatory_cost_the_person_anything(cast, clients):
    reached = walk(cast, clients, becomes_mandatory=False, examples=5)
    reached |= walk(cast, clients, becomes_mandatory=True, examples=5)
    # Not only refusals: most forms did something.
    assert len({address for address, status in reached if status == DONE}) >= len(BODIES) / 2


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.parametrize("becomes_mandatory", [False, True])
def test_no_form_of_very_many_either(cast, clients, becomes_mandatory):
    walk(cast, clients, becomes_mandatory=becomes_mandatory, examples=150)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_page_that_charges_what_became_mandatory_would_be_seen(cast, clients, monkeypatch):
    monkeypatch.setattr(steps, "keep_free_what_is_mandatory", lambda _application: None)
    with pytest.raises(AssertionError):
        walk(cast, clients, becomes_mandatory=True, examples=50)


def test_every_address_that_can_touch_it_is_walked():
    table = Path(__file__).with_name("access_matrix.csv")
    with table.open(newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    posted = {row[0] for row in rows if row[1] == "POST" and "405" not in row}
    for address in sorted(posted - BODIES.keys()):
        room, _colon, name = address.partition(":")
        assert room not in APART or name.startswith(APART[room]), address
    assert BODIES.keys() <= posted
