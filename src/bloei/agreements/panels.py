"""What agreements show elsewhere: on Today what I agreed, and their link of the menu."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bloei.agreements import queries
from bloei.agreements.access import SEE_AGREEMENT
from bloei.foundation.navigation import MINE, Link
from bloei.foundation.panels import Panel

MOST_ON_TODAY = 4


def agreed_today(viewer, today: date, _subject) -> dict | None:
    """Return what the viewer agreed to do, due soonest first: one query."""
    found = queries.first_to_do(viewer, MOST_ON_TODAY + 1)
    if not found:
        return None
    return {
        "agreements": found[:MOST_ON_TODAY],
        "has_more": len(found) > MOST_ON_TODAY,
    }


PANELS = [
    Panel(
        name="agreements.agreed_today",
        place="today",
        rank=22,
        template="agreements/_today.html",
        facts=agreed_today,
        permission=SEE_AGREEMENT,
        wide=True,
        only_if=lambda viewer, _today: queries.keys_to_do(viewer),
    ),
]
NAVIGATION = [
    Link(
        _("Agreements"), "handshake", "agreements:agreement_list", 45, MINE,
        shown=SEE_AGREEMENT.held_by, under="learning:participation_list",
    ),
]  # fmt: skip
