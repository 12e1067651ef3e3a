"""Form fields and widgets in the words of the house: cards, switches, euros, hours, days."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation import money
from bloei.foundation.language import on_screen


class Cards(forms.RadioSelect):
    """A radio as a card. `hints` and `full` map a value to its second line.

    A choice in `full` cannot be chosen; its line says why.
    """

    def __init__(self, attrs=None, choices=(), *, hints=None, full=None):
        super().__init__(attrs, choices)
        self.hints: Mapping[Any, Any] = hints or {}
        self.full: Mapping[Any, Any] = full or {}

    def create_option(  # noqa: PLR0917 - as Django calls it
        self, name, value, label, selected, index, subindex=None, attrs=None
    ):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        plain = getattr(value, "value", value)
        option["hint"] = self.full.get(plain) or self.hints.get(plain, "")
        if plain in self.full:
            option["attrs"]["disabled"] = True
        return option


class Switch(forms.CheckboxInput):
    """A setting that is on or off."""


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__({"class": "input--short", **(attrs or {})}, format="%Y-%m-%d")


class Photo(forms.ClearableFileInput):
    """A file, or a photo from a phone."""

    def __init__(self, attrs=None):
        super().__init__({"accept": "image/*,application/pdf", **(attrs or {})})


class DayField(forms.DateField):
    """A day, typed or picked, from 1900 to 2100: a typing error in the year is told at once."""

    widget = DayInput
    default_error_messages = {
        "impossible": _("Choose a day between 1900 and 2100."),
    }

    def validate(self, value):
        super().validate(value)
        if value is not None and not 1900 <= value.year <= 2100:
            raise forms.ValidationError(self.error_messages["impossible"])


class EuroField(forms.Field):
    """An amount that a person types, as whole cents; never negative unless `below_zero`.

    `at_most` bounds both ends; without it an amount still fits every table and every sum.
    """

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input--short"}
    )
    sign = "€"
    default_error_messages = {
        "unreadable": _("Use digits only, for example 300 or 12.50."),
        "negative": _("The amount cannot be below zero."),
        "too_much": _("This is more than is possible here."),
    }

    most = money.MOST_CENTS

    def __init__(self, *, below_zero=False, at_most: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.below_zero = below_zero
        self.at_most = self.most if at_most is None else at_most

    def read(self, text: str) -> int:
        return money.cents_of(text)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return self.read(str(value))
        except money.NotAnAmount:
            raise forms.ValidationError(self.error_messages["unreadable"]) from None

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value < 0 and not self.below_zero:
            raise forms.ValidationError(self.error_messages["negative"])
        if abs(value) > self.at_most:
            raise forms.ValidationError(self.error_messages["too_much"])

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        whole, rest = divmod(abs(value), 100)
        point = "," if on_screen().startswith("nl") else "."
        written = f"{whole}{point}{rest:02d}" if rest else f"{whole}"
        return f"-{written}" if value < 0 else written


class HoursField(EuroField):
    """Hours that a person types ("3,5" or "3:30"), as whole minutes."""

    sign = ""
    most = money.MOST_MINUTES
    default_error_messages = {
        "unreadable": _("Use hours, for example 3.5 or 3:30."),
        "negative": _("Hours cannot be below zero."),
        "too_much": _("This is more than is possible here."),
    }

    def read(self, text: str) -> int:
        return money.minutes_of(text)

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        whole, rest = divmod(abs(value), 60)
        written = f"{whole}:{rest:02d}" if rest else f"{whole}"
        return f"-{written}" if value < 0 else written
