"""How an application is paid and proved."""

from datetime import date

from bloei.budgets import asking, divisions, messages, reservations
from bloei.budgets.models import Application, Proof
from bloei.budgets.rules import State
from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.foundation.models import StoredFile
from bloei.people.models import Person


@action
def pay_application(application: Application, *, paid_on: date, by: Person) -> Application:
    """Note that the invoice was paid, or the employee was paid back: the reservation is spent."""
    application = asking.locked(application, State.PAID)
    about = divisions.about(application)
    reservations.spend(about=about, on=clock.today(), key=f"{about}:pay", by=by)
    application.state, application.paid_on = State.PAID, paid_on
    application.closed_at = clock.now()
    application.save(update_fields=["state", "paid_on", "closed_at"])
    audit.record("application.paid", application, by=by, fields=["state", "paid_on"])
    messages.tell_payment(application)
    return application


@action(creates=Proof)
def add_proof(
    application: Application, *, kind: str, file: StoredFile, key: str, by: Person
) -> Proof:
    """Keep an invoice or a certificate with an application."""
    proof = Proof.objects.create(
        application=application, kind=kind, file=file, added_at=clock.now()
    )
    audit.record("proof.added", application, by=by)
    return proof
