"""What can be asked about agreements; what a viewer may not see is never among the answers."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import cast

from django.db.models import Max, QuerySet
from django.db.models.query import RawQuerySet

from bloei.agreements.access import SEE_AGREEMENT
from bloei.agreements.models import Agreement, AgreementQuerySet
from bloei.agreements.rules import State
from bloei.people.models import Person

LATELY = timedelta(days=90)


def seen_by(viewer) -> AgreementQuerySet:
    """Return every agreement that this viewer may see, with the people in it."""
    rows = Agreement.objects.select_related("person", "partner")
    return cast("AgreementQuerySet", SEE_AGREEMENT.narrow(rows, viewer))


def open_of(viewer) -> QuerySet[Agreement]:
    """Return what the viewer still has to do, due soonest first."""
    return seen_by(viewer).open().filter(person=viewer.pk).soonest_first()


_KEYS_TO_DO = "select a.id from agreements_agreement a where a.person_id = %s and a.state = %s"
_TO_DO = """
    select a.id, a.person_id, a.partner_id, a.text, a.due_on, a.state, a.about, a.url, a.watches,
           p.given_name
      from agreements_agreement a left join people_person p on p.id = a.partner_id
     where a.person_id = %s and a.state = %s and exists (
           select from agreements_agreementparty x where x.agreement_id = a.id and {within})
     order by a.due_on nulls last, a.id limit %s
"""


def keys_to_do(viewer) -> RawQuerySet:
    """Return the keys of what the viewer still has to do, to be counted."""
    return Agreement.objects.raw(_KEYS_TO_DO, [viewer.pk, State.OPEN])


def first_to_do(viewer, most: int) -> list[Agreement]:
    """Return what the viewer still has to do, due soonest first; of the other only the name."""
    within, mine = SEE_AGREEMENT.within(viewer, "x.person_id")
    asked = [viewer.pk, State.OPEN, *mine, most]
    found = list(Agreement.objects.raw(_TO_DO.format(within=within), asked))
    for one in found:
        if one.partner_id:
            one.partner = Person.by_name(one.partner_id, one.given_name)  # type: ignore[attr-defined]
    return found


def open_of_others(viewer) -> QuerySet[Agreement]:
    """Return what others still do and the viewer was there for, due soonest first."""
    return seen_by(viewer).open().exclude(person=viewer.pk).soonest_first()


def ended_lately(viewer, today: date) -> QuerySet[Agreement]:
    """Return what the viewer did or dropped in the last three months, the latest first."""
    ended = seen_by(viewer).exclude(state=State.OPEN).filter(person=viewer.pk)
    return ended.filter(ended_on__gt=today - LATELY).order_by("-ended_on", "-pk")


def open_by_person(people: Collection[int], viewer) -> dict[int, list[Agreement]]:
    """Return per person what they still do, as far as the viewer may see it: one query."""
    found: dict[int, list[Agreement]] = defaultdict(list)
    for agreement in seen_by(viewer).open().filter(person__in=people).soonest_first():
        found[agreement.person_id].append(agreement)
    return dict(found)


def of_matter(about: str, viewer) -> QuerySet[Agreement]:
    """Return what was agreed there ("conversation:12"), in the order of writing."""
    return seen_by(viewer).filter(about=about).order_by("pk")


def last_days(abouts: Collection[str]) -> dict[str, date]:
    """Return per matter the last day on which something was agreed there: one query."""
    rows = Agreement.objects.filter(about__in=abouts).values("about")
    return {row["about"]: row["last"] for row in rows.annotate(last=Max("agreed_on"))}


def is_watched(code: str) -> bool:
    """Say whether an open agreement waits for this."""
    return Agreement.objects.open().filter(watches=code).exists()
