"""Letting people in: everybody at once by mail, or with a printed letter."""

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, errors, sending, toasts
from bloei.foundation.at_once import counts
from bloei.foundation.forms import KeyedForm
from bloei.foundation.models import Run
from bloei.people import actions, entry_codes, jobs, letters
from bloei.people.access import INVITE_PEOPLE
from bloei.people.models import Person
from bloei.people.sign_in import fresh_sign_in

PER_PAGE = 50
MOST_LETTERS = 300


@require_GET
def invitation_list(request):
    """How many were invited, who was not, and for whom a letter is needed."""
    INVITE_PEOPLE.require(request.user)
    people = INVITE_PEOPLE.narrow(Person.objects.working(), request.user)
    waiting = people.filter(invited_at=None, email__isnull=False)
    invited = people.filter(invited_at__isnull=False)
    letters_needed = _need_a_letter(request.user).order_by("sort_name", "pk")
    pages = Paginator(letters_needed, PER_PAGE)
    waits, came, total, pages.count = counts(waiting, invited, people, letters_needed)
    facts = {
        "waiting": waits,
        "invited": came,
        "total": total,
        "page": pages.get_page(request.GET.get("page")),
        "run": _newest_run(request.user),
        "form": KeyedForm(),
        "most": MOST_LETTERS,
        "mail_waits": not sending.goes_somewhere(),
    }
    return render(request, "people/invitation_list.html", facts)


@require_POST
def invitation_send(request):
    """Invite everybody who was not invited yet; a job does it, with progress."""
    INVITE_PEOPLE.require(request.user)
    form = KeyedForm(request.POST)
    if not form.is_valid():
        return errors.unprocessable(request, _("Please open the page again and try once more."))
    waiting = INVITE_PEOPLE.narrow(entry_codes.not_invited(), request.user)
    with transaction.atomic():
        run = actions.start_inviting(
            people=waiting.count(), key=form.cleaned_data["key"], by=request.user
        )
        if run.state == Run.State.WAITING:
            jobs.invite_everybody.later(run=str(run.uuid))
    return redirect("people:invitation_list")


@require_GET
def invitation_run(request, uuid):
    """The progress of inviting, drawn again while it runs."""
    run = get_object_or_404(Run, uuid=uuid, by=request.user, kind=actions.entry.INVITE)
    response = render(request, "people/_invitation_run.html", {"run": run})
    if run.state not in (Run.State.WAITING, Run.State.RUNNING):
        response["HX-Refresh"] = "true"  # what stands above it is no longer true
    return response


@require_POST
def person_invite(request, pk):
    person = INVITE_PEOPLE.find(Person.objects.working(), request.user, pk=pk)
    if not person.email:
        return errors.unprocessable(
            request, _("We know no mail address of this person. Print a letter instead.")
        )
    actions.invite_person(person, by=request.user)
    toasts.confirm(request, _("The invitation is on its way to %(to)s.") % {"to": person.email})
    return redirect("people:person_detail", pk=person.pk)


@fresh_sign_in
@require_POST
def person_letter(request, pk):
    """A letter for one person: also when the old one was lost."""
    person = INVITE_PEOPLE.find(
        Person.objects.working().select_related("unit"), request.user, pk=pk
    )
    refused = _("No letter for this account: a mail with a link or the administrator helps.")
    if person.email and person.has_usable_password():
        return errors.unprocessable(request, refused)
    try:
        return _printed(request, [person])
    except actions.entry.NoLetterWithARole:
        return errors.unprocessable(request, refused)


@fresh_sign_in
@require_POST
def letter_batch(request):
    """Letters for all employees without a mail address who were not invited, in one file."""
    INVITE_PEOPLE.require(request.user)
    waiting = _need_a_letter(request.user)
    chosen = list(waiting.order_by("unit__name", "sort_name", "pk")[:MOST_LETTERS])
    if not chosen:
        return errors.unprocessable(request, _("There is nobody who needs a letter now."))
    return _printed(request, chosen)


def _need_a_letter(viewer: Person) -> QuerySet[Person]:
    waiting = INVITE_PEOPLE.narrow(entry_codes.need_a_letter(clock.today()), viewer)
    return waiting.select_related("unit")


def _printed(request, people: list[Person]) -> HttpResponse:
    """Answer with the letters; the codes are on paper only, so they are not kept as a file."""
    made = actions.make_letters(people, by=request.user)
    today = clock.today()
    printed = letters.as_pdf(made, today=today)
    answer = HttpResponse(printed, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bloei-{today:%Y-%m-%d}.pdf"'
    return answer


def _newest_run(viewer) -> Run | None:
    runs = Run.objects.filter(by=viewer, kind=actions.entry.INVITE)
    return runs.order_by("-started_at").first()
