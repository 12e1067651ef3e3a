"""Making time together, in three steps: the facts, questions that help, and what comes of it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bloei.agreements.actions import NotAPossibleDay
from bloei.conversations import actions, question_cards, viewing
from bloei.conversations import time_facts as facts
from bloei.conversations.access import PLAN_TOGETHER
from bloei.conversations.agreed_time import carry_out
from bloei.conversations.free_moments import free_moments, usual_wish
from bloei.conversations.models import KINDS, Conversation, Notes, Outcome
from bloei.conversations.outcome_forms import AgreedMomentForm, OutcomeForm
from bloei.conversations.rules import Kind, Occasion
from bloei.conversations.swap_forms import FORMS, SwapForm
from bloei.conversations.views.showing import closed, find
from bloei.foundation import clock, toasts
from bloei.people.models import Person
from bloei.planning.actions import CannotTakeOver, InTheWay
from bloei.planning.blocks import obstacle_words, verdicts, words
from bloei.planning.blocks.obstacles import Obstacle, Wish
from bloei.planning.rosters import at_work
from bloei.planning.rules import State

MOST_MOMENTS = 4


def _frame(request, conversation: Conversation, step: int) -> dict:
    """Return what the three steps have in common."""
    return {
        "conversation": conversation,
        "other": conversation.other(request.user),
        "step": step,
        "steps": [_("The facts"), _("Questions that help"), _("What comes of it")],
    }


@require_GET
def time_facts(request, pk):
    """Step 1: what there is of time, what did not fit, where the roster has room."""
    conversation = find(request, pk)
    found = facts.time_facts(conversation, at_work.local(clock.now()))
    context = {
        **_frame(request, conversation, 1),
        "found": found,
        "room": _room(found),
    }
    return render(request, "conversations/time_facts.html", context)


def _room(found: facts.TimeFacts) -> list[dict]:
    if found.wish is None:
        return []
    today = clock.today()
    return [
        {
            "when": words.capital(words.when(one.span, today)),
            "hint": words.hint(one, found.wish, today),
        }
        for one in found.room
    ]


@require_GET
def time_questions(request, pk):
    """Step 2: questions that help, beside what the two write down."""
    conversation = find(request, pk)
    viewing.look(conversation, by=request.user)
    context = {
        **_frame(request, conversation, 2),
        "cards": question_cards.for_occasion(Occasion.TIME),
        "notes": Notes.objects.filter(conversation=conversation).first(),
    }
    return render(request, "conversations/time_questions.html", context)


@require_http_methods(["GET", "POST"])
def time_outcome(request, pk):
    """Step 3: in which form there is learning time, and when."""
    conversation = find(request, pk)
    kind = _kind(request.GET.get("kind", ""))
    if kind is None:
        return _choose(request, conversation)
    may_plan = PLAN_TOGETHER.allows(request.user, conversation)
    form = FORMS[kind](
        request.POST or None, conversation=conversation, viewer=request.user, may_plan=may_plan,
        today=clock.today(),
    )  # fmt: skip
    if form.needs_moment and not may_plan:
        return _choose(request, conversation, status=403)
    sent = request.method == "POST" and form.is_valid()
    if sent and (answer := _carried_out(request, form, conversation)) is not None:
        return answer
    _offer_room(form, conversation)
    context = {**_frame(request, conversation, 3), "form": form, "kind": dict(KINDS)[kind]}
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/time_outcome.html", context, status=status)


def _offer_room(form: OutcomeForm, conversation: Conversation) -> None:
    """Let the form show where there is room, unless it says what is in the way already."""
    if not isinstance(form, AgreedMomentForm) or not form.offers_room:
        return
    if not form.may_plan or form.verdict is not None:
        return
    if PLAN_TOGETHER.allows(conversation.partner, conversation):
        now = at_work.local(clock.now())
        wish = usual_wish(conversation.person, now)
        form.offer(wish, free_moments(wish, now, most=MOST_MOMENTS))


def _kind(written: str) -> Kind | None:
    try:
        return Kind(written)
    except ValueError:
        return None


def _choose(request, conversation: Conversation, status: int = 200) -> HttpResponse:
    may_plan = PLAN_TOGETHER.allows(request.user, conversation)
    choices = [
        {"kind": kind, "label": label, "icon": FORMS[kind].icon, "text": FORMS[kind].in_short}
        for kind, label in KINDS
        if may_plan or not FORMS[kind].needs_moment
    ]
    context = {**_frame(request, conversation, 3), "choices": choices, "may_plan": may_plan}
    return render(request, "conversations/time_choose.html", context, status=status)


def _carried_out(request, form: OutcomeForm, conversation: Conversation) -> HttpResponse | None:
    """Do it, and return where to go on; None when the form now says why it cannot be."""
    today = clock.today()
    try:
        outcome = carry_out(form, conversation, today=today, by=request.user)
    except CannotTakeOver as refused:
        assert isinstance(form, SwapForm)
        why = _in_words(request, refused.obstacles, refused.person)
        form.refuse_swap(refused.person, why)
    except InTheWay as refused:
        _say_why(request, form, conversation, refused.obstacles)
    except actions.NoMomentFits:
        form.add_error("on", _("Not one of the coming times is possible. Try another moment."))
    except NotAPossibleDay:
        form.add_error("due_on", _("Choose a day from today, at most three years ahead."))
    except actions.NoStep:
        return closed(request)
    else:
        toasts.confirm(request, _said(outcome, _taker(form)))
        return redirect(f"{conversation.get_absolute_url()}#agreed")
    return None


def _in_words(request, found: list[Obstacle], person: Person) -> str:
    return obstacle_words.sentences(found, _name(request, person))


def _name(request, person: Person) -> str:
    return "" if person == request.user else person.given_name


def _say_why(request, form: OutcomeForm, conversation: Conversation, found: list[Obstacle]) -> None:
    """Let the form say what is in the way, in the words of planning, with the nearest moments.

    Even with a swap: then no moment without one is offered instead.
    """
    assert isinstance(form, AgreedMomentForm)
    assert form.span
    person = conversation.person
    if _taker(form):
        form.add_error("on", _in_words(request, found, person))
        return
    name = _name(request, person)
    verdict = verdicts.verdict(Wish(person, form.span), at_work.local(clock.now()))
    form.refuse(verdict, name)


def _taker(form: OutcomeForm) -> Person | None:
    return form.colleague if isinstance(form, SwapForm) else None


def _said(outcome: Outcome, taker: Person | None) -> str:
    if taker:
        return _("Fixed. The swap stands in the roster, and %(name)s hears of it.") % {
            "name": taker.given_name
        }
    if outcome.block and outcome.block.state == State.ASKED:
        return _("It is asked: it still needs a yes of who leads.")
    if outcome.series:
        count = outcome.series.blocks.count()
        return _("Fixed: %(count)d times so far. It is working time.") % {"count": count}
    if outcome.block:
        return _("Fixed. It is working time, and stands in the calendar.")
    return _("Agreed. It stands on both your lists.")
