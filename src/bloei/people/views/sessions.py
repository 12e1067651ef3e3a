"""Where somebody is signed in, and their second step."""

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from bloei.foundation import audit, toasts
from bloei.people import actions, devices
from bloei.people.models import Person


@require_http_methods(["GET", "POST"])
def session_list(request):
    """Every device on which one is signed in; each can be signed out from here."""
    mine = UserSession.objects.filter(user=request.user)
    here = request.session.session_key
    if request.method == "POST":
        others = mine.exclude(session_key=here)
        chosen = request.POST.get("session", "")
        if chosen != "all":
            others = others.filter(pk=int(chosen) if chosen.isdecimal() else 0)
        count = actions.end_devices(request.user, others, by=request.user)
        if count:
            toasts.confirm(request, _("Signed out there."))
        return redirect("usersessions_list")
    found = [
        {
            "row": row,
            "device": devices.named(row.user_agent),
            "here": row.session_key == here,
        }
        for row in devices.alive(mine)
    ]
    return render(request, "people/session_list.html", {"sessions": found})


class Audited(FormView):
    """Writes in the audit trail what changed about the second step."""

    verb = ""

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            person = Person.objects.get(pk=self.request.user.pk)
            audit.record(self.verb, person, by=person)
        return response


class Activate(Audited, ActivateTOTPView):
    verb = "person.second_step_on"


class Deactivate(Audited, DeactivateTOTPView):
    verb = "person.second_step_off"


class NewCodes(Audited, GenerateRecoveryCodesView):
    verb = "person.recovery_codes_made"


activate_second_step = Activate.as_view()
deactivate_second_step = Deactivate.as_view()
new_recovery_codes = NewCodes.as_view()
