"""An application told in sentences: who pays what, what happened, what comes next."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bloei.budgets import queries
from bloei.budgets.applications import conversion_stories, payers
from bloei.budgets.balances import statements
from bloei.budgets.balances.advance_words import balance_words
from bloei.budgets.balances.lapsing import lapsing
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
    alone = who == Decider.EMPLOYEE
    approver = people.approver_for(person, today)
    name = approver.leader.given_name if approver else _("HR")
    last = wording.weekday(decide_by(today, division.terms), on_screen())
    held = sum(share.pays for share in division.shares if share.account)
    steps = [
        {
            "title": _("You send your application"),
            "text": _("We set %(amount)s apart for you.") % {"amount": _euros(held)}
            if held and by_oneself
            else "",
            "state": "now",
        }
    ]
    if alone:
        text = _("%(name)s hears of it and need not do anything.") % {"name": name}
        steps.append({"title": _("You decide yourself"), "text": text})
    else:
        text = _("At the latest on %(day)s.") % {"day": last}
        steps.append({"title": _("%(name)s decides") % {"name": name}, "text": text})
    costs = any(share.pays for share in division.shares)
    invoice = _("The invoice goes to who pays it.") if costs else ""
    steps.append({"title": _("You register"), "text": invoice})
    steps.append(
        {"title": _("You learn"), "text": _("Afterwards it stands in your learning record.")}
    )
    return steps


def left_after(person: Person, division, today: date) -> dict | None:
    """Return what a personal budget holds afterwards, in words, and what is saved from lapsing."""
    taken = division.of(Source.PERSONAL)
    if not taken:
        return None
    free = queries.free_cents([person.pk]).get(person.pk, 0)
    until = today + statements.AHEAD
    ending = lapsing(Measure.CENTS, after=today, until=until, among=[person.pk])
    return {
        "left": balance_words(free - taken),
        "saved": min(taken, sum(one.left for one in ending)),
        "last_day": ending[0].lapses_on - statements.DAY if ending else None,
    }


def route(application: Application, today: date) -> list[dict]:
    """Return the way of an application from left to right: when, what, and how it stands."""
    person = application.person.given_name
    steps = []
    if application.asked_at:
        by_other = application.filed_by_id != application.person_id
        words = _("%(by)s applied for %(name)s") if by_other else _("%(name)s applied")
        told = {"by": application.filed_by.given_name, "name": person}
        steps.append(_step(application.asked_at.date(), words % told, "done"))
    if application.talk_at and application.talk_by:
        words = _("%(name)s wants to talk first") % {"name": application.talk_by.given_name}
        steps.append(_step(application.talk_at.date(), words, "done"))
    if application.state == State.ASKED:
        waits = _step(today, _("Waits for a decision"), "now")
        limit = _step(application.decide_by, _("Last day to decide"), "limit")
        is_late = application.decide_by and application.decide_by < today
        steps += [limit, waits] if is_late else [waits, limit]
    if application.decided_at and application.decided_by:
        told = {"name": application.decided_by.given_name}
        words = _("%(name)s agreed") if application.state != State.REFUSED else _("Not agreed")
        if application.decider == Decider.EMPLOYEE:
            words = _("%(name)s decided, as the scheme says")
        steps.append(_step(application.decided_at.date(), words % told, "done"))
    ends = {
        State.WITHDRAWN: _("Withdrawn"),
        State.CANCELLED: _("Cancelled"),
        State.PAID: _("Paid"),
    }
    if application.state in ends and application.closed_at:
        steps.append(_step(application.closed_at.date(), ends[State(application.state)], "done"))
    elif application.state == State.AGREED and not application.is_conversion:
        steps.append(_step(None, _("The invoice is paid"), ""))
    return steps


def _step(day: date | None, words: str, state: str) -> dict:
    when = wording.short_date(day, on_screen(), day) if day else _("Later")
    return {"when": when, "title": words, "state": state}


def checks(application: Application) -> list[dict]:
    """Return what who decides wants to know: what the scheme says, and what it costs."""
    if application.is_conversion:
        return conversion_stories.checks(application)
    parts = payers.sums_of(application)
    personal, team = parts.get(Source.PERSONAL, 0), parts.get(Source.TEAM, 0)
    advance = application.advance_cents
    found = []
    if application.is_mandatory:
        text = _("The employer pays. It never costs a personal budget anything.")
        found.append({"state": "yes", "title": _("This is mandatory training"), "text": text})
    if personal > advance:
        told = {"amount": _euros(personal - advance), "name": application.person.given_name}
        text = _("%(amount)s comes from the budget of %(name)s and is set apart already.") % told
        title = _("A part is in the budget") if advance else _("There is enough in the budget")
        found.append({"state": "yes", "title": title, "text": text})
    if advance:
        told = {"amount": _euros(advance), "name": application.person.given_name}
        title = _("%(name)s takes an advance of %(amount)s") % told
        text = _("It comes off the budget of the coming years. The scheme allows that.")
        found.append({"state": "look", "title": title, "text": text})
    if team:
        text = _("%(amount)s comes from the budget of the team.") % {"amount": _euros(team)}
        found.append({"state": "look", "title": _("The team pays a part"), "text": text})
    if own := parts.get(Source.OWN, 0):
        told = {"amount": _euros(own), "name": application.person.given_name}
        title = _("%(name)s pays a part") % told
        text = _("%(amount)s is own money, because no budget holds it.") % told
        found.append({"state": "look", "title": title, "text": text})
    if not application.is_mandatory:
        text = _("If it were mandatory, the employer would always pay.")
        found.append({"state": "yes", "title": _("No mandatory training"), "text": text})
    return found


def follows(application: Application) -> dict[str, list[str]]:
    """Return what follows from each choice of who decides, before it is made."""
    if application.is_conversion:
        return conversion_stories.follows(application)
    name = application.person.given_name
    parts = payers.sums_of(application)
    held = sum(parts.get(source, 0) for source in (Source.PERSONAL, Source.TEAM))
    advance = application.advance_cents
    told = {"name": name, "amount": _euros(held), "advance": _euros(advance)}
    yes = [_("%(name)s hears at once, and can register.") % told]
    if application.payer == Application.Payer.REIMBURSED:
        yes.append(_("%(name)s pays the invoice and gets the money back.") % told)
    else:
        yes.append(_("The invoice goes to the employer."))
    talk = [
        _("%(name)s gets a message, and you choose a moment together.") % told,
        _("The application stays here, with the same last day."),
    ]
    no = [_("%(name)s reads the reason and your explanation.") % told]
    if held:
        yes.insert(0, _("%(amount)s stays set apart until the invoice is paid.") % told)
    if free := held - advance:
        no.append(
            _("%(amount)s is free again, also for something else.") % {"amount": _euros(free)}
        )
    if advance:
        no.append(_("The advance of %(advance)s is taken back.") % told)
    return {"yes": yes, "talk": talk, "no": no}


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
