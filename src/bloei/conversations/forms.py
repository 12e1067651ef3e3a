"""What people fill in about a conversation."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bloei.conversations import rules
from bloei.conversations.models import OCCASIONS, Conversation
from bloei.conversations.rules import Occasion
from bloei.foundation.fields import Cards, DayField
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Person

LINE, SENTENCE, PAGES = 200, 300, 20_000  # characters
AS_CARDS = 4  # more people stand in a list
LENGTHS = [
    (15, _("15 minutes")),
    (30, _("half an hour")),
    (45, _("45 minutes")),
    (60, _("an hour")),
    (90, _("an hour and a half")),
]
HINTS = {
    Occasion.DEVELOPMENT: _("Where are you going, and what is the next step?"),
    Occasion.TIME: _("Three steps: the facts, questions that help, and what comes of it."),
    Occasion.UNUSED_BUDGET: _("There is money to learn with. What suits you?"),
    Occasion.BACK: _("What did it bring, and who else can use it?"),
    Occasion.NEW: _("What do you need to feel at home in the work?"),
    Occasion.STUCK: _("Something is in the way. What would help?"),
}


class InviteForm(KeyedForm):
    """With whom, about what, and perhaps the first thing on the agenda."""

    whom = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        empty_label=None,
        label=_("With whom would you like to talk?"),
        widget=Cards,
    )
    occasion = forms.ChoiceField(
        label=_("What is it about?"), choices=OCCASIONS, widget=Cards(hints=HINTS)
    )
    about = forms.CharField(
        label=_("What would you like to talk about?"),
        help_text=_("The first thing on your agenda. Only the two of you read it."),
        max_length=LINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, listeners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whom"].queryset = listeners
        if len(listeners) > AS_CARDS:
            self.fields["whom"].widget = forms.Select(choices=self.fields["whom"].choices)


class TalkMomentForm(forms.Form):
    """When and where the two talk."""

    on = DayField(label=_("Day"))
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=45)
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("Such as a room, or a walk. It stands in both calendars."),
        max_length=80,
        required=False,
    )

    @classmethod
    def known(cls, conversation: Conversation) -> dict:
        """Return what the form begins with."""
        found: dict = {"place": conversation.place}
        if conversation.starts_at:
            found |= {
                "on": conversation.starts_at.date(),
                "start": conversation.starts_at.time(),
                "minutes": conversation.minutes,
            }
        return found

    def moment(self) -> tuple[datetime, datetime]:
        told = self.cleaned_data
        start = datetime.combine(told["on"], told["start"])
        return start, start + timedelta(minutes=told["minutes"])


class PointForm(KeyedForm):
    """A new point of the agenda: one line is enough."""

    text = forms.CharField(label=_("New point"), max_length=LINE)


class PointChangeForm(forms.Form):
    """A point in other words, and how long it takes."""

    text = forms.CharField(
        label=_("What do you want to talk about?"),
        help_text=_("The first line is the title."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    minutes = forms.TypedChoiceField(
        label=_("How long does it take?"),
        coerce=int,
        choices=[(one, format_lazy("{} {}", one, _("minutes"))) for one in rules.POINT_MINUTES],
    )


class NotesForm(forms.Form):
    """What the two write together; `base` is what the writer began from."""

    text = forms.CharField(max_length=PAGES, required=False, strip=False)
    base = forms.CharField(max_length=PAGES, required=False, strip=False)


class PreparationForm(forms.Form):
    text = forms.CharField(max_length=PAGES, required=False, strip=False)


class AgreementForm(KeyedForm):
    """Who does what by when, and what ticks it off by itself."""

    text = forms.CharField(label=_("What"), max_length=SENTENCE)
    who = forms.TypedChoiceField(label=_("Who"), coerce=int)
    due_on = DayField(label=_("By"), required=False)
    watches = forms.ChoiceField(label=_("Ticks itself off when"), required=False)

    def __init__(self, *args, conversation: Conversation, watched, **kwargs):
        super().__init__(*args, **kwargs)
        two = (conversation.person, conversation.partner)
        self.fields["who"].choices = [(one.pk, one.given_name) for one in two]
        self.fields["watches"].choices = [("", _("never: one of you ticks it off")), *watched]


class HeldForm(forms.Form):
    """On which day the two talked, and when they talk again."""

    on = DayField(label=_("On which day did you talk?"))
    next_on = DayField(
        label=_("When do you talk again?"),
        help_text=_("Two weeks before that day you both hear it, to choose a moment."),
        required=False,
    )


class HelpForm(KeyedForm):
    sentence = forms.CharField(
        label=_("What do you want to tell HR?"),
        help_text=_(
            "HR reads only this sentence, and that your talk is open. "
            "The other one hears that you asked."
        ),
        max_length=SENTENCE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TalkTermsForm(forms.Form):
    """The terms of the organisation."""

    months_kept = forms.IntegerField(
        label=_("Months that a conversation is kept"),
        help_text=_("Counted from the last agreement. What somebody prepared goes after a month."),
        min_value=1,
        max_value=84,
    )
    help_after_days = forms.IntegerField(
        label=_("Days until HR is asked to help"),
        help_text=_(
            "A conversation that is still open then. Where a scheme has a shorter term to answer, "
            "that one holds."
        ),
        min_value=7,
        max_value=365,
    )


def usual_day(today: date) -> date:
    """Return a day that is likely to suit: the same weekday of next week."""
    return today + timedelta(days=7)
