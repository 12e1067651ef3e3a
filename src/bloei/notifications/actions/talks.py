"""A manager notes that there was a talk about learning: a date, never what was said."""

from datetime import date

from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.notifications import rules
from bloei.notifications.models import Talk
from bloei.people.models import Person


class NotAPossibleDay(Exception):
    """The day lies in the future, or more than a year ago."""


@action(creates=Talk)
def note_talk(*, person: Person, on: date, today: date, key: str, by: Person) -> Talk:
    """Note that `by` and `person` spoke about learning on a day. Raises NotAPossibleDay."""
    if not rules.may_note_talk(on, today):
        raise NotAPossibleDay(on)
    talk = Talk.objects.create(person=person, on=on, by=by, noted_at=clock.now())
    audit.record("talk.noted", talk, by=by)
    return talk
