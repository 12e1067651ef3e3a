"""The learning record: see it, add to it, prove it, take it along. Also after leaving."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, exports, files, toasts
from bloei.foundation.context import appearance
from bloei.learning import actions, queries, record_files
from bloei.learning.access import OWN_RECORD, visible_records
from bloei.learning.forms import RecordForm
from bloei.learning.models import Record
from bloei.people.sign_in import fresh_sign_in, open_to_leavers

PAGE_SIZE = 30


@open_to_leavers
@require_GET
def record_list(request):
    OWN_RECORD.require(request.user)
    group = request.GET.get("show", "")
    counts = queries.counts_of(request.user)
    page = Paginator(queries.records_of(request.user, group), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "months": queries.by_month(list(page)),
        "group": group,
        "chips": _chips(group, counts),
        "count": counts[""],
        "year": queries.year_of_learning(request.user, clock.today()),
    }
    return render(request, "learning/record_list.html", context)


def _chips(group: str, counts: dict[str, int]) -> list[dict]:
    labels = {
        "": _("Everything"),
        "courses": _("Courses"),
        "at_work": pgettext("how one learns", "At work"),
        "micro": _("Micro-lessons"),
        "shared": _("Shared"),
    }
    return [
        {
            "label": label,
            "url": f"?show={name}" if name else "?",
            "current": name == group,
            "count": counts[name],
        }
        for name, label in labels.items()
        if counts[name] or name in ("", group)
    ]


@open_to_leavers
@require_GET
def record_detail(request, pk):
    record = get_object_or_404(visible_records(request.user).select_related("person"), pk=pk)
    context = {
        "record": record,
        "evidence": list(record.evidence.order_by("pk")),
        "is_mine": record.person_id == request.user.pk,
    }
    return render(request, "learning/record_detail.html", context)


@require_http_methods(["GET", "POST"])
def record_form(request):
    """Write down something learned; a photo or certificate may come along."""
    OWN_RECORD.require(request.user)
    form = RecordForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data}
        try:
            record = actions.add_record(
                person=request.user, uploads=facts.pop("evidence"), by=request.user, **facts
            )
            toasts.confirm(request, _("It stands in your learning record."))
            return redirect(record)
        except files.Refused as refused:
            form.add_error("evidence", refused_words(refused))
    status = 422 if form.errors else 200
    return render(request, "learning/record_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def record_change(request, pk):
    record = OWN_RECORD.find(Record.objects, request.user, pk=pk)
    names = ("what", "kind", "done_on", "minutes", "note", "audience")
    initial = {name: getattr(record, name) for name in names}
    form = RecordForm(request.POST or None, request.FILES or None, initial=initial)
    if record.participation_id:
        for name in ("what", "kind", "done_on"):
            form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in names}
        try:
            actions.change_record(record, changes=changes, by=request.user)
            if form.cleaned_data["evidence"]:
                actions.add_evidence(record, uploads=form.cleaned_data["evidence"], by=request.user)
            return redirect(record)
        except files.Refused as refused:
            form.add_error("evidence", refused_words(refused))
    context = {"form": form, "record": record}
    status = 422 if form.errors else 200
    return render(request, "learning/record_form.html", context, status=status)


@require_POST
def record_remove(request, pk):
    record = OWN_RECORD.find(Record.objects, request.user, pk=pk, participation=None)
    actions.remove_record(record, by=request.user)
    toasts.confirm(request, _("It is gone from your learning record."))
    return redirect("learning:record_list")


@open_to_leavers
@require_GET
def evidence_download(request, pk, file_pk):
    """Give the file to who may see the record it belongs to."""
    record = get_object_or_404(visible_records(request.user), pk=pk)
    stored = get_object_or_404(record.evidence, pk=file_pk)
    try:
        return files.download(stored)
    except FileNotFoundError:
        raise Http404 from None


@require_POST
def evidence_remove(request, pk, file_pk):
    record = OWN_RECORD.find(Record.objects, request.user, pk=pk)
    stored = get_object_or_404(record.evidence, pk=file_pk)
    actions.remove_evidence(record, stored=stored, by=request.user)
    return redirect(record)


@open_to_leavers
@require_GET
@fresh_sign_in
def record_pdf(request):
    OWN_RECORD.require(request.user)
    content = record_files.record_pdf(request.user, appearance().name, clock.today())
    return exports.download(content, _("learning-record.pdf"), "application/pdf")


@open_to_leavers
@require_GET
@fresh_sign_in
def record_csv(request):
    OWN_RECORD.require(request.user)
    content = record_files.record_csv(request.user)
    return exports.download(content, _("learning-record.csv"), exports.CSV)


def refused_words(refused: files.Refused) -> str:
    """Return why a file was not taken, and what to do."""
    words = {
        "empty": _("There is nothing in this file."),
        "large": _("This file is larger than 20 MB. Make the photo smaller."),
        "kind": _("Take a photo or a PDF; this file is something else."),
    }
    return words[refused.reason]
