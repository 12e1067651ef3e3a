"""What can happen with an agreement: made, ticked off, moved, dropped, opened again, forgotten."""

from collections.abc import Iterable
from datetime import date, timedelta

from bloei.agreements import rules
from bloei.agreements.events import AgreementChanged, AgreementDone
from bloei.agreements.models import Agreement, AgreementParty
from bloei.agreements.rules import State
from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.foundation.events import publish
from bloei.people.models import Person

ENDED_ARE_KEPT = timedelta(days=730)


class NotAPossibleDay(Exception):
    """The day lies before today, or more than three years ahead."""


class AlreadyEnded(Exception):
    """It was ticked off or dropped before."""


@action(creates=Agreement)
def make_agreement(
    *,
    person: Person,
    text: str,
    today: date,
    key: str,
    by: Person | None,
    due_on: date | None = None,
    seen_by: Iterable[int] = (),
    about: str = "",
    url: str = "",
    watches: str = "",
) -> Agreement:
    """Agree that `person` does something, by a day or not. Raises NotAPossibleDay.

    `seen_by` are the ids of who else was there. `about` names what it belongs to, with its
    page in `url`; what happens under the code `watches` ticks it off by itself.
    """
    if not text.strip() or len(text) > rules.LONGEST:
        raise ValueError(f"An agreement has a text of at most {rules.LONGEST} characters.")
    if not rules.may_be_due(due_on, today):
        raise NotAPossibleDay(due_on)
    there = rules.parties(person.pk, by.pk if by else None, seen_by)
    agreement = Agreement.objects.create(
        person=person, partner_id=rules.partner(person.pk, there), by=by, text=text.strip(),
        due_on=due_on, agreed_on=today, about=about, url=url, watches=watches,
    )  # fmt: skip
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, person_id=pk) for pk in sorted(there)
    )
    audit.record("agreement.made", agreement, by=by, count=len(there))
    return agreement


@action
def finish_agreement(agreement: Agreement, *, today: date, by: Person | None) -> Agreement:
    """Tick it off. Raises AlreadyEnded."""
    agreement = _still_open(agreement)
    _end(agreement, State.DONE, today)
    audit.record("agreement.done", agreement, by=by, fields=["state"])
    publish(AgreementDone(agreement.pk))
    return agreement


@action
def drop_agreement(agreement: Agreement, *, today: date, by: Person) -> Agreement:
    """Say that it will not happen any more. Raises AlreadyEnded."""
    agreement = _still_open(agreement)
    _end(agreement, State.DROPPED, today)
    audit.record("agreement.dropped", agreement, by=by, fields=["state"])
    publish(AgreementChanged(agreement.pk))
    return agreement


@action
def move_agreement(
    agreement: Agreement, *, due_on: date | None, today: date, by: Person
) -> Agreement:
    """Give it another day, or none. Raises AlreadyEnded or NotAPossibleDay."""
    if not rules.may_be_due(due_on, today):
        raise NotAPossibleDay(due_on)
    agreement = _still_open(agreement)
    agreement.due_on = due_on
    agreement.save(update_fields=["due_on"])
    audit.record("agreement.moved", agreement, by=by, fields=["due_on"])
    publish(AgreementChanged(agreement.pk))
    return agreement


@action
def reopen_agreement(agreement: Agreement, *, by: Person) -> Agreement:
    """Take ticking off or dropping back; one that is open stays as it is."""
    agreement = _locked(agreement)
    agreement.state, agreement.ended_on, agreement.done_by_itself = State.OPEN, None, False
    agreement.save(update_fields=["state", "ended_on", "done_by_itself"])
    audit.record("agreement.reopened", agreement, by=by, fields=["state"])
    publish(AgreementChanged(agreement.pk))
    return agreement


@action
def tick_watched(code: str, *, today: date, by: Person | None = None) -> int:
    """Tick off what waited for this; return how many. A repeat finds nothing open any more."""
    waiting = Agreement.objects.open().filter(watches=code).select_for_update().order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    Agreement.objects.filter(pk__in=ids).update(
        state=State.DONE, ended_on=today, done_by_itself=True
    )
    audit.record("agreements.ticked", Agreement, by=by, because=code, count=len(ids))
    for pk in ids:
        publish(AgreementDone(pk))
    return len(ids)


@action
def drop_watched(code: str, *, person: Person, today: date, by: Person | None) -> int:
    """Drop what `person` agreed to do until this happens; return how many. A repeat: none."""
    waiting = Agreement.objects.open().filter(watches=code, person=person)
    ids = list(waiting.select_for_update().order_by("pk").values_list("pk", flat=True))
    Agreement.objects.filter(pk__in=ids).update(state=State.DROPPED, ended_on=today)
    audit.record("agreements.dropped", Agreement, by=by, because=code, count=len(ids))
    for pk in ids:
        publish(AgreementChanged(pk))
    return len(ids)


@action
def forget_agreements(*, about: str, by: Person | None) -> int:
    """Remove what was agreed there, when the matter itself is forgotten; return how many."""
    gone, _rows = Agreement.objects.filter(about=about).delete()
    audit.record("agreements.forgotten", Agreement, by=by, count=gone)
    return gone


@action
def forget_old_agreements(*, today: date, by: Person | None = None) -> int:
    """Remove what ended longer than two years ago; return how many rows went."""
    gone, _rows = Agreement.objects.filter(ended_on__lt=today - ENDED_ARE_KEPT).delete()
    audit.record("agreements.forgotten", Agreement, by=by, count=gone)
    return gone


def _locked(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def _still_open(agreement: Agreement) -> Agreement:
    fresh = _locked(agreement)
    if not fresh.is_open:
        raise AlreadyEnded
    return fresh


def _end(agreement: Agreement, state: State, today: date) -> None:
    agreement.state, agreement.ended_on = state, today
    agreement.save(update_fields=["state", "ended_on"])
