"""How an offer is written into the catalogue: its names, and the stems by which it is found."""

from collections.abc import Iterable

from bloei.foundation import search
from bloei.learning.models import Kind, Offer, Provider, Skill

# What people type for a kind, in both languages, whatever the provider calls it.
KIND_WORDS = {
    Kind.COURSE: "cursus training course",
    Kind.TRAINING: "training cursus",
    Kind.WORKSHOP: "workshop cursus training",
    Kind.E_LEARNING: "e-learning online cursus training course",
    Kind.PROGRAMME: "opleiding studie programme",
    Kind.CONFERENCE: "congres conferentie symposium conference",
    Kind.BOOK: "boek book",
    Kind.COACHING: "coaching coach",
    Kind.MENTORING: "mentor mentoring",
    Kind.ON_THE_JOB: "meelopen werkplek stage",
    Kind.MICRO: "microles micro-lesson",
    Kind.OTHER: "",
}


def index(offer: Offer, skills: Iterable[str]) -> None:
    """Fill in the stems of an offer (not saved)."""
    provider = offer.provider.name if offer.provider else ""
    offer.title_stems = search.indexed(offer.title)
    offer.other_stems = search.indexed(
        offer.summary, provider, offer.place, offer.code, KIND_WORDS[Kind(offer.kind)], *skills
    )


def text_of(offer: Offer, skills: Iterable[str]) -> str:
    """Return the words of an offer that people may misspell."""
    provider = offer.provider.name if offer.provider else ""
    kind = KIND_WORDS[Kind(offer.kind)]
    return " ".join([offer.title, offer.summary, provider, offer.place, kind, *skills])


def provider_named(name: str) -> Provider | None:
    """Return the provider of this name, whatever its capitals; made when it is new."""
    name = " ".join(name.split())
    if not name:
        return None
    found = Provider.objects.filter(name__iexact=name).first()
    return found or Provider.objects.create(name=name)


def skills_named(names: Iterable[str]) -> list[Skill]:
    """Return the skills of these names, whatever their capitals; made when they are new."""
    names = list(names)
    known = skills_by_name(names)
    wanted = dict.fromkeys(_tidy(name).casefold() for name in names)
    return [known[folded] for folded in wanted if folded]


def skills_by_name(names: Iterable[str]) -> dict[str, Skill]:
    """Return all skills by their name in lower case; new names are made."""
    wanted = {_tidy(name).casefold(): _tidy(name) for name in names}
    wanted.pop("", None)
    found = {skill.name.casefold(): skill for skill in Skill.objects.all()}
    new = [Skill(name=name) for folded, name in wanted.items() if folded not in found]
    return found | {skill.name.casefold(): skill for skill in Skill.objects.bulk_create(new)}


def _tidy(name: str) -> str:
    return " ".join(name.split())
