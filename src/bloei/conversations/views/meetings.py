"""The team meeting: fifteen minutes on one screen, on the wall and in the hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.agreements.actions import NotAPossibleDay
from bloei.conversations import meeting_board, meeting_rhythm, meeting_steps, meeting_words
from bloei.conversations.access import MEET, OWN_TIP
from bloei.conversations.actions import meetings
from bloei.conversations.meeting_forms import NextMeetingForm, TeamAgreementForm, TipForm
from bloei.conversations.models import TeamMeeting, Tip
from bloei.foundation import clock, toasts
from bloei.foundation.forms import KeyedForm, new_key
from bloei.people.models import Person

EARLIER = 10


def _meeting(request, pk: int) -> TeamMeeting:
    return MEET.find(TeamMeeting.objects.begun().select_related("unit"), request.user, pk=pk)


@require_GET
def meeting_list(request):
    MEET.require(request.user)
    return _list(request)


def _list(request, plan_form: NextMeetingForm | None = None, *, status: int = 200) -> HttpResponse:
    today = clock.today()
    rows = MEET.narrow(TeamMeeting.objects.select_related("unit", "led_by"), request.user)
    units = meeting_board.units_of(request.user)
    coming = list(rows.filter(held_on__gte=today, closed_at=None).order_by("held_on"))
    running = {one.unit_id: one for one in coming if one.step_began_at}
    planned = [one for one in coming if not one.step_began_at]
    instead = meeting_rhythm.instead_of(planned, today)
    mine = request.user.unit_id
    coming_up = next((one for one in planned if one.unit_id == mine), None)
    known = {"on": coming_up.held_on, "rhythm": coming_up.rhythm} if coming_up else None
    context = {
        "teams": [
            {"unit": one, "running": running.get(one.pk), "instead": instead.get(one.pk)}
            for one in units
        ],
        "may_plan": any(unit.pk == mine for unit in units),
        "next": coming_up,
        "plan_form": plan_form or NextMeetingForm(initial=known),
        "earlier": rows.exclude(step_began_at=None)
        .exclude(pk__in=[one.pk for one in coming])
        .order_by("-held_on")[:EARLIER],
        "tips": meeting_board.tips_of(request.user.unit, today) if request.user.unit else [],
        "tip_form": TipForm(),
        "key": new_key(),
    }
    return render(request, "conversations/meeting_list.html", context, status=status)


@require_POST
def meeting_plan(request, pk):
    """Put the next meeting of a team on a day, or move it; and say how often it meets."""
    unit = meeting_board.find_unit(request.user, pk)
    form = NextMeetingForm(request.POST)
    if form.is_valid():
        try:
            meetings.plan_meeting(unit, **form.cleaned_data, today=clock.today(), by=request.user)
        except meetings.NotAPossibleDay:
            form.add_error("on", _("Choose a day from today, within about a year."))
        else:
            toasts.confirm(request, _("It stands on Today of everybody in the team."))
            return redirect("meetings:meeting_list")
    return _list(request, form, status=422)


@require_POST
def meeting_begin(request, pk):
    unit = meeting_board.find_unit(request.user, pk)
    form = KeyedForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else new_key()
    meeting = meetings.begin_meeting(unit, today=clock.today(), key=key, by=request.user)
    return redirect(meeting)


@require_GET
def meeting_detail(request, pk):
    return _screen(request, _meeting(request, pk))


@require_GET
def meeting_now(request, pk):
    """A fragment: the question with the tips, as it is now; another step draws the whole page."""
    meeting = _meeting(request, pk)
    if str(meeting.step) != request.GET.get("step") or meeting.closed_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "conversations/_meeting_now.html", _now(meeting, request.user))


@require_POST
def meeting_step(request, pk):
    meeting = _meeting(request, pk)
    try:
        meetings.go_to_step(meeting, step=int(request.POST.get("step", "")), by=request.user)
    except ValueError:
        messages.error(request, _("There is no such step."))
    except meetings.IsClosed:
        messages.error(request, _("This meeting was closed."))
    return redirect(meeting)


@require_POST
def tip_add(request, pk):
    unit = meeting_board.find_unit(request.user, pk)
    form = TipForm(request.POST)
    if form.is_valid():
        meetings.share_tip(unit, today=clock.today(), by=request.user, **form.cleaned_data)
        toasts.confirm(request, _("Thank you. Your team sees it."))
    else:
        messages.error(request, _("Write your tip in at most 200 characters."))
    running = TeamMeeting.objects.filter(unit=unit, held_on=clock.today(), closed_at=None).first()
    return redirect(running or "meetings:meeting_list")


@require_POST
def tip_take_back(request, pk):
    tip = OWN_TIP.find(Tip.objects, request.user, pk=pk)
    meetings.take_back_tip(tip, by=request.user)
    toasts.confirm(request, _("Your tip is gone."))
    return redirect("meetings:meeting_list")


@require_POST
def meeting_agree(request, pk):
    meeting = _meeting(request, pk)
    team = meeting_board.team_of(meeting.unit)
    form = TeamAgreementForm(request.POST, people=team)
    if form.is_valid():
        try:
            meetings.agree_together(
                meeting, team=team.values_list("pk", flat=True), today=clock.today(),
                by=request.user, **form.cleaned_data,
            )  # fmt: skip
            return redirect(meeting)
        except NotAPossibleDay:
            form.add_error("due_on", _("Choose a day from today on, within three years."))
        except meetings.IsClosed:
            form.add_error(None, _("This meeting was closed."))
    return _screen(request, meeting, form, status=422)


@require_POST
def meeting_close(request, pk):
    meeting = _meeting(request, pk)
    meeting = meetings.close_meeting(meeting, today=clock.today(), by=request.user)
    toasts.confirm(request, _("Closed. What you agreed stands with each of you."))
    return redirect(meeting)


def _screen(request, meeting: TeamMeeting, form: TeamAgreementForm | None = None, *, status=200):
    code = meeting_steps.STEPS[meeting.step].code
    today, now, began_at = clock.today(), clock.now(), meeting.step_began_at
    assert began_at, "what was not begun is not found"
    team = meeting_board.team_of(meeting.unit)
    context = meeting_board.board(meeting, request.user, today)
    context |= _now(meeting, request.user)
    planned = TeamMeeting.objects.filter(unit=meeting.unit_id).planned(today)
    context |= {
        "next": planned.first() if meeting.closed_at else None,
        "route": meeting_steps.route(meeting.step, began_at, now),
        "seconds": meeting_steps.seconds_left(meeting.step, began_at, now),
        "names": meeting_words.NAMES,
        "side": meeting_steps.AFTERWARDS if meeting.closed_at else meeting_steps.BESIDE[code],
        "tip_form": TipForm(),
        "agreement_form": form or TeamAgreementForm(people=team),
        "is_member": request.user.unit_id == meeting.unit_id,
    }
    return render(request, "conversations/meeting_detail.html", context, status=status)


def _now(meeting: TeamMeeting, viewer: Person) -> dict:
    step = meeting_steps.STEPS[meeting.step]
    last = len(meeting_steps.STEPS) - 1
    tips = list(meeting_board.tips_of(meeting.unit, meeting.held_on))
    after = meeting_steps.STEPS[meeting.step + 1] if meeting.step < last else None
    before = meeting_steps.STEPS[meeting.step - 1] if meeting.step else None
    return {
        "meeting": meeting,
        "step": step,
        "number": meeting.step + 1,
        "steps": last + 1,
        "question": meeting_words.QUESTIONS[step.code],
        "hint": meeting_words.HINTS[step.code],
        "tips": tips if step.code == "tips" else [],
        "said": meeting_board.agreed_at(meeting, step.code, viewer),
        "tellers": len({tip.person_id for tip in tips}),
        "before": before and meeting_words.NAMES[before.code],
        "after": after and meeting_words.NAMES[after.code],
    }
