"""Pages of an application: ask, follow, decide, pay."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bloei.budgets import actions, divisions, queries, stories
from bloei.budgets.access import (
    DECIDE_APPLICATION,
    OWN_APPLICATION,
    PAY_APPLICATION,
    SEE_BALANCE,
    visible_applications,
)
from bloei.budgets.forms import (
    ApplicationForm,
    DecisionForm,
    PaymentForm,
    ProofForm,
    TopUpForm,
)
from bloei.budgets.ledger import NotEnough
from bloei.budgets.models import Application, Proof
from bloei.foundation import clock, files, toasts
from bloei.learning.access import FILE_FOR, visible_offers
from bloei.learning.actions import AlreadyTakingPart, NotOffered
from bloei.people.models import Person
from bloei.people.sign_in import fresh_sign_in


def _person(request) -> Person:
    """Return for whom this is filed: oneself, or somebody within reach."""
    number = request.GET.get("person") or request.POST.get("person")
    if not number:
        return request.user
    return FILE_FOR.find(Person.objects, request.user, number=number)


@require_http_methods(["GET", "POST"])
def application_form(request, offer_pk):
    """Ask for an offer, for oneself or on somebody's behalf."""
    offer = get_object_or_404(visible_offers(request.user), pk=offer_pk)
    person, today = _person(request), clock.today()
    team = divisions.team_room(person, today)
    draft = queries.draft_of(person, offer)
    if draft and draft.filed_by_id != request.user.pk:
        draft = None
    form = ApplicationForm(
        request.POST or None,
        offer=offer,
        has_team=team is not None,
        initial=stories.initial_of(draft),
    )
    if request.method == "POST" and form.is_valid():
        done = _ask(request, form, person=person, offer=offer, draft=draft)
        if done:
            return done
    price = stories.price_shown(form, offer)
    division = divisions.division(
        person, price, mandatory=offer.is_mandatory, with_team=False, today=today
    )
    sees_balance = SEE_BALANCE.allows(request.user, person)
    context = {
        "form": form,
        "offer": offer,
        "person": person,
        "for_other": person.pk != request.user.pk,
        "price": price,
        "shares": stories.shares(division.shares) if sees_balance else (),
        "after": None if person != request.user else stories.left_after(person, division, today),
        "route": stories.what_follows(person, division, offer.is_mandatory, today),
        "draft": draft,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "budgets/application_form.html", context, status=status)


def _ask(request, form, *, person, offer, draft):
    """Send or keep the application; return where to go, or None with errors on the form."""
    told = {
        "price_cents": form.cleaned_data["price"],
        "payer": form.cleaned_data["payer"],
        "why": form.cleaned_data["why"],
        "with_team": form.cleaned_data.get("with_team", False),
        "send": "later" not in request.POST,
        "by": request.user,
    }
    try:
        if draft:
            application = actions.send_application(draft, **told)
        else:
            application = actions.file_application(
                person=person, offer=offer, key=form.cleaned_data["key"], **told
            )
    except AlreadyTakingPart:
        form.add_error(None, _("You have already applied for this. You find it at your budget."))
    except NotOffered:
        form.add_error(None, _("This is no longer on offer. Nothing was sent."))
    except NotEnough:
        form.add_error(None, _("Your balance has just changed. Look at who pays what, and send."))
    else:
        _confirm(request, application)
        return redirect(application)
    return None


def _confirm(request, application) -> None:
    undo = reverse("budgets:application_undo", args=[application.pk])
    if application.state == "draft":
        messages.success(request, _("We keep it here. You go on when you like."))
    elif application.state == "agreed":
        toasts.confirm(request, _("Arranged. The money is set apart for you."), undo=undo)
    else:
        toasts.confirm(request, _("Your application was sent."), undo=undo)


@require_GET
def application_detail(request, pk):
    application = get_object_or_404(visible_applications(request.user, stories.rows()), pk=pk)
    return _show(request, application)


def _show(request, application, status=200, **forms):
    viewer, today = request.user, clock.today()
    mine = OWN_APPLICATION.allows(viewer, application)
    decides = application.state == "asked" and DECIDE_APPLICATION.allows(viewer, application)
    pays = application.state == "agreed" and PAY_APPLICATION.allows(viewer, application)
    grounds = divisions.refusal_grounds(application) if decides else ()
    context = {
        "application": application,
        "offer": application.participation.offer,
        "mine": mine,
        "decides": decides,
        "pays": pays,
        "may_undo": queries.may_undo(application, viewer),
        "may_withdraw": mine and application.state in {"draft", "asked"},
        "may_cancel": (mine or pays) and application.state == "agreed",
        "shares": stories.shares_of(application),
        "route": stories.route(application, today),
        "checks": stories.checks(application) if decides else (),
        "decision_form": DecisionForm(grounds=grounds) if decides else None,
        "follows": stories.follows(application) if decides else {},
        "rule": stories.rule_of(application) if decides or mine else None,
        "earlier": queries.decided_this_year(viewer, today) if decides else {},
        "days_left": (application.decide_by - today).days if decides else None,
        "top_up_form": TopUpForm() if mine and application.state == "agreed" else None,
        "proof_form": ProofForm() if mine and application.is_open else None,
        "payment_form": PaymentForm(initial={"paid_on": today}) if pays else None,
        "proofs": application.proofs.select_related("file") if mine or pays else (),
    } | forms
    return render(request, "budgets/application_detail.html", context, status=status)


@require_POST
@fresh_sign_in
def application_decide(request, pk):
    application = DECIDE_APPLICATION.find(stories.rows(), request.user, pk=pk)
    form = DecisionForm(request.POST, grounds=divisions.refusal_grounds(application))
    if form.is_valid():
        try:
            actions.decide_application(
                application,
                agree=form.agrees,
                ground=form.cleaned_data.get("ground", ""),
                answer=form.cleaned_data["answer"],
                by=request.user,
            )
        except actions.AlreadyDecided:
            form.add_error(None, _("Somebody else has already decided."))
        except actions.NotAboutOneself:
            form.add_error(None, _("You filed this yourself, so somebody else decides."))
        except actions.GroundNeeded:
            form.add_error(None, _("Choose a reason, or explain why this is not possible."))
        else:
            undo = reverse("budgets:application_undo", args=[application.pk])
            name = application.person.given_name
            toasts.confirm(request, _("%(name)s gets your answer.") % {"name": name}, undo=undo)
            return redirect(application)
    application = get_object_or_404(visible_applications(request.user, stories.rows()), pk=pk)
    return _show(request, application, 422, decision_form=form)


@require_POST
def application_undo(request, pk):
    application = get_object_or_404(
        visible_applications(request.user, Application.objects.all()), pk=pk
    )
    try:
        actions.undo_application(application, by=request.user)
    except actions.TooLate:
        messages.error(request, _("You can undo this for ten minutes. That time has passed."))
    else:
        messages.success(request, _("That was undone."))
    return redirect(application)


@require_POST
def application_withdraw(request, pk):
    application = OWN_APPLICATION.find(Application.objects, request.user, pk=pk)
    try:
        actions.withdraw_application(application, by=request.user)
    except actions.NotPossible:
        messages.error(request, _("There is a decision already, so this was not withdrawn."))
    else:
        messages.success(request, _("Withdrawn. The money is free again."))
    return redirect(application)


@require_POST
def application_cancel(request, pk):
    application = get_object_or_404(
        visible_applications(request.user, Application.objects.all()), pk=pk
    )
    if not OWN_APPLICATION.allows(request.user, application):
        application = PAY_APPLICATION.find(Application.objects, request.user, pk=pk)
    try:
        actions.cancel_application(application, by=request.user)
    except actions.NotPossible:
        messages.error(request, _("This can no longer be cancelled here. Ask HR to help."))
    else:
        messages.success(request, _("Cancelled. The money is free again."))
    return redirect(application)


@require_POST
def application_top_up(request, pk):
    application = OWN_APPLICATION.find(stories.rows(), request.user, pk=pk)
    form = TopUpForm(request.POST)
    if form.is_valid():
        try:
            more = actions.top_up_application(
                application,
                more_cents=form.cleaned_data["more"],
                why=form.cleaned_data["why"],
                with_team=False,
                key=form.cleaned_data["key"],
                by=request.user,
            )
        except actions.NotPossible:
            form.add_error(None, _("This application has ended, so nothing can be added to it."))
        except NotEnough:
            form.add_error(
                None, _("Your balance has just changed. Look at who pays what, and send.")
            )
        else:
            return redirect(more)
    return _show(request, application, 422, top_up_form=form)


@require_POST
def proof_add(request, pk):
    application = OWN_APPLICATION.find(stories.rows(), request.user, pk=pk)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = files.store(
                form.cleaned_data["file"], purpose="proof", by=request.user, kinds=files.PROOF
            )
        except files.Refused as refusal:
            form.add_error("file", stories.why_refused(refusal))
        else:
            actions.add_proof(
                application,
                kind=form.cleaned_data["kind"],
                file=stored,
                key=form.cleaned_data["key"],
                by=request.user,
            )
            messages.success(request, _("Added."))
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
                application, paid_on=form.cleaned_data["paid_on"], by=request.user
            )
        except actions.NotPossible:
            form.add_error(None, _("This was paid already, or it has ended."))
        else:
            messages.success(request, _("Noted as paid."))
            return redirect(application)
    return _show(request, application, 422, payment_form=form)
