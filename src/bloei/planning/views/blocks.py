"""One block of learning time: its page, and what its owner can do with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.foundation import clock, navigation, toasts
from bloei.foundation.addresses import address_of, safe_address
from bloei.foundation.forms import KeyedForm
from bloei.planning import actions, queries
from bloei.planning.access import ANSWER_MOVE, DECIDE_TIME, OWN_TIME, SEE_TIME
from bloei.planning.blocks import obstacle_words, stories, words
from bloei.planning.forms.blocks import MoveForm, RealiseForm, WhyNotForm
from bloei.planning.models import BlockMove, Cover, LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rules import State
from bloei.planning.views import answers
from bloei.planning.week import drawing

ROWS = LearningBlock.objects.select_related("person__unit", "participation__offer", "decided_by")


@require_GET
def block_detail(request, pk):
    return show(request, SEE_TIME.find(ROWS, request.user, pk=pk))


def show(request, block: LearningBlock, status: int = 200, **forms):
    """Draw the page of a block; `forms` are those that came back with errors."""
    viewer, today = request.user, clock.today()
    moves = list(block.moves.select_related("by", "block").order_by("at", "pk"))
    mine = viewer.pk == block.person_id
    ahead = block.starts_at > clock.now()
    fixed = block.state == State.AGREED
    context = {
        "learning_time": block,  # `block` is a word of the templates
        "mine": mine,
        "span": at_work.span_of(block.during),
        "times": words.times(at_work.span_of(block.during)),
        "state": words.state(block, mine=mine),
        "story": stories.story(block, moves, today),
        "moved": queries.times_moved(block),
        "cover": Cover.objects.filter(block=block).select_related("taker").first(),
        "may_move": mine and fixed and ahead,
        "may_cancel": mine and (block.state == State.ASKED or (fixed and ahead)),
        "may_realise": mine and fixed and not ahead,
        "may_reopen": mine and block.state in {State.DONE, State.LAPSED},
        "reason_form": WhyNotForm(),
        "question": _question(moves, today) if mine and fixed else None,
        "instead": _instead(block, today) if mine and block.state == State.REFUSED else None,
    }
    if not mine:
        navigation.belongs_to(request, "planning:decision_list")
        if DECIDE_TIME.allows(viewer, block):
            context |= answers.about(block, moves, today)
    return render(request, "planning/block_detail.html", context | forms, status=status)


def _question(moves: list[BlockMove], today) -> dict | None:
    """Return the question of somebody else about this block, while it waits."""
    waiting = next((move for move in moves if move.answer == BlockMove.Answer.WAITING), None)
    if waiting is None:
        return None
    becomes = words.when(at_work.span_of(waiting.becomes), today)
    return {"move": waiting, "becomes": becomes}


def _instead(block: LearningBlock, today) -> dict | None:
    if not block.instead:
        return None
    span = at_work.span_of(block.instead)
    return {"when": words.when(span, today), "fix": words.fix(span), "form": KeyedForm()}


@require_POST
def block_accept(request, pk):
    block = OWN_TIME.find(ROWS, request.user, pk=pk)
    return _try(
        request,
        block,
        lambda: actions.accept_proposal(block, today=clock.today(), by=request.user),
        _("Fixed: %(when)s. It is working time."),
    )


@require_POST
def block_decline(request, pk):
    block = OWN_TIME.find(ROWS, request.user, pk=pk)
    try:
        actions.decline_proposal(block, by=request.user)
    except actions.NoStep:
        messages.error(request, _ended())
    else:
        toasts.confirm(request, _("Put away. The planner knows that this moment does not suit."))
    return redirect(_next(request, address_of("planning:week")))


@require_POST
def block_move(request, pk):
    block = OWN_TIME.find(ROWS, request.user, pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return redirect(f"{address_of('planning:week')}?move={block.pk}")
    span, key = form.cleaned_data["moment"], form.cleaned_data["key"]
    try:
        actions.move_block(block, span=span, today=clock.today(), key=key, by=request.user)
    except actions.InTheWay:
        return redirect(drawing.moment_query(span, move=block.pk))
    except actions.NoStep:
        messages.error(request, _ended())
        return redirect(block)
    told = {"when": words.when(span, clock.today())}
    toasts.confirm(request, _("Moved to %(when)s.") % told)
    return redirect(f"{address_of('planning:week')}?week={span.start.date().isoformat()}")


@require_POST
def block_cancel(request, pk):
    block = OWN_TIME.find(ROWS, request.user, pk=pk)
    try:
        actions.cancel_block(block, today=clock.today(), by=request.user)
    except actions.NoStep:
        messages.error(request, _("This has begun or ended already, so it was not taken away."))
    else:
        toasts.confirm(request, _("Taken away. The time is free again."))
    return redirect(f"{address_of('planning:week')}?week={block.starts_at.date().isoformat()}")


@require_POST
def block_instead(request, pk):
    """Take the moment that the manager named when it was refused."""
    block = OWN_TIME.find(ROWS.filter(state=State.REFUSED), request.user, pk=pk)
    form = KeyedForm(request.POST)
    if not (form.is_valid() and block.instead):
        return redirect(block)
    span = at_work.span_of(block.instead)
    try:
        taken = actions.plan_block(
            block.person, span=span, title=block.title, participation=block.participation,
            today=clock.today(), key=form.cleaned_data["key"], by=request.user,
        )  # fmt: skip
    except actions.InTheWay:
        return redirect(drawing.moment_query(span))
    told = {"when": words.when(span, clock.today())}
    toasts.confirm(request, _("Fixed: %(when)s. It is working time.") % told)
    return redirect(taken)


@require_POST
def move_answer(request, pk):
    """Say yes or no to who asked for another moment."""
    move = ANSWER_MOVE.find(BlockMove.objects.select_related("block"), request.user, pk=pk)
    agree = request.POST.get("answer") == "yes"
    try:
        actions.answer_move(move, agree=agree, today=clock.today(), by=request.user)
    except actions.InTheWay as refused:
        messages.error(request, obstacle_words.sentences(refused.obstacles))
    except actions.NoStep:
        messages.error(request, _ended())
    else:
        toasts.confirm(request, _("Moved.") if agree else _("It stays where it was."))
    return redirect(move.block)


@require_POST
def block_realise(request, pk):
    """It happened; the answer may come later, twice, or from another tab."""
    block = OWN_TIME.find(ROWS, request.user, pk=pk)
    form = RealiseForm(request.POST, block=block)
    if not form.is_valid():
        return _told(request, block, _("That is longer than was planned."), status=422)
    minutes = form.cleaned_data["minutes"]
    return _say(
        request,
        block,
        lambda: actions.realise_block(block, minutes=minutes, today=clock.today(), by=request.user),
    )


@require_POST
def block_lapse(request, pk):
    """It did not happen, because; the answer may come later, twice, or from another tab."""
    block = OWN_TIME.find(ROWS, request.user, pk=pk)
    form = WhyNotForm(request.POST)
    if not form.is_valid():
        return _told(request, block, _("Say in a few words why it did not happen."), status=422)
    because = form.cleaned_data["because"]
    return _say(
        request,
        block,
        lambda: actions.lapse_block(block, because=because, today=clock.today(), by=request.user),
    )


@require_POST
def block_reopen(request, pk):
    block = OWN_TIME.find(ROWS, request.user, pk=pk)
    try:
        actions.reopen_block(block, today=clock.today(), by=request.user)
    except (actions.NoStep, actions.InTheWay):
        messages.error(request, _("This cannot be undone any more."))
    else:
        toasts.confirm(request, _("That was undone. How did it go?"))
    return redirect(block)


def _try(request, block: LearningBlock, act: Callable, done: str):
    """Do what may be in the way by now; then the week says why, and what is possible."""
    span = at_work.span_of(block.during)
    try:
        act()
    except actions.InTheWay:
        return redirect(drawing.moment_query(span))
    except actions.NoStep:
        messages.error(request, _ended())
    else:
        toasts.confirm(request, done % {"when": words.when(span, clock.today())})
    week = f"{address_of('planning:week')}?week={span.start.date().isoformat()}"
    return redirect(_next(request, week))


def _next(request, usual: str) -> str:
    return safe_address(request, request.POST.get("next", ""), usual)


def _say(request, block: LearningBlock, act: Callable):
    """Note how it went; twice the same is no mistake."""
    try:
        act()
    except actions.NotYet:
        return _told(request, block, _("This has not begun yet."), status=409)
    except actions.NoStep as refused:
        told = {"state": state_words(refused.now)}
        sentence = _("This stood on record differently already: %(state)s.") % told
        return _told(request, block, sentence, status=409)
    undo = address_of("planning:block_reopen", block.pk)
    toasts.confirm(request, _("Noted. Thank you."), undo=undo)
    back = _next(request, block.get_absolute_url())
    return JsonResponse({"next": back}) if _by_script(request) else redirect(back)


def _told(request, block: LearningBlock, sentence: str, status: int):
    if _by_script(request):
        return JsonResponse({"sentence": sentence}, status=status)
    messages.error(request, sentence)
    return show(request, block, status=422)


def _by_script(request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def state_words(state: str) -> str:
    """Write where a block is: "was done"."""
    found = dict(LearningBlock._meta.get_field("state").flatchoices)
    return str(found.get(state, state)).lower()


def _ended() -> str:
    return _("Somebody was first, or it has ended. Look at how it stands now.")
