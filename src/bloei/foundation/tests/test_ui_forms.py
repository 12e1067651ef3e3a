"""Forms: every field has its label, its hint and its error, linked for who cannot see them."""

import re

import pytest
from django import forms
from django.utils import translation

from bloei.foundation import fields


class Wish(forms.Form):
    subject = forms.CharField(label="Subject", help_text="One sentence.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    amount = fields.EuroField(label="Amount")
    moment = forms.ChoiceField(
        label="Moment",
        choices=[("work", "At work"), ("full", "On Monday")],
        widget=fields.Cards(hints={"work": "This counts."}, full={"full": "Full."}),
    )
    agreed = forms.BooleanField(label="Agreed", required=False)
    shown = forms.BooleanField(label="Shown", required=False, widget=fields.Switch)
    proof = forms.FileField(label="Proof", required=False, widget=fields.Photo)
    key = forms.CharField(widget=forms.HiddenInput, initial="abc")


def drawn(data=None):
    with translation.override("en"):
        form = Wish(data)
        if data is not None:
            form.is_valid()
        return str(form)


def test_label_and_input_belong_together():
    html = drawn()
    for name in re.findall(r'<label[^>]* for="([^"]+)"', html):
        assert f'id="{name}"' in html, name


def test_a_hint_and_an_error_are_linked_to_the_input():
    html = drawn({})
    inputs = re.search(r'<input[^>]*name="subject"[^>]*>', html).group(0)
    assert 'aria-invalid="true"' in inputs
    linked = re.search(r'aria-describedby="([^"]+)"', inputs).group(1).split()
    assert linked == ["id_subject_helptext", "id_subject_error"]
    assert all(f'id="{name}"' in html for name in linked)


def test_what_is_optional_says_so_and_what_is_needed_does_not():
    html = drawn()
    assert re.search(r'for="id_note">Note <span class="small">optional', html)
    assert re.search(r'for="id_subject">Subject\s*</label>', html)


@pytest.mark.parametrize("name", ["subject", "moment", "agreed"])
def test_a_hint_is_text_and_never_markup(name):
    form = Wish()
    form.fields[name].help_text = "Not for <b>this</b>"
    assert "Not for &lt;b&gt;this" in str(form[name].as_field_group())


def test_input_is_never_lost_on_an_error():
    html = drawn({"subject": "<Plain>", "amount": "much", "note": "Kept"})
    assert 'value="&lt;Plain&gt;"' in html
    assert 'value="much"' in html
    assert "Kept" in html


def test_the_summary_links_to_every_wrong_field():
    html = drawn({"subject": "Plain"})
    summary = html[html.index("form__errors") : html.index("</ul>")]
    assert "2 things still need your attention." in summary
    assert 'href="#id_amount"' in summary


def test_a_choice_that_is_full_cannot_be_made_and_says_why():
    html = drawn()
    full = re.search(r'<input[^>]*value="full"[^>]*>', html).group(0)
    assert "disabled" in full
    assert "Full." in html


def test_a_hidden_field_is_drawn_without_a_label():
    html = drawn()
    assert html.count('name="key"') == 1
    assert 'for="id_key"' not in html


def test_a_form_has_no_inline_style():
    assert " style=" not in drawn({})


@pytest.mark.parametrize(
    ("typed", "cents"), [("300", 30000), ("€ 1.180,50", 118050), ("12.50", 1250), ("0", 0)]
)
def test_an_amount_is_read_as_people_type_it(typed, cents):
    assert fields.EuroField().clean(typed) == cents


@pytest.mark.parametrize("typed", ["veel", "-5", "1,2,3"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        fields.EuroField().clean(typed)


def test_an_amount_below_zero_is_possible_where_it_is_meant():
    assert fields.EuroField(below_zero=True).clean("-5") == -500


@pytest.mark.parametrize(("typed", "minutes"), [("3,5", 210), ("3:30", 210), ("1", 60)])
def test_hours_are_read_as_people_type_them(typed, minutes):
    assert fields.HoursField().clean(typed) == minutes


def test_a_stored_amount_comes_back_as_it_would_be_typed():
    with translation.override("nl"):
        assert fields.EuroField().prepare_value(118050) == "1180,50"
        assert fields.EuroField().prepare_value(-500) == "-5"
        assert fields.HoursField().prepare_value(90) == "1:30"
        assert fields.EuroField().prepare_value("veel") == "veel"
