"""The planner is asked for learning time, and what it found is looked at and accepted."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.budgets.balances import learning_time
from bloei.foundation import clock, toasts
from bloei.foundation.addresses import address_of, safe_address
from bloei.foundation.models import Run
from bloei.people.models import Unit
from bloei.planning import actions, jobs
from bloei.planning.access import (
    OWN_TIME,
    PLAN_FOR_ALL,
    PLAN_FOR_TEAM,
    SEE_TIME,
    plans_in_reach,
)
from bloei.planning.actions.plans import RUN
from bloei.planning.blocks import words
from bloei.planning.forms import plans
from bloei.planning.forms.plans import PlannerForm, TeamAskForm
from bloei.planning.models import LearningBlock, Plan
from bloei.planning.plans import outcomes
from bloei.planning.plans import words as plan_words
from bloei.planning.rosters import at_work
from bloei.planning.rules import State

PER_PAGE = 20


@require_GET
def plan_list(request):
    """What the planner proposes to me, and what was asked of it before."""
    OWN_TIME.require(request.user)
    rows = plans_in_reach(request.user).select_related("person", "unit", "asked_by")
    context = {
        "proposals": _drawn(outcomes.proposals_of(request.user)),
        "page": Paginator(rows.order_by("-asked_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "for_team": PLAN_FOR_TEAM.held_by(request.user),
    }
    return render(request, "planning/plan_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request):
    """Ask the planner for oneself."""
    OWN_TIME.require(request.user)
    me, today = request.user, clock.today()
    mine = learning_time.learning_time([me.pk], today.year).get(me.pk)
    form = PlannerForm(
        request.POST or None,
        initial=_period(request),
        today=today,
        free=mine.free if mine else None,
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and (plan := _ask(request, form, person=me)):
        return redirect(plan)
    context = {"form": form, "mine": mine} | _periods(request)
    return render(request, "planning/plan_new.html", context, status=_status(request))


@require_http_methods(["GET", "HEAD", "POST"])
def team_plan_new(request):
    """Ask the planner for everybody of a unit, or of the whole organisation."""
    PLAN_FOR_TEAM.require(request.user)
    units = PLAN_FOR_TEAM.narrow(Unit.objects.filter(closed_on=None), request.user)
    form = TeamAskForm(
        request.POST or None, initial=_period(request) | asked_unit(request),
        today=clock.today(), units=units.order_by("name"), whole=PLAN_FOR_ALL.held_by(request.user),
    )  # fmt: skip
    sent = request.method == "POST" and form.is_valid()
    if sent and (plan := _ask(request, form, unit=form.cleaned_data["unit"])):
        return redirect(plan)
    context = {"form": form} | _periods(request)
    return render(request, "planning/team_plan_new.html", context, status=_status(request))


def asked_unit(request) -> dict:
    """Return the unit that the address names, as the beginning of a form."""
    return {"unit": request.GET["unit"]} if "unit" in request.GET else {}


def _status(request) -> int:
    return 422 if request.method == "POST" else 200


def _period(request) -> dict:
    """Return the days that the form begins with: this month, or the next when asked."""
    found = plans.months(clock.today())
    first, last = found.get(request.GET.get("period", ""), next(iter(found.values())))
    return {"first": first, "last": last}


def _periods(request) -> dict:
    """Return the months to choose from with one click."""
    labels = {plans.THIS: _("This month"), plans.NEXT: _("Next month")}
    found = list(plans.months(clock.today()))
    chosen = request.GET.get("period", found[0])
    unit = f"&unit={request.GET['unit']}" if request.GET.get("unit", "").isdecimal() else ""
    chips = [
        {"label": labels[name], "url": f"?period={name}{unit}", "current": name == chosen}
        for name in found
    ]
    return {"periods": chips}


def _ask(request, form: PlannerForm, **whom) -> Plan | None:
    """Ask the planner; of one person at most one question waits."""
    told = form.cleaned_data
    me = request.user
    with transaction.atomic():
        plan = actions.ask_plan(
            **whom, first=told["first"], last=told["last"], minutes=told["minutes"],
            shortest=told["shortest"], longest=told["longest"], key=told["key"], by=me,
        )  # fmt: skip
        queued = jobs.work_out_plan.later_once(f"{me.pk}", plan=plan.pk)
        if not queued and outcomes.waiting(me).exclude(pk=plan.pk).exists():
            form.add_error(
                None, _("Your last question still waits for the planner. Ask again after that.")
            )
            transaction.set_rollback(True)
            return None
    return plan


@require_GET
def plan_detail(request, pk):
    """What the planner found: for oneself what to choose, for a team who accepted."""
    rows = plans_in_reach(request.user).select_related("person", "unit", "run", "asked_by")
    plan = get_object_or_404(rows, pk=pk)
    context = {"plan": plan, "run_url": _run_url(request, plan)}
    if plan.person_id:
        return render(request, "planning/plan_detail.html", context | _own(plan))
    return render(request, "planning/team_plan_detail.html", context | _of_team(request, plan))


def _run_url(request, plan: Plan) -> str:
    if plan.run is None or plan.run.by_id != request.user.pk:
        return ""
    return address_of("plans:plan_run", plan.run.uuid)


def _own(plan: Plan) -> dict:
    blocks = list(plan.blocks.order_by("during"))
    short = plan.shortages.filter(person=plan.person).select_related("person").first()
    return {
        "proposals": _drawn(block for block in blocks if block.state == State.PROPOSED),
        "fixed": _drawn(block for block in blocks if block.is_standing),
        "short": short,
        "why": plan_words.shortage(short, plan, mine=True) if short else "",
    }


def _of_team(request, plan: Plan) -> dict:
    """Return the totals, and of the people within reach who accepted and who fell short."""
    viewer = request.user
    blocks = SEE_TIME.narrow(plan.blocks.select_related("person"), viewer)
    said = outcomes.who_accepted(blocks)
    named = SEE_TIME.narrow(plan.shortages.select_related("person"), viewer)
    short = Paginator(named.order_by("person__sort_name"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    accepted = outcomes.accepted(plan)
    found = plan.figures.get("minutes_found", 0)
    return {
        "finding": plan_words.finding(plan),
        "how_good": plan_words.how_good(plan.figures),
        "accepted": accepted,
        "parts": [
            {"label": _("Accepted"), "value": accepted.minutes, "fill": "leaf"},
            {"label": _("Not yet"), "value": max(0, found - accepted.minutes), "fill": "free"},
        ],
        "yes": [person for person, has_accepted in said if has_accepted],
        "not_yet": [person for person, has_accepted in said if not has_accepted],
        "page": short,
        "short": [(row, plan_words.shortage(row, plan, mine=False)) for row in short],
        "short_units": [
            (unit, plan_words.reason_in_short(unit.because))
            for unit in outcomes.short_units(plan.shortages.exclude(pk__in=named.values("pk")))
        ],
    }


@require_GET
def plan_run(request, uuid):
    """The progress of the planner, drawn again while it works; at the end the page itself."""
    run = get_object_or_404(Run, uuid=uuid, by=request.user, kind=RUN)
    if run.ended_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"run": run, "url": request.path, "title": _("The planner looks for moments")}
    return render(request, "ui/run.html", context)


@require_POST
def proposals_accept(request):
    """Fix everything that the planner proposes to me, as far as it still fits."""
    OWN_TIME.require(request.user)
    blocks = list(outcomes.proposals_of(request.user))
    left = actions.accept_proposals(blocks, today=clock.today(), by=request.user)
    if fixed := len(blocks) - len(left):
        done = ngettext(
            "%(number)s moment is fixed. It is working time.",
            "%(number)s moments are fixed. They are working time.",
            fixed,
        )
        toasts.confirm(request, done % {"number": fixed})
    for block in left:
        messages.error(request, _("%(when)s no longer fits.") % {"when": _when(block)})
    return redirect(_back(request))


def _when(block: LearningBlock) -> str:
    span = at_work.span_of(block.during)
    return words.capital(words.when(span, clock.today()))


def _back(request) -> str:
    asked = request.POST.get("next", "")
    return safe_address(request, asked, address_of("plans:plan_list"))


def _drawn(blocks: Iterable[LearningBlock]) -> list[dict]:
    """Return blocks with their moment in words."""
    return [{"block": block, "when": _when(block)} for block in blocks]
