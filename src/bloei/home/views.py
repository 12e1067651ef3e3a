"""The first pages: Today, the team, search, and help with choosing."""

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bloei.foundation import clock, panels
from bloei.foundation.addresses import address_of
from bloei.foundation.navigation import counts_with_menu
from bloei.home import queries, rules
from bloei.home.access import SEE_TEAM
from bloei.home.forms import ChoiceForm
from bloei.home.panels import FRONT_WORDS

TEAM = 60  # people on one page: most teams are smaller


@require_GET
def today(request):
    day, viewer = clock.today(), request.user
    shown = panels.shown("today", viewer, day)
    context = {
        "day": day,
        "part_of_day": rules.part_of_day(clock.now().hour),
        "front": _front(viewer),
        "main": [item for item in shown if item.panel.wide],
        "side": [item for item in shown if not item.panel.wide],
    }
    return render(request, "home/today.html", context)


def _front(viewer) -> dict | None:
    """Return the label and address of the page that this viewer's role comes for."""
    front = rules.front_for(viewer.roles)
    if front is None:
        return None
    return {"label": FRONT_WORDS[front.role], "url": address_of(front.url_name)}


@require_GET
def team(request):
    SEE_TEAM.require(request.user)
    day = clock.today()
    everybody = request.GET.get("depth") == "all"
    page, has_deeper = _team_page(request, deep=everybody)
    people = list(page)
    shown = panels.shown("team", request.user, day, people)
    context = {
        "day": day,
        "people": people,
        "page": page,
        "everybody": everybody,
        "has_deeper": has_deeper,
        "units": queries.units_of(people),
        "headline": next(filter(None, (item.facts.get("headline") for item in shown)), ""),
        "main": [item for item in shown if item.panel.wide],
        "side": [item for item in shown if not item.panel.wide],
    }
    return render(request, "home/team.html", context)


def _team_page(request, *, deep: bool) -> tuple[Page, bool]:
    """Return a page of the team, and whether there are people below it; counted with the menu."""
    teams = queries.team_of(request.user)
    sizes = counts_with_menu(request.user, teams)
    pages = Paginator(teams[deep], TEAM)
    pages.count = sizes[deep]
    return pages.get_page(request.GET.get("page")), sizes[1] > sizes[0]


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
