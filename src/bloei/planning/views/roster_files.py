"""A roster from a file, on screen: choose it, see what it says, confirm; the work is a job's."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, files
from bloei.foundation.models import Run, StoredFile
from bloei.foundation.queue import Job
from bloei.foundation.tables import Unreadable
from bloei.planning import actions, jobs
from bloei.planning.access import IMPORT_ROSTERS
from bloei.planning.actions.roster_files import LOOK, TAKE_OVER
from bloei.planning.forms.rosters import RosterFileForm
from bloei.planning.rosters import files as roster_files
from bloei.planning.rosters.shift_problems import file_sentence
from bloei.planning.week import roster_report


@require_http_methods(["GET", "HEAD", "POST"])
def roster_import(request):
    IMPORT_ROSTERS.require(request.user)
    posted = request.method == "POST"
    form = RosterFileForm(request.POST, request.FILES) if posted else RosterFileForm()
    if posted and form.is_valid():
        try:
            stored = actions.keep_roster_file(
                upload=form.cleaned_data["file"], key=form.cleaned_data["key"], by=request.user
            )
        except files.Refused as refused:
            form.add_error("file", _words(refused))
        else:
            run = _queued(request, stored, actions.look_at_roster, jobs.look_at_roster)
            if run:
                return redirect("rosters:roster_run", uuid=run.uuid)
            form.add_error("file", _waiting())
    status = 422 if form.errors else 200
    return render(request, "planning/roster_import.html", {"form": form}, status=status)


@require_GET
def roster_run(request, uuid):
    """How far the work on a file is; at its end what the file says, or that it was taken over."""
    run = _run(request, uuid, LOOK, TAKE_OVER)
    looks = run.kind == LOOK
    title = _("We read the file") if looks else _("The roster is being taken over")
    if request.htmx:
        if run.ended_at:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "ui/run.html", {"run": run, "url": request.path, "title": title})
    report = run.report
    trouble = report.get("trouble")
    context = {
        "run": run,
        "title": title,
        "looks": looks,
        "trouble": trouble and file_sentence(Unreadable(trouble["code"], **trouble["facts"])),
        "report": report,
        "said": roster_report.said(report, clock.today()),
        "days": [date.fromisoformat(day) for day in report.get("days", ())],
        "problems": roster_files.problems_of(report),
        "more": max(0, report.get("left_out", 0) - roster_files.SHOWN),
    }
    status = 422 if trouble else 200
    return render(request, "planning/roster_run.html", context, status=status)


@require_POST
def roster_take_over(request, uuid):
    """Let what was looked at replace what was known of these days."""
    run = _run(request, uuid, LOOK)
    stored = StoredFile.objects.filter(pk=run.report.get("file"), by=request.user).first()
    if stored is None or not run.report.get("people"):
        return redirect("rosters:roster_import")
    mine = Run.objects.filter(kind=TAKE_OVER, report__file=stored.pk, by=request.user)
    if earlier := mine.exclude(state=Run.State.FAILED).first():
        return redirect("rosters:roster_run", uuid=earlier.uuid)
    try:
        begun = _queued(request, stored, actions.take_over_roster, jobs.take_over_roster)
    except StoredFile.DoesNotExist:  # taken over, and forgotten with that
        return redirect("rosters:roster_import")
    if begun is None:
        messages.error(request, _waiting())
        return redirect("rosters:roster_run", uuid=uuid)
    return redirect("rosters:roster_run", uuid=begun.uuid)


def _queued(request, stored: StoredFile, ask: Callable, work: Job) -> Run | None:
    """Ask for work on a file; None when work of this person waits already."""
    with transaction.atomic():
        run = ask(stored, by=request.user)
        if work.later_once(f"{request.user.pk}", run_pk=run.pk):
            return run
        transaction.set_rollback(True)
    return None


def _waiting() -> str:
    return _("A file of yours still waits for its turn. Try again in a minute.")


def _run(request, uuid, *kinds: str) -> Run:
    IMPORT_ROSTERS.require(request.user)
    return get_object_or_404(Run, uuid=uuid, by=request.user, kind__in=kinds)


def _words(refused: files.Refused) -> str:
    if refused.reason == "kind":
        return _("Take a CSV or an Excel file (.xlsx); this file is something else.")
    if refused.reason == "empty":
        return _("There is nothing in this file.")
    return _("This file is too large: at most 20 MB. Split it, for example by month.")
