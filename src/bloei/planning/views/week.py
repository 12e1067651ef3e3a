"""One's own learning time: the week, what a moment would be like, and fixing it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.budgets.balances import learning_time
from bloei.foundation import clock, toasts
from bloei.foundation.addresses import address_of
from bloei.people.models import Person
from bloei.planning import actions, queries, rules
from bloei.planning.access import OWN_TIME
from bloei.planning.blocks import cards, rights, verdicts, words
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.blocks.verdicts import Verdict
from bloei.planning.forms.blocks import FixForm, MomentForm
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rules import State
from bloei.planning.spans import Span
from bloei.planning.week import drawing, meetings, suggestions
from bloei.planning.week import pieces as weeks
from bloei.planning.week.pieces import Week
from bloei.planning.week.today import monday_of

WEEK, CENTURY = timedelta(days=7), 100


@dataclass(frozen=True)
class Chosen:
    """What stands chosen: a moment with its verdict, or a proposal; `wrong` says why neither."""

    verdict: Verdict | None = None
    proposal: LearningBlock | None = None
    wrong: str = ""

    @property
    def span(self) -> Span | None:
        if self.proposal:
            return at_work.span_of(self.proposal.during)
        return self.verdict.wish.span if self.verdict else None


@require_GET
def week(request):
    OWN_TIME.require(request.user)
    form = _moment_form(request)
    return _show(request, form, _chosen(request, form))


@require_GET
def moment(request):
    """The card beside the week for one moment: whether it can be, else the nearest three."""
    OWN_TIME.require(request.user)
    chosen = _chosen(request, _moment_form(request))
    context = _about(chosen, request.user, clock.today())
    return render(request, "planning/_moment.html", context)


@require_POST
def block_plan(request):
    """Fix a moment, or ask for it."""
    OWN_TIME.require(request.user)
    me, today = request.user, clock.today()
    form = FixForm(request.POST, person=me)
    if not form.is_valid():
        chosen = Chosen(wrong=_("Choose a moment in the week."))
        return _show(request, MomentForm(person=me), chosen, status=422)
    told = form.cleaned_data
    try:
        block = actions.plan_block(
            me, span=told["moment"], participation=told["participation"], why=told["why"],
            today=today, key=told["key"], by=me,
        )  # fmt: skip
    except actions.InTheWay:
        wish = Wish(me, told["moment"], told["participation"])
        chosen = Chosen(verdicts.verdict(wish, _now()))
        return _show(request, MomentForm(person=me), chosen, status=422)
    _confirm(request, block)
    return redirect(week_of(block))


def week_of(block: LearningBlock) -> str:
    """Return the address of the week in which a block stands."""
    return f"{address_of('planning:week')}?week={block.starts_at.date().isoformat()}"


def _confirm(request, block: LearningBlock) -> None:
    told = {"when": words.when(at_work.span_of(block.during), clock.today())}
    if block.state == State.ASKED:
        toasts.confirm(request, _("Asked: %(when)s. You hear within a week.") % told)
    else:
        toasts.confirm(request, _("Fixed: %(when)s. It is working time.") % told)


def _now() -> datetime:
    return at_work.local(clock.now())


def _moment_form(request) -> MomentForm:
    asked = request.GET if "on" in request.GET else None
    return MomentForm(asked, person=request.user)


def _chosen(request, form: MomentForm) -> Chosen:
    me, now = request.user, _now()
    if number := request.GET.get("proposal", ""):
        proposed = LearningBlock.objects.filter(state=State.PROPOSED)
        return Chosen(proposal=OWN_TIME.find(proposed, me, pk=_number(number)))
    besides = None
    if number := request.GET.get("move", ""):
        fixed = LearningBlock.objects.filter(state=State.AGREED)
        rows = fixed.select_related("person", "participation__offer")
        besides = OWN_TIME.find(rows, me, pk=_number(number))
    if form.is_bound and not form.is_valid():
        return Chosen(wrong=_("Choose a moment in the week."))
    if not form.is_bound:
        return Chosen(verdicts.elsewhere(besides, now) if besides else None)
    participation = besides.participation if besides else form.cleaned_data["participation"]
    return Chosen(verdicts.verdict(Wish(me, form.span, participation, besides), now))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _asked_monday(request, chosen: Chosen, today: date) -> date:
    """Return the Monday that is asked for, else that of the week that Today shows too.

    A day of another century is none.
    """
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = chosen.span.start.date() if chosen.span else monday_of(today)
    return rules.monday(asked if abs(asked.year - today.year) < CENTURY else today)


def _show(request, form: MomentForm, chosen: Chosen, status: int = 200):
    me, today, now = request.user, clock.today(), _now()
    monday = _asked_monday(request, chosen, today)
    blocks = queries.of_week(me.pk, monday, clock.now())
    found = meetings.of_week(me, monday, today)
    shown = weeks.week_of(me, monday, now, blocks=blocks.shown, meetings=found)
    if chosen.span is None and not chosen.wrong:
        chosen = replace(chosen, verdict=suggestions.suggestion(me, shown, now))
    draft = _draft(shown, chosen)
    mine = learning_time.learning_time([me.pk], today.year).get(me.pk)
    context = {
        "week": shown,
        "days": drawing.days(shown, now, draft=draft, chosen=chosen.proposal),
        "period": words.period(shown.monday, shown.days[-1].on),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "moment_form": _filled(form, chosen, me),
        "mine": mine,
        "parts": rights.parts(mine) if mine else [],
        "per_week": rights.per_week(mine.right) if mine else 0,
        "how": blocks.unsaid,
    }
    context |= _about(chosen, me, today)
    return render(request, "planning/week.html", context, status=status)


def _draft(shown: Week, chosen: Chosen) -> drawing.DrawnPiece | None:
    seen = chosen.verdict
    if seen is None:
        return None
    can = not seen.walls and not seen.others
    return drawing.draft_of(shown, seen.wish, is_possible=can)


def _filled(form: MomentForm, chosen: Chosen, me: Person) -> MomentForm:
    """Return the form by hand, with the chosen moment in it."""
    if form.is_bound or chosen.span is None:
        return form
    return MomentForm(initial=MomentForm.told(chosen.span), person=me)


def _about(chosen: Chosen, me: Person, today: date) -> dict:
    """Return what the card beside the week says."""
    seen = chosen.verdict
    context: dict[str, Any] = {
        "today": today,
        "moved": seen.wish.besides if seen else None,
        "proposal": _proposal(chosen.proposal, today) if chosen.proposal else None,
        "card": cards.card_of(seen, today) if seen else cards.no_room(chosen.wrong),
    }
    if seen:
        initial = {"participation": seen.wish.participation}
        context["plan_form"] = FixForm(person=me, initial=initial)
    return context


def _proposal(block: LearningBlock, today: date) -> dict:
    span = at_work.span_of(block.during)
    return {
        "block": block,
        "title": words.proposal(span, today),
        "text": _("The planner found this moment. It stands when you say so."),
        "button": words.fix(span),
    }
