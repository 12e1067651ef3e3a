"""The forms of coming in: signing in, a second step, a letter, a password."""

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondStepAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.people import sign_in
from bloei.people.models import Person

PASSWORD_NOW = forms.PasswordInput(attrs={"autocomplete": "current-password"})
CODE = forms.TextInput(
    attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
)
NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class SignInForm(LoginForm):
    """By personnel number or mail address."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Personnel number or mail address"),
            max_length=254,
            widget=forms.TextInput(attrs=NAME),
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"), strip=False, max_length=4096, widget=PASSWORD_NOW
        )
        self.fields["remember"] = forms.BooleanField(
            label=_("This is my own device"),
            help_text=_("You then stay signed in for 14 days."),
            required=False,
        )
        self.order_fields(["login", "password", "remember"])

    def login(self, request, redirect_url=None):
        request.session["own_device"] = self.cleaned_data["remember"]
        return super().login(request, redirect_url)


class PasswordAgainForm(ReauthenticateForm):
    password = forms.CharField(
        label=_("Your password"), strip=False, max_length=4096, widget=PASSWORD_NOW
    )


class CodeForm(AuthenticateForm):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        max_length=20,
        widget=CODE,
    )


class CodeAgainForm(SecondStepAgainForm):
    code = forms.CharField(
        label=_("Code"), help_text=_("Six digits from your app."), max_length=20, widget=CODE
    )


class FirstCodeForm(ActivateTOTPForm):
    """The first code, of a secret that stays until it is used.

    Were it new with every look at the page, a second look would make the one that the app has
    just read worthless; and the service worker looks too, when it fetches what it keeps.
    """

    code = forms.CharField(label=_("The code that your app shows"), max_length=20, widget=CODE)

    def __init__(self, *args, user, **kwargs):
        forms.Form.__init__(self, *args, **kwargs)
        self.user, self.secret = user, get_totp_secret()


class ForgottenForm(forms.Form):
    login = forms.CharField(
        label=_("Personnel number or mail address"),
        max_length=254,
        widget=forms.TextInput(attrs=NAME),
    )


class LetterForm(forms.Form):
    number = forms.CharField(
        label=_("Your personnel number"),
        help_text=_("It is in the letter."),
        max_length=40,
        widget=forms.TextInput(attrs=NAME),
    )
    code = forms.CharField(
        label=_("The code in the letter"),
        help_text=_("Twelve letters and digits. The dashes may be left out."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class ChoosePasswordForm(forms.Form):
    """A new password, typed once: the eye in the browser or a password manager helps better."""

    password = forms.CharField(
        label=_("Your new password"),
        help_text=_(
            "At least 12 signs. Three or four ordinary words do very well, for example about"
            " your favourite place. You may let your phone or browser think of one."
        ),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    own_device = forms.BooleanField(
        label=_("This is my own device"),
        help_text=_("You then stay signed in for 14 days."),
        required=False,
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self):
        password = self.cleaned_data["password"]
        if sentences := sign_in.refuse_weak(password, self.person):
            raise forms.ValidationError(sentences)
        return password


class ChangePasswordForm(ChoosePasswordForm):
    """Another password for who is signed in, and was asked for the old one just now."""

    # With None, Django leaves out a field of the form above; its stubs do not know that.
    own_device = None  # type: ignore[assignment]
