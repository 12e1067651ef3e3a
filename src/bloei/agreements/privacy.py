"""What we keep of agreements, why, how long, and who sees it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bloei.agreements import models
from bloei.agreements.rules import State
from bloei.foundation.privacy import Erase, Personal, Term

PURPOSE = _("to do what people agreed, and to remember it in time")
TWO_YEARS = _("until two years after it was done or dropped, or after its day")
ONLY_THEY = _("only who was there; not HR, L&D or the administrator")
DAYS = 730
OPEN = Q(state=State.OPEN)
# What was done or dropped is the work of the job of this room.
TERMS = (
    Term(DAYS, "due_on", only=OPEN),
    Term(DAYS, "agreed_on", only=OPEN & Q(due_on=None)),
)
FORGET = "agreements.jobs.forget_old_agreements"
FIELDS = {
    "person": _("who does it"),
    "partner": _("with whom it was agreed, when you were two"),
    "by": _("who wrote it down"),
    "text": _("what was agreed"),
    "due_on": _("by which day"),
    "agreed_on": _("on which day it was agreed"),
    "state": _("open, done or dropped"),
    "ended_on": _("when it was done or dropped"),
    "done_by_itself": _("ticked off by somebody, or by itself"),
    "about": _("in which talk or meeting it was agreed"),
    "url": _("the page of that"),
    "watches": _("what ticks it off by itself"),
}

# What two people agreed is about both: it goes with either of them. What a team agreed goes
# with who would do it.
SUBJECT = _("Agreements")
REGISTER = [
    Personal(
        models.Agreement,
        person=path,
        fields=FIELDS,
        purpose=PURPOSE,
        keep=TWO_YEARS,
        erase=Erase.REMOVE,
        seen_by=ONLY_THEY,
        days_after_leaving=DAYS,
        terms=TERMS if path == "person" else (),
        forgotten_by=FORGET,
    )
    for path in ("person", "partner")
] + [
    Personal(
        models.AgreementParty,
        person="person",
        fields={"person": _("who was there, and may see what was agreed")},
        purpose=PURPOSE,
        keep=TWO_YEARS,
        erase=Erase.REMOVE,
        seen_by=ONLY_THEY,
        days_after_leaving=DAYS,
        plain=("id", "agreement"),
        forgotten_by=FORGET,
    ),
]
