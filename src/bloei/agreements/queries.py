"""What can be asked about agreements; what a viewer may not see is never among the answers."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import cast

from django.db.models import Max, QuerySet

from bloei.agreements.access import SEE_AGREEMENT
from bloei.agreements.models import Agreement, AgreementQuerySet
from bloei.agreements.rules import State

LATELY = timedelta(days=90)


def seen_by(viewer) -> AgreementQuerySet:
    """Return every agreement that this viewer may see, with the people in it."""
    rows = Agreement.objects.select_related("person", "partner")
    return cast("AgreementQuerySet", SEE_AGREEMENT.narrow(rows, viewer))


def open_of(viewer) -> QuerySet[Agreement]:
    """Return what the viewer still has to do, due soonest first."""
    return seen_by(viewer).open().filter(person=viewer.pk).soonest_first()


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
