"""Whatever is typed into an amount or a day gets an answer: a sentence, never an exception.

Every form class of every room is found by itself, so a new field is tested from its first day.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest
from django import forms
from django.forms.utils import ErrorDict

import bloei
from bloei.foundation.fields import DayField, EuroField, HoursField
from bloei.people.models import Unit

PAYLOADS = (
    "1" + "0" * 30, "-1", "NaN", "1e9", "1e999999", "-Infinity", "1_000", "9" * 5000, "0x10",
    "²", "²:30", "9" * 40 + ":00", "12:3a", "١٢", "--1", "1.2.3,4,5", "\x00", "€", "💶", "' or 1=1",
)  # fmt: skip
DAYS = ("0001-01-01", "9999-12-31", "1899-12-31", "2101-01-01", "2026-02-30", "10000-01-01", "0")


def form_classes() -> list[type[forms.BaseForm]]:
    """Return every form of every room, wherever it stands."""
    for module in pkgutil.walk_packages(bloei.__path__, "bloei."):
        if module.name.rpartition(".")[2].endswith("forms"):
            importlib.import_module(module.name)
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            waiting.append(cls)
            if cls.__module__.startswith("bloei."):
                found.add(cls)
    return sorted(found, key=lambda cls: (cls.__module__, cls.__qualname__))


def fields(*kinds) -> Iterator:
    for cls in form_classes():
        for name, field in getattr(cls, "base_fields", {}).items():
            if isinstance(field, kinds):
                yield pytest.param(cls, name, id=f"{cls.__module__}.{cls.__qualname__}.{name}")


def errors_of(cls, name: str, typed: str) -> list[str]:
    """Return what this form says of this field alone, its own `clean_...` included."""
    form = cls.__new__(cls)
    forms.BaseForm.__init__(form, {name: typed}, prefix="")
    form.fields = {name: deepcopy(cls.base_fields[name])}
    form._errors, form.cleaned_data = ErrorDict(), {}
    form._clean_fields()
    return list(form._errors.get(name, []))


AMOUNTS = list(fields(EuroField, HoursField))
NUMBERS = list(fields(forms.IntegerField, forms.DecimalField, forms.FloatField))
DATES = list(fields(forms.DateField))


def test_the_forms_are_found():
    assert len(form_classes()) > 40
    assert len(AMOUNTS) > 8
    assert len(DATES) > 12


@pytest.mark.parametrize("typed", PAYLOADS)
@pytest.mark.parametrize(("cls", "name"), AMOUNTS)
def test_an_impossible_amount_gets_a_sentence(cls, name, typed):
    field = cls.base_fields[name]
    if typed == "-1" and field.below_zero:
        assert errors_of(cls, name, typed) == []
    else:
        assert errors_of(cls, name, typed) != []
    assert errors_of(cls, name, "12") == [], "an ordinary amount is fine"


@pytest.mark.parametrize("typed", PAYLOADS)
@pytest.mark.parametrize(("cls", "name"), NUMBERS)
def test_an_impossible_number_breaks_nothing(cls, name, typed):
    errors_of(cls, name, typed)


@pytest.mark.parametrize("typed", DAYS)
@pytest.mark.parametrize(("cls", "name"), DATES)
def test_an_impossible_day_gets_a_sentence(cls, name, typed):
    assert errors_of(cls, name, typed) != []


@pytest.mark.parametrize(("cls", "name"), DATES)
def test_every_day_is_a_day_of_the_house(cls, name):
    assert isinstance(cls.base_fields[name], DayField), "DayField knows which days are possible"


LISTS = list(fields(forms.ChoiceField))


@pytest.mark.django_db
@pytest.mark.parametrize(("cls", "name"), LISTS)
def test_the_first_choice_of_a_list_is_said_in_words(cls, name):
    first = next((label for _value, label in cls.base_fields[name].choices), "no choices yet")
    assert any(sign.isalnum() for sign in str(first)), f"{first} is no choice that anybody reads"


def test_dashes_are_no_words():
    class Careless(forms.Form):
        unit = forms.ModelChoiceField(Unit.objects.none())

    with pytest.raises(AssertionError, match="---------"):
        test_the_first_choice_of_a_list_is_said_in_words(Careless, "unit")


def test_the_first_and_the_last_day_are_possible():
    field = DayField()
    assert field.clean("1900-01-01") == date(1900, 1, 1)
    assert field.clean("2100-12-31") == date(2100, 12, 31)


def test_an_ordinary_amount_is_read_as_people_write_it():
    assert [EuroField().clean(text) for text in ("1.180,50", "€ 45", "12.50", "+3", "7,-")] == [
        118_050, 4_500, 1_250, 300, 700,
    ]  # fmt: skip
    assert [HoursField().clean(text) for text in ("3:30", "3,5", "0:05", "2 uur")] == [
        210, 210, 5, 120,
    ]  # fmt: skip
