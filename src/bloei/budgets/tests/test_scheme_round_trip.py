"""What HR edits on screen loses nothing: a scheme saved unchanged is the same scheme."""

from datetime import date

import pytest
from django.urls import reverse

from bloei.budgets import cao
from bloei.budgets.actions import schemes
from bloei.budgets.forms.schemes import RuleForm
from bloei.budgets.models import Scheme
from bloei.budgets.schemes import text as scheme_text
from bloei.foundation import clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
FULL = """
name = "vol"
title = "Vol"
unit = "HOURS"
fulltime_hours = "36"
valid_from = 2021-02-01
valid_until = 2030-12-31
sources = ["Een blad", "Nog een blad"]
includes_vat = true
hours_per_day = "7.2"
status = "example"
notes = ["Eerst dit.", "Dan \\"dat\\"."]
[grant]
every = "year"
amount = "6.30"
joining = "full"
"""


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(TODAY):
        yield


def as_posted(form) -> dict:
    """Return what a browser sends back when nothing was changed."""
    sent = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        sent[bound.html_name] = "on" if value is True else value
    return sent


def saved_unchanged(browser, name) -> tuple[cao.Scheme, type]:
    address = reverse("budgets:scheme_change", args=[name])
    page = browser.get(address)
    form, first = page.context["form"], page.context["first"]
    answer = browser.post(address, as_posted(form) | as_posted(first))
    assert answer.status_code == 302, answer.context["form"].errors
    latest = Scheme.objects.get(name=name).versions.order_by("during").last()
    return cao.read_scheme(latest.text), type(form)


@pytest.mark.parametrize("name", cao.shipped_names())
def test_a_shipped_scheme_saved_unchanged_is_the_same_scheme(cast, sign_in, name):
    schemes.load_shipped_schemes()
    again, _form = saved_unchanged(sign_in(cast.hanan), name)
    assert scheme_text.is_same(again, cao.shipped_scheme(name))


def test_the_questions_keep_days_vat_hours_of_a_day_notes_and_status(cast, sign_in):
    schemes.make_scheme(text=FULL, key="full-scheme", by=cast.hanan)
    again, form = saved_unchanged(sign_in(cast.hanan), "vol")
    assert form is RuleForm
    assert scheme_text.is_same(again, cao.read_scheme(FULL))


def test_some_shipped_schemes_are_edited_with_questions():
    asked = [name for name in cao.shipped_names() if scheme_text.answers(cao.shipped_scheme(name))]
    assert len(asked) >= 5, asked
