"""One's own learning time where there is no connection: the page, its facts, the answers."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, wording
from bloei.foundation import offline as keeping
from bloei.foundation.addresses import address_of
from bloei.foundation.language import on_screen
from bloei.planning import actions, queries
from bloei.planning.access import OWN_TIME
from bloei.planning.blocks import obstacle_words, words
from bloei.planning.forms.blocks import SayForm
from bloei.planning.models import LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.views.blocks import state_words

AROUND = timedelta(days=14)


@login_not_required
@require_GET
def offline(request):
    """The page itself, which holds nothing of anybody: a device keeps it to show it later."""
    return render(request, "planning/offline.html")


@require_GET
def facts(request):
    """One's own fixed blocks of the last and the coming two weeks, in the words of the page."""
    OWN_TIME.require(request.user)
    now, today = clock.now(), clock.today()
    rows = OWN_TIME.narrow(LearningBlock.objects.all(), request.user)
    found = queries.fixed_between(rows, today - AROUND, today + AROUND)
    told = {
        "mark": keeping.mark(request),
        "now": round(now.timestamp() * 1000),
        "fetched": wording.moment(now, on_screen()),
        "blocks": [_told(block, today) for block in found],
    }
    return JsonResponse(told)


def _told(block: LearningBlock, today) -> dict:
    return {
        "title": block.title or _("Learning time"),
        "when": words.capital(words.when(at_work.span_of(block.during), today)),
        "hours": words.length(block.minutes),
        "minutes": block.minutes,
        "shorter": [[minutes, words.length(minutes)] for minutes in block.shorter],
        "starts": round(block.starts_at.timestamp() * 1000),
        "until": round(block.ends_at.timestamp() * 1000),
        "url": address_of("planning:block_say", block.pk),
    }


@require_POST
def block_say(request, pk):
    """An answer that waited on a device; it may come late, twice, or after another one."""
    block = OWN_TIME.find(LearningBlock.objects.select_related("person"), request.user, pk=pk)
    form = SayForm(request.POST, block=block)
    if not form.is_valid():
        sentence = _("Bloei cannot read this answer. Open your learning time and say it there.")
        return JsonResponse({"sentence": sentence}, status=422)
    told = form.cleaned_data
    try:
        actions.say_block(
            block, minutes=told["minutes"], because=told["because"],
            said_at=form.said_at(clock.now()), today=clock.today(), key=told["key"],
            by=request.user,
        )  # fmt: skip
    except (actions.NotYet, actions.SaidLater, actions.NoStep, actions.InTheWay) as refused:
        return JsonResponse({"sentence": _why(refused)}, status=409)
    return JsonResponse({"taken": True})


def _why(refused: Exception) -> str:
    """Say in a sentence why an answer was not taken; it then stays on the device to be read."""
    if isinstance(refused, actions.InTheWay):
        return obstacle_words.sentences(refused.obstacles)
    if isinstance(refused, actions.NoStep):
        told = {"state": state_words(refused.now)}
        return _("This stood on record differently already: %(state)s.") % told
    if isinstance(refused, actions.SaidLater):
        return _("Later you said something else about this. That stands.")
    return _("This has not begun yet.")
