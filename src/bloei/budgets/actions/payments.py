"""How an application is paid and proved."""

from datetime import date

from bloei.budgets import messages
from bloei.budgets.applications import steps
from bloei.budgets.balances import divisions
from bloei.budgets.books import reservations
from bloei.budgets.models import Application, Proof
from bloei.budgets.rules import State
from bloei.foundation import audit, clock, files
from bloei.foundation.actions import action
from bloei.people.models import Person

PROOF = "proof"


@action
def pay_application(
    application: Application, *, paid_on: date, today: date, by: Person
) -> Application:
    """Note that the invoice was paid, or the employee was paid back: the reservation is spent.

    Raises NotPossible, BecameMandatory.
    """
    application = steps.locked(application, State.PAID)
    if application.is_conversion:
        raise steps.NotPossible(State(application.state), State.PAID)
    steps.keep_free_what_is_mandatory(application)
    about = divisions.about(application)
    reservations.spend(about=about, on=today, key=f"{about}:pay", by=by)
    application.state, application.paid_on = State.PAID, paid_on
    application.closed_at = clock.now()
    application.save(update_fields=["state", "paid_on", "closed_at"])
    audit.record("application.paid", application, by=by, fields=["state", "paid_on"])
    messages.tell_payment(application)
    return application


@action(creates=Proof)
def add_proof(application: Application, *, kind: str, upload, key: str, by: Person) -> Proof:
    """Keep an invoice or a certificate with an application; raises files.Refused."""
    stored = files.store(upload, purpose=PROOF, by=by, kinds=files.PROOF)
    proof = Proof.objects.create(
        application=application, kind=kind, file=stored, added_at=clock.now()
    )
    audit.record("proof.added", application, by=by)
    return proof
