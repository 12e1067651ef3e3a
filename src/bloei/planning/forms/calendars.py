"""What people fill in to connect their own calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CalendarForm(forms.Form):
    """The address of somebody's own calendar; calendar programs say webcal for https."""

    url = forms.CharField(
        label=_("Address of your calendar"),
        max_length=1000,
        help_text=_("In Outlook or Google: share or publish the calendar, and copy the ICS link."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if not url.lower().startswith(("https://", "webcal://", "webcals://")):
            raise forms.ValidationError(
                _("Give the whole address; it begins with https:// or webcal://.")
            )
        return url
