"""What a manager does with learning time: answer what was asked, and ask to move."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, toasts
from bloei.people.sign_in import fresh_sign_in
from bloei.planning import actions, queries
from bloei.planning.access import DECIDE_TIME
from bloei.planning.blocks import obstacle_words, steps
from bloei.planning.forms.blocks import AskToMoveForm, BlockDecisionForm
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rules import State
from bloei.planning.views import answers, blocks

DECIDED_SHOWN = 10


@require_GET
def decision_list(request):
    DECIDE_TIME.require(request.user)
    rows = LearningBlock.objects.select_related("person", "decided_by")
    mine = DECIDE_TIME.narrow(rows, request.user)
    decided = mine.filter(decided_by__isnull=False).exclude(state=State.ASKED)
    context = {
        "today": clock.today(),
        "waiting": queries.waiting_for_decision(mine),
        "decided": decided.order_by("-changed_at")[:DECIDED_SHOWN],
    }
    return render(request, "planning/decision_list.html", context)


@require_POST
@fresh_sign_in
def block_decide(request, pk):
    block = DECIDE_TIME.find(blocks.ROWS, request.user, pk=pk)
    today = clock.today()
    wish = steps.wish_of(block, at_work.span_of(block.during))
    form = answers.with_moments(BlockDecisionForm(request.POST), wish, today)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.decide_block(
                block, agree=form.agrees, answer=told["answer"], instead=told["instead"],
                today=today, by=request.user,
            )  # fmt: skip
        except actions.InTheWay as refused:
            form.add_error(
                None, obstacle_words.sentences(refused.obstacles, block.person.given_name)
            )
        except actions.NoStep:
            form.add_error(None, _("Somebody else has already decided."))
        else:
            name = {"name": block.person.given_name}
            toasts.confirm(request, _("%(name)s gets your answer.") % name)
            return redirect("planning:decision_list")
    return blocks.show(request, block, 422, decision_form=form)


@require_POST
def block_ask_to_move(request, pk):
    block = DECIDE_TIME.find(blocks.ROWS, request.user, pk=pk)
    today = clock.today()
    wish = steps.wish_of(block, at_work.span_of(block.during))
    form = answers.with_moments(AskToMoveForm(request.POST), wish, today)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.ask_to_move(
                block, span=told["instead"], because=told["because"], today=today,
                key=told["key"], by=request.user,
            )  # fmt: skip
        except actions.InTheWay as refused:
            form.add_error(
                "instead", obstacle_words.sentences(refused.obstacles, block.person.given_name)
            )
        except (actions.AlreadyAsked, actions.NoStep):
            form.add_error(None, _("Somebody was first, or it has ended."))
        else:
            name = {"name": block.person.given_name}
            toasts.confirm(request, _("Asked. %(name)s decides; until then it stays.") % name)
            return redirect(block)
    return blocks.show(request, block, 422, ask_form=form)
