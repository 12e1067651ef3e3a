"""What comes of a talk about time: a short form for each kind of outcome."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.conversations.models import RETURNS, Conversation
from bloei.conversations.rules import InReturn, Kind
from bloei.foundation.fields import Cards, DayField, HoursField
from bloei.foundation.forms import KeyedForm
from bloei.people.models import Person
from bloei.planning.blocks import obstacle_words, words
from bloei.planning.blocks.nearest import Moment
from bloei.planning.blocks.obstacles import Wish
from bloei.planning.blocks.verdicts import Verdict
from bloei.planning.forms.blocks import HalfHour
from bloei.planning.models.blocks import EVERY
from bloei.planning.rules import LONGEST_SERIES
from bloei.planning.spans import Span, minutes, read, written

LENGTHS = [
    (30, _("half an hour")),
    (60, _("an hour")),
    (90, _("an hour and a half")),
    (120, _("two hours")),
    (180, _("three hours")),
    (240, _("half a day")),
    (480, _("a whole day")),
]
WHAT = 100  # characters
AGREED = 250
FIXED_FOR = timedelta(days=91)


class OutcomeForm(KeyedForm):
    """A form that knows the conversation and the viewer, who fixes no time without `may_plan`."""

    kind: Kind
    icon = "calendar"
    in_short: Any = ""
    needs_moment = False

    def __init__(
        self, *args, conversation: Conversation, viewer: Person, may_plan: bool, today: date,
        **kwargs,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.conversation, self.viewer = conversation, viewer
        self.may_plan, self.today = may_plan, today


class AgreedMomentForm(OutcomeForm):
    """A moment in the week: one of those where there is room (`instead`), or another one."""

    what = forms.CharField(
        label=_("What for?"),
        help_text=_("A few words. They stand in the calendar, so colleagues may see them."),
        max_length=WHAT,
    )
    on = DayField(label=_("Day"))
    start = HalfHour(label=_("From"))
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=60)
    instead = forms.CharField(required=False)
    needs_moment = True
    offers_room = True
    # The fields are hidden where one of the moments is chosen.
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("start", "09:00")
        # One of the moments says the day too.
        self.fields["on"].required = self.needs_moment and not self.data.get("instead")
        self.verdict: Verdict | None = None
        self.room: list[Moment] = []
        self.wish: Wish | None = None

    def clean_instead(self) -> Span | None:
        try:
            return read(self.cleaned_data["instead"]) if self.cleaned_data["instead"] else None
        except ValueError:
            raise forms.ValidationError(_("Choose one of these moments.")) from None

    @property
    def span(self) -> Span | None:
        """Return the moment that was chosen: another one, or that of the fields."""
        told = self.cleaned_data
        if told.get("instead"):
            return told["instead"]
        if not (told.get("on") and told.get("start")):
            return None
        start = datetime.combine(told["on"], told["start"])
        return Span(start, start + timedelta(minutes=told["minutes"]))

    def offer(self, wish: Wish, room: list[Moment]) -> None:
        """Show where the roster has room, to choose from."""
        self.wish, self.room = wish, room

    def refuse(self, verdict: Verdict, name: str) -> None:
        """Say why the moment cannot be, and keep the nearest ones that can."""
        self.verdict = verdict
        self.wish, self.room = verdict.wish, list(verdict.others)
        self.reason = obstacle_words.sentences(verdict.obstacles, name)

    def _likely(self, wish: Wish) -> str:
        """Return the first moment that is as long as was wished, where one is needed."""
        long_enough = [one.span for one in self.room if minutes(one.span) >= wish.minutes]
        return written(long_enough[0]) if long_enough and self.needs_moment else ""

    @property
    def is_another(self) -> bool:
        """Say whether the moment of the fields is chosen."""
        return not any(one["is_chosen"] for one in self.others)

    @property
    def others(self) -> list[dict]:
        """Return the moments to choose from, in words."""
        if self.wish is None:
            return []
        chosen = self.data.get("instead") if self.is_bound else self._likely(self.wish)
        return [
            {
                "value": written(one.span),
                "label": words.capital(words.when(one.span, self.today)),
                "hint": words.hint(one, self.wish, self.today),
                "is_chosen": written(one.span) == chosen,
            }
            for one in self.room
        ]


class BlockForm(AgreedMomentForm):
    """One moment."""

    kind = Kind.BLOCK
    in_short = _("A piece of working time, once.")


class TravelForm(AgreedMomentForm):
    """A moment on the way: by train, or with something to listen to."""

    kind = Kind.TRAVEL
    icon = "smartphone"
    in_short = _("Reading or listening on the train, as working time.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("what", _("Learning on the way"))


class AgreedSeriesForm(AgreedMomentForm):
    """A moment that comes back until a day."""

    kind = Kind.SERIES
    icon = "repeat"
    in_short = _("Every week, every two weeks or once a month.")
    every = forms.ChoiceField(label=_("How often?"), choices=EVERY)
    last = DayField(label=_("Until and including"))
    field_order = ("what", "every", "on", "start", "minutes", "last")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("First day")
        self.initial.setdefault("last", self.today + FIXED_FOR)

    def clean(self):
        told = super().clean() or {}
        first = told["instead"].start.date() if told.get("instead") else told.get("on")
        if first and told.get("last") and told["last"] < first:
            self.add_error("last", _("The last day comes after the first."))
        elif first and told.get("last") and told["last"] - first > LONGEST_SERIES:
            self.add_error("last", _("Choose two years at most."))
        return told


class WorkForm(AgreedMomentForm):
    """Learning on the job: who does what, by when, and perhaps a moment."""

    kind = Kind.ON_THE_JOB
    icon = "briefcase"
    in_short = _("Going along, doing a job together, talking about it afterwards.")
    needs_moment = False
    text = forms.CharField(
        label=_("What do you agree?"),
        help_text=_("Such as: goes along with Ruben for a morning. Only you two see it."),
        max_length=AGREED,
    )
    who = forms.TypedChoiceField(label=_("Who does it?"), coerce=int)
    due_on = DayField(label=_("By which day?"))
    field_order = ("text", "who", "due_on", "what", "on", "start", "minutes")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        two = (self.conversation.person, self.conversation.partner)
        self.fields["who"].choices = [(one.pk, one.given_name) for one in two]
        self.fields["what"].required = False
        self.fields["on"].label = _("Day, if it has a moment")
        self.fields["what"].help_text = _("Stands in the calendar, with the moment.")
        if not self.may_plan:
            for name in ("what", "on", "start", "minutes", "instead"):
                del self.fields[name]


class OwnTimeForm(OutcomeForm):
    """Learning in one's own time, and what the employer gives in return."""

    kind = Kind.OWN_TIME
    icon = "handshake"
    in_short = _("With time, pay or budget in return.")
    text = forms.CharField(
        label=_("What do you agree?"),
        help_text=_("Such as: gives the Friday afternoon of the 11th back. Only you two see it."),
        max_length=AGREED,
    )
    minutes = HoursField(
        label=_("How many hours of one's own?"),
        help_text=_("Never for mandatory training: that is working time."),
        at_most=200 * 60,
    )
    in_return = forms.TypedChoiceField(
        label=_("What does the employer give in return?"), choices=RETURNS, coerce=InReturn,
        widget=Cards,
    )  # fmt: skip
    due_on = DayField(label=_("By which day is that arranged?"))
