"""What people fill in to set a moment that comes back, to skip a day of it and to end it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField
from bloei.people.models import Person, Unit
from bloei.planning import spans
from bloei.planning.blocks import words
from bloei.planning.forms.plans import choose_unit
from bloei.planning.models import Series
from bloei.planning.models.blocks import EVERY
from bloei.planning.rules import LONGEST_SERIES, SLOT
from bloei.planning.spans import DAY

ANY_DAY = date(2000, 1, 1)
EARLIEST, LATEST, USUAL = 6 * 60, 22 * 60, 9 * 60  # minutes after midnight
LENGTHS = (30, 60, 90, 120, 180, 240)
HALF_A_YEAR = timedelta(days=182)


def starts() -> list[tuple[int, str]]:
    """Return every half hour of a working day as a choice."""
    step = round(SLOT / timedelta(minutes=1))
    return [
        (minute, words.clock(spans.at(ANY_DAY, minute)))
        for minute in range(EARLIEST, LATEST + 1, step)
    ]


class SeriesForm(forms.Form):
    """How often, when and how long; it stands in the address until it is set."""

    every = forms.ChoiceField(label=_("How often?"), choices=EVERY)
    first = DayField(
        label=_("First time"),
        help_text=_("Monthly: a first Monday stays a first Monday."),
    )
    from_minute = forms.TypedChoiceField(label=_("At what time?"), coerce=int, initial=USUAL)
    minutes = forms.TypedChoiceField(label=_("How long?"), coerce=int, initial=60)
    last = DayField(label=_("Until and including"))
    title = forms.CharField(label=_("What for?"), max_length=120, required=False)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        start: Any = self.fields["from_minute"]
        start.choices = starts()
        length: Any = self.fields["minutes"]
        length.choices = [(minutes, words.length(minutes)) for minutes in LENGTHS]

    @staticmethod
    def usual(today: date) -> dict:
        """Return what the form begins with: from tomorrow, for half a year."""
        return {"first": today + DAY, "last": today + HALF_A_YEAR}

    def clean(self):
        told = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and first <= self.today:
            self.add_error("first", _("Choose a day that is still to come."))
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and last - first > LONGEST_SERIES:
            self.add_error("last", _("Choose two years at most."))
        return told

    def series(self, *, by: Person) -> Series:
        """Return what would be set, not kept yet: to look at its coming times."""
        told = self.cleaned_data
        return Series(
            person=None if "unit" in self.fields else by, unit=told.get("unit"),
            every=told["every"], first_on=told["first"], last_on=told["last"],
            from_minute=told["from_minute"], minutes=told["minutes"], title=told["title"],
            set_by=by,
        )  # fmt: skip


class TeamSeriesForm(SeriesForm):
    """The same for everybody of a team, or of the whole organisation."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("For whom?"), required=False,
        empty_label=_("The whole organisation"),
    )  # fmt: skip
    field_order = ["unit", "every"]

    def __init__(self, *args, units, whole: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choose_unit(self.fields["unit"], units, whole=whole)


class SkipForm(forms.Form):
    """One of the coming days of a series."""

    on = DayField()


class EndForm(forms.Form):
    """The last day on which a series may still be."""

    last = DayField(label=_("Last day"))
