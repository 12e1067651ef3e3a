"""An event is told inside the transaction of its action, to whom wiring names, or not at all."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.db import transaction

from bloei.foundation import events
from bloei.foundation.events import Event

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class LampLit(Event):
    lamp_id: int


@pytest.fixture
def heard(monkeypatch):
    """Wire two listeners to the event; return what they heard."""
    told = []
    wiring = SimpleNamespace(
        TOGETHER={LampLit: [lambda event: told.append(("together", event))]},
        AFTERWARDS={LampLit: [lambda event: told.append(("afterwards", event))]},
    )
    monkeypatch.setattr(events, "import_module", lambda _name: wiring)
    later = []
    queue = SimpleNamespace(later=lambda **job: later.append(job))
    monkeypatch.setattr(events, "deliver", queue)
    return SimpleNamespace(told=told, later=later)


def test_who_must_never_disagree_hears_it_at_once_and_others_by_a_job(heard):
    events.publish(LampLit(7))
    assert heard.told == [("together", LampLit(7))]
    assert [job["ids"] for job in heard.later] == [{"lamp_id": 7}]
    assert heard.later[0]["event"].endswith("LampLit")


def test_an_event_without_listeners_is_told_to_nobody(heard):
    @dataclass(frozen=True)
    class Unheard(Event):
        pass

    events.publish(Unheard())
    assert not heard.told
    assert not heard.later


def test_an_event_outside_a_transaction_is_refused(heard, monkeypatch):
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(transaction, "get_connection", lambda: outside)
    with pytest.raises(RuntimeError, match="LampLit"):
        events.publish(LampLit(7))
    assert not heard.told
