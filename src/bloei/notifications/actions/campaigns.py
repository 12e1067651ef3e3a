"""Campaigns: a lottery with one look at its outcome; a rule or a person stops a nudge."""

import secrets
from datetime import date, timedelta
from decimal import Decimal

from bloei.foundation import audit
from bloei.foundation.actions import action
from bloei.notifications.evidence import Effect, must_stop, pool
from bloei.notifications.models import Campaign, NudgeCase, NudgeStop
from bloei.notifications.nudge import Nudge, find
from bloei.people.models import Person

MONTHS = 12
DAYS_OF_A_MONTH = 30
RULE_WORDS = "The least effect worth it is surely not reached."


class AlreadyStopped(Exception):
    """Somebody (or the rule) stopped this nudge before."""


@action
def open_campaign(
    name: str,
    *,
    today: date,
    months: int | None = None,
    percent: int | None = None,
    seed: str = "",
    by=None,
) -> Campaign:
    """Draw a new lottery for a nudge; nobody enters the one before any more.

    People enter during `months` and `percent` of them are held out (as in the last one when
    not given). `seed` is for example data that must always be the same.
    """
    last = Campaign.objects.select_for_update().filter(nudge=name).order_by("-number").first()
    if last and last.ended_on is None:
        last.ended_on = last.closes_on
        last.save(update_fields=["ended_on"])
    nudge = find(name)
    return _draw(nudge, last, today=today, by=by, percent=percent, months=months, seed=seed)


def _draw(
    nudge: Nudge,
    last: Campaign | None,
    *,
    today: date,
    by,
    percent: int | None = None,
    least: Decimal | None = None,
    months: int | None = None,
    seed: str = "",
) -> Campaign:
    """Begin a campaign with a fresh seed; what is not given stays as in the last one."""
    closes = today + timedelta(days=_days(last, months))
    campaign = Campaign.objects.create(
        nudge=nudge.name,
        number=last.number + 1 if last else 1,
        seed=seed or secrets.token_hex(16),
        hold_out_percent=percent if percent is not None else _before(last, "hold_out_percent"),
        least_points=least if least is not None else _before(last, "least_points"),
        started_on=today,
        closes_on=closes,
        readout_on=closes + timedelta(weeks=nudge.outcome_weeks),
    )
    audit.record("campaign.begun", campaign, by=by)
    return campaign


def _days(last: Campaign | None, months: int | None) -> int:
    """Return how long people enter: as asked, as in the last one that ran full, or a year."""
    if months is None and last and not last.ended_because:
        return (last.closes_on - last.started_on).days
    return (months or MONTHS) * DAYS_OF_A_MONTH


def _before(last: Campaign | None, name: str):
    return getattr(last or Campaign(), name)


@action
def read_out_campaign(campaign: Campaign, *, today: date, by=None) -> Campaign:
    """Look at the outcome, once, on or after its day; then the rule may stop the nudge.

    A person counts once per campaign, with their first case, in the group of the lottery.
    Raises ValueError before the day: nobody looks early.
    """
    if campaign.read_on is not None or today < campaign.readout_on:
        raise ValueError(f"Campaign {campaign.pk} is looked at once, on {campaign.readout_on}.")
    first = (
        NudgeCase.objects.filter(campaign=campaign)
        .order_by("about_id", "assigned_on", "pk")
        .distinct("about_id")
    )
    for group, outcome_on in first.values_list("group", "outcome_on"):
        name = "held" if group == NudgeCase.Group.HELD else "treated"
        setattr(campaign, name, getattr(campaign, name) + 1)
        did = f"{name}_did"
        setattr(campaign, did, getattr(campaign, did) + (outcome_on is not None))
    campaign.read_on = today
    campaign.save(update_fields=["treated", "treated_did", "held", "held_did", "read_on"])
    audit.record("campaign.read", campaign, by=by, count=campaign.treated + campaign.held)
    _stop_by_rule(campaign, today)
    return campaign


def _pooled(name: str) -> Effect:
    read = Campaign.objects.filter(nudge=name, read_on__isnull=False)
    return pool(campaign.effect for campaign in read)


def _stop_by_rule(campaign: Campaign, today: date) -> None:
    stopped = NudgeStop.objects.filter(nudge=campaign.nudge).exists()
    if not stopped and must_stop(_pooled(campaign.nudge), campaign.least):
        _stop(campaign.nudge, RULE_WORDS, today, by=None)


@action
def stop_nudge(name: str, *, because: str, today: date, by: Person) -> NudgeStop:
    """Switch a nudge off, with the reason. Raises AlreadyStopped."""
    if NudgeStop.objects.filter(nudge=name).exists():
        raise AlreadyStopped
    return _stop(name, because, today, by)


def _stop(name: str, because: str, today: date, by: Person | None) -> NudgeStop:
    stop = NudgeStop.objects.create(
        nudge=name, stopped_on=today, because=because, by=by, by_rule=by is None
    )
    _end(name, because, today)
    waiting = [NudgeCase.State.DELAYED, NudgeCase.State.OPEN, NudgeCase.State.SHOWN]
    NudgeCase.objects.filter(nudge=name, state__in=waiting).update(
        state=NudgeCase.State.EXPIRED, ended_on=today
    )
    audit.record("nudge.stopped", stop, by=by, because=because)
    return stop


def _end(name: str, because: str, today: date) -> None:
    """Let nobody else enter; the outcome is looked at when the last one had their time."""
    for campaign in Campaign.objects.filter(nudge=name, ended_on__isnull=True):
        campaign.ended_on, campaign.ended_because = today, because
        campaign.closes_on = max(
            campaign.started_on + timedelta(days=1), min(campaign.closes_on, today)
        )
        campaign.readout_on = campaign.closes_on + timedelta(weeks=find(name).outcome_weeks)
        campaign.save(update_fields=["ended_on", "ended_because", "closes_on", "readout_on"])


@action
def restart_nudge(
    name: str,
    *,
    percent: int,
    least: Decimal,
    months: int,
    because: str,
    today: date,
    by: Person,
) -> Campaign:
    """Begin anew: a new lottery and a new day for the outcome, with the reason.

    `percent` are held out, `least` is the least effect worth it in points, people enter
    during `months`.
    """
    NudgeStop.objects.filter(nudge=name).delete()
    _end(name, because, today)
    last = Campaign.objects.filter(nudge=name).order_by("-number").first()
    campaign = _draw(
        find(name), last, today=today, by=by, percent=percent, least=least, months=months
    )
    audit.record("nudge.restarted", campaign, by=by, because=because)
    return campaign


@action
def set_least_effect(campaign: Campaign, *, least: Decimal, by: Person) -> Campaign:
    """Set the least effect (in points) that HR finds worth a nudge."""
    campaign.least_points = least
    campaign.save(update_fields=["least_points"])
    audit.record("campaign.changed", campaign, by=by, fields=["least_points"])
    return campaign
