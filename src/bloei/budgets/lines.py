"""One line of a statement: what it was, and why, in a sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bloei.budgets import reasons
from bloei.budgets.models import Application, Entry
from bloei.foundation import wording


@dataclass(frozen=True)
class Line:
    """One line of the statement: signed amount (cents or minutes), what, and why in a sentence."""

    on: date
    title: str
    why: str
    amount: int
    badge: str = ""
    url: str = ""

    BADGES = {"reserved": "sun", "mandatory": "sky"}

    @property
    def badge_words(self) -> str:
        return {"reserved": _("Reserved"), "mandatory": _("Mandatory")}.get(self.badge, "")

    @property
    def badge_kind(self) -> str:
        return self.BADGES.get(self.badge, "")


def of_application(entry: Entry, application: Application, amount: int) -> Line | None:
    """Return the line of money set apart or come back; None when it is told already."""
    title = application.participation.offer.title
    url = application.get_absolute_url()
    if entry.what == Entry.What.SPEND:
        return None  # it stood here already when it was set apart
    if entry.what in {Entry.What.RELEASE, Entry.What.REFUND}:
        why = _("It did not go on, so the money is free again.")
        return Line(entry.on, title, why, amount, url=url)
    if entry.what != Entry.What.RESERVE:
        return Line(entry.on, title, "", amount, url=url)
    if application.state in {"withdrawn", "cancelled", "refused"}:
        return Line(entry.on, title, _("You applied for this."), amount, url=url)
    if application.state == "paid":
        return Line(entry.on, title, _paid(application), amount, url=url)
    return Line(entry.on, title, _set_apart(application), amount, badge="reserved", url=url)


def of_mandatory(application: Application) -> Line:
    """Return the line of mandatory training: nothing ever comes off this budget for it."""
    why = _("This training is mandatory. Your employer pays, this never comes from your budget.")
    assert application.asked_at, "no draft stands on a statement"
    return Line(
        application.asked_at.date(),
        application.participation.offer.title,
        why,
        0,
        badge="mandatory",
        url=application.get_absolute_url(),
    )


def _paid(application: Application) -> str:
    if application.paid_on is None:
        return _("This was paid.")
    told = {"day": wording.long_date(application.paid_on, _language())}
    if application.payer == Application.Payer.REIMBURSED:
        return _("You paid this yourself and got the money back on %(day)s.") % told
    return _("The invoice was paid on %(day)s.") % told


def _set_apart(application: Application) -> str:
    if application.state == "asked":
        return _("Waits for a decision. The money is set apart already.")
    starts_on = application.participation.offer.starts_on
    if starts_on is None:
        return _("The money is set apart for this.")
    told = {"day": wording.long_date(starts_on, _language())}
    return _("You start on %(day)s. The money is set apart already.") % told


def title(entry: Entry) -> str:
    """Return what kind of movement it is, in words."""
    return {
        "grant": _("New budget %(year)s") % {"year": entry.on.year},
        "opening": _("What you had already"),
        "lapse": _("Lapsed"),
        "trim": _("Cut to the maximum"),
        "forfeit": _("Ended with your employment"),
        "pay_out": _("Paid out"),
        "convert": _("Converted"),
        "bonus": _("Extra from the scheme"),
        "correction": _("Correction"),
        "reclaim": _("Settled at the end"),
        "waive": _("Remitted at the end"),
    }.get(entry.what, _("Movement"))


_MADE_OF = frozenset({"hours", "share", "add", "pay", "wage", "minimum", "withheld", "filled"})


def why(entry: Entry, measure: str) -> str:
    """Return why an entry is there; a grant that is the same for all needs no sum."""
    because = entry.because or {}
    params = because.get("params", {})
    is_plain = params.get("kind") == "amount" and not _MADE_OF & params.keys()
    if because.get("code") == "grant" and is_plain:
        return _("Everybody under this rule gets the same, also who works part-time.")
    return as_sentence(reasons.sentence(because, measure).replace(" x ", " × "))


def as_sentence(text: str) -> str:
    """Return words of the engine with a capital and a full stop."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""


def day_of_year(day: date) -> str:
    """Write "31 december": near enough to need no year."""
    return wording.long_date(day, _language()).rpartition(" ")[0]


def _language() -> str:
    return get_language() or "nl"
