"""A manager notes the date of a talk about learning, or puts a name away for a month."""

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, toasts
from bloei.foundation.addresses import address_of, safe_address
from bloei.notifications import actions, queries
from bloei.notifications.access import NOTE_TALK
from bloei.notifications.forms import TalkForm
from bloei.people.models import Person

PER_PAGE = 60


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
    """Show people with their last talk; the form with an error stands open at its person."""
    today = clock.today()
    mine = queries.with_last_talk(NOTE_TALK.narrow(Person.objects.working(), request.user))
    page = _page(request, mine, person)
    rows = [
        {
            "person": one,
            "last": one.last_talk,
            "form": form if one == person else TalkForm(initial={"on": today}),
            "open": one == person,
        }
        for one in page
    ]
    without = queries.long_not_talked_with(mine, today).count()
    facts = {"rows": rows, "page": page, "without": without}
    return render(request, "notifications/talk_list.html", facts, status=status)


def _page(request, people, person) -> Page:
    """Return the page that is asked for, or that on which somebody stands."""
    pages = Paginator(people.order_by("sort_name", "pk"), PER_PAGE)
    wanted = person or _wanted(request, people)
    if wanted is None or "page" in request.GET:
        return pages.get_page(request.GET.get("page"))
    before = Q(sort_name__lt=wanted.sort_name) | Q(sort_name=wanted.sort_name, pk__lt=wanted.pk)
    return pages.get_page(people.filter(before).count() // PER_PAGE + 1)


def _wanted(request, people) -> Person | None:
    """Return of whom a nudge spoke, when they are among these people."""
    asked = request.GET.get("person", "")
    return people.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None


def _back(request):
    url = request.POST.get("next", "")
    return redirect(safe_address(request, url, address_of("notifications:talk_list")))
