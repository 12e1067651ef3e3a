"""A day begins: what was planned for it holds, and what ended yesterday is over."""

from datetime import date

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.people.models import Person
from bloei.people.rebuilding import Rebuilt, rebuild_today


@action
def turn_the_day(*, today: date, by=None) -> Rebuilt:
    """Let what was planned for today begin, and what ended yesterday be over."""
    rebuilt = rebuild_today(today)
    audit.record("people.day_turned", Person, by=by, count=len(rebuilt.changed))
    return rebuilt
