"""What people fill in about learning time: a moment, how it went, a decision."""

from datetime import date, datetime, timedelta

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import Cards, DayField
from bloei.foundation.forms import KeyedForm
from bloei.learning import queries as learning
from bloei.learning.models import Participation
from bloei.people.models import Person
from bloei.planning.blocks import words
from bloei.planning.blocks.nearest import Moment
from bloei.planning.models import LearningBlock
from bloei.planning.rules import SLOT
from bloei.planning.spans import DAY, Span, read, written

REASON = 500  # characters
OLDEST = 400 * 24 * 3600 * 1000  # milliseconds: older than that is no answer any more


class HalfHour(forms.TimeField):
    """A time on the grid, picked or typed."""

    widget = forms.TimeInput(
        attrs={"type": "time", "step": round(SLOT.total_seconds()), "class": "input--short"},
        format="%H:%M",
    )


class WhatFor(forms.ModelChoiceField):
    """One of the things that somebody takes part in."""

    def label_from_instance(self, participation: Participation) -> str:
        return participation.offer.title


class MomentForm(forms.Form):
    """A day, from when until when, and what for; it stands in the address of the page."""

    on = DayField(label=_("Day"))
    start = HalfHour(label=_("From"))
    until = HalfHour(label=_("Until"))
    participation = WhatFor(
        queryset=Participation.objects.none(),
        label=_("What for?"),
        required=False,
        empty_label=_("I choose later"),
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participation"].queryset = learning.open_participations(person)

    @property
    def span(self) -> Span:
        """Return the moment; an end that does not come after the start is on the next day."""
        told = self.cleaned_data
        start, until = (datetime.combine(told["on"], told[name]) for name in ("start", "until"))
        return Span(start, until if until > start else until + DAY)

    @staticmethod
    def told(span: Span) -> dict[str, str]:
        """Return the fields that say this moment."""
        return {
            "on": span.start.date().isoformat(),
            "start": f"{span.start:%H:%M}",
            "until": f"{span.until:%H:%M}",
        }


class FixForm(KeyedForm):
    """Fix a moment: the one that was looked at, or one of the nearest."""

    moment = forms.CharField(max_length=40, widget=forms.HiddenInput)
    participation = WhatFor(
        queryset=Participation.objects.none(),
        label=_("What for?"),
        required=False,
        empty_label=_("I choose later"),
    )
    why = forms.CharField(
        label=_("What would you like to say about it?"),
        max_length=REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["participation"]
        field.queryset = learning.open_participations(person)
        field.choices = list(field.choices)  # read once: they are counted and drawn

    @property
    def participations(self) -> bool:
        """Say whether there is anything to choose: what somebody takes part in."""
        return len(self.fields["participation"].choices) > 1

    def clean_moment(self) -> Span:
        try:
            return read(self.cleaned_data["moment"])
        except ValueError:
            raise forms.ValidationError(_("Choose a moment in the week.")) from None


class MoveForm(KeyedForm):
    """Another moment for one's own block."""

    moment = forms.CharField(max_length=40, widget=forms.HiddenInput)
    clean_moment = FixForm.clean_moment


class RealiseForm(forms.Form):
    """A block happened: all of it, or so many minutes."""

    minutes = forms.IntegerField(min_value=1, required=False)

    def __init__(self, *args, block: LearningBlock, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].validators.append(MaxValueValidator(block.minutes))


class WhyNotForm(forms.Form):
    """Why something did not happen."""

    because = forms.CharField(label=_("Why not?"), max_length=REASON)


class OtherMoment(forms.ChoiceField):
    """One of the nearest possible moments, as cards."""

    widget = Cards

    def offer(self, moments: list[Moment], hints: dict[str, str], today: date) -> None:
        self.choices = [
            (written(one.span), words.capital(words.when(one.span, today))) for one in moments
        ]
        self.widget.hints = hints

    def to_python(self, value):
        if not value:
            return None
        try:
            return read(value)
        except ValueError:
            raise forms.ValidationError(_("Choose a moment that is possible.")) from None

    def valid_value(self, value) -> bool:
        return super().valid_value(written(value))


class BlockDecisionForm(forms.Form):
    """Agree to what was asked, or refuse with a reason and another moment."""

    decision = forms.ChoiceField(choices=[("yes", _("Agree")), ("no", _("Do not agree"))])
    answer = forms.CharField(max_length=REASON, required=False)
    instead = OtherMoment(label=_("Which moment is possible?"), required=False)

    @property
    def agrees(self) -> bool:
        return self.cleaned_data["decision"] == "yes"

    def clean(self):
        told = super().clean() or {}
        if told.get("decision") == "no":
            if not told.get("answer"):
                self.add_error("answer", _("Say why it is not possible."))
            if not told.get("instead") and "instead" not in self.errors:
                self.add_error("instead", _("Choose a moment that is possible."))
        return told


class AskToMoveForm(KeyedForm):
    """Ask somebody to move learning time: why, and to when."""

    because = forms.CharField(
        label=_("Why?"),
        help_text=_("One sentence is enough."),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    instead = OtherMoment(label=_("To which moment?"))


class SayForm(KeyedForm):
    """How a block went, said without a connection; `age` is how many milliseconds ago."""

    minutes = forms.IntegerField(min_value=0)
    because = forms.CharField(max_length=REASON, required=False)
    age = forms.IntegerField(min_value=0, max_value=OLDEST)

    def __init__(self, *args, block: LearningBlock, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].validators.append(MaxValueValidator(block.minutes))

    def clean(self):
        told = super().clean() or {}
        if told.get("minutes") == 0 and not told.get("because"):
            self.add_error("because", _("Say in a few words why it did not happen."))
        return told

    def said_at(self, now: datetime) -> datetime:
        """Return when it was said. The device is a stopwatch here: its clock may be days off."""
        return now - timedelta(milliseconds=self.cleaned_data["age"])
