"""HR is asked in: by one of the two, seen by HR; and the terms of the organisation."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.conversations import actions, queries
from bloei.conversations.access import HELP_WITH_TALK, SET_TALK_TERMS
from bloei.conversations.forms import HelpForm, TalkTermsForm
from bloei.conversations.models import HelpAsked
from bloei.conversations.views.showing import closed, find
from bloei.foundation import clock, toasts


@require_http_methods(["GET", "POST"])
def help_ask(request, pk):
    """Ask HR in: they hear that it is open, and one sentence if I choose to."""
    conversation = find(request, pk)
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_help(conversation, **form.cleaned_data, by=request.user)
        except actions.NoStep:
            return closed(request)
        toasts.confirm(request, _("HR knows that your talk is open."))
        return redirect(conversation)
    facts = {"form": form, "conversation": conversation, "other": conversation.other(request.user)}
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/help_ask.html", facts, status=status)


@require_GET
def help_list(request):
    """Where HR is asked to help: who the two are and since when; never what they said."""
    HELP_WITH_TALK.require(request.user)
    rows = HELP_WITH_TALK.narrow(HelpAsked.objects.all(), request.user)
    facts = {"open": queries.asked_for_help(rows)}
    return render(request, "conversations/help_list.html", facts)


@require_POST
def help_settle(request, pk):
    asked = HELP_WITH_TALK.find(HelpAsked.objects, request.user, pk=pk)
    try:
        actions.settle_help(asked, today=clock.today(), by=request.user)
    except actions.NoStep:
        toasts.confirm(request, _("A colleague spoke with them already."))
    else:
        toasts.confirm(request, _("Good. It is off the list."))
    return redirect("conversations:help_list")


@require_http_methods(["GET", "POST"])
def terms_change(request):
    """How long conversations are kept, and after how many days HR is asked to help."""
    SET_TALK_TERMS.require(request.user)
    terms = queries.terms()
    known = {"months_kept": terms.months_kept, "help_after_days": terms.help_after_days}
    form = TalkTermsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.set_talk_terms(**form.cleaned_data, by=request.user)
        toasts.confirm(request, _("The terms hold from now on."))
        return redirect("conversations:terms_change")
    status = 422 if form.errors else 200
    return render(request, "conversations/terms_change.html", {"form": form}, status=status)
