"""Forms of the front door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import Cards
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Person


class ChoiceForm(forms.Form):
    """Three questions for who does not know yet what to learn."""

    HOW = [
        ("", _("It does not matter")),
        ("together", _("Together with others")),
        ("alone", _("At my own pace")),
        ("work", _("While I work")),
    ]
    LENGTH = [
        ("", _("It does not matter")),
        ("240", _("At most half a day")),
        ("960", _("At most two days")),
    ]
    better_at = forms.CharField(
        label=_("What would you like to be better at?"),
        help_text=_("A few words are enough, such as: difficult conversations."),
        max_length=120,
    )
    how = forms.ChoiceField(
        label=_("How do you like to learn?"), choices=HOW, required=False, widget=Cards
    )
    length = forms.ChoiceField(
        label=_("How much time do you have?"),
        choices=LENGTH,
        required=False,
        widget=Cards,
    )


class TalkForm(KeyedForm):
    """Ten minutes with whom, and about what."""

    whom = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        empty_label=None,
        label=_("With whom would you like to talk?"),
        widget=Cards,
    )
    about = forms.CharField(
        label=_("What would you like to talk about?"),
        help_text=_("One sentence is enough. Only the person you choose reads this."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, listeners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whom"].queryset = listeners
