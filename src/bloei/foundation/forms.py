"""Forms that may be sent twice and have one effect."""

import uuid

from django import forms


def new_key() -> str:
    return uuid.uuid4().hex


class KeyedForm(forms.Form):
    """A form that creates something: it carries the idempotency key of one intention.

    The key is made when the empty form is shown and comes back with every resend.
    """

    key = forms.RegexField(r"^[0-9a-zA-Z-]{8,64}$", widget=forms.HiddenInput, initial=new_key)
