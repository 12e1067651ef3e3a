"""The first pages: Today, the team, search, and help with choosing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bloei.foundation import clock, panels
from bloei.home import actions, queries, rules
from bloei.home.access import ASK_FOR_TALK, SEE_TEAM
from bloei.home.forms import ChoiceForm, TalkForm
from bloei.people.models import Person


@require_GET
def today(request):
    day, viewer = clock.today(), request.user
    shown = panels.shown("today", viewer, day)
    context = {
        "day": day,
        "part_of_day": rules.part_of_day(clock.now().hour),
        "main": [item for item in shown if item.panel.wide],
        "side": [item for item in shown if not item.panel.wide],
    }
    return render(request, "home/today.html", context)


@require_GET
def team(request):
    SEE_TEAM.require(request.user)
    day = clock.today()
    everybody = request.GET.get("depth") == "all"
    people = queries.team_of(request.user, deep=everybody)
    shown = panels.shown("team", request.user, day, people)
    talks: dict = next((item.facts for item in shown if "of" in item.facts), {"people": []})
    context = {
        "day": day,
        "people": people,
        "everybody": everybody,
        "has_deeper": queries.leads_deeper(request.user),
        "units": queries.units_of(people),
        "talks": len(talks["people"]),
        "more_talks": bool(talks.get("more")),
        "main": [item for item in shown if item.panel.wide],
        "side": [item for item in shown if not item.panel.wide],
    }
    return render(request, "home/team.html", context)


@require_GET
def search(request):
    words = " ".join(request.GET.get("q", "").split())[:100]
    found = panels.shown("search", request.user, clock.today(), words) if words else []
    total = sum(item.facts["total"] for item in found)
    context = {"words": words, "found": found, "total": total}
    return render(request, "home/search.html", context)


@require_GET
def choose(request):
    """Three questions, three offers. Nothing is kept: the answers stand in the address."""
    form = ChoiceForm(request.GET or None)
    offers = []
    if request.GET and form.is_valid():
        offers = queries.three_offers(request.user, clock.today(), form.cleaned_data)
    context = {"form": form, "offers": offers, "answered": bool(request.GET) and form.is_valid()}
    return render(request, "home/choose.html", context)


@require_http_methods(["GET", "POST"])
def talk_request(request):
    """Somebody would rather talk first: ten minutes with the manager or with L&D."""
    me = ASK_FOR_TALK.find(Person.objects, request.user, pk=request.user.pk)
    listeners = queries.listeners_for(me, clock.today())
    form = TalkForm(request.POST or None, listeners=listeners)
    if request.method == "POST" and form.is_valid():
        whom = actions.ask_for_talk(
            person=me,
            whom=form.cleaned_data["whom"],
            about=form.cleaned_data["about"],
            key=form.cleaned_data["key"],
            by=request.user,
        )
        messages.success(request, _("Your question is on its way to %(name)s.") % {"name": whom})
        return redirect("home:today")
    status = 422 if request.method == "POST" else 200
    return render(request, "home/talk_request.html", {"form": form}, status=status)
