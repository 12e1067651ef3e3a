"""A team meeting is planned, begins, goes on and closes; tips are told, one thing is agreed."""

from collections.abc import Iterable
from datetime import date, timedelta

from bloei.agreements import actions as agreements
from bloei.agreements.models import Agreement
from bloei.conversations import meeting_rhythm, meeting_steps
from bloei.conversations.models import Rhythm, TeamMeeting, Tip
from bloei.foundation import audit, clock
from bloei.foundation.actions import action, part_of_an_action
from bloei.people.models import Person, Unit

FURTHEST = timedelta(days=400)


class IsClosed(Exception):
    """The meeting was closed: its agreements stand, and nothing is added."""


class NotAPossibleDay(Exception):
    """The day lies before today, or more than a year ahead."""


@action(creates=TeamMeeting)
def plan_meeting(
    unit: Unit,
    *,
    on: date,
    rhythm: int = Rhythm.NONE,
    today: date,
    key: str,
    by: Person,
) -> TeamMeeting:
    """Put the next meeting of a team on a day; one that was planned already moves there.

    The ones after it come by the rhythm, counted from this day. Raises NotAPossibleDay.
    """
    if not today <= on <= today + FURTHEST:
        raise NotAPossibleDay(on)
    rows = TeamMeeting.objects.select_for_update().filter(unit=unit)
    there = rows.filter(held_on=on).first()
    meeting = there or rows.planned(today).order_by("held_on").first() or TeamMeeting(unit=unit)
    meeting.held_on, meeting.rhythm = on, rhythm
    # Where only the rhythm changes, it goes on from the day that was meant.
    meeting.counts_from = meeting.counts_from if there else None
    meeting.save()
    audit.record("meeting.planned", meeting, by=by, fields=["held_on", "rhythm"])
    return meeting


@action(creates=TeamMeeting)
def begin_meeting(unit: Unit, *, today: date, key: str, by: Person) -> TeamMeeting:
    """Begin the meeting of a team today, or go on with the one that somebody began.

    One that the rhythm meant for a day soon after comes today instead; the rhythm stays.
    """
    begin = {"led_by": by, "step_began_at": clock.now()}
    rows = TeamMeeting.objects.filter(unit=unit)
    _bring_forward(unit, today)
    # A meeting that nobody planned goes on with the rhythm that the team has.
    last = rows.order_by("-held_on").first()
    meeting, new = rows.select_for_update().get_or_create(
        unit=unit, held_on=today, defaults=begin | {"rhythm": last.rhythm if last else Rhythm.NONE}
    )
    if meeting.step_began_at is None:
        new, meeting.led_by, meeting.step_began_at = True, by, clock.now()
        meeting.save(update_fields=list(begin))
    audit.record("meeting.begun" if new else "meeting.joined", meeting, by=by)
    return meeting


@part_of_an_action
def _bring_forward(unit: Unit, today: date) -> None:
    """Let what is planned soon be the meeting of today, where there is none yet."""
    rows = TeamMeeting.objects.planned(today).filter(unit=unit)
    planned = list(rows.select_for_update())
    if TeamMeeting.objects.filter(unit=unit, held_on=today).exists():
        return
    for early in meeting_rhythm.instead_of(planned, today).values():
        early.held_on, early.counts_from = today, early.counts_from or early.held_on
        early.save(update_fields=["held_on", "counts_from"])


@action
def go_to_step(meeting: TeamMeeting, *, step: int, by: Person) -> TeamMeeting:
    """Go to a step; its time begins now. The step that it is at stays as it is.

    Raises IsClosed, ValueError for a step that is none.
    """
    if not 0 <= step < len(meeting_steps.STEPS):
        raise ValueError(f"There is no step {step}.")
    meeting = _open(meeting)
    if meeting.step != step:
        meeting.step, meeting.step_began_at = step, clock.now()
        meeting.save(update_fields=["step", "step_began_at"])
    audit.record("meeting.step", meeting, by=by, fields=["step"])
    return meeting


@action(creates=Tip)
def share_tip(unit: Unit, *, text: str, today: date, key: str, by: Person) -> Tip:
    """Tell the own team what helped."""
    tip = Tip.objects.create(unit=unit, person=by, text=text, told_on=today)
    audit.record("tip.shared", tip, by=by)
    return tip


@action
def take_back_tip(tip: Tip, *, by: Person) -> None:
    """Take one's own tip back."""
    audit.record("tip.taken_back", tip, by=by)
    tip.delete()


@action(creates=Agreement)
def agree_together(
    meeting: TeamMeeting,
    *,
    person: Person,
    text: str,
    due_on: date | None,
    team: Iterable[int],
    today: date,
    key: str,
    by: Person,
) -> Agreement:
    """Write down who does what by when; the team (ids) reads it.

    Raises IsClosed, NotAPossibleDay.
    """
    meeting = _open(meeting)
    made = agreements.make_agreement(
        person=person, text=text, today=today, due_on=due_on, seen_by=list(team),
        about=meeting.about, url=meeting.get_absolute_url(), key=f"meeting:{key}", by=by,
    )  # fmt: skip
    audit.record("meeting.agreed", meeting, by=by)
    return made


@action
def close_meeting(meeting: TeamMeeting, *, today: date, by: Person) -> TeamMeeting:
    """Close a meeting, and put the next one on its day; closing it twice is no mistake."""
    meeting = TeamMeeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.closed_at is None:
        meeting.closed_at = clock.now()
        meeting.save(update_fields=["closed_at"])
        if following := meeting_rhythm.following(meeting, today):
            following.save()
            audit.record("meeting.planned", following, by=by, fields=["held_on"])
    audit.record("meeting.closed", meeting, by=by, fields=["closed_at"])
    return meeting


@action
def plan_missed_meetings(*, today: date, by: Person | None = None) -> int:
    """Put the next one on its day where nobody began or closed the last; return how many."""
    found = (meeting_rhythm.following(last, today) for last in meeting_rhythm.passed(today))
    made = TeamMeeting.objects.bulk_create(one for one in found if one)
    audit.record("meetings.planned", TeamMeeting, by=by, count=len(made))
    return len(made)


def _open(meeting: TeamMeeting) -> TeamMeeting:
    found = TeamMeeting.objects.select_for_update().get(pk=meeting.pk)
    if found.closed_at is not None:
        raise IsClosed
    return found
