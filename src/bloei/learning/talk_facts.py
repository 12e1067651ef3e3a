"""What two people who talk may both know of what one of them learns."""

from datetime import date

from django.utils.translation import gettext as _

from bloei.learning.access import SEE_PARTICIPATION, visible_goals
from bloei.learning.models import Participation
from bloei.people.pairs import Pair

SHOWN = 3


def facts_of_two(viewer, today: date, two: Pair) -> dict:
    """Return shared goals and what is mandatory and not done; the rest only the person sees."""
    shared = visible_goals(two.other).filter(person=two.person, reached_on=None)
    found = [{"label": _("Goal"), "value": goal.text} for goal in shared.order_by("pk")[:SHOWN]]
    must = Participation.objects.open().filter(person=two.person, is_mandatory=True)
    must = SEE_PARTICIPATION.narrow(must, two.other).select_related("offer")
    found += [
        {"label": _("Mandatory, to do"), "value": one.offer.title}
        for one in must.order_by("pk")[:SHOWN]
    ]
    # Always the same words, also where there is nothing: that there is something is private too.
    only = [_("wishes"), _("goals that are not shared"), _("what was learned and not shown")]
    return {"facts": found, "only": only}
