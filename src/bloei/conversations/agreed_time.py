"""A filled-in form of an outcome becomes the action that belongs to it."""

from datetime import date

from django.utils.translation import gettext as _

from bloei.conversations import actions
from bloei.conversations.models import Conversation, Outcome
from bloei.conversations.outcome_forms import (
    AgreedMomentForm,
    AgreedSeriesForm,
    OutcomeForm,
    OwnTimeForm,
    WorkForm,
)
from bloei.conversations.swap_forms import SwapForm
from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.people.models import Person
from bloei.planning.models.blocks import EVERY
from bloei.planning.spans import Span

LONGEST = 300


def carry_out(form: OutcomeForm, conversation: Conversation, *, today: date, by: Person) -> Outcome:
    """Do what the two agreed. Raises what the actions raise."""
    told = {"today": today, "key": form.cleaned_data["key"], "by": by}
    if isinstance(form, OwnTimeForm):
        return _own_time(form, conversation, told)
    if isinstance(form, WorkForm):
        return _work(form, conversation, told)
    if isinstance(form, AgreedSeriesForm):
        return _series(form, conversation, told)
    if isinstance(form, SwapForm) and form.colleague:
        return _swap(form, form.colleague, conversation, told)
    assert isinstance(form, AgreedMomentForm)
    return _moment(form, conversation, told)


def _own_time(form: OwnTimeForm, conversation: Conversation, told: dict) -> Outcome:
    chosen = form.cleaned_data
    return actions.agree_on_own_time(
        conversation, text=chosen["text"], minutes=chosen["minutes"],
        in_return=chosen["in_return"], due_on=chosen["due_on"], **told,
    )  # fmt: skip


def _work(form: WorkForm, conversation: Conversation, told: dict) -> Outcome:
    chosen = form.cleaned_data
    two = {one.pk: one for one in (conversation.person, conversation.partner)}
    return actions.agree_on_work(
        conversation, text=chosen["text"], who=two[chosen["who"]], due_on=chosen["due_on"],
        span=form.span if form.may_plan else None,
        title=chosen.get("what") or str(_("Learning on the job")), **told,
    )  # fmt: skip


def _series(form: AgreedSeriesForm, conversation: Conversation, told: dict) -> Outcome:
    chosen, span = form.cleaned_data, form.span
    assert span
    often = dict(EVERY)[chosen["every"]]
    text = _("Learns %(often)s, from %(when)s on: %(what)s") % {
        "often": often,
        "when": _when(span),
        "what": chosen["what"],
    }
    returning = actions.Returning(chosen["every"], chosen["last"])
    return actions.fix_series(
        conversation, span=span, returning=returning, title=chosen["what"],
        text=text[:LONGEST], **told,
    )  # fmt: skip


def _swap(form: SwapForm, taker: Person, conversation: Conversation, told: dict) -> Outcome:
    assert form.span
    takes_over = _("%(name)s takes over the shift of %(other)s on %(when)s") % {
        "name": taker.given_name,
        "other": conversation.person.given_name,
        "when": _when(form.span),
    }
    return actions.fix_swap(
        conversation, taker=taker, takes_over=takes_over[:LONGEST], span=form.span,
        title=form.cleaned_data["what"], text=_learns(form), **told,
    )  # fmt: skip


def _moment(form: AgreedMomentForm, conversation: Conversation, told: dict) -> Outcome:
    chosen, span = form.cleaned_data, form.span
    assert span
    arranges = chosen["arranges"] if isinstance(form, SwapForm) else ""
    return actions.fix_moment(
        conversation, kind=form.kind, span=span, title=chosen["what"], text=_learns(form),
        arranges=arranges, **told,
    )  # fmt: skip


def _learns(form: AgreedMomentForm) -> str:
    assert form.span
    told = {"when": _when(form.span), "what": form.cleaned_data["what"]}
    return (_("Learns on %(when)s: %(what)s") % told)[:LONGEST]


def _when(span: Span) -> str:
    """Write the day with its date: what is agreed is read in another week too."""
    day = wording.weekday(span.start.date(), on_screen())
    return f"{day}, {wording.clock_span(span.start, span.until, on_screen())}"
