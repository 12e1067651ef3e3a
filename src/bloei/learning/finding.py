"""Finding an offer in the catalogue: by words, by filters, best fit first."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Window

from bloei.foundation import search
from bloei.learning.models import (
    Dismissal,
    Goal,
    Interest,
    Kind,
    Offer,
    OfferWord,
    Participation,
)
from bloei.learning.rules import State

ONLINE_KINDS = (Kind.E_LEARNING, Kind.MICRO)
SHORT_MINUTES = 60
FEW = 3
FIT, CHEAP, SOON, NEW = "fit", "price", "soon", "new"


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; every part stands in the address of the page.

    `price_up_to` is in cents including VAT; an offer whose price is not known falls out.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    price_up_to: int | None = None
    minutes_up_to: int | None = None
    language: str = ""
    place: str = ""
    skills: tuple[int, ...] = ()
    is_online: bool = False
    is_free: bool = False
    within: date | None = None
    order: str = FIT


@dataclass(frozen=True)
class FoundOffers:
    """The offers, in order and not yet read; how the words were understood."""

    rows: QuerySet[Offer]
    mended: dict[str, str] = field(default_factory=dict)
    is_loose: bool = False


def found_offers(viewer, filters: Filters, today: date) -> FoundOffers:
    """Return what the catalogue has for this viewer.

    When hardly any offer has all the words, those with some of them come too (`is_loose`).
    """
    rows = _filtered(offered(today), filters, today)
    question = None
    if filters.text.strip():
        question = search.ask(filters.text, search.vocabulary_of(OfferWord))
    if question is None:
        return FoundOffers(_ordered(rows, viewer, filters.order, by_words=False))
    found = search.found(rows, question)
    is_loose = question.words > 1 and found[:FEW].count() < FEW
    if is_loose:
        found = search.found(rows, question, loosely=True)
    return FoundOffers(
        _ordered(found, viewer, filters.order, by_words=True), question.mended, is_loose
    )


def one_page(found: FoundOffers, number: int | str, size: int) -> tuple[Page, list[Offer]]:
    """Return a page and its offers; counting and ordering are one pass over what was found."""
    start = max(0, (_whole(number) - 1) * size)
    ordered = found.rows.annotate(total=Window(Count("pk"))).values_list("pk", "total")
    got = list(ordered[start : start + size])
    if not got and start:
        return one_page(found, 1, size)
    page = Paginator(range(got[0][1] if got else 0), size).page(start // size + 1)
    offers = Offer.objects.select_related("provider")
    by_pk = offers.defer("vector", "title_stems", "other_stems").in_bulk([pk for pk, _ in got])
    return page, [by_pk[pk] for pk, _ in got]


def _whole(number: int | str) -> int:
    text = str(number)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def offered(today: date) -> QuerySet[Offer]:
    """Return what can still be begun today."""
    return Offer.objects.published().filter(Q(starts_on=None) | Q(starts_on__gte=today))


def _filtered(rows: QuerySet[Offer], filters: Filters, today: date) -> QuerySet[Offer]:
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    if filters.price_up_to is not None:
        rows = rows.filter(Q(price_incl_cents__lte=filters.price_up_to) | Q(is_mandatory=True))
    if filters.is_free:
        rows = rows.filter(Q(price_cents=0) | Q(is_mandatory=True))
    if filters.minutes_up_to is not None:
        rows = rows.filter(minutes__lte=filters.minutes_up_to)
    if filters.language:
        rows = rows.filter(language=filters.language)
    if filters.place:
        rows = rows.filter(place__icontains=filters.place)
    if filters.is_online:
        rows = rows.filter(Q(kind__in=ONLINE_KINDS) | Q(place__icontains="online"))
    if filters.within:
        rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=filters.within))
    if filters.skills:
        through = Offer.skills.through.objects.filter(skill__in=filters.skills)
        rows = rows.filter(pk__in=through.values("offer"))
    return rows


def _ordered(rows: QuerySet[Offer], viewer, order: str, *, by_words: bool) -> QuerySet[Offer]:
    words = ["-relevance"] if by_words else []
    if order == CHEAP:
        return rows.order_by("price_incl_cents", *words, "pk")
    if order == NEW:
        return rows.order_by("-published_on", *words, "-pk")
    if order == SOON:
        return rows.order_by("starts_on", *words, "pk")
    fits = ExpressionWrapper(Q(pk__in=_fitting(viewer)), output_field=BooleanField())
    fit = ["-relevance", "-fits"] if by_words else ["-fits"]
    return rows.annotate(fits=fits).order_by(*fit, "-published_on", "-pk")


def _fitting(viewer) -> QuerySet:
    """Return the ids of offers that teach what the viewer wants to learn."""
    goals = Goal.objects.filter(person=viewer, reached_on=None).values("skills")
    interests = Interest.objects.filter(person=viewer).values("skill")
    through = Offer.skills.through.objects
    wanted = Q(skill__in=goals) | Q(skill__in=interests)
    return through.filter(wanted).values("offer")


def few_offers(viewer, filters: Filters, today: date, *, limit: int = 3) -> list[Offer]:
    """Return a few offers for who cannot choose: best fit first, within the price.

    When there are not enough, the wishes give way one by one: duration, form, words.
    The price never does.
    """
    found: dict[int, Offer] = {}
    for given_up in ({}, {"minutes_up_to": None}, {"kinds": ()}, {"text": "", "skills": ()}):
        filters = replace(filters, **given_up)
        rows = found_offers(viewer, filters, today).rows.filter(is_mandatory=False)
        taken = Participation.objects.filter(person=viewer).exclude(state=State.CANCELLED)
        rows = rows.exclude(pk__in=taken.values("offer"))
        rows = rows.exclude(pk__in=Dismissal.objects.filter(person=viewer).values("offer"))
        for offer in rows.select_related("provider")[:limit]:
            found.setdefault(offer.pk, offer)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]
