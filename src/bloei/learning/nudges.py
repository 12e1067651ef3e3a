"""What deserves attention in learning: a new offer that fits somebody's goals or interests."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bloei.foundation.addresses import address_of
from bloei.learning.finding import offered
from bloei.learning.models import Dismissal, Offer, Participation
from bloei.notifications.nudge import Candidate, Nudge

NEW = timedelta(days=30)
MOST = 3


def new_and_fitting(today: date, among: Collection[int] | None = None) -> list[Candidate]:
    """Return who has a goal or an interest that a new offer fits: four queries for all.

    The occasion is the oldest of the new offers, so that it stays the same from night to
    night. What somebody has on the list or put away is left out.
    """
    new = _new(today)
    wanted = {(row[0], row[1]) for row in _by_goal(new, among)}
    wanted |= {(row[0], row[1]) for row in _by_interest(new, among)}
    people = {person for person, _offer in wanted}
    for model in (Participation, Dismissal):
        known = model.objects.filter(person__in=people, offer__in=new)
        wanted -= set(known.values_list("person", "offer"))
    offers = {offer.pk: offer for offer in new.filter(pk__in={pk for _person, pk in wanted})}
    found: dict[int, list[Offer]] = defaultdict(list)
    for person, pk in sorted(wanted):
        found[person].append(offers[pk])
    return [_candidate(person, fitting) for person, fitting in found.items()]


def whom_it_fits(
    today: date, *, offers: Collection[int] | None = None, since: date | None = None
) -> set[int]:
    """Return who has a goal or an interest that one of these new offers fits: two queries.

    `offers` are ids; `since` takes every offer published from that day on.
    """
    new = _new(today)
    new = new if offers is None else new.filter(pk__in=offers)
    new = new if since is None else new.filter(published_on__gte=since)
    return {
        person for rows in (_by_goal(new, None), _by_interest(new, None)) for person, _pk in rows
    }


def _new(today: date):
    return offered(today).filter(
        published_on__gt=today - NEW, published_on__lte=today, is_mandatory=False
    )


def _by_goal(new, among):
    rows = new.filter(skills__goals__reached_on=None, skills__goals__person__isnull=False)
    return _only(rows, "skills__goals__person", among)


def _by_interest(new, among):
    rows = new.filter(skills__interests__person__isnull=False)
    return _only(rows, "skills__interests__person", among)


def _only(rows, path: str, among):
    if among is not None:
        rows = rows.filter(Q(**{f"{path}__in": among}))
    return rows.values_list(F(path), "pk").distinct()


def _candidate(person: int, fitting: list[Offer]) -> Candidate:
    fitting.sort(key=lambda offer: (offer.published_on, offer.pk))
    first = fitting[0]
    return Candidate(
        person_id=person,
        occasion=f"offer {first.pk}",
        params={
            "title": first.title,
            "count": len(fitting),
            "offers": [
                {
                    "title": offer.title,
                    "url": offer.get_absolute_url(),
                    "price_cents": offer.price_incl_cents,
                }
                for offer in fitting[:MOST]
            ],
        },
        url=address_of("learning:offer_list"),
    )


def chose_something(person_ids: Collection[int], since: date, until: date) -> set[int]:
    """Return who put something on the list or applied on these days, both included."""
    chosen = Participation.objects.filter(
        person__in=person_ids, wished_on__range=(since, until), is_mandatory=False
    )
    return set(chosen.values_list("person", flat=True))


NUDGES = [
    Nudge(
        name="learning.new_offer",
        label=_("A new offer fits the goals"),
        title=_("New, and it fits what you want to learn: %(title)s"),
        text=_("You wrote down what you would like to become better at. This came in since."),
        next_step=_("Look at the offers"),
        audience=new_and_fitting,
        rank=45,
        icon="sparkles",
        cool_down_days=30,
        outcome=chose_something,
        outcome_words=_("somebody puts something on the list or applies within six weeks"),
        outcome_question=_("Who chose something within six weeks?"),
        example={"title": "Helder schrijven", "count": 1},
    )
]
