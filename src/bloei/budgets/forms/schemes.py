"""Forms about the rule of a scheme: in questions or as a text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.budgets import cao
from bloei.budgets.forms import rule_choices as choices
from bloei.budgets.schemes import text as scheme_text
from bloei.budgets.schemes.rulebook import read
from bloei.foundation.fields import Cards, DayField, EuroField, HoursField, Switch
from bloei.foundation.forms import KeyedForm
from bloei.foundation.language import on_screen

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class RuleForm(KeyedForm):
    """The rule in questions: what most organisations make themselves."""

    title = forms.CharField(label=_("Name"), max_length=200)
    name = forms.RegexField(
        NAME,
        label=_("Short name"),
        help_text=_("For files and exports: small letters, digits and hyphens."),
        max_length=60,
    )
    sources = forms.CharField(
        label=_("Source"),
        help_text=_("Where it says so: a page or a document, one per line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit = forms.ChoiceField(
        label=_("In euros or hours?"), choices=[("EUR", _("Euros")), ("HOURS", _("Hours"))]
    )
    every = forms.ChoiceField(
        label=_("How often?"), choices=[("year", _("Once a year")), ("month", _("Every month"))]
    )
    base = forms.ChoiceField(
        label=_("How is it counted?"),
        choices=[("amount", _("A fixed amount")), ("percent", _("A part of the salary"))],
        required=False,
    )
    amount = forms.CharField(
        label=_("Amount full-time"), help_text=_("In euros or in hours."), required=False
    )
    percent = forms.DecimalField(
        label=_("Per cent of the salary"), min_value=0, max_value=100, required=False
    )
    fulltime_hours = forms.DecimalField(
        label=_("Full-time is"), help_text=_("Hours a week."), min_value=1, max_value=60
    )
    prorate = forms.BooleanField(label=_("Part-timers get a part"), required=False, widget=Switch)
    on = forms.ChoiceField(label=_("Granted on"), choices=choices.DAYS, required=False)
    joining = forms.ChoiceField(label=_("Who joins later"), choices=choices.JOINING, required=False)
    lapse = forms.ChoiceField(
        label=_("How long does it stay?"),
        choices=choices.LAPSE,
        widget=Cards(hints=choices.WHAT_LAPSE_DOES),
    )
    cap = forms.CharField(label=_("At most"), help_text=_("Empty: no maximum."), required=False)
    advance = forms.ChoiceField(
        label=_("In advance"),
        choices=choices.ADVANCE,
        required=False,
    )
    leaving = forms.ChoiceField(
        label=_("When somebody leaves"),
        choices=choices.LEAVING,
    )
    valid_from = DayField(
        label=_("Holds from"),
        help_text=_("Empty: always. Before this day nothing is granted."),
        required=False,
    )
    valid_until = DayField(label=_("Holds until"), help_text=_("Empty: no end."), required=False)
    includes_vat = forms.BooleanField(
        label=_("The amount includes VAT"), required=False, widget=Switch
    )
    hours_per_day = forms.DecimalField(
        label=_("A working day is"),
        help_text=_("In hours; only to show hours as days."),
        min_value=1,
        max_value=24,
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Is it checked?"),
        choices=[
            ("checked", _("Checked against our cao")),
            ("example", _("An example: HR confirms it first")),
        ],
        initial="checked",
        required=False,
    )
    notes = forms.CharField(
        label=_("What this rule does not say"),
        help_text=_("For HR: one note per line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    min_hours = forms.DecimalField(
        label=_("At least so many hours a week"), min_value=0, max_value=60, required=False
    )
    min_months = forms.IntegerField(
        label=_("After so many months of service"), min_value=0, max_value=120, required=False
    )
    excluded_kinds = forms.MultipleChoiceField(
        label=_("Not for"),
        choices=choices.KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    excluded = forms.CharField(
        label=_("What is it not for?"),
        help_text=_("One per line, such as hobby."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decides = forms.ChoiceField(
        label=_("Who decides?"),
        choices=choices.DECIDES,
    )
    answer_days = forms.IntegerField(
        label=_("Answer within so many days"), min_value=1, max_value=365, required=False
    )
    grounds = forms.CharField(
        label=_("On which grounds may it be refused?"),
        help_text=_("One per line. Empty: any reason, in one's own words."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in choices.UNUSUAL:
            field: Any = self.fields[name]
            field.choices = choices.with_unusual(name, field.choices, self[name].value() or ())

    def clean(self):
        super().clean()
        answers = self.cleaned_data
        if self.errors:
            return answers
        reader = EuroField() if answers["unit"] == "EUR" else HoursField()
        for name in ("amount", "cap"):
            try:
                answers[name] = reader.clean(answers[name]) if answers.get(name) else None
            except forms.ValidationError as error:
                self.add_error(name, error)
        wanted = "percent" if answers.get("base") == "percent" else "amount"
        if not self.errors and not answers.get(wanted):
            self.add_error(wanted, _("Fill in how much somebody gets."))
        if not self.errors:
            self._read(scheme_text.text_of(answers))
        return answers

    def _read(self, text: str) -> None:
        try:
            self.rule = read(text)
        except cao.Refused as refused:
            for problem in refused.problems:
                self.add_error(None, problem.text(on_screen()))
        else:
            self.text = text


class TextForm(KeyedForm):
    """The rule as a text, in the format of schemes."""

    text = forms.CharField(
        label=_("The rule as a text"),
        help_text=_("For rules that the questions cannot express."),
        widget=forms.Textarea(attrs={"rows": 28, "class": "input--code", "spellcheck": "false"}),
        max_length=40_000,
        strip=False,
    )

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            self.rule = read(text)
        except cao.Refused as refused:
            told = [problem.text(on_screen()) for problem in refused.problems]
            raise forms.ValidationError(told) from None
        self.text = text
        return text
