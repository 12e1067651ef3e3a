"""The form of the example person to whom a rule is tried."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField, EuroField, HoursField


class ExampleForm(forms.Form):
    """The example person of the preview."""

    prefix = "example"
    hours = forms.DecimalField(
        label=_("Hours a week"), min_value=1, max_value=60, initial=Decimal(28)
    )
    since = DayField(label=_("In service since"), initial=date(2023, 5, 1))
    spends = forms.CharField(label=_("Uses each year"), initial="0", required=False)

    def spends_in(self, unit: str) -> int:
        reader = EuroField() if unit == "EUR" else HoursField()
        try:
            return reader.clean(self.cleaned_data.get("spends") or "0")
        except forms.ValidationError:
            return 0
