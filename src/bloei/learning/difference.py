"""What a file of offers would change in the catalogue; it writes nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bloei.learning.models import Offer
from bloei.learning.offer_rows import OfferRow

COMPARED = (
    "code", "title", "kind", "summary", "price_cents", "includes_vat", "minutes", "language",
    "place", "starts_on", "url", "is_mandatory",
)  # fmt: skip
_TOLD_AS = {
    "price_cents": "price",
    "includes_vat": "price_includes_vat",
    "is_mandatory": "mandatory",
}


@dataclass
class ChangedOffer:
    """An offer that is already there and what the file says otherwise: field -> (old, new)."""

    offer: Offer
    row: OfferRow
    fields: dict[str, tuple[str, str]]


@dataclass
class CatalogueDifference:
    """What a file would change in the catalogue."""

    new: list[OfferRow] = field(default_factory=list)
    changed: list[ChangedOffer] = field(default_factory=list)
    unchanged: int = 0


def difference(rows: list[OfferRow]) -> CatalogueDifference:
    """Compare a file with the catalogue, in a fixed number of queries. Writes nothing."""
    offers = Offer.objects.filter(owner=None).select_related("provider").defer("vector")
    known = {_key(offer): offer for offer in offers.prefetch_related("skills")}
    by_code = _by_code(known.values())
    found = CatalogueDifference()
    for row in rows:
        offer = known.get(row.key)
        if offer is None and row.provider is None:
            offer = by_code.get(row.code)
        if offer is None:
            found.new.append(row)
        elif fields := _fields(offer, row):
            found.changed.append(ChangedOffer(offer, row, fields))
        else:
            found.unchanged += 1
    return found


def _by_code(offers: Iterable[Offer]) -> dict[str, Offer]:
    """Return the offers whose code only one provider uses: a file may leave the provider out."""
    codes = Counter(offer.code for offer in offers if offer.code)
    return {offer.code: offer for offer in offers if codes[offer.code] == 1}


def _key(offer: Offer) -> tuple:
    provider = offer.provider.name.casefold() if offer.provider else ""
    if offer.code:
        return provider, offer.code
    return provider, "", offer.title.casefold(), offer.starts_on


def _fields(offer: Offer, row: OfferRow) -> dict[str, tuple[str, str]]:
    changed = {
        _TOLD_AS.get(name, name): (_told(name, getattr(offer, name)), _told(name, value))
        for name, value in row.facts.items()
        if getattr(offer, name) != value
    }
    if row.skills is not None:
        old = {skill.name.casefold(): skill.name for skill in offer.skills.all()}
        if set(old) != {name.casefold() for name in row.skills}:
            changed["skills"] = ("|".join(sorted(old.values())), "|".join(row.skills))
    return changed


def _told(name: str, value) -> str:
    if value is None:
        return ""
    if name == "price_cents":
        return f"{value // 100}.{value % 100:02d}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
