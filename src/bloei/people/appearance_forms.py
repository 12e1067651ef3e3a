"""Forms of the house style: a name, a colour that can be read, a logo."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bloei.foundation import theme, wording
from bloei.foundation.forms import KeyedForm
from bloei.foundation.language import on_screen

COLOUR = {
    "class": "input--short", "autocomplete": "off", "spellcheck": "false", "maxlength": "7",
}  # fmt: skip


class AppearanceForm(forms.Form):
    """The name and the colour. `better` is the nearest colour that can be read, if asked for."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=100,
        help_text=_("It stands in mails, on letters and at signing in."),
    )
    accent = forms.CharField(
        label=_("Colour of your house style"),
        help_text=_("For example #8a1c5b. Leave it empty for the green of Bloei."),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs=COLOUR),
    )
    better = ""

    def clean_accent(self) -> str:
        accent = self.cleaned_data["accent"].strip().lower()
        if accent and not accent.startswith("#"):
            accent = f"#{accent}"
        try:
            if accent:
                theme.leaf_tokens(accent)
        except theme.NotAColour:
            words = gettext("Write the colour as # with six digits or letters, such as #8a1c5b.")
            raise forms.ValidationError(words) from None
        except theme.TooPale as refusal:
            self.better = theme.readable(accent)
            words = gettext(
                "White words cannot be read well on this colour: their contrast is %(ratio)s, and"
                " 4.5 is needed. The nearest colour that works is %(better)s."
            )
            facts = {
                "ratio": wording.number(round(refusal.ratio, 1), on_screen()),
                "better": self.better,
            }
            raise forms.ValidationError(words % facts) from None
        return accent


class Picture(forms.ClearableFileInput):
    """A picture that every browser shows."""

    def __init__(self):
        super().__init__({"accept": "image/png,image/jpeg,image/webp"})


class LogoForm(KeyedForm):
    upload = forms.FileField(
        label=_("Your logo"),
        help_text=_(
            "PNG, JPEG or WebP, at most 2 MB. A wide logo without a background looks best."
        ),
        widget=Picture,
    )
