"""Forms of the front door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import Cards


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
