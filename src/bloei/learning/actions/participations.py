"""How somebody comes to take part in something, and how that goes on.

Every move is one step of `rules.NEXT`, under a lock; what another room waits for is told. `person`
files for oneself; who files for another stands in `filed_by`.
"""

from collections.abc import Iterable
from datetime import date

from bloei.foundation import audit, clock, events
from bloei.foundation.actions import action
from bloei.learning import events as happened
from bloei.learning import rules
from bloei.learning.models import Offer, Participation, Record
from bloei.learning.rules import State
from bloei.people.models import Person

TOLD = {
    State.DONE: happened.ParticipationDone,
    State.CANCELLED: happened.ParticipationCancelled,
}


class AlreadyTakingPart(Exception):
    """This person has an open participation in this offer; it is `participation`."""

    def __init__(self, participation: Participation):
        super().__init__(f"Participation {participation.pk} is open.")
        self.participation = participation


class MayNotMove(Exception):
    """A participation cannot go from `now` to `to`: a step would be skipped, or it has ended."""

    def __init__(self, now: State, to: State):
        super().__init__(f"From {now} to {to} is no step.")
        self.now, self.to = now, to


class NotOffered(Exception):
    """The offer was withdrawn, or it is what somebody else found for themselves."""


@action(creates=Participation)
def wish(*, person: Person, offer: Offer, key: str, by: Person) -> Participation:
    """Put an offer on somebody's list. Raises AlreadyTakingPart, NotOffered."""
    return _begin(person, offer, by)


@action(creates=Participation)
def apply_for(*, person: Person, offer: Offer, key: str, by: Person) -> Participation:
    """Apply for an offer: an earlier wish goes on, else one is begun.

    Raises AlreadyTakingPart when it was already applied for, NotOffered.
    """
    participation = _open_one(person, offer) or _begin(person, offer, by)
    if participation.state != State.WISHED:
        raise AlreadyTakingPart(participation)
    if by.pk != person.pk:
        participation.filed_by = by
        participation.save(update_fields=["filed_by"])
    return _move(participation, State.APPLIED, clock.today(), by)


@action
def move_participation(
    participation: Participation, *, to: State, by: Person | None, on: date | None = None
) -> Participation:
    """Take one step; `on` is the day on which it happened (default: today).

    `by=None` is Bloei itself. A done one gets its record. Raises MayNotMove, and
    AlreadyTakingPart when it would go on while it was begun anew.
    """
    return _move(participation, State(to), on or clock.today(), by)


@action
def finish_participation(
    participation: Participation, *, on: date, minutes: int | None, by: Person
) -> Record:
    """End it as done on a day, having taken so many minutes; return the record of it.

    What had not begun yet (a book, a talk of one afternoon) begins on the same day.
    Raises MayNotMove, and AlreadyTakingPart when it had ended and was begun anew.
    """
    if participation.state != State.UNDER_WAY:
        participation = _move(participation, State.UNDER_WAY, on, by)
    participation = _move(participation, State.DONE, on, by)
    record = participation.record
    if minutes is not None and record.minutes != minutes:
        record.minutes = minutes
        record.save(update_fields=["minutes"])
    return record


@action
def add_participations(rows: Iterable[Participation], *, by: Person | None) -> list[Participation]:
    """Write many participations with their days at once, and tell nobody: for history.

    The done ones get their records. The database checks the days of each state.
    """
    rows = list(rows)
    now = clock.now()
    for row in rows:
        row.changed_at = now
        row.is_mandatory = row.offer.is_mandatory
    written = Participation.objects.bulk_create(rows, batch_size=1000)
    done = [row for row in written if row.state == State.DONE]
    Record.objects.bulk_create([Record.of(row) for row in done], batch_size=1000)
    audit.record("participations.added", Participation, by=by, count=len(written))
    return written


def _begin(person: Person, offer: Offer, by: Person) -> Participation:
    # The lock makes the second of two clicks wait here, so that it finds the first.
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if offer.withdrawn_on or offer.owner_id not in (None, person.pk):
        raise NotOffered
    if earlier := _open_one(person, offer):
        raise AlreadyTakingPart(earlier)
    participation = Participation.objects.create(
        person=person,
        offer=offer,
        is_mandatory=offer.is_mandatory,
        wished_on=clock.today(),
        changed_at=clock.now(),
        filed_by=None if by.pk == person.pk else by,
    )
    audit.record("participation.wished", participation, by=by)
    return participation


def _open_one(person: Person, offer: Offer) -> Participation | None:
    return Participation.objects.open().filter(person=person, offer=offer).first()


def _move(participation: Participation, to: State, on: date, by: Person | None) -> Participation:
    locked = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    now = State(locked.state)
    if not rules.may_move(now, to):
        raise MayNotMove(now, to)
    if now in rules.ENDED and (later := _open_one(locked.person, locked.offer)):
        raise AlreadyTakingPart(later)
    changed = rules.days_after(now, to, on)
    for column, day in changed.items():
        setattr(locked, column, day)
    locked.state, locked.changed_at = to, clock.now()
    locked.save(update_fields=["state", "changed_at", *changed])
    audit.record(f"participation.{to}", locked, by=by, fields=["state", *changed])
    if to == State.DONE:
        record = Record.of(locked)
        record.save()
    elif now == State.DONE:
        Record.objects.filter(participation=locked).delete()
    if event := TOLD.get(to):
        events.publish(event(locked.pk))
    return locked
