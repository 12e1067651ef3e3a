"""Converting a part of a budget: what it does is shown before it is done or asked."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bloei.budgets import purposes, rules
from bloei.budgets.actions.conversions import NotConverted, ask_conversion
from bloei.budgets.applications import conversions
from bloei.budgets.balances import divisions
from bloei.budgets.balances.advance_words import balance_words
from bloei.budgets.forms.applications import ConversionForm
from bloei.budgets.models import Application, Entitlement, Measure
from bloei.budgets.rules import Decider, State
from bloei.budgets.schemes import words as scheme_words
from bloei.foundation import clock, toasts
from bloei.foundation.addresses import address_of
from bloei.people import queries as people


@require_http_methods(["GET", "HEAD", "POST"])
def budget_convert(request, name):
    """Fill in, look at what it does, and only then do it, or ask for it."""
    today = clock.today()
    entitlement, book = _convertible(request.user, name, today)
    state = conversions.stands(entitlement).state
    options = conversions.options(book, state, today)
    alone = book.rule.decision.by == Decider.EMPLOYEE
    form = _form(request, entitlement, book, options, alone=alone)
    effect = None
    if request.method == "POST" and form.is_valid():
        effect = _effect(form, book, state, form.cleaned_data, today)
        if effect and "sure" in request.POST and (done := _ask(request, form, entitlement, today)):
            return done
    asked = Application.objects.filter(person=request.user, state=State.ASKED)
    context = {
        "entitlement": entitlement,
        "form": form,
        "options": [one for one in options if not one.most],
        "possible": any(one.most for one in options),
        "alone": alone,
        "decider": people.approver_for(entitlement.person, today),
        "decide_by": rules.decide_by(today, [divisions.terms_of(book.rule)]),
        "waiting": asked.exclude(becomes=""),
        "effect": effect,
        "balance": balance_words(entitlement.own.balance, entitlement.scheme.measure),
    }
    status = 422 if request.method == "POST" and not effect else 200
    return render(request, "budgets/budget_convert.html", context, status=status)


def _convertible(person, name: str, today):
    """Return a budget of somebody with its book; 404 where its rule converts nothing."""
    rows = Entitlement.objects.select_related("scheme", "own", "person")
    entitlement = get_object_or_404(rows, person=person, scheme__name=name)
    book = conversions.book_of(entitlement, today)
    if book is None or not book.rule.conversions:
        raise Http404
    return entitlement, book


def _form(request, entitlement, book, options, *, alone: bool) -> ConversionForm:
    most = {one.to: scheme_words.amount(one.most, book.rule) for one in options}
    return ConversionForm(
        request.POST if request.method == "POST" else None,
        options=options,
        words={one.to: capfirst(purposes.words(one.to)) for one in options},
        hints={to: _("At most %(amount)s today.") % {"amount": text} for to, text in most.items()},
        in_hours=entitlement.scheme.measure == Measure.MINUTES,
        asks_why=not alone,
    )


def _effect(form, book, state, told, today) -> dict | None:
    """Return the balance before and after, or None with the reason on the form."""
    progress = conversions.try_it(book, state, told["to"], told["amount"], today)
    if progress.refused:
        form.add_error("amount", conversions.sentence(progress.refused[0].reason))
        return None
    after = progress.state.balance
    left = next(
        one.most for one in conversions.options(book, progress.state, today) if one.to == told["to"]
    )
    return {
        "to": purposes.words(told["to"]),
        "amount": scheme_words.amount(told["amount"], book.rule),
        "before": scheme_words.amount(after + told["amount"], book.rule),
        "after": scheme_words.amount(after, book.rule),
        "left": scheme_words.amount(left, book.rule) if left else "",
    }


def _ask(request, form, entitlement, today):
    told = form.cleaned_data
    try:
        application = ask_conversion(
            entitlement,
            to=told["to"],
            amount=told["amount"],
            why=told.get("why", ""),
            today=today,
            key=told["key"],
            by=request.user,
        )
    except NotConverted as refused:
        form.add_error("amount", conversions.sentence(refused.reason))
        return None
    undo = address_of("budgets:application_undo", application.pk)
    if application.state == State.ASKED:
        toasts.confirm(request, _("Your application was sent."), undo=undo)
        return redirect(application)
    toasts.confirm(request, _("Converted. It stands in the movements of the budget."), undo=undo)
    return redirect("budgets:my_budget")
