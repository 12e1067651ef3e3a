"""What can be asked about schemes, their versions and the people under them."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q

from bloei.budgets import cao
from bloei.budgets.models import Scheme, SchemeVersion
from bloei.budgets.schemes.rulebook import read
from bloei.people.models import EmploymentTerm


def all_schemes(today: date) -> dict[str, Any]:
    """Return the schemes in use and the others, each with its version of today."""
    rows = list(
        Scheme.objects.annotate(
            people=Count("entitlements", filter=Q(entitlements__person__is_working=True)),
        )
        .prefetch_related("versions", "assignments__unit")
        .order_by("title")
    )
    for row in rows:
        row.current = version_on(row.versions.all(), today)  # type: ignore[attr-defined]
    in_use = [row for row in rows if row.assignments.all()]
    others = [row for row in rows if not row.assignments.all()]
    return {
        "in_use": in_use,
        "own": [row for row in others if row.origin == Scheme.Origin.OWN],
        "shipped": [row for row in others if row.origin == Scheme.Origin.SHIPPED],
    }


def names_in_use() -> list[str]:
    """Return the short names of the schemes that are assigned to somebody."""
    rows = Scheme.objects.filter(assignments__isnull=False).order_by("name")
    return list(rows.values_list("name", flat=True).distinct())


def version_on(versions: Iterable[SchemeVersion], day: date) -> SchemeVersion | None:
    """Return the version that holds on a day, else the first that will."""
    found = list(versions)
    for version in found:
        first, after = version.during.lower, version.during.upper
        if (first is None or first <= day) and (after is None or day < after):
            return version
    return found[-1] if found else None


def rule_on(scheme: Scheme, day: date) -> cao.Scheme | None:
    version = version_on(scheme.versions.all(), day)
    return read(version.text) if version else None


def text_of(rule: cao.Scheme) -> str:
    """Return the latest text of a scheme."""
    latest = SchemeVersion.objects.filter(scheme__name=rule.name).order_by("during").last()
    return latest.text if latest else ""


def newer_text(scheme: Scheme) -> str:
    """Return the text that this version of Bloei ships, when HR has not taken it over."""
    if scheme.origin != Scheme.Origin.SHIPPED or scheme.name not in cao.shipped_names():
        return ""
    text = cao.shipped_text(scheme.name)
    known = scheme.versions.filter(digest=hashlib.sha256(text.encode()).hexdigest())
    return "" if known.exists() else text


def caos() -> list[str]:
    """Return the caos that stand in employments, in order of the alphabet."""
    names = EmploymentTerm.objects.exclude(cao="").order_by("cao").values_list("cao", flat=True)
    return list(names.distinct())
