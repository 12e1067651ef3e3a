"""What is mine: my details, who stands in for me, what others see of me, my data as a file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, toasts
from bloei.foundation.periods import DAY
from bloei.people import actions, overview, own_data, queries
from bloei.people.forms import DeputyForm, MyDetailsForm
from bloei.people.models import Deputy
from bloei.people.sign_in import fresh_sign_in, open_to_leavers


@open_to_leavers
@require_http_methods(["GET", "POST"])
def my_details(request):
    """My language, how I sign in, who stands in for me."""
    me, today = request.user, clock.today()
    form = MyDetailsForm(request.POST or None, instance=me)
    if request.method == "POST" and form.is_valid():
        actions.set_language(me, language=form.cleaned_data["language"], by=me)
        return redirect("people:my_details")
    facts = {
        "form": form,
        "leader": queries.approver_for(me, today),
        "deputies": me.deputies.filter(during__endswith__isnull=True)
        | me.deputies.filter(during__endswith__gt=today),
        "stands_in_for": me.deputises_for.on(today).select_related("leader"),
        "has_second_step": me.authenticator_set.filter(type="totp").exists(),
        "today": today,
    }
    return render(request, "people/my_details.html", facts, status=422 if form.errors else 200)


@fresh_sign_in
@require_http_methods(["GET", "POST"])
def deputy_add(request):
    """Somebody stands in for me for some time."""
    me, known = request.user, {"from_on": clock.today()}
    form = DeputyForm(request.POST or None, leader=me, by=me, initial=known)
    if request.method == "POST" and form.is_valid():
        row = actions.appoint_deputy(leader=request.user, **form.cleaned_data, by=request.user)
        told = {"name": row.deputy.full_name}
        toasts.confirm(request, _("%(name)s stands in for you.") % told)
        return redirect("people:my_details")
    status = 422 if form.errors else 200
    return render(request, "people/deputy_add.html", {"form": form}, status=status)


@require_POST
def deputy_end(request, pk):
    row = get_object_or_404(Deputy, pk=pk, leader=request.user)
    actions.end_deputy(row, last_on=clock.today() - DAY, by=request.user)
    toasts.confirm(request, _("Nobody stands in for you any more."))
    return redirect("people:my_details")


@open_to_leavers
@require_GET
def seen_of_me(request):
    """What my manager sees of me, and the others: made from the permissions of this moment."""
    facts = overview.seen_of(request.user, clock.today())
    return render(request, "people/seen_of_me.html", facts)


@open_to_leavers
@fresh_sign_in
@require_http_methods(["GET", "POST"])
def my_export(request):
    """Everything Bloei keeps of me, as a file."""
    if request.method == "GET":
        return render(request, "people/my_export.html")
    actions.note_export(request.user, by=request.user)
    answer = HttpResponse(own_data.as_zip(request.user), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="bloei-{clock.today():%Y-%m-%d}.zip"'
    return answer


@open_to_leavers
@require_GET
def after_leaving(request):
    """Who has left still finds the own record and the own data here."""
    if request.user.is_working:
        return redirect("/")
    return render(
        request, "people/after_leaving.html", {"until": queries.access_until(request.user)}
    )
