"""People for whose cao no scheme holds: nothing is wrong with them, and they would get nothing.

A misspelled cao in the file of HR is found here and nowhere else: to the file, and to the
schemes, it is only another cao.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bloei.budgets.models import Scheme, SchemeAssignment
from bloei.budgets.schemes.assigned import Assigned
from bloei.foundation.periods import period
from bloei.foundation.tables.cells import plain
from bloei.people.models import EmploymentTerm

# A cao, a unit, and how many people work under it there.
Group = tuple[str, int | None, int]
ALIKE = 0.75
SHORTEST = 5  # letters of a cao that are looked for in the title of a scheme


@dataclass(frozen=True)
class Uncovered:
    """A cao as it stands in employments ("": none), and how many people have it.

    `meant` is a cao that has a scheme and is written almost the same; `schemes` are those that
    may be for these people.
    """

    cao: str
    people: int
    meant: str
    schemes: tuple[Scheme, ...]

    @property
    def sentence(self) -> str:
        """Say what holds, and what may be meant."""
        if not self.cao:
            return ngettext(
                "%(count)s person has no cao, and no scheme holds for them.",
                "%(count)s people have no cao, and no scheme holds for them.",
                self.people,
            ) % {"count": self.people}
        told = ngettext(
            "%(count)s person has a cao for which no scheme holds yet: “%(cao)s”.",
            "%(count)s people have a cao for which no scheme holds yet: “%(cao)s”.",
            self.people,
        ) % {"count": self.people, "cao": self.cao}
        question = _("Did you mean %(cao)s?") % {"cao": self.meant}
        return f"{told} {question}" if self.meant else told

    @property
    def step(self) -> str:
        """Say what HR can do about it."""
        if not self.cao:
            return _("Fill in the cao in your HR system, or let a scheme hold for their unit.")
        if self.meant:
            return _(
                "Correct the cao in your HR system and bring in the file again. Is it right as it"
                " is? Then let the scheme hold for it too."
            )
        if self.schemes:
            return _("Let a scheme hold for this cao. Perhaps this one:")
        return _("Let a scheme hold for this cao, or make one of your own for it.")


def uncovered(today: date) -> list[Uncovered]:
    """Return the caos of who works here, now or soon, for which no scheme holds; most people first.

    One query when every cao has a scheme, and two more when not.
    """
    assigned, terms = _assigned(today), _terms(today)
    pairs = terms.order_by().values_list("cao", "unit").distinct()
    found = [(cao, unit) for cao, unit in pairs if not assigned.is_covered(cao, unit)]
    if not found:
        return []
    wanted = Q()
    for name in {cao for cao, _unit in found}:
        units = [unit for cao, unit in found if cao == name]
        some = Q(unit__in=[unit for unit in units if unit is not None])
        wanted |= Q(cao=name) & (some | Q(unit=None) if None in units else some)
    counted = terms.filter(wanted).order_by().values("cao")
    rows = counted.annotate(people=Count("employment__person", distinct=True))
    return _told({row["cao"]: row["people"] for row in rows}, assigned)


def without_scheme(groups: Iterable[Group], today: date) -> list[Group]:
    """Keep the groups for which no scheme holds."""
    assigned = _assigned(today)
    return [group for group in groups if not assigned.is_covered(group[0], group[1])]


def uncovered_of(groups: Iterable[Group], today: date) -> list[Uncovered]:
    """Return the caos of these groups for which no scheme holds; most people first."""
    assigned, counts = _assigned(today), Counter[str]()
    for cao, unit, people in groups:
        if not assigned.is_covered(cao, unit):
            counts[cao] += people
    return _told(counts, assigned)


def _assigned(today: date) -> Assigned:
    """Return the assignments that hold on a day or will hold later."""
    rows = SchemeAssignment.objects.filter(during__overlap=period(today))
    return Assigned(rows.select_related("scheme"))


def _terms(today: date) -> QuerySet[EmploymentTerm]:
    later = period(today)
    return EmploymentTerm.objects.filter(during__overlap=later, employment__during__overlap=later)


def _told(counts: Mapping[str, int], assigned: Assigned) -> list[Uncovered]:
    if not counts:
        return []
    schemes = list(Scheme.objects.order_by("title"))
    found = [_about(cao, people, assigned, schemes) for cao, people in counts.items()]
    return sorted(found, key=lambda one: (-one.people, one.cao))


def _about(cao: str, people: int, assigned: Assigned, schemes: list[Scheme]) -> Uncovered:
    meant = _meant(cao, assigned)
    if meant:
        rows = [row for row in assigned.rows if row.cao == meant]
        return Uncovered(cao, people, meant, tuple(dict.fromkeys(row.scheme for row in rows)))
    return Uncovered(cao, people, "", tuple(one for one in schemes if _is_about(one, cao)))


def _meant(cao: str, assigned: Assigned) -> str:
    names = {row.cao.casefold(): row.cao for row in assigned.rows if row.cao}
    close = get_close_matches(cao.casefold(), names, n=1, cutoff=ALIKE) if cao else []
    return names[close[0]] if close else ""


def _is_about(scheme: Scheme, cao: str) -> bool:
    written = plain(cao)
    if not written:
        return False
    in_title = len(written) >= SHORTEST and written in plain(scheme.title)
    return in_title or plain(scheme.name).startswith(written)
