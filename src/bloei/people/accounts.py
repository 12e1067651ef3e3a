"""The addresses of signing in, under the names that django-allauth knows; the rest of it is off."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path

from bloei.people.views import entrance, sessions

urlpatterns = [
    path("login/", entrance.sign_in_page, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", entrance.change_password, name="account_change_password"),
    path("code/", second_step.authenticate, name="mfa_authenticate"),
    path("code/again/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/", second_step.index, name="mfa_index"),
    path("second-step/on/", sessions.activate_second_step, name="mfa_activate_totp"),
    path("second-step/off/", sessions.deactivate_second_step, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", sessions.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("sessions/", sessions.session_list, name="usersessions_list"),
]
