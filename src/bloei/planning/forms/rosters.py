"""What people fill in about rosters: a working pattern, days off, minimums, a file."""

from collections.abc import Iterator
from datetime import time

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Unit
from bloei.planning.actions.rosters import UsualShift
from bloei.planning.models import PatternShift, WorkingPattern

MINUTES = 24 * 60


class Clock(forms.TimeInput):
    """The browser's own picker of a time."""

    input_type = "time"

    def __init__(self):
        super().__init__({"class": "input input--short"}, format="%H:%M")


def clock_field(label, *, required: bool = True, initial: int | None = None) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=required, widget=Clock(),
        initial=None if initial is None else at(initial),
    )  # fmt: skip


def at(minute: int) -> time:
    """Return minutes after midnight as a time of the clock; 24:00 is 0:00."""
    return time(minute // 60 % 24, minute % 60)


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


class PatternForm(KeyedForm):
    """One week, or two that take turns: from when until when on every weekday."""

    first = DayField(label=_("From which day?"))
    two_weeks = forms.BooleanField(label=_("Two weeks that take turns"), required=False)
    place = forms.CharField(label=_("Where or on what?"), max_length=60, required=False)

    def __init__(self, *args, pattern: WorkingPattern | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        known = _known(pattern)
        if pattern is not None:
            self.fields["two_weeks"].initial = pattern.weeks == 2
            self.fields["place"].initial = next((one.place for one in known.values()), "")
        for week in (0, 1):
            for weekday in range(7):
                shift = known.get((week, weekday))
                self.fields[_name(week, weekday, "from")] = clock_field(
                    _("From"), required=False, initial=shift.from_minute if shift else None
                )
                self.fields[_name(week, weekday, "until")] = clock_field(
                    _("Until"), required=False, initial=shift.until_minute if shift else None
                )

    def clean(self):
        said = super().clean() or {}
        for week, weekday in _places():
            start, until = (said.get(_name(week, weekday, part)) for part in ("from", "until"))
            if (start is None) != (until is None):
                self.add_error(
                    _name(week, weekday, "until" if until is None else "from"),
                    _("Fill in both times, or none."),
                )
            elif start is not None and start == until:
                self.add_error(
                    _name(week, weekday, "until"),
                    _("This ends when it begins. Choose a later time."),
                )
        return said

    def shifts(self) -> list[UsualShift]:
        """Return what was filled in; a shift that ends before it begins runs into the night."""
        said, found = self.cleaned_data, []
        for week, weekday in _places():
            start, until = (said[_name(week, weekday, part)] for part in ("from", "until"))
            if start is None or (week and not said["two_weeks"]):
                continue
            first, last = minute_of(start), minute_of(until)
            last += MINUTES if last <= first else 0
            found.append(UsualShift(weekday, first, last, said["place"], week))
        return found

    def weeks(self) -> Iterator[tuple[int, list[tuple]]]:
        """Yield the weeks with their days: (name of the day, from, until), for the page."""
        for week in (0, 1):
            days = [
                (
                    capfirst(WEEKDAYS[weekday]),
                    self[_name(week, weekday, "from")],
                    self[_name(week, weekday, "until")],
                )
                for weekday in range(7)
            ]
            yield week + 1, days


def _name(week: int, weekday: int, part: str) -> str:
    return f"w{week}_d{weekday}_{part}"


def _places() -> list[tuple[int, int]]:
    return [(week, weekday) for week in (0, 1) for weekday in range(7)]


def _known(pattern: WorkingPattern | None) -> dict[tuple[int, int], PatternShift]:
    shifts = pattern.shifts.order_by("from_minute") if pattern else ()
    return {(shift.week, shift.weekday): shift for shift in shifts}


class AbsenceForm(KeyedForm):
    """From which day until which day somebody is not there; never why."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def clean(self):
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return said


class StaffingForm(KeyedForm):
    """How many people must be there: of which units, on which days, from when until when."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=60,
        help_text=_("As you say it in a sentence, for example: the desk."),
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        label=_("Who counts?"), queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several teams may share a minimum. Teams below count too."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"), coerce=int, widget=forms.CheckboxSelectMultiple,
        initial=[0, 1, 2, 3, 4],
    )  # fmt: skip
    start = clock_field(_("From"), initial=9 * 60)
    until = clock_field(_("Until"), initial=17 * 60)
    minimum = forms.IntegerField(
        label=_("At least how many people?"), min_value=1, max_value=999, initial=2
    )
    first = DayField(label=_("From which day?"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units
        self.fields["weekdays"].choices = [
            (number, capfirst(name)) for number, name in WEEKDAYS.items()
        ]

    def clean(self):
        said = super().clean() or {}
        start, until = said.get("start"), said.get("until")
        if start and until and minute_of(until) <= minute_of(start) and until != time(0):
            self.add_error("until", _("This ends before it begins. Choose a later time."))
        return said

    def told(self) -> dict:
        """Return the arguments of `actions.set_staffing`."""
        said = dict(self.cleaned_data)
        said["from_minute"] = minute_of(said.pop("start"))
        said["until_minute"] = minute_of(said.pop("until")) or MINUTES
        return said


class ChangeStaffingForm(forms.Form):
    minimum = forms.IntegerField(label=_("At least how many people?"), min_value=1, max_value=999)


class ExceptionForm(KeyedForm):
    """Another minimum on one day."""

    on = DayField(label=_("Day"))
    minimum = forms.IntegerField(
        label=_("How many people then?"), min_value=0, max_value=999,
        help_text=_("0 when nobody needs to be there."),
    )  # fmt: skip


class ClosingDayForm(forms.Form):
    on = DayField(label=_("Day"))
    name = forms.CharField(label=_("Name"), max_length=80)


class RosterFileForm(KeyedForm):
    file = forms.FileField(
        label=_("File with the roster"),
        help_text=_("CSV or Excel (.xlsx), with a row per shift: number, day, from, until, where."),
    )
