"""What comes first for who is signed in: a second step, and a session that is not too old."""

import time

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from bloei.people import sign_in

ALWAYS = {
    "account_logout",
    "account_reauthenticate",
    "foundation:language",
    "foundation:manifest",
    "foundation:service_worker",
    "foundation:this_device",
    "foundation:offline",
}
FOR_SECOND_STEP = ALWAYS | {"mfa_activate_totp", "mfa_reauthenticate"}
FOR_LEAVERS = ALWAYS | {
    "account_change_password",
    "usersessions_list",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}


def _asks_sign_in(view) -> bool:
    return getattr(view, "login_required", True)


class SignInMiddleware(MiddlewareMixin):
    """Sends a person to what has to come first."""

    def process_view(self, request, view, _args, _kwargs):
        person = request.user
        if not person.is_authenticated:
            return None
        if self._is_too_old(request):
            logout(request)
            return redirect("account_login")
        # What is open to everybody is open to who has something else to do first: a device
        # keeps such pages, and would keep the page of the second step in their place.
        return self._what_comes_first(request, view) if _asks_sign_in(view) else None

    def _what_comes_first(self, request, view):
        person = request.user
        name = request.resolver_match.view_name
        if not person.is_working and name not in FOR_LEAVERS:
            if not getattr(view, "open_to_leavers", False):
                return redirect("people:after_leaving")
            return None
        if name not in FOR_SECOND_STEP and self._lacks_second_step(request):
            return redirect("mfa_activate_totp")
        return None

    def _is_too_old(self, request) -> bool:
        """On a device that is not one's own, a session ends the same day."""
        since = request.session.get("signed_in_at")
        if since is None or request.session.get("own_device"):
            return False
        return time.time() - since > sign_in.STRANGER_FOR

    def _lacks_second_step(self, request) -> bool:
        if request.session.get(sign_in.ONE_CLICK) or not sign_in.needs_second_step(request.user):
            return False
        steps = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)
        return not steps.exists()
