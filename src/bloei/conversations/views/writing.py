"""What the two write: the agenda, notes together, preparation for oneself, agreements."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bloei.agreements.actions import NotAPossibleDay
from bloei.conversations import actions, question_cards, viewing, watching
from bloei.conversations.forms import (
    AgreementForm,
    NotesForm,
    PointChangeForm,
    PointForm,
    PreparationForm,
)
from bloei.conversations.models import AgendaPoint, Conversation, Notes, Viewing
from bloei.conversations.views.showing import closed, find, show
from bloei.foundation import clock, toasts, wording
from bloei.foundation.addresses import address_of
from bloei.foundation.forms import new_key
from bloei.foundation.language import on_screen


@require_POST
def point_add(request, pk):
    """Put something on the agenda: a line of one's own, or a question card."""
    conversation = find(request, pk)
    form = PointForm(_with_card(request, conversation))
    if not form.is_valid():
        return show(request, conversation, point=form, status=422)
    try:
        actions.add_point(conversation, **form.cleaned_data, by=request.user)
    except actions.TooManyPoints:
        form.add_error("text", _("That is more than one talk can hold. Take something off first."))
        return show(request, conversation, point=form, status=422)
    except actions.NoStep:
        return closed(request)
    return redirect(f"{conversation.get_absolute_url()}#agenda")


def _with_card(request, conversation: Conversation) -> dict:
    """Return what was posted; a number of a card stands for its text."""
    told = {name: request.POST.get(name, "") for name in ("key", "text")}
    if number := request.POST.get("card", ""):
        card = question_cards.drawn(conversation.occasion, number).card
        told["text"], told["key"] = card.as_point, told["key"] or new_key()
    return told


@require_http_methods(["GET", "POST"])
def point_change(request, pk, point_pk):
    """Say a point in other words, or give it more time."""
    conversation = find(request, pk)
    point = _point(conversation, point_pk)
    viewing.look(conversation, by=request.user)
    known = {"text": point.text, "minutes": point.minutes}
    form = PointChangeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_point(point, **form.cleaned_data, by=request.user)
        except actions.NoStep:
            return closed(request)
        return redirect(f"{conversation.get_absolute_url()}#agenda")
    facts = {"form": form, "conversation": conversation, "point": point}
    status = 422 if form.errors else 200
    return render(request, "conversations/point_change.html", facts, status=status)


@require_POST
def point_move(request, pk, point_pk):
    conversation = find(request, pk)
    point = _point(conversation, point_pk)
    try:
        actions.move_point(point, up="up" in request.POST, by=request.user)
    except actions.NoStep:
        return closed(request)
    return redirect(f"{conversation.get_absolute_url()}#agenda")


@require_POST
def point_remove(request, pk, point_pk):
    conversation = find(request, pk)
    point = _point(conversation, point_pk)
    try:
        actions.remove_point(point, by=request.user)
    except actions.NoStep:
        return closed(request)
    return redirect(f"{conversation.get_absolute_url()}#agenda")


def _point(conversation: Conversation, pk: int) -> AgendaPoint:
    point = conversation.points.filter(pk=pk).first()
    if point is None:
        raise Http404
    return point


@require_POST
def notes_write(request, pk):
    """Keep what the two write together: while they type, or with the button."""
    conversation = find(request, pk)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _refused(request, _("That is too long: at most about ten pages fit."))
    try:
        notes = actions.write_notes(conversation, **form.cleaned_data, by=request.user)
    except actions.NoStep:
        return _refused(request, _("This conversation was closed in the meantime."))
    if not _by_script(request):
        return redirect(f"{conversation.get_absolute_url()}#notes")
    if notes.text != form.cleaned_data["text"].replace("\r\n", "\n"):
        viewing.look(conversation, by=request.user, how=Viewing.How.SAVING)
    return JsonResponse({"text": notes.text, "saved": _saved(notes, conversation, request.user)})


@require_POST
def preparation_write(request, pk):
    """Keep what one of the two thinks beforehand."""
    conversation = find(request, pk)
    form = PreparationForm(request.POST)
    if not form.is_valid():
        return _refused(request, _("That is too long: at most about ten pages fit."))
    try:
        actions.write_preparation(conversation, **form.cleaned_data, by=request.user)
    except actions.NoStep:
        return _refused(request, _("This conversation was closed in the meantime."))
    if not _by_script(request):
        return redirect(f"{conversation.get_absolute_url()}#preparation")
    return JsonResponse({"saved": _("Kept. Only you see it.")})


def _saved(notes: Notes, conversation: Conversation, by) -> str:
    told = {
        "time": wording.clock_time(clock.now(), on_screen()),
        "name": conversation.other(by).given_name,
    }
    return _("Kept at %(time)s. %(name)s sees this too.") % told


def _by_script(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(request, words: str) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"refused": words}, status=422)
    return closed(request)


@require_POST
def agreement_add(request, pk):
    """Agree that one of the two does something."""
    conversation = find(request, pk)
    today = clock.today()
    watched = watching.choices(conversation, today)
    form = AgreementForm(request.POST, conversation=conversation, watched=watched)
    if form.is_valid():
        told = dict(form.cleaned_data)
        who = next(
            one for one in (conversation.person, conversation.partner) if one.pk == told.pop("who")
        )
        try:
            actions.agree(conversation, who=who, **told, today=today, by=request.user)
        except NotAPossibleDay:
            form.add_error("due_on", _("Choose a day from today, at most three years ahead."))
        except actions.NoStep:
            return closed(request)
        else:
            toasts.confirm(request, _("Agreed. It stands on both your lists."))
            return redirect(f"{address_of('conversations:conversation_detail', pk)}#agreed")
    return show(request, conversation, agreement=form, status=422)
