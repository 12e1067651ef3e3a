"""What people fill in to let the planner look for learning time."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.foundation.fields import DayField, HoursField
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Unit
from bloei.planning.blocks import words
from bloei.planning.spans import DAY
from bloei.planning.staffing.instances import SLOT_MINUTES

WEEK = timedelta(days=7)
LENGTHS = (30, 60, 90, 120, 180, 240, 480)
LONGEST_PERIOD, MOST_MINUTES = timedelta(days=92), 80 * 60
THIS, NEXT = "this", "next"


def months(today: date) -> dict[str, tuple[date, date]]:
    """Return what is left of this month, where that is a week, and the whole of the next."""
    last = today.replace(day=monthrange(today.year, today.month)[1])
    first = last + DAY
    after = (first, first.replace(day=monthrange(first.year, first.month)[1]))
    return {THIS: (today + DAY, last), NEXT: after} if last - today >= WEEK else {NEXT: after}


def lengths() -> list[tuple[int, str]]:
    """Return how long a block can be, as choices."""
    return [(minutes, words.length(minutes)) for minutes in LENGTHS]


class PlannerForm(KeyedForm):
    """How much learning time to look for, between which days, in blocks of what length."""

    minutes = HoursField(
        label=_("How many hours?"), help_text=_("Whole or half hours."),
        at_most=MOST_MINUTES, initial=180,
    )  # fmt: skip
    first = DayField(label=_("From"))
    last = DayField(label=_("Until and including"))
    shortest = forms.TypedChoiceField(label=_("Shortest block"), coerce=int, initial=60)
    longest = forms.TypedChoiceField(label=_("Longest block"), coerce=int, initial=120)
    free: int | None = None

    def __init__(self, *args, today: date, free: int | None = None, **kwargs):
        """`free` is what can still be planned, in minutes; None: there is no such number."""
        super().__init__(*args, **kwargs)
        self.today, self.free = today, free
        shortest: Any = self.fields["shortest"]
        longest: Any = self.fields["longest"]
        shortest.choices = longest.choices = lengths()

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not minutes or minutes % SLOT_MINUTES:
            raise forms.ValidationError(_("Choose whole or half hours, at least half an hour."))
        if self.free is not None and minutes > self.free:
            raise forms.ValidationError(
                _("You have %(left)s of learning time left. Ask for that at most."),
                params={"left": words.length(self.free)},
            )
        return minutes

    def clean_last(self) -> date:
        last = self.cleaned_data["last"]
        if last <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return last

    def clean(self):
        told = super().clean() or {}
        if not self.errors:
            self._look_at_the_days(max(told["first"], self.today + DAY), told["last"])
            self._look_at_the_blocks(told["minutes"], told["shortest"], told["longest"])
        if not self.errors:
            days = (told["last"] - max(told["first"], self.today + DAY)).days + 1
            self._look_whether_it_fits(told["minutes"], days * told["longest"])
        return told

    def _look_at_the_days(self, first: date, last: date) -> None:
        if last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif last - first > LONGEST_PERIOD:
            self.add_error("last", _("Choose a period of three months at most."))

    def _look_at_the_blocks(self, minutes: int, shortest: int, longest: int) -> None:
        if longest < shortest:
            self.add_error("longest", _("The longest block cannot be shorter than the shortest."))
        elif minutes < shortest:
            self.add_error("minutes", _("Ask for one block at least, or choose shorter blocks."))

    def _look_whether_it_fits(self, minutes: int, most: int) -> None:
        if minutes > most:
            sentence = _(
                "With one block a day no more than %(most)s fits in these days. Choose a longer"
                " period or longer blocks."
            )
            told = {"most": words.length(most)}
            self.add_error("minutes", forms.ValidationError(sentence, params=told))


class TeamAskForm(PlannerForm):
    """The same for everybody of a team, or of the whole organisation."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("For whom?"), required=False,
        empty_label=_("The whole organisation"),
    )  # fmt: skip
    field_order = ["unit", "minutes"]

    def __init__(self, *args, units, whole: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choose_unit(self.fields["unit"], units, whole=whole)
        self.fields["minutes"].label = _("How many hours for each?")


def choose_unit(field: Any, units, *, whole: bool) -> None:
    """Let a field choose one of these units; only with `whole` also the whole organisation."""
    field.queryset = units
    if not whole and len(units) == 1:
        field.initial = units[0]
    if not whole:
        field.required, field.empty_label = True, _("Choose a team")
