"""What an agreement of two people can wait for, so that it ticks itself off when it happened."""

from datetime import date

from django.utils.translation import gettext as _

from bloei.budgets import rules as budgets
from bloei.budgets.access import SEE_APPLICATION
from bloei.budgets.models import Application
from bloei.budgets.rules import State as Asked
from bloei.conversations.models import Conversation
from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.learning import rules as learning
from bloei.learning.access import SEE_PARTICIPATION
from bloei.learning.models import Participation
from bloei.learning.rules import State as Part
from bloei.people.pairs import Pair
from bloei.planning import rules as planning
from bloei.planning.access import SEE_TIME
from bloei.planning.models import LearningBlock
from bloei.planning.rules import State

MOST = 8


def choices(conversation: Conversation, today: date) -> list[tuple[str, str]]:
    """Return (code, words) of what the person takes part in and planned, as far as both may see."""
    two = Pair(conversation.person, conversation.partner)
    return [*_participations(two), *_applications(two), *_blocks(two, today)]


def _participations(two: Pair) -> list[tuple[str, str]]:
    mine = Participation.objects.open().filter(person=two.person).exclude(state=Part.WISHED)
    seen = SEE_PARTICIPATION.narrow(mine, two.other).select_related("offer").order_by("pk")
    return [
        (learning.when_done(one.pk), _("%(what)s is done") % {"what": one.offer.title})
        for one in seen[:MOST]
    ]


def _applications(two: Pair) -> list[tuple[str, str]]:
    waiting = Application.objects.filter(person=two.person, state=Asked.ASKED)
    seen = SEE_APPLICATION.narrow(waiting, two.other).select_related("participation__offer")
    return [
        (
            budgets.when_decided(one.pk),
            _("there is a decision about %(what)s") % {"what": one.participation.offer.title},
        )
        for one in seen.order_by("pk")[:MOST]
    ]


def _blocks(two: Pair, today: date) -> list[tuple[str, str]]:
    ahead = LearningBlock.objects.filter(
        person=two.person, state=State.AGREED, during__startswith__date__gte=today
    )
    seen = SEE_TIME.narrow(ahead, two.other).order_by("during")
    return [
        (
            planning.when_done(one.pk),
            _("the learning time of %(day)s was used")
            % {"day": wording.weekday(one.starts_at.date(), on_screen())},
        )
        for one in seen[:MOST]
    ]
