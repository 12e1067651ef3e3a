"""Pages of the import: bring a file, say what its columns are, look, confirm, read the report."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.foundation import clock, exports, toasts
from bloei.foundation.tables import Unreadable
from bloei.integrations.hr_import import actions, asking, jobs, kept, pages, queries, sentences
from bloei.integrations.hr_import.access import IMPORT_PEOPLE
from bloei.integrations.hr_import.forms import (
    LEAVE,
    PART,
    ChoicesForm,
    ColumnsForm,
    ConfirmForm,
    FileForm,
)
from bloei.integrations.hr_import.models import HrFile
from bloei.people.sign_in import fresh_sign_in

State = HrFile.State


def _find(request, pk) -> HrFile:
    IMPORT_PEOPLE.require(request.user)
    files = HrFile.objects.select_related("run", "by", "stored")
    return IMPORT_PEOPLE.find(files, request.user, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def file_list(request):
    IMPORT_PEOPLE.require(request.user)
    if request.method == "POST":
        return _receive(request)
    return _list(request, FileForm(initial={"as_of": clock.today()}))


def _receive(request):
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():
                file = actions.receive_file(**form.cleaned_data, by=request.user)
                jobs.begin(file)
            return redirect(file)
        except Unreadable as trouble:
            form.add_error("upload", sentences.of(trouble))
    return _list(request, form, status=422)


def _list(request, form, status=200):
    facts = {"form": form, "files": queries.earlier_files(), "steps": pages.steps()}
    return render(request, "hr_import/file_list.html", facts, status=status)


@require_GET
def file_detail(request, pk):
    file = _find(request, pk)
    if file.state == State.MAPPING:
        return redirect("hr_import:file_columns", pk=file.pk)
    return _detail(request, file, _confirm_form(file))


def _confirm_form(file: HrFile, data=None) -> ConfirmForm | None:
    if file.state != State.READY:
        return None
    counts = file.counts
    asks = bool(counts.get("too_many_leave")) and not file.is_part
    return ConfirmForm(data, leaving=counts.get("absent", 0), asks=asks)


def _detail(request, file, form, status=200):
    facts = pages.detail(file) | {"form": form}
    return render(request, "hr_import/file_detail.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def file_columns(request, pk):
    file = _find(request, pk)
    if file.state != State.MAPPING:
        return redirect(file)
    dropped = {heading for heading, _what in file.dropped}
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, headings=file.headings, dropped=dropped, guessed=file.columns)
    if data is not None and form.is_valid():
        try:
            columns = form.cleaned_data["columns"]
            with transaction.atomic():
                jobs.begin(actions.choose_columns(file, columns=columns, by=request.user))
            return redirect(file)
        except actions.AlreadyDecided:
            form.add_error(None, _("Somebody else has already decided."))
    if file.stored is None:
        return redirect(file)
    facts = pages.columns(file, form, kept.kept_table(file.stored))
    return render(
        request, "hr_import/file_columns.html", facts, status=200 if data is None else 422
    )


@require_http_methods(["GET", "HEAD", "POST"])
def file_choices(request, pk):
    """Choose what happens with rows that need somebody, a page at a time."""
    file = _find(request, pk)
    asked = asking.questions(file)
    if file.state != State.READY or not asked:
        return redirect(file)
    answers = asking.Answers()
    if request.method != "POST":
        page = Paginator(asked, pages.ASKED).get_page(request.GET.get("page"))
        return _choices(request, file, asked, page, answers)
    page = Paginator([one for one in asked if one.key in request.POST], len(asked)).get_page(1)
    form = ChoicesForm(request.POST, questions=list(page), answers=answers)
    if form.is_valid():
        try:
            with transaction.atomic():
                jobs.begin(actions.make_choices(file, choices=form.cleaned_data, by=request.user))
            return redirect(file)
        except actions.AlreadyDecided:
            form.add_error(None, _("Somebody else has already decided."))
    return _choices(request, file, asked, page, answers, form)


def _choices(request, file, asked, page, answers, form=None):  # noqa: PLR0917
    status = 200 if form is None else 422
    form = form or ChoicesForm(questions=list(page), answers=answers)
    facts = pages.choices(file, asked, page, form)
    return render(request, "hr_import/file_choices.html", facts, status=status)


@require_GET
def file_progress(request, pk):
    """A fragment: how far it is; when it is done, the whole page again."""
    file = _find(request, pk)
    if not file.is_busy:
        response = HttpResponse(status=200)
        response["HX-Redirect"] = file.get_absolute_url()
        return response
    return render(request, "hr_import/_progress.html", pages.progress(file))


@require_POST
@fresh_sign_in
def file_confirm(request, pk):
    file = _find(request, pk)
    form = _confirm_form(file, request.POST)
    if form is None:
        return redirect(file)
    if not form.is_valid():
        return _detail(request, file, form, status=422)
    said = form.cleaned_data.get("absent")
    try:
        with transaction.atomic():
            confirmed = actions.confirm_file(
                file,
                is_part=file.is_part or said == PART,
                confirm_leaving=said == LEAVE,
                by=request.user,
            )
            jobs.begin(confirmed)
    except actions.AlreadyDecided:
        form.add_error(None, _("Somebody else has already decided."))
        return _detail(request, file, form, status=422)
    return redirect(file)


@require_POST
def file_withdraw(request, pk):
    file = _find(request, pk)
    try:
        actions.withdraw_file(file, by=request.user)
    except actions.AlreadyDecided:
        return redirect(file)
    toasts.confirm(request, _("Nothing was changed. What was in the file is gone."))
    return redirect("hr_import:file_list")


@require_GET
@fresh_sign_in
def file_problems(request, pk):
    """The rows with problems as a CSV, in which no cell can become a formula."""
    file = _find(request, pk)
    headings = [
        _("Row"), _("Column"), _("Value"), _("Problem"), _("Personnel number"),
        _("What you chose"),
    ]  # fmt: skip
    rows = (
        (line["row"], line["column"], line["value"], line["words"], line["number"], chosen)
        for line, chosen in asking.lines(file)
    )
    name = f"{_('problems')}-{file.pk}.csv"
    return exports.download(exports.to_csv(headings, rows), name, exports.CSV)
