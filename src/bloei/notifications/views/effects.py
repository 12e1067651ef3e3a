"""Did the nudges help? Pages for HR, L&D and the works council; figures of all people together."""

from decimal import Decimal

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, toasts, wording
from bloei.foundation.addresses import address_of
from bloei.foundation.language import on_screen
from bloei.notifications import actions
from bloei.notifications.access import SEE_EFFECT, STEER_NUDGE
from bloei.notifications.actions.campaigns import MONTHS
from bloei.notifications.effects import (
    NudgeStanding,
    points,
    standing_of,
    standings,
    visible_points,
)
from bloei.notifications.evidence import Effect, verdict
from bloei.notifications.forms import LeastEffectForm, ReasonForm, RestartForm
from bloei.notifications.models import Campaign
from bloei.notifications.nudge import nudges, say, write

CARDS = 2
OWN_SCALE = {"low": None, "high": None, "reach": None}


@require_GET
def effect_list(request):
    SEE_EFFECT.require(request.user)
    today = clock.today()
    everything = [_shown(standing) for standing in standings(today)]
    measured = [one for one in everything if one["campaign"]]
    running = [one for one in everything if one["standing"].state == "running"]
    facts = {
        "cards": measured[:CARDS],
        "scale": _scale(measured[:CARDS]),
        "rows": [_row(one) for one in everything if one["standing"].nudge.has_lottery],
        "services": [one for one in everything if one["standing"].state == "service"],
        "known": len(measured),
        "helping": sum(one["standing"].helps for one in measured),
        "next_on": min((one["standing"].running.readout_on for one in running), default=None),
        "is_part": not STEER_NUDGE.held_by(request.user),
    }
    return render(request, "notifications/effect_list.html", facts)


@require_GET
def effect_detail(request, name):
    SEE_EFFECT.require(request.user)
    return _detail(request, name, {})


@require_POST
def effect_settings(request, name):
    STEER_NUDGE.require(request.user)
    campaign = Campaign.objects.filter(nudge=name, read_on__isnull=True).order_by("-number").first()
    if campaign is None:
        raise Http404
    form = LeastEffectForm(request.POST)
    if not form.is_valid():
        return _detail(request, name, {"least_form": form}, status=422)
    actions.set_least_effect(campaign, least=form.cleaned_data["least"], by=request.user)
    toasts.confirm(request, _("Saved."))
    return redirect("notifications:effect_detail", name)


@require_POST
def nudge_stop(request, name):
    STEER_NUDGE.require(request.user)
    _measured_or_404(name)
    form = ReasonForm(request.POST)
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            actions.stop_nudge(name, because=because, today=clock.today(), by=request.user)
            toasts.confirm(request, _("This nudge has been stopped."))
            return redirect("notifications:effect_detail", name)
        except actions.AlreadyStopped:
            form.add_error(None, _("Somebody else has already stopped this nudge."))
    return _detail(request, name, {"stop_form": form}, status=422)


@require_POST
def nudge_restart(request, name):
    STEER_NUDGE.require(request.user)
    _measured_or_404(name)
    form = RestartForm(request.POST)
    if not form.is_valid():
        return _detail(request, name, {"restart_form": form}, status=422)
    actions.restart_nudge(name, today=clock.today(), by=request.user, **form.cleaned_data)
    toasts.confirm(request, _("A new lottery has been drawn."))
    return redirect("notifications:effect_detail", name)


def _measured_or_404(name: str) -> None:
    nudge = nudges().get(name)
    if nudge is None or not nudge.has_lottery:
        raise Http404


def _detail(request, name, forms, status=200):
    standing = standing_of(name, clock.today())
    if standing is None:
        raise Http404
    last = standing.running or standing.latest
    start = {
        "percent": last.hold_out_percent if last else 10,
        "least": last.least_points if last else Decimal(1),
        "months": MONTHS,
    }
    facts = {
        **_shown(standing),
        "scale": OWN_SCALE,
        "may_steer": STEER_NUDGE.held_by(request.user) and standing.nudge.has_lottery,
        "last": last,
        "earlier": [_earlier(campaign) for campaign in standing.read],
        "least_form": LeastEffectForm(initial=start),
        "stop_form": ReasonForm(),
        "restart_form": RestartForm(initial=start),
        **forms,
    }
    return render(request, "notifications/effect_detail.html", facts, status=status)


def _shown(standing: NudgeStanding) -> dict:
    """Return what the page says of one nudge; figures only after the day of the outcome."""
    nudge, campaign = standing.nudge, standing.shown
    facts = {
        "standing": standing,
        "label": say(nudge.label, {}),
        "example": write(nudge, nudge.example) if nudge.example else None,
        "question": say(nudge.outcome_question, {}),
        "outcome": say(nudge.outcome_words, {}),
        "campaign": campaign,
    }
    if campaign is None:
        return facts
    return facts | _figures(campaign.effect) | {"together": _together(standing)}


def _figures(effect: Effect) -> dict:
    found = points(effect)
    rows = [
        _group(_("Got the nudge"), effect.treated, found.found),
        _group(_("Did not get it"), effect.held, found.found),
    ]
    return {"effect": effect, "points": found, "groups": rows}


def _together(standing: NudgeStanding) -> dict | None:
    """Return the figures of all outcomes as one, where there is more than one."""
    pools = standing.pools
    if not pools:
        return None
    return {
        **_figures(standing.pooled),
        "said": verdict(standing.pooled, pools[0].least),
        "visible": visible_points(standing.pooled),
        "number": len(pools),
        "since": pools[-1].started_on,
        # Beside the year in which it began, the year in which it ended stands as well.
        "until": wording.short_date(pools[0].closes_on, on_screen(), pools[-1].started_on),
        # Where one lottery lets more people wait, a busier year weighs more in that group.
        "uneven": len({campaign.hold_out_percent for campaign in pools}) > 1,
    }


def _scale(cards: list[dict]) -> dict:
    """Return one scale for cards that stand side by side, so that they can be compared."""
    if not cards:
        return OWN_SCALE
    ends = [end for one in cards for end in (one["points"].low, one["points"].high)]
    highest = max(group["high"] for one in cards for group in one["groups"])
    return {"low": 0, "high": highest, "reach": (min(ends), max(ends))}


def _group(name, counted, found) -> dict:
    people = {"did": counted.did, "size": counted.size}
    return {
        "name": name,
        "note": _("%(did)s of %(size)s people") % people,
        "value": counted.share,
        "low": counted.interval.low,
        "high": counted.interval.high,
        "found": found,
        **people,
    }


def _badge(standing: NudgeStanding) -> dict:
    if standing.stop:
        return {"badge": _("Stopped"), "badge_kind": ""}
    if standing.helps:
        return {"badge": _("Stays on"), "badge_kind": "leaf"}
    return {"badge": _("Still running"), "badge_kind": "sky"}


def _waits(campaign: Campaign) -> str:
    day = wording.long_date(campaign.readout_on, on_screen())
    return _("Outcome on %(day)s, not before") % {"day": day}


def _row(shown: dict) -> dict:
    """Return one row of the plot with all nudges."""
    standing = shown["standing"]
    page = address_of("notifications:effect_detail", standing.nudge.name)
    plain = {"name": shown["label"], "url": page}
    row = plain | _badge(standing)
    if shown["campaign"]:
        found = shown["points"]
        return row | {
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "found": found.found,
        }
    if standing.running:
        return row | {"wait": _waits(standing.running)}
    if standing.state == "too_few":
        return plain | {"hidden": _("Fewer than 5 people in a group, so we show nothing")}
    return plain | {"hidden": _("Nobody has had this nudge yet")}


def _earlier(campaign: Campaign) -> dict:
    return {"campaign": campaign, "points": points(campaign.effect)}
