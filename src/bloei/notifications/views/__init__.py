"""Pages of messages: what waits for me, and how I want to be reached."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, toasts
from bloei.foundation.addresses import address_of, safe_address
from bloei.notifications import actions, queries, unsubscribing
from bloei.notifications.access import HANDLE_CASE, READ_NOTICE
from bloei.notifications.forms import PreferenceForm
from bloei.notifications.models import Kind, Notice, NudgeCase
from bloei.notifications.nudge import nudges, say

PER_PAGE = 20
MONTH, EVER = "month", "ever"


@require_GET
def notice_list(request):
    page = Paginator(queries.notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    facts = {
        "cards": queries.cards(queries.open_cases(request.user)),
        "page": page,
        "letters": queries.letters(page),
        "any_unread": any(notice.read_at is None for notice in page),
    }
    return render(request, "notifications/notice_list.html", facts)


@require_POST
def notice_read_all(request):
    actions.read_all_notices(by=request.user)
    return redirect("notifications:notice_list")


@require_POST
def notice_open(request, pk):
    notice = READ_NOTICE.find(Notice.objects, request.user, pk=pk)
    actions.read_notice(notice, by=request.user)
    return _go(request, notice.url)


@require_POST
def case_open(request, pk):
    case = HANDLE_CASE.find(NudgeCase.objects.open(), request.user, pk=pk)
    actions.open_case(case, by=request.user)
    return _go(request, case.url)


@require_POST
def case_dismiss(request, pk):
    ideas = NudgeCase.objects.open().filter(kind=Kind.NUDGE)
    case = HANDLE_CASE.find(ideas, request.user, pk=pk)
    for_ever = request.POST.get("how") == EVER
    actions.dismiss_case(case, for_ever=for_ever, today=clock.today(), by=request.user)
    words = _("You will not see this again.") if for_ever else _("Put away for a month.")
    toasts.confirm(request, words, undo=address_of("notifications:nudge_restore", case.nudge))
    return _go(request, request.POST.get("next", ""))


@require_POST
def nudge_restore(request, name):
    if name not in nudges():
        raise Http404
    actions.restore_nudge(name, by=request.user)
    toasts.confirm(request, _("You will see this again."))
    return redirect("notifications:notice_list")


@require_http_methods(["GET", "POST"])
def preferences(request):
    preference = queries.preference_of(request.user)
    form = PreferenceForm(request.POST or None, preference=preference)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            actions.save_preference(by=request.user, **form.cleaned_data)
            toasts.confirm(request, _("Saved. This is how we reach you from now on."))
            return redirect("notifications:preferences")
        status = 422
    away = [
        {"name": nudge.name, "label": say(nudge.label, {})}
        for nudge in queries.put_away(request.user)
    ]
    facts = {"form": form, "away": away, "has_mail": bool(request.user.email)}
    return render(request, "notifications/preferences.html", facts, status=status)


# The secret in the address is the authority: mail programs post here without a cookie (RFC 8058).
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def unsubscribe(request, token):
    preference = unsubscribing.owner_of(token)
    if preference is None:
        raise Http404
    if request.method == "POST":
        actions.unsubscribe(token)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
        return render(request, "notifications/unsubscribe.html", {"done": True})
    return render(request, "notifications/unsubscribe.html", {"done": False})


def _go(request, url: str):
    """Go to a page of Bloei, or back to the messages when the address is none of ours."""
    return redirect(safe_address(request, url, address_of("notifications:notice_list")))
