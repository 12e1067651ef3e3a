"""What the page of a conversation shows its two people; what is sealed is opened here."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from bloei.agreements import queries as agreements
from bloei.agreements.access import changeable_agreements
from bloei.agreements.models import Agreement
from bloei.conversations import queries, question_cards, rules, viewing, watching
from bloei.conversations.forms import AgreementForm, PointForm
from bloei.conversations.models import Conversation, Notes, Preparation
from bloei.foundation import panels
from bloei.notifications.queries import last_talks
from bloei.people.models import Person
from bloei.people.pairs import Pair


@dataclass
class SharedFacts:
    """What both may know, and what only the person sees."""

    both: list[dict] = field(default_factory=list)
    only: list[str] = field(default_factory=list)

    @property
    def only_words(self) -> str:
        """Say in one sentence what only the person sees."""
        return f"{capfirst(get_text_list(self.only, _('and')))}."


def facts_of(conversation: Conversation, viewer: Person, today: date) -> SharedFacts:
    """Return the facts of all rooms: the same for both, whoever looks."""
    two = Pair(conversation.person, conversation.partner)
    found = SharedFacts()
    for shown in panels.shown("conversation_facts", viewer, today, two):
        found.both += shown.facts["facts"]
        found.only += shown.facts["only"]
    return found


def page(
    conversation: Conversation,
    viewer: Person,
    today: date,
    *,
    card: str = "",
    point: PointForm | None = None,
    agreement: AgreementForm | None = None,
) -> dict:
    """Return everything on the page, for one of the two; a form with an error stands in it."""
    other = conversation.other(viewer)
    points = list(conversation.points.select_related("by"))
    earlier = queries.previous(conversation)
    return {
        "conversation": conversation,
        "other": other,
        "points": points,
        "minutes": sum(one.minutes for one in points),
        "notes": Notes.objects.filter(conversation=conversation).first(),
        "preparation": Preparation.objects.filter(conversation=conversation, person=viewer).first(),
        "preparation_until": _preparation_until(conversation, today),
        "agreements": list(agreements.of_matter(conversation.about, viewer)),
        "changeable": set(changeable_agreements(viewer).values_list("pk", flat=True)),
        "outcomes": list(conversation.outcomes.select_related("block", "series")),
        "earlier": earlier,
        "earlier_agreements": _agreed(earlier, viewer),
        "drawn": question_cards.drawn(conversation.occasion, card),
        "facts": facts_of(conversation, viewer, today),
        "last_talk": last_talks([conversation.person_id]).get(conversation.person_id),
        "looked": viewing.lately(conversation),
        **_helps(conversation, viewer),
        "point_form": point or PointForm(),
        "agreement_form": agreement
        or AgreementForm(conversation=conversation, watched=watching.choices(conversation, today)),
        "today": today,
    }


def _helps(conversation: Conversation, viewer: Person) -> dict:
    """Return who asked HR in, the viewer first, and whether the viewer did."""
    asked = list(conversation.helps.filter(settled_on=None).select_related("by").order_by("pk"))
    mine = next((one for one in asked if one.by_id == viewer.pk), None)
    named = next((one for one in asked if one.by_id), None)
    return {"help": mine or named or next(iter(asked), None), "asked_help": mine is not None}


def _preparation_until(conversation: Conversation, today: date) -> date | None:
    """Return when the preparation goes, as far as one can say: a month after the talk."""
    talk = conversation.starts_at.date() if conversation.starts_at else None
    day = conversation.held_on or talk
    return (
        rules.preparation_until(max(day, today) if conversation.is_open else day) if day else None
    )


def _agreed(earlier: Conversation | None, viewer: Person) -> list[Agreement]:
    return list(agreements.of_matter(earlier.about, viewer)) if earlier else []
