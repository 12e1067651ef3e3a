"""A swap within the team: a colleague takes over, or the two agree on it in words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.conversations.outcome_forms import (
    AGREED,
    AgreedMomentForm,
    AgreedSeriesForm,
    BlockForm,
    OutcomeForm,
    OwnTimeForm,
    TravelForm,
    WorkForm,
)
from bloei.conversations.rules import Kind
from bloei.people.models import Person
from bloei.planning.access import takers_in_reach
from bloei.planning.blocks import taking_over


class SwapForm(AgreedMomentForm):
    """A moment, and who takes over: chosen by who leads the team, else only put into words."""

    kind = Kind.SWAP
    icon = "refresh-cw"
    in_short = _("A colleague takes over, another time you do.")
    taker = forms.TypedChoiceField(
        label=_("Who takes over?"),
        help_text=_(
            "The shift is put in the roster of this colleague, who hears the day and the time. What"
            " you two talk about stays with you."
        ),
        coerce=int,
    )
    arranges = forms.CharField(
        label=_("Who swaps with whom, and when?"),
        max_length=AGREED,
    )
    field_order = ("taker", "arranges", "what", "on", "start", "minutes")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        team = takers_in_reach(self.conversation.person, self.viewer)
        self.team = {one.pk: one for one in team.order_by("given_name", "family_name", "pk")}
        # Room in the roster needs no swap.
        self.offers_room = not self.team
        if self.team:
            named = [(pk, one.full_name) for pk, one in self.team.items()]
            self.fields["taker"].choices = [("", _("Choose a colleague")), *named]
            del self.fields["arranges"]
        else:
            self.fields["arranges"].help_text = self._only_in_words()
            del self.fields["taker"]

    @property
    def colleague(self) -> Person | None:
        """Return who was chosen; nobody where the two only put it into words."""
        return self.team.get(self.cleaned_data.get("taker", 0))

    def refuse_swap(self, person: Person, why: str) -> None:
        """Say why it cannot be, because of which person; and which colleagues could."""
        if person == self.conversation.person:
            self.add_error("on", why)
            return
        assert self.span
        can = taking_over.who_could(Person.objects.filter(pk__in=self.team), self.span)
        names = ", ".join(one.full_name for pk, one in self.team.items() if pk in can)
        others = _("At this moment these colleagues could: %(names)s.") % {"names": names}
        nobody = _("At this moment nobody of the team could. Choose another moment.")
        self.add_error("taker", f"{why} {others if names else nobody}")

    def _only_in_words(self) -> Any:
        """Say why no roster changes, and what becomes of the words."""
        other = self.conversation.other(self.viewer)
        if takers_in_reach(self.conversation.person, other).exists():
            return _(
                "%(name)s leads the team and can put the swap in the roster at once. If you write"
                " it down, it becomes an agreement of who arranges it. Only you two see it."
            ) % {"name": other.given_name}
        return _(
            "Neither of you leads a colleague of this team, so no roster changes: this becomes an"
            " agreement of who arranges it. Only you two see it."
        )


FORMS: dict[Kind, type[OutcomeForm]] = {
    form.kind: form
    for form in (BlockForm, AgreedSeriesForm, WorkForm, SwapForm, TravelForm, OwnTimeForm)
}
