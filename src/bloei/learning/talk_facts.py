"""What two people who talk may both know of what one of them learns."""

from datetime import date

from django.utils.translation import gettext as _

from bloei.learning import ways
from bloei.learning.access import SEE_PARTICIPATION, visible_goals, visible_ways
from bloei.learning.models import Participation
from bloei.people.pairs import Pair

SHOWN = 3


def facts_of_two(viewer, today: date, two: Pair) -> dict:
    """Return shared goals, what is mandatory and not done, and what gets in the way, if shown.

    The rest only the person sees.
    """
    shared = visible_goals(two.other).filter(person=two.person, reached_on=None)
    found = [{"label": _("Goal"), "value": goal.text} for goal in shared.order_by("pk")[:SHOWN]]
    must = Participation.objects.open().filter(person=two.person, is_mandatory=True)
    must = SEE_PARTICIPATION.narrow(must, two.other).select_related("offer")
    found += [
        {"label": _("Mandatory, to do"), "value": one.offer.title}
        for one in must.order_by("pk")[:SHOWN]
    ]
    found += _in_the_way(two)
    # Always the same words, also where there is nothing: that there is something is private too.
    only = [
        _("wishes"), _("goals that are not shared"), _("what gets in the way and is not shown"),
        _("what was learned and not shown"),
    ]  # fmt: skip
    return {"facts": found, "only": only}


def _in_the_way(two: Pair) -> list[dict]:
    """Return what the person says gets in the way of learning, as far as the other may see it."""
    rows = visible_ways(two.other).filter(person=two.person, topic=ways.IN_THE_WAY)
    return [
        {"label": one.question, "value": " · ".join([*one.said, *filter(None, [one.words])])}
        for one in ways.ways_of(rows)
    ]
