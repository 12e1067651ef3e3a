"""Pages of an application: ask, follow, decide, pay."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bloei.budgets import actions, purposes, queries
from bloei.budgets.access import (
    DECIDE_APPLICATION,
    OWN_APPLICATION,
    PAY_APPLICATION,
    SEE_BALANCE,
    visible_applications,
)
from bloei.budgets.actions.conversions import NotConverted
from bloei.budgets.applications import filing, payers, stories, weighing
from bloei.budgets.balances import advance_words, divisions
from bloei.budgets.books.ledger import NotEnough
from bloei.budgets.forms.applications import DecisionForm, PaymentForm, ProofForm, TopUpForm
from bloei.budgets.models import Application, Proof
from bloei.budgets.rules import State
from bloei.budgets.views.applying import (
    add_wrong_purpose,
    advance_answered,
    advance_form,
    just_changed,
    only_looks,
    still_to_choose,
)
from bloei.foundation import clock, files, navigation, toasts
from bloei.foundation.addresses import address_of
from bloei.people.sign_in import fresh_sign_in


@require_GET
def application_detail(request, pk):
    application = get_object_or_404(visible_applications(request.user, stories.rows()), pk=pk)
    return _show(request, application)


def _show(request, application, status=200, **forms):
    viewer, today = request.user, clock.today()
    mine = OWN_APPLICATION.allows(viewer, application)
    decides = application.state == State.ASKED and DECIDE_APPLICATION.allows(viewer, application)
    learns = not application.is_conversion
    is_agreed = learns and application.state == State.AGREED
    pays = is_agreed and PAY_APPLICATION.allows(viewer, application)
    sees_balance = SEE_BALANCE.allows(viewer, application.person)
    if not mine:
        navigation.belongs_to(request, _place_of(viewer, application))
    context = {
        "application": application,
        "offer": application.offer if learns else None,
        "mine": mine,
        "pays": pays,
        "may_undo": queries.may_undo(application, viewer, clock.now()),
        "may_withdraw": mine and application.state in {State.DRAFT, State.ASKED},
        "may_cancel": pays or (mine and is_agreed),
        "shares": payers.shares_of(application, sees_balance=sees_balance),
        "told": _told(application, today, mine=mine) if sees_balance else (),
        "becomes": purposes.words(application.becomes),
        "left": stories.left_in(application) if application.is_conversion and sees_balance else "",
        "route": stories.route(application, today),
        "rule": stories.rule_of(application) if decides or mine else None,
        "top_up_form": TopUpForm() if mine and is_agreed else None,
        "proof_form": ProofForm() if mine and learns and application.is_open else None,
        "payment_form": PaymentForm(initial={"paid_on": today}) if pays else None,
        "proofs": application.proofs.select_related("file") if mine or pays else (),
    }
    context |= _decision(application, viewer, today, decides=decides) | forms
    return render(request, "budgets/application_detail.html", context, status=status)


def _decision(application, viewer, today, *, decides: bool) -> dict:
    """Return what stands before a decision; nobody else reads it."""
    grounds = divisions.refusal_grounds(application) if decides else ()
    return {
        "decides": decides,
        "checks": weighing.checks(application) if decides else (),
        "decision_form": DecisionForm(grounds=grounds) if decides else None,
        "follows": weighing.follows(application) if decides else {},
        "earlier": queries.decided_this_year(viewer, today) if decides else {},
        "days_left": (application.decide_by - today).days if decides else None,
    }


def _told(application, today, *, mine: bool) -> list[str]:
    name = "" if mine else application.person.given_name
    ahead = advance_words.told_of(application, today, name=name)
    return [*ahead, *payers.sentences_of(application, name=name)]


def _place_of(viewer, application) -> str:
    """Return where the application of another belongs for this viewer."""
    if DECIDE_APPLICATION.allows(viewer, application):
        return "budgets:decision_list"
    if PAY_APPLICATION.allows(viewer, application):
        return "budgets:payment_list"
    return "home:today"


@require_POST
@fresh_sign_in
def application_decide(request, pk):
    application = DECIDE_APPLICATION.find(stories.rows(), request.user, pk=pk)
    form = DecisionForm(request.POST, grounds=divisions.refusal_grounds(application))
    if form.is_valid():
        try:
            _decide(application, form, request.user)
        except actions.AlreadyDecided:
            form.add_error(None, _("Somebody else has already decided."))
        except actions.BecameMandatory:
            form.add_error(None, _became_mandatory(application))
        except actions.NotAboutOneself:
            form.add_error(None, _("You filed this yourself, so somebody else decides."))
        except actions.GroundNeeded:
            form.add_error(None, _("Choose a reason, or explain why this is not possible."))
        else:
            _confirm_decision(request, application, form)
            return redirect(application)
    application = get_object_or_404(visible_applications(request.user, stories.rows()), pk=pk)
    return _show(request, application, 422, decision_form=form)


def _became_mandatory(application) -> str:
    sentence = _(
        "This has become mandatory since it was asked for, so it may cost %(name)s nothing."
        " Cancel it and apply again: then the team or the employer pays."
    )
    return sentence % {"name": application.person.given_name}


def _decide(application, form, by) -> None:
    answer = form.cleaned_data["answer"]
    if form.talks_first:
        actions.suggest_talk(application, words=answer, today=clock.today(), by=by)
        return
    ground = form.cleaned_data.get("ground", "")
    actions.decide_application(
        application, agree=form.agrees, ground=ground, answer=answer, today=clock.today(), by=by
    )


def _confirm_decision(request, application, form) -> None:
    told = {"name": application.person.given_name}
    if form.talks_first:
        toasts.confirm(request, _("%(name)s hears that you want to talk first.") % told)
        return
    undo = address_of("budgets:application_undo", application.pk)
    toasts.confirm(request, _("%(name)s gets your answer.") % told, undo=undo)


@require_POST
def application_undo(request, pk):
    application = get_object_or_404(
        visible_applications(request.user, Application.objects.all()), pk=pk
    )
    try:
        actions.undo_application(application, now=clock.now(), by=request.user)
    except actions.TooLate:
        words = _("You can undo this for ten minutes, as long as nobody went on with it.")
        messages.error(request, words)
    except actions.BecameMandatory:
        messages.error(request, _became_mandatory(application))
    except (NotEnough, NotConverted):
        messages.error(request, _("It was used for something else since, so this stays as it is."))
    else:
        toasts.confirm(request, _("That was undone."))
    return redirect(application)


@require_POST
def application_withdraw(request, pk):
    application = OWN_APPLICATION.find(Application.objects, request.user, pk=pk)
    try:
        actions.withdraw_application(application, today=clock.today(), by=request.user)
    except actions.NotPossible:
        messages.error(request, _("There is a decision already, so this was not withdrawn."))
    else:
        toasts.confirm(request, _("Withdrawn. It is free again."))
    return redirect(application)


@require_POST
def application_cancel(request, pk):
    application = get_object_or_404(
        visible_applications(request.user, Application.objects.all()), pk=pk
    )
    if not OWN_APPLICATION.allows(request.user, application):
        application = PAY_APPLICATION.find(Application.objects, request.user, pk=pk)
    try:
        actions.cancel_application(application, today=clock.today(), by=request.user)
    except actions.NotPossible:
        messages.error(request, _("This can no longer be cancelled here. Ask HR to help."))
    else:
        toasts.confirm(request, _("Cancelled. The money is free again."))
    return redirect(application)


@require_POST
def application_top_up(request, pk):
    application = OWN_APPLICATION.find(stories.rows(), request.user, pk=pk)
    form = TopUpForm(request.POST)
    is_right = form.is_valid()
    if is_right and not only_looks(request):
        done = _top_up(request, application, form)
        if done:
            return done
    more = form.cleaned_data.get("more") or 0
    ways = filing.ways_to_top_up(application, more, clock.today())
    advance = advance_form(request, ways.choice)
    status = 200 if only_looks(request) else 422
    return _show(request, application, status, top_up_form=form, top_up_advance=advance)


def _top_up(request, application, form):
    """Ask for the difference; return where to go, or None with what to do on the form."""
    answered = advance_answered(request)
    try:
        more = actions.top_up_application(
            application,
            more_cents=form.cleaned_data["more"],
            why=form.cleaned_data["why"],
            with_team=False,
            advance_cents=answered,
            today=clock.today(),
            key=form.cleaned_data["key"],
            by=request.user,
        )
    except actions.NotPossible:
        form.add_error(None, _("This application has ended, so nothing can be added to it."))
    except NotEnough:
        form.add_error(None, just_changed())
    except actions.AdvanceNotAgreed:
        form.add_error(None, just_changed() if answered is not None else still_to_choose())
    except actions.WrongPurpose as refused:
        add_wrong_purpose(form, refused)
    else:
        return redirect(more)
    return None


@require_POST
def proof_add(request, pk):
    application = OWN_APPLICATION.find(stories.rows(), request.user, pk=pk)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_proof(
                application,
                kind=form.cleaned_data["kind"],
                upload=form.cleaned_data["file"],
                key=form.cleaned_data["key"],
                by=request.user,
            )
        except files.Refused as refusal:
            form.add_error("file", stories.why_refused(refusal))
        else:
            toasts.confirm(request, _("Added."))
            return redirect(application)
    return _show(request, application, 422, proof_form=form)


@require_GET
def proof_download(request, pk, proof_pk):
    """Give the file to who it is of, and to who pays."""
    rows = Application.objects.filter(proofs=proof_pk)
    seen = OWN_APPLICATION.narrow(rows, request.user) | PAY_APPLICATION.narrow(rows, request.user)
    application = get_object_or_404(seen.distinct(), pk=pk)
    proof = get_object_or_404(Proof.objects.select_related("file"), pk=proof_pk)
    return files.download(proof.file) if proof.application_id == application.pk else None


@require_POST
@fresh_sign_in
def application_pay(request, pk):
    application = PAY_APPLICATION.find(stories.rows(), request.user, pk=pk)
    form = PaymentForm(request.POST)
    if form.is_valid():
        try:
            actions.pay_application(
                application,
                paid_on=form.cleaned_data["paid_on"],
                today=clock.today(),
                by=request.user,
            )
        except actions.BecameMandatory:
            form.add_error(None, _became_mandatory(application))
        except actions.NotPossible:
            form.add_error(None, _("This was paid already, or it has ended."))
        else:
            toasts.confirm(request, _("Noted as paid."))
            return redirect(application)
    return _show(request, application, 422, payment_form=form)
