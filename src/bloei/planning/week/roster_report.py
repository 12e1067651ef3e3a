"""What a roster from a file does to learning time that stands: as plain values, and told."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bloei.people.models import Person
from bloei.planning.rosters import at_work
from bloei.planning.staffing.enough import Tight
from bloei.planning.week import standing, standing_words


def short(shifts: Mapping[int, Any], first: date, last: date, today: date) -> dict[str, Any]:
    """Return as a part of a report where too few are there while somebody learns."""
    units = set(Person.objects.filter(pk__in=shifts).values_list("unit", flat=True)) - {None}
    found = standing.too_few_while_learning(units, max(first, today), last)
    return {"short": [_plain(one) for one in found]} if found else {}


def refused(tight: Tight) -> dict[str, Any]:
    """Return as a part of a report why the own roster was not taken over."""
    return {"refused": _plain(tight)}


def said(report: Mapping[str, Any], today: date) -> dict[str, str]:
    """Return what a report says of learning time that stands, in sentences."""
    told = report.get("refused")
    return {
        "short": standing_words.short([_tight(one) for one in report.get("short", ())], today),
        "refused": standing_words.refused(_tight(told), today) if told else "",
    }


def _plain(tight: Tight) -> dict[str, Any]:
    return asdict(tight) | {"at": tight.at.isoformat()}


def _tight(told: Mapping[str, Any]) -> Tight:
    return Tight(**dict(told) | {"at": at_work.wall(told["at"])})
