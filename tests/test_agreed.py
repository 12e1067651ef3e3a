"""What was agreed ticks itself off when it happened in another room, through the wiring."""

import pytest
from tests.world import build

from bloei.agreements.actions import make_agreement
from bloei.agreements.models import Agreement
from bloei.budgets.actions import decide_application
from bloei.budgets.balances.divisions import refusal_grounds
from bloei.foundation import clock, events
from bloei.learning.actions import finish_participation
from bloei.wiring import AFTERWARDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    return build(cast)


@pytest.fixture
def hearing(monkeypatch):
    """Keep what is put on the queue; calling it lets the listeners hear it, as a worker does."""
    kept = []
    monkeypatch.setattr(events.deliver.task, "defer", lambda **told: kept.append(told))

    def hear() -> None:
        while kept:
            events.deliver(**kept.pop(0))

    return hear


def agree(cast, text: str, watches: str) -> Agreement:
    return make_agreement(
        person=cast.eva, text=text, today=cast.today, key=text, by=cast.mo, watches=watches
    )


def test_it_ticks_itself_off_when_the_participation_is_done(world, hearing):
    cast = world.cast
    made = agree(cast, "Het lezen", f"participation:{world.participation.pk}:done")
    other = agree(cast, "Iets anders", f"participation:{world.participation.pk + 1}:done")
    with clock.fixed(cast.today):
        finish_participation(world.participation, on=cast.today, minutes=60, by=cast.eva)
        assert Agreement.objects.get(pk=made.pk).is_open, "the worker has not heard it yet"
        hearing()
    assert Agreement.objects.get(pk=made.pk).done_by_itself
    assert Agreement.objects.get(pk=other.pk).is_open


@pytest.mark.parametrize("agreed", [True, False])
def test_it_ticks_itself_off_when_somebody_decided(world, hearing, agreed):
    cast = world.cast
    made = agree(cast, "Besluiten", f"application:{world.application.pk}:decided")
    ground = next(iter(refusal_grounds(world.application)), "")
    with clock.fixed(cast.today):
        decide_application(
            world.application, agree=agreed, ground=ground, answer="Zo doen we het.",
            today=cast.today, by=cast.mo,
        )  # fmt: skip
        hearing()
    assert Agreement.objects.get(pk=made.pk).done_by_itself


def test_without_the_wiring_it_would_stay_open(world, hearing, monkeypatch):
    """The negative control: it is the wiring that ticks."""
    cast = world.cast
    made = agree(cast, "Het lezen", f"participation:{world.participation.pk}:done")
    monkeypatch.setattr("bloei.wiring.AFTERWARDS", {kind: [] for kind in AFTERWARDS})
    with clock.fixed(cast.today):
        finish_participation(world.participation, on=cast.today, minutes=60, by=cast.eva)
        hearing()
    assert Agreement.objects.get(pk=made.pk).is_open
