"""What has happened, told upwards: a room publishes and does not know who listens.

All listeners stand on one page, `wiring.py`. TOGETHER runs in the same transaction
(what must never disagree, such as money); AFTERWARDS runs as a job after the commit
and may be retried, so it does no harm when it runs twice.
"""

from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module

from django.conf import settings
from django.db import transaction

from bloei.foundation.queue import job


@dataclass(frozen=True)
class Event:
    """Something that has happened: past tense, ids only."""


def publish(event: Event) -> None:
    """Tell the listeners; must be called inside the transaction of the action."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(event).__name__} was published outside a transaction.")
    wiring = import_module(settings.WIRING)
    for listener in wiring.TOGETHER.get(type(event), ()):
        listener(event)
    for position, _listener in enumerate(wiring.AFTERWARDS.get(type(event), ())):
        deliver.later(event=_path(type(event)), position=position, ids=_plain(event))


@job
def deliver(event: str, position: int, ids: dict) -> None:
    """Let one AFTERWARDS listener hear one event."""
    module, _, name = event.rpartition(".")
    kind = getattr(import_module(module), name)
    listener = import_module(settings.WIRING).AFTERWARDS[kind][position]
    listener(kind(**ids))


def _plain(event: Event) -> dict:
    """Return the fields as JSON can carry them: days become text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(event).items()
    }


def _path(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
