"""Nudges: who gets one, by lottery where it is measured; what people do with it; the outcome.

The lottery is drawn when the row is made, long before anything is sent: a mail or a page
can only show rows, so nobody can see a nudge without having a group.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q

from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.notifications import rules
from bloei.notifications.actions.campaigns import open_campaign
from bloei.notifications.models import (
    Campaign,
    Kind,
    NamePause,
    NudgeCase,
    NudgeStop,
    Preference,
)
from bloei.notifications.nudge import Candidate, Nudge, candidates, find
from bloei.notifications.queries import campaign_now
from bloei.people.models import Person

State, Group = NudgeCase.State, NudgeCase.Group
ACTIVE = (State.DELAYED, State.OPEN, State.SHOWN, State.SNOOZED)
MONTH = timedelta(days=30)
FOR_EVER = date.max
CATCH_UP = timedelta(days=35)


@dataclass(frozen=True)
class Computed:
    """What one run did with one nudge."""

    made: int = 0
    changed: int = 0
    ended: int = 0


@action
def compute_nudge(
    name: str, *, today: date, among: Collection[int] | None = None, by=None
) -> Computed:
    """Bring the cases of one nudge in line with today; may run any number of times.

    `among` limits it to these people (after an event); an id may be of who gets the nudge
    or of whom it is about.
    """
    nudge = find(name)
    _one_run_at_a_time(name)
    wanted = {} if _is_stopped(name) else _wanted(nudge, today, among)
    known = _known(nudge, wanted, among)
    changed, ended = [], []
    for case in known.values():
        candidate = wanted.get((case.person_id, case.occasion))
        if candidate is not None and _bring_up_to_date(case, candidate, nudge, today):
            changed.append(case)
        elif candidate is None and case.state in ACTIVE:
            case.state, case.ended_on = State.EXPIRED, today
            ended.append(case)
    made = _make_cases(nudge, wanted, known, today)
    NudgeCase.objects.bulk_update(
        [*changed, *ended],
        ["state", "params", "url", "until", "released_on", "muted_until", "ended_on"],
        batch_size=500,
    )
    audit.record("nudge.computed", NudgeCase, by=by, because=name, count=made)
    return Computed(made, len(changed), len(ended))


def _one_run_at_a_time(name: str) -> None:
    """Wait for a run of the same nudge; a nightly run and an event may coincide."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"nudge:{name}"])


def _is_stopped(name: str) -> bool:
    return NudgeStop.objects.filter(nudge=name).exists()


def _wanted(nudge: Nudge, today: date, among) -> dict[tuple[int, str], Candidate]:
    """Return the candidates who work here and did not switch such messages off."""
    found = [
        row for row in candidates(nudge, today, among) if row.until is None or row.until >= today
    ]
    people = {row.person_id for row in found}
    reachable = set(
        Person.objects.working().filter(is_active=True, pk__in=people).values_list("pk", flat=True)
    )
    if nudge.has_lottery:
        off = Preference.objects.filter(nudge=Preference.Channel.OFF)
        reachable -= set(off.values_list("person_id", flat=True))
    return {(row.person_id, row.occasion): row for row in found if row.person_id in reachable}


def _known(nudge: Nudge, wanted: dict, among) -> dict[tuple[int, str], NudgeCase]:
    """Return the active cases, and those of the candidates, by person and occasion."""
    rows = NudgeCase.objects.filter(nudge=nudge.name)
    if among is not None:
        rows = rows.filter(Q(person__in=among) | Q(about__in=among))
    people = {person for person, _occasion in wanted}
    rows = rows.filter(Q(state__in=ACTIVE) | Q(person__in=people))
    return {(case.person_id, case.occasion): case for case in rows}


def _bring_up_to_date(case: NudgeCase, row: Candidate, nudge: Nudge, today: date) -> bool:
    """Change a case whose person is still a candidate; say whether anything changed."""
    before = (case.state, case.params, case.url, case.until)
    if case.state == State.EXPIRED:
        case.state, case.ended_on = State.DELAYED, None
    if case.state == State.DELAYED and _may_come_out(case, today):
        case.state = State.OPEN
        case.released_on = today
    if case.state == State.SNOOZED and (case.muted_until or today) <= today:
        case.state, case.muted_until = State.OPEN, None
    if case.state in ACTIVE:
        case.params, case.url, case.until = dict(row.params), row.url, row.until
    return before != (case.state, case.params, case.url, case.until)


def _may_come_out(case: NudgeCase, today: date) -> bool:
    if case.group != Group.HELD or case.released_on:
        return True
    return case.release_on is not None and case.release_on <= today


def _make_cases(nudge: Nudge, wanted: dict, known: dict, today: date) -> int:
    blocked = _blocked(nudge, known.values(), today)
    fresh = [
        row
        for key, row in wanted.items()
        if key not in known and (row.person_id, row.subject_id) not in blocked
    ]
    if not fresh:
        return 0
    campaign = None
    if nudge.has_lottery:
        campaign = campaign_now(nudge.name, today) or open_campaign(nudge.name, today=today)
    rows = [_case(nudge, row, campaign, today) for row in fresh]
    NudgeCase.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def _blocked(nudge: Nudge, cases, today: date) -> set[tuple[int, int]]:
    """Return who must not get another one now: muted, or had one a short while ago.

    A service message is never held back: each new right or deadline is told.
    """
    if not nudge.has_lottery:
        return set()
    since = today - timedelta(days=nudge.cool_down_days)
    return {
        (case.person_id, case.about_id)
        for case in cases
        if case.assigned_on > since or (case.muted_until and case.muted_until > today)
    }


def _case(nudge: Nudge, row: Candidate, campaign: Campaign | None, today: date) -> NudgeCase:
    held = campaign is not None and rules.is_held_out(
        campaign.seed, row.subject_id, campaign.hold_out_percent
    )
    wait = timedelta(weeks=nudge.delay_weeks) if nudge.delay_weeks is not None else None
    group = Group.HELD if held else (Group.TREATED if campaign else Group.EVERYBODY)
    return NudgeCase(
        nudge=nudge.name,
        kind=nudge.kind,
        person_id=row.person_id,
        about_id=row.subject_id,
        occasion=row.occasion,
        params=dict(row.params),
        url=row.url,
        rank=nudge.rank,
        until=row.until,
        state=State.DELAYED if held else State.OPEN,
        group=group,
        campaign=campaign,
        assigned_on=today,
        release_on=today + wait if held and wait else None,
    )


@action
def open_case(case: NudgeCase, *, by: Person) -> NudgeCase:
    """Note that somebody followed its next step."""
    if case.state == State.OPEN:
        case.state, case.shown_at = State.SHOWN, clock.now()
        case.save(update_fields=["state", "shown_at"])
    audit.record("case.opened", case, by=by)
    return case


@action
def dismiss_case(case: NudgeCase, *, for_ever: bool, today: date, by: Person) -> NudgeCase:
    """Put it away for a month, or for ever ("not for me"); never a service message."""
    if case.kind == Kind.SERVICE:
        raise ValueError("A service message cannot be put away.")
    case.state = State.DISMISSED if for_ever else State.SNOOZED
    case.muted_until = FOR_EVER if for_ever else today + MONTH
    case.ended_on = today if for_ever else None
    case.save(update_fields=["state", "muted_until", "ended_on"])
    audit.record("case.dismissed" if for_ever else "case.snoozed", case, by=by)
    return case


@action
def restore_nudge(name: str, *, by: Person) -> int:
    """Let somebody have a nudge again that they put away."""
    mine = NudgeCase.objects.filter(person=by, nudge=name, muted_until__isnull=False)
    count = mine.update(state=State.OPEN, muted_until=None, ended_on=None)
    audit.record("nudge.restored", NudgeCase, by=by, because=name, count=count)
    return count


@action
def pause_name(about: Person, *, today: date, by: Person) -> NamePause:
    """Do not point this manager to somebody for a month."""
    pause, _made = NamePause.objects.update_or_create(
        person=by, about=about, defaults={"until": today + MONTH}
    )
    audit.record("name.paused", pause, by=by)
    return pause


@action
def measure_outcomes(name: str, *, today: date, by=None) -> int:
    """Note for both groups alike who did what the nudge hopes for; return how many.

    Whoever was assigned counts: also who never looked, put it away or is still waiting.
    """
    nudge = find(name)
    window = timedelta(weeks=nudge.outcome_weeks)
    open_ones = NudgeCase.objects.filter(
        nudge=name,
        outcome_on__isnull=True,
        assigned_on__gte=today - window - CATCH_UP,
        assigned_on__lte=today,
    )
    by_day: dict[date, list[NudgeCase]] = defaultdict(list)
    for case in open_ones.only("about_id", "assigned_on", "state"):
        by_day[case.assigned_on].append(case)
    did = [case for day, cases in by_day.items() for case in _did(nudge, cases, day, today)]
    pks = [case.pk for case in did]
    NudgeCase.objects.filter(pk__in=pks).update(outcome_on=today)
    NudgeCase.objects.filter(pk__in=pks, state__in=ACTIVE).update(state=State.DONE, ended_on=today)
    audit.record("nudge.measured", NudgeCase, by=by, because=name, count=len(did))
    return len(did)


def _did(nudge: Nudge, cases: list[NudgeCase], since: date, today: date) -> list[NudgeCase]:
    if nudge.outcome is None:
        return []
    until = min(today, since + timedelta(weeks=nudge.outcome_weeks))
    people = {case.about_id for case in cases}
    found = set(nudge.outcome(people, since, until))
    return [case for case in cases if case.about_id in found]
