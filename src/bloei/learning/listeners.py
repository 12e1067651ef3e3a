"""What learning does when something has happened."""

from collections.abc import Collection
from datetime import date

from bloei.agreements import watching
from bloei.foundation import clock
from bloei.learning.events import GoalSet, OfferPublished, OffersImported, ParticipationDone
from bloei.learning.models import Goal
from bloei.learning.nudges import NUDGES, whom_it_fits
from bloei.learning.rules import when_done
from bloei.notifications import actions as notifications


def refresh_nudges(event: GoalSet) -> None:
    """Look at once whether something new fits a goal, not only at night."""
    _compute(Goal.objects.filter(pk=event.goal_id).values_list("person", flat=True))


def tell_of_offer(event: OfferPublished) -> None:
    """Look at once whose goals or interests a new offer fits."""
    _compute(whom_it_fits(clock.today(), offers=[event.offer_id]))


def tell_of_offers(event: OffersImported) -> None:
    """Look at once whose goals or interests the offers of a file fit."""
    _compute(whom_it_fits(clock.today(), since=date.fromisoformat(event.first_on)))


def tick_agreements(event: ParticipationDone) -> None:
    """Tick off what somebody agreed to learn, now that it is done."""
    watching.happened(when_done(event.participation_id), clock.today())


def _compute(people: Collection[int]) -> None:
    """Bring these people in line, in a fixed number of queries; a repeat changes nothing."""
    among = sorted(set(people))
    if not among:
        return
    for nudge in NUDGES:
        notifications.compute_nudge(nudge.name, today=clock.today(), among=among)
