"""Forms about balances and team budgets."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.budgets.models import TeamBudget
from bloei.foundation import clock
from bloei.foundation.fields import DayField, EuroField
from bloei.foundation.forms import KeyedForm
from bloei.people import queries as people
from bloei.people.models import Person, Unit

YEAR = timedelta(days=366)


class OpeningDayForm(forms.Form):
    """The day of opening balances; far ahead would let the books run past everything they know."""

    on = DayField(widget=forms.HiddenInput)

    def clean_on(self):
        if self.cleaned_data["on"] > clock.today() + YEAR:
            raise forms.ValidationError(_("Choose a day that is at most a year ahead."))
        return self.cleaned_data["on"]


class OpeningForm(KeyedForm, OpeningDayForm):
    """A file of what people had, and the day on which they had it."""

    upload = forms.FileField(
        label=_("File with balances"),
        help_text=_("CSV or Excel (.xlsx), with the columns that this page names."),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.xlsx,text/csv"}),
        error_messages={"empty": _("There is nothing in this file. Export it again.")},
    )
    on = DayField(
        label=_("On which day did people have this?"),
        help_text=_("From that day on, the rule goes on by itself."),
    )
    field_order = ["upload", "on"]


class TeamBudgetForm(KeyedForm):
    """A budget for a team, for a year."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Team"), required=False, empty_label=_("The organisation")
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = EuroField(label=_("Amount"))
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who answers for it?"),
        to_field_name="number",
        empty_label=_("Choose a person"),
    )

    def __init__(self, *args, units, whole: bool, **kwargs):
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        if not whole:
            unit.required, unit.empty_label = True, _("Choose a team")
        owners = people.with_a_role(Person.objects.working(), clock.today())
        answering: Any = self.fields["owner"]
        answering.queryset = owners.order_by("sort_name", "pk")


class ChangeBudgetForm(KeyedForm):
    """More or less for a team."""

    more = EuroField(label=_("How much more?"), help_text=_("With a minus: less."), below_zero=True)
    because = forms.CharField(label=_("Why?"), max_length=200)

    def clean_more(self):
        if not self.cleaned_data["more"]:
            raise forms.ValidationError(_("Fill in an amount that is not zero."))
        return self.cleaned_data["more"]


class TransferForm(KeyedForm):
    """Free money of one team to another."""

    target = forms.ModelChoiceField(
        TeamBudget.objects.none(), label=_("To which team?"), empty_label=_("Choose a team")
    )
    amount = EuroField(label=_("How much?"))
    because = forms.CharField(label=_("Why?"), max_length=200)

    def __init__(self, *args, targets, **kwargs):
        super().__init__(*args, **kwargs)
        target: Any = self.fields["target"]
        target.queryset, target.label_from_instance = targets, _name_of

    def clean_amount(self):
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError(_("Fill in an amount above zero."))
        return self.cleaned_data["amount"]


def _name_of(budget: TeamBudget) -> str:
    name = budget.unit.name if budget.unit else str(_("The organisation"))
    return f"{name} {budget.year}"
