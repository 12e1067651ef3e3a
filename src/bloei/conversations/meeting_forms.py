"""What people fill in during a team meeting: a tip, and one agreement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.conversations.models import Rhythm
from bloei.foundation.fields import DayField
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Person


class NextMeetingForm(KeyedForm):
    """When the team meets next, and how often after that."""

    on = DayField(label=_("On which day do you meet next?"))
    rhythm = forms.TypedChoiceField(
        label=_("And after that?"), choices=Rhythm.choices, coerce=int, initial=Rhythm.TWO_WEEKLY,
        help_text=_("When you close a meeting, the next one stands on its day by itself."),
    )  # fmt: skip


class TipForm(KeyedForm):
    text = forms.CharField(
        label=_("What worked this week?"), max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class Colleague(forms.ModelChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return person.full_name


class TeamAgreementForm(KeyedForm):
    """Who does what, by when."""

    text = forms.CharField(label=_("Who does what?"), max_length=200)
    person = Colleague(
        label=_("Who"), queryset=Person.objects.none(), empty_label=_("Choose a colleague")
    )
    due_on = DayField(label=_("By"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
