"""Forms about schemes: the rule in questions or as a text, for whom it holds, an example."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.budgets import cao
from bloei.budgets.schemes import text as scheme_text
from bloei.budgets.schemes.rulebook import read
from bloei.budgets.schemes.words import day_words
from bloei.foundation.fields import Cards, DayField, EuroField, HoursField, Switch
from bloei.foundation.forms import KeyedForm
from bloei.foundation.language import on_screen
from bloei.people.models import Unit

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DAYS = [
    ("01-01", _("1 January")),
    ("04-01", _("1 April")),
    ("07-01", _("1 July")),
    ("08-01", _("1 August")),
    ("10-01", _("1 October")),
]
JOINING = [
    ("months_left", _("A part, by the months left")),
    ("days_left", _("A part, by the days left")),
    ("full", _("Everything")),
    ("none", _("Nothing until the next time")),
]


# What a rule may say beside the choices of the form, so that editing it loses nothing.
UNUSUAL = {
    "on": r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "lapse": r"\d{1,2}",
    "advance": r"\d{1,2}",
    "excluded_kinds": r"[a-z_]{1,40}",
}


def _unusual(name: str, value: str) -> str:
    if name == "on":
        month, day = map(int, value.split("-"))
        return value if day > monthrange(2001, month)[1] else day_words(month, day)
    if name == "excluded_kinds":
        return value.replace("_", " ")
    return _("%(years)s years") % {"years": value}


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
    on = forms.ChoiceField(label=_("Granted on"), choices=DAYS, required=False)
    joining = forms.ChoiceField(label=_("Who joins later"), choices=JOINING, required=False)
    lapse = forms.ChoiceField(
        label=_("How long does it stay?"),
        choices=[
            ("0", _("Until the end of the year")),
            ("1", _("Until the end of the next year")),
            ("2", _("Until the end of the year after that")),
            ("3", _("Until the end of the third year after")),
            ("4", _("Until the end of the fourth year after")),
            ("5", _("Until the end of the fifth year after")),
            ("never", _("It does not lapse")),
        ],
        widget=Cards(
            hints={
                "0": _("What is left goes at the end of December."),
                "2": _("People can save for three years."),
                "never": _("People save without an end."),
            }
        ),
    )
    cap = forms.CharField(label=_("At most"), help_text=_("Empty: no maximum."), required=False)
    advance = forms.ChoiceField(
        label=_("In advance"),
        choices=[("0", _("No")), ("1", _("1 year")), ("2", _("2 years")), ("3", _("3 years"))],
        required=False,
    )
    leaving = forms.ChoiceField(
        label=_("When somebody leaves"),
        choices=[
            ("lapse", _("What is left lapses")),
            ("pay_out", _("What is left is paid out")),
            ("keep", _("What is left stays available")),
        ],
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
        choices=[
            ("agency", _("agency workers")),
            ("holiday_worker", _("holiday workers")),
            ("student", _("students")),
            ("weekend_help", _("weekend help")),
            ("on_call", _("on-call workers")),
            ("intern", _("interns")),
        ],
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
        choices=[
            ("employee", _("The employee; the manager is told")),
            ("together", _("Employee and manager together")),
            ("employer", _("The manager")),
        ],
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
        for name, shape in UNUSUAL.items():
            self._offer_what_the_rule_says(name, shape)

    def _offer_what_the_rule_says(self, name: str, shape: str) -> None:
        """Offer beside the usual choices what this rule has: an unusual day, a longer term."""
        field: Any = self.fields[name]
        value = self[name].value() or ()
        known = {str(code) for code, _words in field.choices}
        for one in [value] if isinstance(value, str) else value:
            if str(one) not in known and re.fullmatch(shape, str(one)):
                field.choices = [*field.choices, (str(one), _unusual(name, str(one)))]

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


class FirstDayForm(forms.Form):
    """From when a changed rule holds."""

    first = DayField(
        label=_("Begins on"), help_text=_("What people have already never becomes less.")
    )


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
