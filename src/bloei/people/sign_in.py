"""How people come in: by number or mail address, with a second step, and freshly when it matters.

Built on django-allauth; what stands here is what differs. Other rooms use the decorators
`fresh_sign_in` (decisions and exports) and `open_to_leavers` (the own record).
"""

import base64
import functools
import hashlib
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from bloei.foundation import clock
from bloei.foundation.addresses import address_of, safe_address
from bloei.foundation.context import appearance
from bloei.people import throttle
from bloei.people.models import Person

FRESH_FOR = 15 * 60  # seconds
ONE_CLICK = "one_click"  # in the session of somebody who came in with one click, in the demo
STRANGER_FOR = 12 * 3600  # seconds that a session lasts on a device that is not one's own


def person_named(text: str) -> Person | None:
    """Return whom a personnel number or a mail address belongs to; one query, always."""
    wanted = text.strip()[:254]
    found = Person.objects.alias(mail=Lower("email")).filter(
        Q(number=wanted) | Q(mail=wanted.lower())
    )
    return found.order_by("pk").first()


def account_of(text: str) -> str:
    """Return under what name tries for this account are counted, known or not."""
    person = person_named(text)
    return f"person:{person.pk}" if person else f"text:{text.strip().lower()[:254]}"


class Backend(ModelBackend):
    """Signs in by number or mail address; an unknown account costs as much time as a known one."""

    def authenticate(self, request, username=None, password=None, email=None, **kwargs):  # noqa: ARG002
        text = username or email
        if not text or not password:
            return None
        person = person_named(text)
        if person is None:
            Person().set_password(password)  # the same work as for who exists
            return None
        right = person.check_password(password)
        return person if right and self.user_can_authenticate(person) else None

    def get_user(self, user_id):
        """Return who is signed in, with the roles of today, which every page asks for."""
        person = Person.objects.with_position(user_id, clock.today())
        return person if person and self.user_can_authenticate(person) else None


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "That was not right a few times in a row. Wait a quarter of an hour, or ask for a"
            " link by mail: that always works."
        ),
        "username_password_mismatch": _(
            "This does not match. Check your number or mail address and your password."
        ),
        "email_password_mismatch": _(
            "This does not match. Check your number or mail address and your password."
        ),
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your password now. Try again."),
    }

    def is_open_for_signup(self, _request):
        return False

    def pre_authenticate(self, request, **credentials):
        account = account_of(credentials.get("username") or credentials.get("email") or "")
        self._try = throttle.attempt(request, account)
        if not self._try.allowed:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self):
        self._try.undo()

    def is_reauthentication_required(self, **_about):
        return not is_fresh(self.request)

    def get_client_ip(self, request):
        return throttle.address(request) or "unknown"

    def send_notification_mail(self, *args, **kwargs):
        """Mails about the account go through our outbox, from our own actions."""

    def is_safe_url(self, url):
        return bool(url) and safe_address(self.request, url) == url

    def post_login(self, request, user, **kwargs):
        request.session["signed_in_at"] = int(time.time())
        response = super().post_login(request, user, **kwargs)
        throttle.remember_device(request, response, f"person:{user.pk}")
        return response

    def add_message(self, *args, **kwargs):
        """Say nothing: our pages show what happened."""


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step: its secrets are kept encrypted."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Look at the newest code in your app."),
    }

    def get_totp_issuer(self) -> str:
        name = appearance().name
        return "Bloei" if name == "Bloei" else f"Bloei {name}"

    def get_totp_label(self, user) -> str:
        return user.number

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator) -> bool:
        return not needs_second_step(authenticator.user)


def _box() -> Fernet:
    key = hashlib.sha256(f"bloei.second-step:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def needs_second_step(person: Person) -> bool:
    """Say whether one of this person's roles may not do without a second step."""
    return bool(settings.SECOND_STEP_FOR & person.roles)


def is_fresh(request) -> bool:
    """Say whether this person proved who they are less than a quarter of an hour ago."""
    if not request.user.is_authenticated:
        return False
    if settings.DEMO and request.session.get(ONE_CLICK):
        return True
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and time.time() - proofs[-1]["at"] < FRESH_FOR


def fresh_sign_in(view: Callable) -> Callable:
    """Ask for the password again before this view, unless it was given just now.

    A form that was sent is kept and carried out afterwards, so nothing is typed twice
    (uploads are not: ask before the page with the form by decorating that too).
    """

    @functools.wraps(view)
    def careful(request, *args, **kwargs):
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return _ask_again(request)

    careful.asks_fresh_sign_in = True  # type: ignore[attr-defined]
    return careful


def open_to_leavers(view: Callable) -> Callable:
    """Let somebody who has left, and may still sign in, use this view."""
    view.open_to_leavers = True  # type: ignore[attr-defined]
    return view


# What the view needs to run later; never cookies or other headers that let somebody in.
KEPT = (
    "REQUEST_METHOD", "CONTENT_TYPE", "SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "HTTP_HOST",
    "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "wsgi.url_scheme", "PATH_INFO", "SCRIPT_NAME",
)  # fmt: skip


def _ask_again(request) -> HttpResponse:
    url = request.get_full_path()
    # A new password is never kept, not for a minute: it is typed again afterwards.
    if request.method == "POST" and not any("password" in name for name in request.POST):
        url = request.path
        state = {
            "path": request.path,
            "path_info": request.path_info,
            "META": {name: request.META[name] for name in KEPT if name in request.META},
            "GET": request.GET.urlencode(),
            "POST": request.POST.urlencode(),
            "method": "POST",
            "scheme": request.scheme,
        }
        request.session[reauthentication.STATE_SESSION_KEY] = {"request": json.dumps(state)}
    address = f"{address_of('account_reauthenticate')}?{urlencode({'next': url})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def refuse_weak(password: str, person: Person) -> list[str]:
    """Return the sentences that say why this password cannot be used; empty when it can."""
    from django.contrib.auth.password_validation import validate_password

    try:
        validate_password(password, person)
    except ValidationError as problem:
        return list(problem.messages)
    return []
