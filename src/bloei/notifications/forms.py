"""What people fill in: how they want to be reached, when they talked, how a nudge is measured."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import Cards, DayField, Switch
from bloei.foundation.forms import KeyedForm
from bloei.notifications.models import Preference
from bloei.notifications.rules import Pace

Channel = Preference.Channel
SERVICE_CHANNELS = [(Channel.MAIL, _("In Bloei and by mail")), (Channel.APP, _("Only in Bloei"))]
CHANNELS = [*SERVICE_CHANNELS, (Channel.OFF, _("Not at all"))]
PACES = [
    (Pace.DAILY.value, _("Once a day, all together")),
    (Pace.WEEKLY.value, _("Once a week, on Monday")),
    (Pace.DIRECT.value, _("As soon as possible")),
]
PACE_HINTS = {
    Pace.WEEKLY.value: _("What has a deadline comes the next morning."),
    Pace.DIRECT.value: _("At most one mail per hour."),
}


class PreferenceForm(forms.Form):
    service = forms.ChoiceField(
        label=_("What lapses, decisions and deadlines"),
        help_text=_("These are about your rights. You always see them in Bloei."),
        choices=SERVICE_CHANNELS,
    )
    nudge = forms.ChoiceField(
        label=_("Ideas for you"),
        help_text=_(
            "For example an offer that fits your goals. “Not at all” also hides them in Bloei."
        ),
        choices=CHANNELS,
    )
    message = forms.ChoiceField(
        label=_("Other messages"),
        help_text=_("For example that something you asked for has arrived."),
        choices=SERVICE_CHANNELS,
    )
    pace = forms.ChoiceField(
        label=_("How often may we mail you?"), choices=PACES, widget=Cards(hints=PACE_HINTS)
    )
    most_per_week = forms.TypedChoiceField(
        label=_("At most how many mails a week?"),
        help_text=_("What lapses, decisions and deadlines do not count."),
        choices=[(number, number) for number in range(1, 8)],
        coerce=int,
    )
    quiet_from = forms.TimeField(
        label=_("No mail from"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    weekends = forms.BooleanField(
        label=_("Mail me at the weekend too"), widget=Switch, required=False
    )

    def __init__(self, *args, preference: Preference | None = None, **kwargs):
        if preference is not None:
            kwargs["initial"] = {name: getattr(preference, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class TalkForm(KeyedForm):
    """A day, and nothing else: what was said stays between the two."""

    on = DayField(label=_("We talked on"))


class ReasonForm(forms.Form):
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("One sentence. Colleagues of HR and the works council can read it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LeastEffectForm(forms.Form):
    least = forms.DecimalField(
        label=_("From which effect on is this nudge worth it?"),
        help_text=_("With 1, of every 100 people one more does it."),
        min_value=0.1,
        max_value=50,
        decimal_places=1,
        max_digits=4,
        localize=True,
    )


class RestartForm(LeastEffectForm, ReasonForm):
    percent = forms.IntegerField(
        label=_("How many percent of the people wait?"),
        help_text=_("A lottery decides who. More people who wait give an answer sooner."),
        min_value=5,
        max_value=50,
    )
    months = forms.IntegerField(
        label=_("During how many months do people enter?"), min_value=1, max_value=36
    )
    field_order = ["percent", "months", "least", "because"]
