"""How a list of people is searched and filtered: a word, a unit with all below, a state."""

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from bloei.people import names
from bloei.people.models import Person, Unit, UnitClosure

LOOKED_THROUGH = 20_000
MOST_UNITS = 100
CLOSE = 74  # of 100: a letter or two off in a name

STATES = (
    ("", _("Who works here")),
    ("not_invited", _("Not invited yet")),
    ("no_mail", _("Without a mail address")),
    ("left", _("Left")),
)


def filtered(people: QuerySet[Person], asked: dict[str, str]) -> QuerySet[Person]:
    """Keep who fits `q` (a part of a name, or a number), `unit` (an id) and `state`."""
    for word in names.fold(asked.get("q", "")).replace(",", " ").split()[:5]:
        people = people.filter(
            Q(sort_name__contains=word) | Q(number__istartswith=word) | Q(email__istartswith=word)
        )
    if (unit := asked.get("unit", "")).isdecimal():
        below = UnitClosure.objects.filter(above=int(unit)).values("below")
        people = people.filter(unit__in=below)
    return _in_state(people, asked.get("state", ""))


def units_to_choose(chosen: str) -> list[Unit]:
    """Return units to filter by, by name: of very many those nearest the top, and the chosen one.

    The other ones are found in the tree of units.
    """
    near = Unit.objects.annotate(depth=Max("above_closure__depth")).filter(closed_on=None)
    found: dict[int, Unit] = {unit.pk: unit for unit in near.order_by("depth", "name")[:MOST_UNITS]}
    if chosen.isdecimal() and int(chosen) not in found:
        found |= {unit.pk: unit for unit in Unit.objects.filter(pk=int(chosen))}
    return sorted(found.values(), key=lambda unit: unit.name)


def _in_state(people: QuerySet[Person], state: str) -> QuerySet[Person]:
    if state == "left":
        return people.filter(is_working=False, erased_on=None)
    people = people.filter(is_working=True)
    if state == "not_invited":
        return people.filter(invited_at=None)
    if state == "no_mail":
        return people.filter(email=None)
    return people


def mended(people: QuerySet[Person], words: str) -> str:
    """Return the words with each misspelled name replaced by the name that comes closest.

    Looks through a limited number of names, so it stays quick in a large organisation.
    Returns nothing when a word is close to no name.
    """
    told = people.order_by("pk").values_list("sort_name", flat=True)[:LOOKED_THROUGH]
    known = {part for name in told for part in name.replace(",", " ").split()}
    found = [_closest(word, known) for word in names.fold(words).replace(",", " ").split()[:5]]
    return " ".join(found) if all(found) else ""


def _closest(word: str, known: set[str]) -> str:
    if word in known:
        return word
    near = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=CLOSE)
    return near[0] if near else ""
