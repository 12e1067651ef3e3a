"""An application told in sentences: who pays what, what happened, what comes next."""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bloei.budgets import queries
from bloei.budgets.balances import statements
from bloei.budgets.balances.advance_words import balance_words
from bloei.budgets.balances.lapsing import Lapsing, lapsing
from bloei.budgets.models import Application, Measure
from bloei.budgets.rules import Decider, Source, State, decide_by, decider
from bloei.foundation import files, money, wording
from bloei.foundation.language import on_screen
from bloei.people import queries as people
from bloei.people.models import Person


def rows() -> QuerySet[Application]:
    """Return applications with all that a page about one of them shows."""
    return Application.objects.select_related(
        "person__unit",
        "participation__offer__provider",
        "decided_by",
        "filed_by",
        "talk_by",
        "tops_up",
    )


def what_follows(
    person: Person,
    division,
    mandatory: bool,
    today: date,
    *,
    by_oneself: bool,
    employer_pays: bool,
) -> list[dict]:
    """Return what happens after sending: steps of a timeline.

    Who applies for somebody else reads no amount in it: that would be a balance.
    """
    who = decider(
        division.shares,
        division.terms,
        mandatory=mandatory,
        filed_by_other=not by_oneself,
        employer_pays=employer_pays,
    )
    return [
        _sending(division, tells_amount=by_oneself),
        _deciding(person, division, today, alone=who == Decider.EMPLOYEE),
        _registering(division),
        {"title": _("You learn"), "text": _("Afterwards it stands in your learning record.")},
    ]


def _sending(division, *, tells_amount: bool) -> dict:
    held = sum(share.pays for share in division.shares if share.account)
    text = _("We set %(amount)s apart for you.") % {"amount": _euros(held)}
    return {
        "title": _("You send your application"),
        "text": text if held and tells_amount else "",
        "state": "now",
    }


def _deciding(person: Person, division, today: date, *, alone: bool) -> dict:
    approver = people.approver_for(person, today)
    name = approver.leader.given_name if approver else _("HR")
    if alone:
        text = _("%(name)s hears of it and need not do anything.") % {"name": name}
        return {"title": _("You decide yourself"), "text": text}
    last = wording.weekday(decide_by(today, division.terms), on_screen())
    text = _("At the latest on %(day)s.") % {"day": last}
    return {"title": _("%(name)s decides") % {"name": name}, "text": text}


def _registering(division) -> dict:
    costs = any(share.pays for share in division.shares)
    invoice = _("The invoice goes to who pays it.") if costs else ""
    return {"title": _("You register"), "text": invoice}


def left_after(person: Person, division, today: date) -> dict | None:
    """Return what a personal budget holds afterwards, in words, and what is saved from lapsing."""
    taken = division.of(Source.PERSONAL)
    if not taken:
        return None
    free = queries.free_cents([person.pk]).get(person.pk, 0)
    until = today + statements.AHEAD
    ending = lapsing(Measure.CENTS, after=today, until=until, among=[person.pk])
    saved = _covered(ending, taken)
    days = [one.lapses_on - statements.DAY for one in saved]
    return {
        "left": balance_words(free - taken),
        "saved": min(taken, sum(one.left for one in saved)),
        "last_day": max(days, default=None),
        "in_parts": len(set(days)) > 1,
    }


def _covered(ending: list[Lapsing], cents: int) -> list[Lapsing]:
    """Return what an amount is taken from: the parts that lapse soonest, as far as it goes."""
    before = accumulate((one.left for one in ending), initial=0)
    return [one for one, gone in zip(ending, before, strict=False) if gone < cents]


def route(application: Application, today: date) -> list[dict]:
    """Return the way of an application from left to right: when, what, and how it stands."""
    return [
        *_applied(application),
        *_waiting(application, today),
        *_decided(application),
        *_ended(application),
    ]


def _applied(application: Application) -> Iterator[dict]:
    if application.asked_at:
        by_other = application.filed_by_id != application.person_id
        words = _("%(by)s applied for %(name)s") if by_other else _("%(name)s applied")
        told = {"by": application.filed_by.given_name, "name": application.person.given_name}
        yield _step(application.asked_at.date(), words % told, "done")
    if application.talk_at and application.talk_by:
        words = _("%(name)s wants to talk first") % {"name": application.talk_by.given_name}
        yield _step(application.talk_at.date(), words, "done")


def _waiting(application: Application, today: date) -> list[dict]:
    if application.state != State.ASKED:
        return []
    waits = _step(today, _("Waits for a decision"), "now")
    limit = _step(application.decide_by, _("Last day to decide"), "limit")
    is_late = application.decide_by and application.decide_by < today
    return [limit, waits] if is_late else [waits, limit]


def _decided(application: Application) -> Iterator[dict]:
    if not (application.decided_at and application.decided_by):
        return
    words = _("%(name)s agreed") if application.state != State.REFUSED else _("Not agreed")
    if application.decider == Decider.EMPLOYEE:
        words = _("%(name)s decided, as the scheme says")
    told = {"name": application.decided_by.given_name}
    yield _step(application.decided_at.date(), words % told, "done")


def _ended(application: Application) -> Iterator[dict]:
    ends = {
        State.WITHDRAWN: _("Withdrawn"),
        State.CANCELLED: _("Cancelled"),
        State.PAID: _("Paid"),
    }
    if application.state in ends and application.closed_at:
        yield _step(application.closed_at.date(), ends[State(application.state)], "done")
    elif application.state == State.AGREED and not application.is_conversion:
        yield _step(None, _("The invoice is paid"), "")


def _step(day: date | None, words: str, state: str) -> dict:
    when = wording.short_date(day, on_screen(), day) if day else _("Later")
    return {"when": when, "title": words, "state": state}


def left_in(application: Application) -> str:
    """Return what is free in the budget that an application draws on, in words."""
    share = application.funding.select_related("account").get()
    assert share.account, "a conversion is of a budget"
    return balance_words(share.account.balance, share.account.measure)


def rule_of(application: Application):
    """Return the scheme of the personal budget that pays, or None."""
    paying = application.funding.filter(source=Source.PERSONAL).select_related("account__scheme")
    return next((share.account.scheme for share in paying if share.account), None)


def why_refused(refusal: files.Refused) -> str:
    """Return why a file was not taken, and what to do."""
    return {
        "empty": _("This file is empty. Choose another one."),
        "large": _("This file is larger than 20 MB. Make a photo of it, or a smaller PDF."),
        "kind": _("We can only keep a PDF or a photo. Choose such a file."),
    }[refusal.reason]


def _euros(cents: int) -> str:
    return money.euros(cents, on_screen())
