"""Forms about a rule and people: for whom it holds, from when until when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Unit


class FirstDayForm(forms.Form):
    """From when a changed rule holds."""

    first = DayField(
        label=_("Begins on"), help_text=_("What people have already never becomes less.")
    )


class AssignmentForm(KeyedForm):
    """For whom a scheme holds, from when."""

    cao = forms.CharField(
        label=_("Cao in the employment"),
        help_text=_("As HR writes it, such as Woondiensten. Empty: every cao."),
        max_length=80,
        required=False,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("The organisation")
    )
    first = DayField(
        label=_("From"), help_text=_("The first day on which something can be granted.")
    )

    def __init__(self, *args, caos: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(closed_on=None).order_by("name")
        self.fields["unit"].queryset = units
        if caos:
            self.fields["cao"] = forms.ChoiceField(
                label=_("Cao in the employment"),
                choices=[("", _("Every cao")), *((name, name) for name in caos)],
                required=False,
            )


class LastDayForm(forms.Form):
    """The last day on which a scheme grants something."""

    last = DayField(label=_("Grants until"))
