"""One's own calendar: the feed that other programs read, and the page that connects them."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bloei.foundation import clock, ical, toasts
from bloei.foundation.addresses import address_of
from bloei.people.models import Person
from bloei.people.sign_in import fresh_sign_in
from bloei.planning import actions, jobs
from bloei.planning.access import OWN_CALENDAR
from bloei.planning.calendars import addresses, outgoing
from bloei.planning.forms.calendars import CalendarForm
from bloei.planning.models import BusyFeed, CalendarAddress


@login_not_required
@require_safe
def feed(request, secret):
    """Give the calendar of whose secret this is; a calendar program cannot sign in."""
    person = addresses.owner_of(secret)
    if person is None:
        raise Http404
    with override(person.language):
        content = outgoing.feed_of(person, clock.now())
    response = HttpResponse(content, content_type=ical.content_type(ical.Method.PUBLISH))
    response["Content-Disposition"] = 'inline; filename="bloei.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request):
    """Show how one's calendars are connected; a posted address of one's own is connected."""
    me = OWN_CALENDAR.find(Person.objects, request.user, pk=request.user.pk)
    form = CalendarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.connect_calendar(me, url=form.cleaned_data["url"], by=request.user)
        jobs.read_calendar.later_once(f"{me.pk}", person=me.pk)  # one that waits reads this address
        toasts.confirm(request, _("Your calendar is connected. Bloei reads it in a moment."))
        return redirect("calendar:my_calendar")
    return _page(request, me, form, status=422 if form.errors else 200)


@require_POST
@fresh_sign_in
def address_make(request):
    """Make a new secret address; it stands on the answer and nowhere else."""
    me = OWN_CALENDAR.find(Person.objects, request.user, pk=request.user.pk)
    secret = actions.make_calendar_address(me, by=request.user)
    path = address_of("calendar:feed", secret)
    return _page(request, me, CalendarForm(), address=f"{settings.URL}{path}")


@require_POST
def address_revoke(request):
    me = OWN_CALENDAR.find(Person.objects, request.user, pk=request.user.pk)
    actions.revoke_calendar_address(me, by=request.user)
    toasts.confirm(request, _("The address no longer works. Calendars that use it become empty."))
    return redirect("calendar:my_calendar")


@require_POST
def disconnect(request):
    me = OWN_CALENDAR.find(Person.objects, request.user, pk=request.user.pk)
    actions.disconnect_calendar(me, by=request.user)
    toasts.confirm(request, _("Bloei no longer reads your calendar and forgot when you are busy."))
    return redirect("calendar:my_calendar")


def _page(request, me: Person, form, *, address: str = "", status: int = 200):
    connected = BusyFeed.objects.filter(person=me).first()
    context = {
        "form": form,
        "address": address,
        "made": CalendarAddress.objects.filter(person=me).first(),
        "feed": connected,
        "trouble": outgoing.trouble_words(connected.trouble) if connected else "",
        "times": me.busy_times.count() if connected else 0,
    }
    return render(request, "planning/my_calendar.html", context, status=status)
