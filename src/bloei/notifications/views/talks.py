"""A manager notes the date of a talk about learning, or puts a name away for a month."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, toasts
from bloei.notifications import actions, queries
from bloei.notifications.access import NOTE_TALK
from bloei.notifications.forms import TalkForm
from bloei.notifications.rules import TALK_EVERY
from bloei.people.models import Person


@require_GET
def talk_list(request):
    NOTE_TALK.require(request.user)
    return _show(request, None, TalkForm(initial={"on": clock.today()}))


@require_POST
def talk_note(request, pk):
    person = NOTE_TALK.find(Person.objects, request.user, pk=pk)
    form = TalkForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.note_talk(
                person=person,
                on=chosen["on"],
                today=clock.today(),
                key=chosen["key"],
                by=request.user,
            )
        except actions.NotAPossibleDay:
            form.add_error("on", _("Choose a day of the past year, not in the future."))
        else:
            said = _("Noted: you talked with %(name)s.") % {"name": person.given_name}
            toasts.confirm(request, said)
            return _back(request)
    return _show(request, person, form, status=422)


@require_POST
def name_pause(request, pk):
    person = NOTE_TALK.find(Person.objects, request.user, pk=pk)
    actions.pause_name(person, today=clock.today(), by=request.user)
    said = _("We will not point you to %(name)s for a month.") % {"name": person.given_name}
    toasts.confirm(request, said)
    return _back(request)


def _show(request, person, form, status=200) -> HttpResponse:
    """Show everybody with the last talk; the form with an error stands open at its person."""
    mine = NOTE_TALK.narrow(Person.objects.working(), request.user).select_related("unit")
    people = list(mine.order_by("sort_name"))
    last = queries.last_talks([one.pk for one in people])
    year_ago = clock.today() - TALK_EVERY
    rows = [
        {
            "person": one,
            "last": last.get(one.pk),
            "form": form if one == person else TalkForm(initial={"on": clock.today()}),
            "open": one == person,
        }
        for one in people
    ]
    without = sum(1 for row in rows if not row["last"] or row["last"] <= year_ago)
    facts = {"rows": rows, "without": without}
    return render(request, "notifications/talk_list.html", facts, status=status)


def _back(request):
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return redirect(url if url and safe else reverse("notifications:talk_list"))
