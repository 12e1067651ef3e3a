"""Conversations themselves: mine, a new one, its page, its moment, how it ends."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.conversations import actions, invitations, queries, question_cards
from bloei.conversations.access import INVITE_TO_TALK, TALK
from bloei.conversations.forms import HeldForm, InviteForm, TalkMomentForm, usual_day
from bloei.conversations.models import Conversation
from bloei.conversations.rules import Occasion
from bloei.conversations.views.showing import closed, find, show
from bloei.foundation import clock, toasts
from bloei.foundation.ical import Method, content_type
from bloei.notifications.actions import NotAPossibleDay
from bloei.people.models import Lead, Person

MOST_EARLIER = 20


@require_GET
def conversation_list(request):
    """What is to come, what was agreed and still open, and what was."""
    TALK.require(request.user)
    mine = TALK.narrow(Conversation.objects.all(), request.user)
    facts = {
        "upcoming": [(one, one.other(request.user)) for one in queries.upcoming(mine)],
        "earlier": [(one, one.other(request.user)) for one in queries.earlier(mine)[:MOST_EARLIER]],
        "agreements": queries.open_agreements(request.user),
        "listeners": INVITE_TO_TALK.narrow(Person.objects.working(), request.user).exists(),
    }
    return render(request, "conversations/conversation_list.html", facts)


@require_http_methods(["GET", "POST"])
def conversation_ask(request):
    """Ask somebody for a talk: whom I lead, who leads me, or an L&D officer."""
    INVITE_TO_TALK.require(request.user)
    listeners = INVITE_TO_TALK.narrow(Person.objects.working(), request.user)
    listeners = listeners.exclude(pk=request.user.pk).order_by("sort_name", "pk")
    known = {name: request.GET[name] for name in ("whom", "occasion") if name in request.GET}
    form = InviteForm(request.POST or None, listeners=listeners, initial=known)
    if request.method == "POST" and form.is_valid():
        return _open(request, form.cleaned_data)
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/conversation_ask.html", {"form": form}, status=status)


def _open(request, told: dict) -> HttpResponse:
    person, partner = _two(request.user, told["whom"])
    try:
        conversation = actions.open_conversation(
            person, partner=partner, occasion=Occasion(told["occasion"]), point=told["about"],
            key=told["key"], by=request.user,
        )  # fmt: skip
    except actions.AlreadyOpen as there:
        conversation = there.conversation
        messages.info(request, _("You two have a talk that is still to come. This is it."))
    return redirect(conversation)


def _two(viewer: Person, whom: Person) -> tuple[Person, Person]:
    """Return whose learning it is about (who is led, or else who asks), and the other."""
    leads = Lead.objects.filter(leader__in=viewer.leaders, person=whom).exists()
    return (whom, viewer) if leads else (viewer, whom)


@require_GET
def conversation_detail(request, pk):
    return show(request, find(request, pk))


@require_GET
def conversation_card(request, pk):
    """Draw another question card; a fragment, in which nothing of the talk stands."""
    conversation = find(request, pk)
    drawn = question_cards.drawn(conversation.occasion, request.GET.get("card", ""))
    facts = {"conversation": conversation, "drawn": drawn}
    return render(request, "conversations/_card.html", facts)


@require_http_methods(["GET", "POST"])
def conversation_plan(request, pk):
    """Choose when and where."""
    conversation = find(request, pk)
    known = {"on": usual_day(clock.today()), "start": "10:00"} | TalkMomentForm.known(conversation)
    form = TalkMomentForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        start, until = form.moment()
        try:
            actions.plan_conversation(
                conversation, start=start, until=until, place=form.cleaned_data["place"],
                today=clock.today(), by=request.user,
            )  # fmt: skip
        except actions.NotAPossibleMoment:
            form.add_error("on", _("Choose a moment from today on, within about a year."))
        except actions.NoStep:
            return closed(request)
        else:
            toasts.confirm(request, _("It stands in both calendars."))
            return redirect(conversation)
    facts = {"form": form, "conversation": conversation, "other": conversation.other(request.user)}
    status = 422 if form.errors else 200
    return render(request, "conversations/conversation_plan.html", facts, status=status)


@require_http_methods(["GET", "POST"])
def conversation_finish(request, pk):
    """Say that the two talked, and when they talk again."""
    conversation = find(request, pk)
    planned = conversation.starts_at.date() if conversation.starts_at else clock.today()
    form = HeldForm(request.POST or None, initial={"on": min(planned, clock.today())})
    if request.method == "POST" and form.is_valid():
        try:
            actions.hold_conversation(
                conversation, **form.cleaned_data, today=clock.today(), by=request.user
            )
        except NotAPossibleDay:
            form.add_error("on", _("Choose a day of the past year, not in the future."))
        except actions.NotAPossibleMoment:
            form.add_error("next_on", _("Choose a day after today, within about a year."))
        except actions.NoStep:
            return closed(request)
        else:
            toasts.confirm(request, _("Good that you talked. What you agreed stands below."))
            return redirect(conversation)
    facts = {"form": form, "conversation": conversation, "other": conversation.other(request.user)}
    status = 422 if form.errors else 200
    return render(request, "conversations/conversation_finish.html", facts, status=status)


@require_POST
def conversation_call_off(request, pk):
    conversation = find(request, pk)
    try:
        actions.call_off(conversation, today=clock.today(), by=request.user)
    except actions.NoStep:
        return closed(request)
    told = {"name": conversation.other(request.user).given_name}
    toasts.confirm(request, _("It does not go on. %(name)s hears it.") % told)
    return redirect("conversations:conversation_list")


@require_GET
def conversation_ics(request, pk):
    """Give the appointment for one's own calendar."""
    conversation = find(request, pk)
    if conversation.during is None:
        return redirect(conversation)
    told = invitations.as_file(conversation, request.user, Method.PUBLISH)
    answer = HttpResponse(told, content_type=content_type(Method.PUBLISH))
    answer["Content-Disposition"] = 'attachment; filename="bloei.ics"'
    return answer


@require_GET
def how_it_works(request):
    """Explain who reads what of a conversation, and for how long."""
    return render(request, "conversations/how_it_works.html", {"terms": queries.terms()})
