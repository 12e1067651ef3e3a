"""One line of a statement: what it was, and why, in a sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bloei.budgets import purposes
from bloei.budgets.balances import reasons
from bloei.budgets.models import Application, Entry
from bloei.budgets.rules import BLOCK, Decider, State
from bloei.budgets.schemes.words import as_sentence
from bloei.foundation import money, wording
from bloei.foundation.language import on_screen

What = Entry.What
RESERVED, MANDATORY = "reserved", "mandatory"
_ENDS = frozenset({State.WITHDRAWN, State.CANCELLED, State.REFUSED, State.PAID})


@dataclass(frozen=True)
class StatementLine:
    """One line of the statement: signed amount (cents or minutes), what, and why in a sentence."""

    on: date
    title: str
    why: str
    amount: int
    badge: str = ""
    url: str = ""

    BADGES = {RESERVED: "sun", MANDATORY: "sky"}

    @property
    def badge_words(self) -> str:
        return {RESERVED: _("Reserved"), MANDATORY: _("Mandatory")}.get(self.badge, "")

    @property
    def badge_kind(self) -> str:
        return self.BADGES.get(self.badge, "")


def of_application(entry: Entry, application: Application, amount: int) -> StatementLine:
    """Return the line of what was set apart, or came back."""
    title, url = application.title, application.get_absolute_url()
    if entry.what in {What.RELEASE, What.REFUND}:
        why = _("It did not go on, so it is free again.")
        return StatementLine(entry.on, title, why, amount, url=url)
    if entry.what != What.RESERVE:
        return StatementLine(entry.on, title, "", amount, url=url)
    badge = "" if application.state in _ENDS or _is_done(application) else RESERVED
    return StatementLine(entry.on, title, _why(application, entry), amount, badge=badge, url=url)


def _is_done(application: Application) -> bool:
    return application.is_conversion and application.state == State.AGREED


def _why(application: Application, entry: Entry) -> str:
    """Return what came of what was set apart."""
    if application.state == State.PAID:
        return _with_bonus(_paid(application), entry)
    if application.state in _ENDS:
        return _("You applied for this.")
    if _is_done(application):
        return _converted(application)
    return _with_bonus(_set_apart(application), entry)


def _with_bonus(why: str, entry: Entry) -> str:
    """Add what the scheme gives beside what leaves the budget."""
    cents = (entry.because or {}).get("params", {}).get("bonus")
    if not cents:
        return why
    more = _("The scheme adds %(amount)s.") % {"amount": money.euros(cents, on_screen())}
    return f"{why} {more}"


def of_mandatory(application: Application) -> StatementLine:
    """Return the line of mandatory training: nothing ever comes off this budget for it."""
    why = _("This training is mandatory. Your employer pays, this never comes from your budget.")
    assert application.asked_at, "no draft stands on a statement"
    return StatementLine(
        application.asked_at.date(),
        application.title,
        why,
        0,
        badge=MANDATORY,
        url=application.get_absolute_url(),
    )


def _paid(application: Application) -> str:
    if application.paid_on is None:
        return _("This was paid.")
    told = {"day": wording.long_date(application.paid_on, on_screen())}
    if application.payer == Application.Payer.REIMBURSED:
        return _("You paid this yourself and got the money back on %(day)s.") % told
    return _("The invoice was paid on %(day)s.") % told


def _converted(application: Application) -> str:
    told = {"to": purposes.words(application.becomes)}
    if application.decider == Decider.EMPLOYEE or application.decided_by is None:
        return _("Converted into %(to)s.") % told
    told["name"] = application.decided_by.given_name
    return _("Converted into %(to)s; %(name)s agreed.") % told


def _set_apart(application: Application) -> str:
    if application.state == State.ASKED:
        return _("Waits for a decision. It is set apart already.")
    participation = application.participation
    starts_on = participation.offer.starts_on if participation else None
    if starts_on is None:
        return _("The money is set apart for this.")
    told = {"day": wording.long_date(starts_on, on_screen())}
    return _("You start on %(day)s. The money is set apart already.") % told


def title(entry: Entry) -> str:
    """Return what kind of movement it is, in words."""
    if entry.about.startswith(BLOCK):
        planned = entry.what == What.RESERVE
        return _("Learning time planned") if planned else _("Learning time given back")
    if (entry.because or {}).get("code") == "corrected":
        return _("Correction")
    return {
        What.GRANT: _("New budget %(year)s") % {"year": entry.on.year},
        What.OPENING: _("What you had already"),
        What.LAPSE: _("Lapsed"),
        What.TRIM: _("Cut to the maximum"),
        What.FORFEIT: _("Ended with your employment"),
        What.PAY_OUT: _("Paid out"),
        What.CONVERT: _("Converted"),
        What.BONUS: _("Extra from the scheme"),
        What.CORRECTION: _("Correction"),
        What.RECLAIM: _("Settled at the end"),
        What.WAIVE: _("Remitted at the end"),
    }.get(What(entry.what), _("Movement"))


_MADE_OF = frozenset({"hours", "share", "add", "pay", "wage", "minimum", "withheld", "filled"})


def why(entry: Entry, measure: str) -> str:
    """Return why an entry is there; a grant that is the same for all needs no sum."""
    because = entry.because or {}
    params = because.get("params", {})
    is_plain = params.get("kind") == "amount" and not _MADE_OF & params.keys()
    if because.get("code") == "grant" and is_plain:
        return _("Everybody under this rule gets the same, also who works part-time.")
    return as_sentence(reasons.sentence(because, measure).replace(" x ", " × "))


def day_of_year(day: date) -> str:
    """Write "31 december": near enough to need no year."""
    return wording.long_date(day, on_screen()).rpartition(" ")[0]
