"""Offers from a file, on screen: choose it, see what would change, confirm, follow the progress."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import exports, files
from bloei.foundation.models import Run, StoredFile
from bloei.foundation.tables import Unreadable
from bloei.learning import actions
from bloei.learning.access import MANAGE_OFFERS
from bloei.learning.difference import difference
from bloei.learning.forms import ImportForm
from bloei.learning.jobs import IMPORT, import_file
from bloei.learning.offer_problems import file_sentence, sentence
from bloei.learning.offer_rows import read_offers
from bloei.learning.views.records import refused_words

SHOWN = 50


@require_http_methods(["GET", "POST"])
def offer_import(request):
    MANAGE_OFFERS.require(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            stored = actions.keep_import_file(
                upload=form.cleaned_data["file"], key=form.cleaned_data["key"], by=request.user
            )
            return redirect("learning:offer_import_preview", pk=stored.pk)
        except files.Refused as refused:
            form.add_error("file", _file_words(refused))
    runs = Run.objects.filter(kind=IMPORT).select_related("by").order_by("-pk")[:5]
    context = {"form": form, "runs": runs}
    status = 422 if form.errors else 200
    return render(request, "learning/offer_import.html", context, status=status)


@require_GET
def offer_import_preview(request, pk):
    """Show what the file would change; nothing is written."""
    stored = _file(request, pk)
    try:
        reading = read_offers(files.path_of(stored).read_bytes())
    except Unreadable as trouble:
        context = {"stored": stored, "trouble": file_sentence(trouble)}
        return render(request, "learning/offer_import_preview.html", context, status=422)
    found = difference(reading.rows)
    problems = [(one, sentence(one)) for one in reading.problems]
    context = {
        "stored": stored,
        "reading": reading,
        "found": found,
        "assumes_vat": any(row.facts.get("price_cents") for row in found.new),
        "new": found.new[:SHOWN],
        "changed": found.changed[:SHOWN],
        "problems": problems[:SHOWN],
    }
    return render(request, "learning/offer_import_preview.html", context)


@require_GET
def offer_import_problems(request, pk):
    """Give the rows with problems as a file."""
    stored = _file(request, pk)
    try:
        problems = read_offers(files.path_of(stored).read_bytes()).problems
    except Unreadable as trouble:
        return HttpResponse(file_sentence(trouble), status=422, content_type="text/plain")
    rows = [(one.row, one.column, one.value, sentence(one)) for one in problems]
    headings = [_("Row"), _("Column"), _("Value"), _("Problem")]
    return exports.download(exports.to_csv(headings, rows), "problems.csv", exports.CSV)


@require_POST
def offer_import_start(request, pk):
    stored = _file(request, pk)
    run = actions.start_import(stored, by=request.user)
    import_file.later(run_pk=run.pk, file_pk=stored.pk)
    return redirect("learning:offer_import_run", uuid=run.uuid)


@require_GET
def offer_import_run(request, uuid):
    MANAGE_OFFERS.require(request.user)
    run = MANAGE_OFFERS.find(Run.objects.filter(kind=IMPORT), request.user, uuid=uuid)
    if not request.htmx:
        return render(request, "learning/offer_import_run.html", {"run": run})
    if run.ended_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"run": run, "url": request.path, "title": _("Writing the offers into the catalogue")}
    return render(request, "ui/run.html", context)


def _file(request, pk: int) -> StoredFile:
    MANAGE_OFFERS.require(request.user)
    mine = StoredFile.objects.filter(purpose=actions.IMPORT_FILE, by=request.user)
    return MANAGE_OFFERS.find(mine, request.user, pk=pk)


def _file_words(refused: files.Refused) -> str:
    if refused.reason == "kind":
        return _("Take a CSV, an Excel file (.xlsx) or JSON; this file is something else.")
    return refused_words(refused)
