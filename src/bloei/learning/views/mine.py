"""One's own learning: what is on the list and under way, own findings, goals and interests."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, toasts
from bloei.learning import actions, queries, rules, suggestions
from bloei.learning.access import (
    CHANGE_OWN_OFFER,
    OWN_GOAL,
    OWN_PARTICIPATION,
    SEE_CATALOGUE,
)
from bloei.learning.forms import FindingForm, FinishForm, GoalForm, InterestForm
from bloei.learning.models import Goal, Interest, Offer, Participation, Skill
from bloei.learning.rules import State

# Applying, agreeing and booking go through whoever pays; these steps are one's own.
OWN_STEPS = (State.UNDER_WAY, State.STOPPED, State.CANCELLED)


@require_GET
def participation_list(request):
    found = list(queries.participations_of(request.user)[:200])
    today = clock.today()
    fits = suggestions.fitting_offers([request.user.pk], today)[request.user.pk]
    context = {
        "running": [one for one in found if one.is_open and one.state != State.WISHED],
        "wished": [one for one in found if one.state == State.WISHED],
        "ended": [one for one in found if not one.is_open][:20],
        "goals": list(queries.open_goals(request.user)),
        "fits": fits,
    }
    return render(request, "learning/participation_list.html", context)


@require_POST
def participation_move(request, pk):
    participation = OWN_PARTICIPATION.find(
        Participation.objects.select_related("offer"), request.user, pk=pk
    )
    to = request.POST.get("to")
    if to in OWN_STEPS and _is_own_step(participation, to):
        try:
            actions.move_participation(participation, to=State(to), by=request.user)
            toasts.confirm(request, _moved_words(State(to)))
        except actions.MayNotMove:
            messages.error(request, _("This has changed in the meantime. Look again."))
        except actions.AlreadyTakingPart:
            messages.error(request, _("You began this anew already. Go on with that one."))
    else:
        messages.error(request, _("This step is not yours to take here."))
    return redirect("learning:participation_list")


@require_http_methods(["GET", "POST"])
def participation_finish(request, pk):
    rows = Participation.objects.select_related("offer")
    participation = OWN_PARTICIPATION.find(rows, request.user, pk=pk)
    initial = {"minutes": participation.offer.minutes}
    form = FinishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            record = actions.finish_participation(
                participation, by=request.user, **form.cleaned_data
            )
            toasts.confirm(request, _("Well done. It stands in your learning record."))
            return redirect(record)
        except actions.MayNotMove:
            form.add_error(None, _("This cannot be finished now: it was not agreed to yet."))
        except actions.AlreadyTakingPart:
            form.add_error(None, _("You began this anew already. Go on with that one."))
    context = {"participation": participation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "learning/participation_finish.html", context, status=status)


@require_http_methods(["GET", "POST"])
def finding_form(request):
    """Something found elsewhere; afterwards one can apply for it like for any offer."""
    SEE_CATALOGUE.require(request.user)
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        offer = actions.add_own_offer(
            person=request.user,
            facts=form.facts(),
            provider=form.cleaned_data["provider"],
            key=form.cleaned_data["key"],
            by=request.user,
        )
        return redirect(offer)
    status = 422 if form.errors else 200
    return render(request, "learning/finding_form.html", {"form": form}, status=status)


@require_POST
def finding_remove(request, pk):
    """Withdraw an own finding; only when nothing was done with it yet."""
    offer = CHANGE_OWN_OFFER.find(Offer.objects, request.user, pk=pk)
    if offer.participations.exclude(state__in=[State.WISHED, State.CANCELLED]).exists():
        messages.error(request, _("Something was already done with this, so it stays."))
        return redirect(offer)
    for wished in offer.participations.filter(state=State.WISHED):
        actions.move_participation(wished, to=State.CANCELLED, by=request.user)
    actions.withdraw_offer(offer, by=request.user)
    toasts.confirm(request, _("It is gone from your list."))
    return redirect("learning:participation_list")


@require_http_methods(["GET", "POST"])
def goal_list(request):
    SEE_CATALOGUE.require(request.user)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_goal(person=request.user, by=request.user, **form.cleaned_data)
        toasts.confirm(request, _("Your goal stands here. We look for offers that fit it."))
        return redirect("learning:goal_list")
    goals = Goal.objects.filter(person=request.user).prefetch_related("skills")
    chosen = Interest.objects.filter(person=request.user).values("skill")
    skills = Skill.objects.annotate(is_chosen=Q(pk__in=chosen)).order_by("name")
    context = {
        "form": form,
        "goals": goals.order_by("reached_on", "-set_on", "-pk"),
        "skills": list(skills),
    }
    status = 422 if form.errors else 200
    return render(request, "learning/goal_list.html", context, status=status)


@require_POST
def goal_change(request, pk):
    goal = OWN_GOAL.find(Goal.objects, request.user, pk=pk)
    verb = request.POST.get("verb")
    if verb == "reach":
        actions.reach_goal(goal, by=request.user)
        toasts.confirm(request, _("Reached. Well done."))
    elif verb == "drop":
        actions.drop_goal(goal, by=request.user)
        toasts.confirm(request, _("The goal is gone."))
    elif verb in ("share", "hide"):
        actions.share_goal(goal, is_shared=verb == "share", by=request.user)
        shown = _("Your manager may see this goal.")
        toasts.confirm(request, shown if verb == "share" else _("Only you see this goal now."))
    return redirect("learning:goal_list")


@require_POST
def interest_choose(request):
    form = InterestForm(request.POST)
    if form.is_valid():
        actions.choose_interests(request.user, skills=form.cleaned_data["skills"], by=request.user)
        toasts.confirm(request, _("Kept. We look for offers that fit."))
    return redirect("learning:goal_list")


def _is_own_step(participation: Participation, to: str) -> bool:
    """Say whether one may take this step without anybody else.

    What was applied for is cancelled where the money is (budgets), and a paid offer begins
    only after the agreement.
    """
    applied = participation.applied_on is not None
    if to == State.CANCELLED:
        return not applied and not participation.is_mandatory
    return rules.may_move(State(participation.state), State(to))


def _moved_words(to: State) -> str:
    words = {
        State.UNDER_WAY: _("Good luck. It is under way."),
        State.STOPPED: _("You stopped. That is fine: it is no longer on your list."),
        State.CANCELLED: _("It is off your list."),
    }
    return words[to]
