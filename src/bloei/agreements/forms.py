"""What people fill in about an agreement: another day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField


class NewDayForm(forms.Form):
    due_on = DayField(label=_("By which day?"))
