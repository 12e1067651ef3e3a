"""Moments that come back: one's own, and the fixed hour of a team or of the organisation."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, toasts
from bloei.foundation.errors import unprocessable
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Unit
from bloei.planning import actions, jobs, queries
from bloei.planning.access import (
    OWN_TIME,
    PLAN_FOR_ALL,
    PLAN_FOR_TEAM,
    SEE_TURNS,
    series_in_reach,
)
from bloei.planning.blocks import obstacle_words
from bloei.planning.forms.series import EndForm, SeriesForm, SkipForm, TeamSeriesForm
from bloei.planning.models import Series
from bloei.planning.series import ahead, foreseen, returning, turns
from bloei.planning.series import words as series_words
from bloei.planning.views.plans import asked_unit


@require_GET
def series_list(request):
    """My own moments that come back, those that are for me too, and those of my teams."""
    OWN_TIME.require(request.user)
    me, today = request.user, clock.today()
    rows = ahead.going_on(Series.objects.all(), today)
    within = series_in_reach(me).values("pk")
    others = rows.filter(person=None)
    context = {
        "own": series_words.lines(OWN_TIME.narrow(rows, me), today),
        "for_me": series_words.lines(
            others.filter(pk__in=returning.for_person(me).values("pk")).exclude(pk__in=within),
            today,
        ),
        "teams": series_words.lines(others.filter(pk__in=within), today),
        "for_team": PLAN_FOR_TEAM.held_by(me),
    }
    return render(request, "planning/series_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request):
    """One's own moment that comes back: looked at first, then set."""
    OWN_TIME.require(request.user)
    today = clock.today()
    form = SeriesForm(_told(request), today=today, initial=SeriesForm.usual(today))
    return _new(request, form, "planning/series_new.html", {"for_team": False})


@require_http_methods(["GET", "HEAD", "POST"])
def team_series_new(request):
    """The fixed hour of a team or of the organisation: looked at first, then set."""
    PLAN_FOR_TEAM.require(request.user)
    today = clock.today()
    units = PLAN_FOR_TEAM.narrow(Unit.objects.filter(closed_on=None), request.user)
    begun = {"title": _("Learning hour")} | asked_unit(request)
    form = TeamSeriesForm(
        _told(request), today=today, initial=SeriesForm.usual(today) | begun,
        units=units.order_by("name"), whole=PLAN_FOR_ALL.held_by(request.user),
    )  # fmt: skip
    return _new(request, form, "planning/series_new.html", {"for_team": True})


def _told(request):
    """Return what was filled in: sent to be set, or standing in the address to be looked at."""
    if request.method == "POST":
        return request.POST
    return request.GET if "first" in request.GET else None


def _new(request, form: SeriesForm, template: str, context: dict):
    sent = request.method == "POST"
    keyed = KeyedForm(request.POST if sent else None)
    if sent and form.is_valid() and keyed.is_valid():
        return redirect(_set(request, form.series(by=request.user), keyed.cleaned_data["key"]))
    context |= {"form": form, "keyed": KeyedForm()}
    if form.is_bound and form.is_valid():
        context |= _preview(form.series(by=request.user), request.user)
    return render(request, template, context, status=422 if sent else 200)


def _preview(series: Series, viewer) -> dict:
    """Return the coming times before they are made: what fits, or who gets which."""
    today = clock.today()
    found = {"rhythm": series_words.rhythm(series)}
    if series.person_id:
        days = returning.days(series, foreseen.beginning(series, today))
        times = list(foreseen.of_one(series, viewer, days, today))
        return found | {
            "times": [(one, obstacle_words.sentences(one.obstacles)) for one in times],
            "fitting": sum(one.fits for one in times),
        }
    rounds = list(foreseen.of_many(series, foreseen.beginning(series, today), today))
    return found | {"turns": turns.before_it_is_set(rounds, _named(series, viewer))}


def _named(series: Series, viewer):
    people = SEE_TURNS.narrow(queries.people_of(series), viewer)
    return people.order_by("sort_name", "pk")


def _set(request, asked: Series, key: str) -> Series:
    today = clock.today()
    with transaction.atomic():
        series = actions.set_series(
            person=asked.person, unit=asked.unit, every=asked.every, first=asked.first_on,
            last=asked.last_on, from_minute=asked.from_minute, minutes=asked.minutes,
            title=asked.title, today=today, key=key, by=request.user,
        )  # fmt: skip
        if series.person_id is None:
            jobs.fill_series.later(series=series.pk)
    toasts.confirm(request, _("Set: %(when)s.") % {"when": series_words.rhythm(series)})
    return series


@require_GET
def series_detail(request, pk):
    """The coming times of one series, to skip one of them or to end it."""
    return _show(request, _find(request, pk))


@require_POST
def series_skip(request, pk):
    series, today = _find(request, pk), clock.today()
    form = SkipForm(request.POST)
    coming = returning.days(series, foreseen.beginning(series, today))
    on = form.cleaned_data["on"] if form.is_valid() else None
    sent_again = on is not None and on > today and series.skips.filter(on=on).exists()
    if on is None or not (sent_again or on in set(coming)):
        return unprocessable(request, _("On that day there is nothing to skip. Look again."))
    key = f"{series.pk}:{on}:{series.sequence}"
    actions.skip_series(series, on=on, today=today, key=key, by=request.user)
    toasts.confirm(request, _("Skipped. After that it goes on as before."))
    return redirect(series)


@require_POST
def series_unskip(request, pk):
    """A day that was skipped goes on after all."""
    series, today = _find(request, pk), clock.today()
    form = SkipForm(request.POST)
    if not form.is_valid():
        return unprocessable(request, _not_skipped())
    on = form.cleaned_data["on"]
    try:
        with transaction.atomic():
            actions.unskip_series(series, on=on, today=today, by=request.user)
            if series.person_id is None:
                jobs.fill_day.later(series=series.pk, on=on.isoformat())
    except actions.NotSkipped:
        return unprocessable(request, _not_skipped())
    toasts.confirm(request, _("It goes on after all, for who can be missed then."))
    return redirect(series)


def _not_skipped() -> str:
    return _("This day is not skipped any more, or it has passed. Look again.")


@require_POST
def series_end(request, pk):
    series, today = _find(request, pk), clock.today()
    form = EndForm(request.POST)
    if not form.is_valid():
        return _show(request, series, form, status=422)
    actions.end_series(series, last=form.cleaned_data["last"], today=today, by=request.user)
    toasts.confirm(request, _("It ends. Times that were still to come are free again."))
    return redirect("plans:series_list")


def _find(request, pk: int) -> Series:
    rows = series_in_reach(request.user).select_related("person", "unit", "set_by")
    return get_object_or_404(rows, pk=pk)


def _show(request, series: Series, form: EndForm | None = None, status: int = 200):
    today = clock.today()
    coming = list(returning.days(series, foreseen.beginning(series, today)))
    blocks = list(ahead.blocks_ahead(series, today))
    context = {
        "series": series,
        "rhythm": series_words.rhythm(series),
        "end_form": form or EndForm(initial={"last": today}),
        "ending": form is not None,
        "skipped": [
            (skip.on, returning.may_go_on(series, skip.on, today))
            for skip in series.skips.filter(on__gt=today).order_by("on")
        ],
    }
    if series.person_id:
        context["times"] = series_words.times(series, coming, blocks, today)
    else:
        context["turns"] = turns.as_it_stands(blocks, coming, _named(series, request.user))
    return render(request, "planning/series_detail.html", context, status=status)
