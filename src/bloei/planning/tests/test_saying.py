"""What was said without a connection: any order, twice, from two devices, the same in the end."""

from dataclasses import astuple, dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bloei.budgets import rounds
from bloei.budgets.balances import learning_time
from bloei.budgets.granting import reconciliation
from bloei.budgets.models import Measure
from bloei.budgets.tests.rules_for_tests import switch_on
from bloei.foundation import clock
from bloei.planning import actions
from bloei.planning.models import LearningBlock
from bloei.planning.rosters.at_work import aware
from bloei.planning.rules import State
from bloei.planning.tests.desk import SINCE, TODAY, at, span
from bloei.planning.tests.test_blocks import HOURS, give_hours, plan

pytestmark = pytest.mark.django_db
LAPSES = HOURS + "[lapse]\nafter_months = 12\n"


@dataclass(frozen=True)
class Answer:
    """Something said about block 0 or 1, so many minutes after it was over, on some device."""

    block: int
    minutes: int
    because: str
    after: int

    @property
    def key(self) -> str:
        return "-".join(str(part) for part in astuple(self)) + "-device"


def over(person, key="", day=20) -> LearningBlock:
    """Plan a block of two hours and let it be of some days ago."""
    block = plan(person, span(24, 10, 12) if day == 20 else span(25, 10, 12), key=key)
    during = (aware(at(day, 10)), aware(at(day, 12)))
    LearningBlock.objects.filter(pk=block.pk).update(during=during)
    block.refresh_from_db()
    return block


def say(block, answer: Answer):
    """Let an answer come in now; return the refusal, None when it was taken."""
    try:
        actions.say_block(
            block, minutes=answer.minutes, because=answer.because,
            said_at=block.ends_at + timedelta(minutes=answer.after), today=clock.today(),
            key=answer.key, by=block.person,
        )  # fmt: skip
    except (actions.SaidLater, actions.NoStep, actions.NotYet) as refused:
        return refused
    return None


def how_it_stands(person) -> list:
    """Return all that the answers can change, in the blocks and in the ledger."""
    rows = LearningBlock.objects.filter(person=person).order_by("pk")
    blocks = rows.values_list("state", "done_minutes", "answer", "reserved_minutes", "said_at")
    found = learning_time.learning_time([person.pk], 2026)[person.pk]
    return [*blocks, (found.free, found.planned, found.used)]


class Undo(Exception):
    """Nothing of an example stays."""


def after(person, blocks, answers) -> list:
    """Return how it stands when these answers came in, and take all of it back."""
    found = []
    try:
        with transaction.atomic():
            for answer in answers:
                say(blocks[answer.block], answer)
            found = how_it_stands(person)
            assert not reconciliation.doubts(TODAY, everybody=True)
            raise Undo
    except Undo:
        return found


DONE = st.sampled_from([(120, ""), (90, ""), (60, "")])
NOT = st.sampled_from([(0, "storing"), (0, "ziek")])
ONE = st.builds(
    lambda block, told, late: Answer(block, *told, late),
    st.integers(0, 1), DONE | NOT, st.integers(0, 3),
)  # fmt: skip


@st.composite
def deliveries(draw):
    """Answers of two devices as they were said, and as they come in: shuffled, some twice."""
    said = draw(st.lists(ONE, min_size=1, max_size=5, unique=True))
    again = draw(st.lists(st.sampled_from(said), max_size=4))
    return sorted(said, key=lambda one: one.after), draw(st.permutations([*said, *again]))


@pytest.fixture
def two(desk):
    give_hours()
    return [over(desk.cast.eva), over(desk.cast.eva, day=19)]


EARLY, LATE = Answer(0, 120, "", 0), Answer(0, 0, "storing", 1)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries())
@example(([EARLY, LATE], [LATE, EARLY, LATE, EARLY]))
def test_in_any_order_and_twice_it_comes_to_the_same(desk, two, delivery):
    said, comes_in = delivery
    assert after(desk.cast.eva, two, comes_in) == after(desk.cast.eva, two, said)


def test_a_server_that_lets_the_first_one_stand_would_be_seen(desk, two, monkeypatch):
    """The negative control: without the rule that the last one stands, the order matters."""
    monkeypatch.setattr("bloei.planning.rules.said_after", lambda _one, _other: False)
    eva = desk.cast.eva
    assert after(eva, two, [EARLY, LATE]) != after(eva, two, [LATE, EARLY])


def test_of_two_devices_the_last_said_stands_and_the_other_hears_so(desk, two):
    block, _other = two
    assert say(block, LATE) is None
    assert isinstance(say(block, EARLY), actions.SaidLater)
    block.refresh_from_db()
    assert (block.state, block.answer) == (State.LAPSED, "storing")


def test_the_same_key_a_second_time_undoes_no_slip_that_was_taken_back(desk, two):
    """The phone sends once more what had arrived; meanwhile its owner said it was a slip."""
    block, _other = two
    say(block, EARLY)
    actions.reopen_block(block, today=TODAY, by=desk.cast.eva)
    assert say(block, EARLY) is None
    block.refresh_from_db()
    assert block.state == State.AGREED


def test_what_was_said_before_a_slip_was_taken_back_does_not_come_back(desk, two):
    block, _other = two
    actions.realise_block(block, today=TODAY, by=desk.cast.eva)
    actions.reopen_block(block, today=TODAY, by=desk.cast.eva)
    assert isinstance(say(block, LATE), actions.SaidLater)


def test_nothing_can_be_said_of_a_block_that_has_not_begun_whatever_the_device_thinks(desk):
    block = plan(desk.cast.eva, span(24, 10, 12))
    assert isinstance(say(block, EARLY), actions.NotYet)


def test_a_block_that_was_taken_away_meanwhile_is_told_and_stays_away(desk):
    block = plan(desk.cast.eva, span(24, 10, 12))
    actions.cancel_block(block, today=TODAY, by=desk.cast.eva)
    with clock.fixed(TODAY + timedelta(days=2)):
        refused = say(block, EARLY)
    assert isinstance(refused, actions.NoStep)
    assert refused.now == State.CANCELLED


@pytest.mark.parametrize(
    ("told", "state", "used"),
    [((120, ""), State.DONE, 120), ((90, ""), State.DONE, 90), ((0, "ziek"), State.LAPSED, 0)],
)
def test_an_answer_that_comes_in_after_the_hours_lapsed_still_counts(desk, told, state, used):
    """Said in December, sent in January: what was kept apart for the block waited for it."""
    eva = desk.cast.eva
    switch_on(LAPSES, name="leertijd", first=SINCE, measure=Measure.MINUTES)
    rounds.grant_and_lapse(TODAY)
    block = plan(eva, span(30, 10, 12, month=12))
    new_year = TODAY.replace(year=2027, month=1, day=5)
    with clock.fixed(new_year):
        rounds.grant_and_lapse(new_year)
        rest = learning_time.learning_time([eva.pk], 2027)[eva.pk]
        assert (rest.free, rest.planned) == (720, 120), "the rest of the old year has lapsed"
        assert say(block, Answer(0, *told, 5)) is None
        rounds.grant_and_lapse(new_year + timedelta(days=1))
        block.refresh_from_db()
        found = learning_time.learning_time([eva.pk], 2027)[eva.pk]
        assert (block.state, found.used, found.planned, found.free) == (state, used, 0, 720)
        assert not reconciliation.doubts(new_year, everybody=True)
