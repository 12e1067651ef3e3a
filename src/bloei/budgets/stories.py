"""An application told in sentences: who pays what, what happened, what comes next."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bloei.budgets import queries, statements
from bloei.budgets.lapsing import lapsing
from bloei.budgets.models import Application, Measure
from bloei.budgets.rules import Decider, Share, Source, State, decide_by, decider
from bloei.foundation import files, money, wording
from bloei.people import queries as people
from bloei.people.models import Person


def rows() -> QuerySet[Application]:
    """Return applications with all that a page about one of them shows."""
    return Application.objects.select_related(
        "person__unit", "participation__offer__provider", "decided_by", "filed_by", "tops_up"
    )


def initial_of(draft: Application | None) -> dict:
    """Return what was kept for later, for the form."""
    if draft is None:
        return {}
    return {"price": draft.price_cents, "payer": draft.payer, "why": draft.why}


def price_shown(form, offer) -> int:
    """Return the price to divide beside the form: what was typed, kept, or is on the offer."""
    if form.is_bound:
        typed = getattr(form, "cleaned_data", {}).get("price")
        return typed if typed is not None else (offer.price_incl_cents or 0)
    return form.initial.get("price", offer.price_incl_cents or 0)


def words_of(source: str) -> str:
    """Return who pays, in words."""
    return {
        Source.PERSONAL: _("Personal learning budget"),
        Source.TEAM: _("Budget of the team"),
        Source.EMPLOYER: _("The employer"),
        Source.OWN: _("Own money"),
    }[Source(source)]


FILLS = {Source.PERSONAL: "leaf", Source.TEAM: "lilac", Source.EMPLOYER: "mid", Source.OWN: "rest"}


def shares(found: Iterable[Share]) -> list[dict]:
    """Return the parts of a price for a meter: label, value in cents, fill."""
    return _parts((share.source, share.amount) for share in found)


def shares_of(application: Application) -> list[dict]:
    """Return who pays what of an application (what was agreed, not what would be today)."""
    return _parts(application.funding.order_by("pk").values_list("source", "amount"))


def _parts(pairs: Iterable[tuple[str, int]]) -> list[dict]:
    sums: dict[Source, int] = {}
    for source, amount in pairs:
        sums[Source(source)] = sums.get(Source(source), 0) + amount
    return [
        {"label": words_of(source), "value": amount, "fill": FILLS[source]}
        for source, amount in sums.items()
    ]


def what_follows(person: Person, division, mandatory: bool, today: date) -> list[dict]:
    """Return what happens after sending: steps of a timeline."""
    alone = (
        decider(division.shares, division.terms, mandatory=mandatory, filed_by_other=False)
        == Decider.EMPLOYEE
    )
    approver = people.approver_for(person, today)
    name = approver.leader.given_name if approver else _("HR")
    last = wording.weekday(decide_by(today, division.terms), _language())
    held = sum(share.amount for share in division.shares if share.account)
    steps = [
        {
            "title": _("You send your application"),
            "text": _("We set %(amount)s apart for you.") % {"amount": _euros(held)}
            if held
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
    steps.append({"title": _("You register"), "text": _("The invoice goes to who pays it.")})
    steps.append(
        {"title": _("You learn"), "text": _("Afterwards it stands in your learning record.")}
    )
    return steps


def left_after(person: Person, division, today: date) -> dict | None:
    """Return what a personal budget holds afterwards, and what is saved from lapsing (cents)."""
    taken = division.of(Source.PERSONAL)
    if not taken:
        return None
    free = queries.free_cents([person.pk]).get(person.pk, 0)
    until = today + statements.AHEAD
    ending = lapsing(Measure.CENTS, after=today, until=until, among=[person.pk])
    return {
        "left": free - taken,
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
    if application.state == State.ASKED:
        steps.append(_step(today, _("Waits for a decision"), "now"))
        steps.append(_step(application.decide_by, _("Last day to decide"), "limit"))
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
    elif application.state == State.AGREED:
        steps.append(_step(None, _("The invoice is paid"), ""))
    return steps


def _step(day: date | None, words: str, state: str) -> dict:
    when = wording.short_date(day, _language(), day) if day else _("Later")
    return {"when": when, "title": words, "state": state}


def checks(application: Application) -> list[dict]:
    """Return what who decides wants to know: what the scheme says, and what it costs."""
    parts = {Source(share.source): share.amount for share in application.funding.all()}
    personal, team = parts.get(Source.PERSONAL, 0), parts.get(Source.TEAM, 0)
    found = []
    if application.is_mandatory:
        text = _("The employer pays. It never costs a personal budget anything.")
        found.append({"state": "yes", "title": _("This is mandatory training"), "text": text})
    if personal:
        told = {"amount": _euros(personal), "name": application.person.given_name}
        text = _("%(amount)s comes from the budget of %(name)s and is set apart already.") % told
        found.append({"state": "yes", "title": _("There is enough in the budget"), "text": text})
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
    name = application.person.given_name
    parts = {Source(share.source): share.amount for share in application.funding.all()}
    held = sum(parts.get(source, 0) for source in (Source.PERSONAL, Source.TEAM))
    told = {"name": name, "amount": _euros(held)}
    yes = [_("%(name)s hears at once, and can register.") % told]
    if application.payer == Application.Payer.REIMBURSED:
        yes.append(_("%(name)s pays the invoice and gets the money back.") % told)
    else:
        yes.append(_("The invoice goes to the employer."))
    no = [_("%(name)s reads the reason and your explanation.") % told]
    if held:
        yes.insert(0, _("%(amount)s stays set apart until the invoice is paid.") % told)
        no.append(_("%(amount)s is free again, also for something else.") % told)
    return {"yes": yes, "no": no}


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
    return money.euros(cents, _language())


def _language() -> str:
    return get_language() or "nl"
