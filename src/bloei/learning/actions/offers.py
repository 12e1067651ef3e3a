"""What there is to learn from: the catalogue, and what people find themselves."""

from collections.abc import Iterable

from bloei.foundation import audit, clock, events, search
from bloei.foundation.actions import action
from bloei.learning import events as happened
from bloei.learning.catalogue import index, provider_named, skills_named, text_of
from bloei.learning.models import Offer, OfferWord
from bloei.people.models import Person


class CodeTaken(Exception):
    """This provider already has an offer with this code."""


@action(creates=Offer)
def create_offer(
    *, facts: dict, provider: str = "", skills: Iterable[str] = (), key: str, by: Person | None
) -> Offer:
    """Put an offer in the catalogue.

    `facts` are columns of Offer; unknown names of a provider or a skill make new ones.
    """
    offer = _written(Offer(published_on=clock.today()), facts, provider, list(skills))
    search.add_words(OfferWord, [text_of(offer, skills)])
    audit.record("offer.created", offer, by=by, fields=sorted(facts))
    events.publish(happened.OfferPublished(offer.pk))
    return offer


@action
def change_offer(
    offer: Offer, *, facts: dict, provider: str = "", skills: Iterable[str] = (), by: Person
) -> Offer:
    """Change an offer. Participations keep whether it was mandatory when they began."""
    changed = sorted(name for name, value in facts.items() if getattr(offer, name) != value)
    _written(offer, facts, provider, list(skills))
    if offer.owner_id is None:
        search.add_words(OfferWord, [text_of(offer, skills)])
    audit.record("offer.changed", offer, by=by, fields=changed)
    return offer


@action
def withdraw_offer(offer: Offer, *, by: Person) -> Offer:
    """Take an offer out of the catalogue; who takes part goes on."""
    offer.withdrawn_on = offer.withdrawn_on or clock.today()
    offer.save(update_fields=["withdrawn_on"])
    audit.record("offer.withdrawn", offer, by=by, fields=["withdrawn_on"])
    return offer


@action
def restore_offer(offer: Offer, *, by: Person) -> Offer:
    """Put a withdrawn offer back."""
    offer.withdrawn_on = None
    offer.save(update_fields=["withdrawn_on"])
    audit.record("offer.restored", offer, by=by, fields=["withdrawn_on"])
    return offer


@action(creates=Offer)
def add_own_offer(
    *, person: Person, facts: dict, provider: str = "", key: str, by: Person
) -> Offer:
    """Note what somebody found elsewhere: a course, a book. Private to that person."""
    offer = _written(Offer(published_on=clock.today(), owner=person), facts, provider, [])
    audit.record("offer.found", offer, by=by)
    return offer


def _written(offer: Offer, facts: dict, provider: str, skills: list[str]) -> Offer:
    for name, value in facts.items():
        setattr(offer, name, value)
    offer.provider = provider_named(provider)
    index(offer, skills)
    if offer.code and offer.owner_id is None:
        _check_code(offer)
    offer.save()
    offer.skills.set(skills_named(skills))
    # The prices with and without VAT are computed by the database.
    offer.refresh_from_db(fields=["price_incl_cents", "price_excl_cents"])
    return offer


def _check_code(offer: Offer) -> None:
    same = Offer.objects.filter(owner=None, code=offer.code, provider=offer.provider)
    if same.exclude(pk=offer.pk).exists():
        raise CodeTaken
