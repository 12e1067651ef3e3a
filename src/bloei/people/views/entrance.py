"""Pages for who is not signed in yet: a letter, an invitation, a forgotten password, the demo."""

import time

from allauth.account.internal import flows
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bloei.foundation import addresses, toasts
from bloei.people import actions, entry_codes, jobs, sign_in, throttle
from bloei.people.demo_cast import ONE_CLICK_CAST
from bloei.people.entrance_forms import (
    ChangePasswordForm,
    ChoosePasswordForm,
    ForgottenForm,
    LetterForm,
)
from bloei.people.models import Person
from bloei.people.sign_in import fresh_sign_in


class SignIn(LoginView):
    """Sign in; in the demo also with one click. While nobody is there, how to be the first."""

    def get_context_data(self, **kwargs):
        cast = ONE_CLICK_CAST if settings.DEMO else ()
        more = {"one_click_cast": cast, "is_empty": not Person.objects.exists()}
        return super().get_context_data(**kwargs) | more

    def form_invalid(self, form):
        response = super().form_invalid(form)
        codes = {problem.code for problem in form.non_field_errors().as_data()}
        response.status_code = 429 if "too_many_login_attempts" in codes else 422
        return response


sign_in_page = SignIn.as_view()

BY_LETTER = "entry_by_letter"  # in the session: whose code on paper was right
BACKEND = "bloei.people.sign_in.Backend"
WORD = "letter"


@login_not_required
@require_http_methods(["GET", "POST"])
def letter(request):
    """Somebody without a mail address fills in the code of a letter."""
    form, status = LetterForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        tried = throttle.attempt_code(request)
        found = entry_codes.entry_of_letter(number, code) if tried.allowed else None
        if found:
            tried.undo()
            request.session[BY_LETTER] = found.pk
            return redirect("people:choose_password", token=WORD)
        form.add_error(None, _refusal(tried))
        status = None if tried.allowed else 429
    return render(request, "people/letter.html", {"form": form}, status=status or _status(form))


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def choose_password(request, token):
    """Whoever has a link or a code chooses a password and is in.

    Looking does not use the link up: programs that check mail for viruses look too.
    """
    found = _entry(request, token)
    if found is None:
        return render(request, "people/entry_over.html", status=410)
    form = ChoosePasswordForm(request.POST or None, person=found.person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_password(found, password=form.cleaned_data["password"], by=found.person)
        except actions.AlreadyUsed:
            return render(request, "people/entry_over.html", status=410)
        request.session.pop(BY_LETTER, None)
        return _let_in(request, found.person_id, own_device=form.cleaned_data["own_device"])
    facts = {"form": form, "person": found.person, "is_new": found.kind != found.Kind.FORGOTTEN}
    return render(request, "people/choose_password.html", facts, status=_status(form))


@login_not_required
@require_http_methods(["GET", "POST"])
def forgotten_password(request):
    """Ask for a link; the answer is the same whether the account exists or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = sign_in.person_named(form.cleaned_data["login"])
        account = sign_in.account_of(form.cleaned_data["login"])
        if throttle.asked_for_mail(request, account).allowed:
            # The work is done by a job, so that this page takes as long for everybody.
            jobs.send_new_password_link.later(person=person.pk if person else 0)
        return render(request, "people/forgotten_sent.html")
    return render(request, "people/forgotten_password.html", {"form": form}, status=_status(form))


@fresh_sign_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def change_password(request):
    """Another password; other devices are signed out by that."""
    form = ChangePasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_password(
            request.user, password=form.cleaned_data["password"], by=request.user
        )
        update_session_auth_hash(request, request.user)
        toasts.confirm(request, _("Your new password is set. Other devices are signed out."))
        return redirect("people:my_details")
    facts = {"form": form}
    return render(request, "people/change_password.html", facts, status=_status(form))


@login_not_required
@require_POST
def demo_sign_in(request):
    """Come in as one of the cast with one click: in the demo, and nowhere else."""
    if not settings.DEMO:
        raise Http404
    number = request.POST.get("person", "")
    person = Person.objects.filter(number=number, is_active=True).first()
    if person is None or number not in {member.number for member in ONE_CLICK_CAST}:
        raise Http404
    request.session.flush()
    request.session[sign_in.ONE_CLICK] = True
    person.backend = BACKEND
    url = addresses.safe_address(request, request.POST.get("next", ""))
    login = Login(user=person, redirect_url=url)
    answer = flows.login.perform_login(request, login)
    request.session[sign_in.ONE_CLICK] = request.session["own_device"] = True
    return answer


def _let_in(request, person_id: int, *, own_device: bool):
    person = Person.objects.get(pk=person_id)
    person.backend = BACKEND
    request.session["own_device"] = own_device
    record_authentication(request, person, method="password", username=person.number)
    answer = flows.login.perform_login(request, Login(user=person, redirect_url="/"))
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if own_device else 0)
    request.session.setdefault("signed_in_at", int(time.time()))
    return answer


def _entry(request, token: str):
    if token != WORD:
        return entry_codes.entry_of_link(token)
    return entry_codes.usable().filter(pk=request.session.get(BY_LETTER, 0)).first()


def _refusal(tried) -> str:
    if tried.allowed:
        return _("This number and code do not belong together, or the code is too old.")
    return _("That was not right a few times in a row. Wait a quarter of an hour and try again.")


def _status(form) -> int:
    return 422 if form.errors else 200
