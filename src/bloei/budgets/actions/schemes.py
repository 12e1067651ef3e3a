"""What can happen with schemes: shipped, made, changed, confirmed, assigned."""

import hashlib
import logging
from datetime import date, timedelta

from bloei.budgets import cao
from bloei.budgets.models import Measure, Scheme, SchemeAssignment, SchemeVersion
from bloei.budgets.schemes.assigned import new_assignment
from bloei.budgets.schemes.rulebook import read
from bloei.foundation import audit, clock
from bloei.foundation.actions import action
from bloei.foundation.periods import period

log = logging.getLogger(__name__)
DAY = timedelta(days=1)


class NameTaken(Exception):
    """Another scheme has this name."""


class UnitChanged(Exception):
    """A budget in euros cannot become one in hours: that is another scheme."""


class OtherName(Exception):
    """A version has the name of its scheme; another name is another scheme."""


class StartsTooEarly(Exception):
    """A version cannot begin on or before the first day of the one that it follows."""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _measure_of(rule: cao.Scheme) -> str:
    return Measure.CENTS if rule.unit == "EUR" else Measure.MINUTES


@action
def load_shipped_schemes() -> int:
    """Bring the schemes that come with Bloei into the database; return how many are new.

    The text of a scheme that is assigned to somebody is left alone: HR decides about a
    change. A text that cannot be read is passed over, and logged.
    """
    new = 0
    for name in cao.shipped_names():
        text = cao.shipped_text(name)
        try:
            rule = read(text)
        except cao.Refused as refused:
            log.error("scheme %s cannot be read: %s", name, refused)
            continue
        scheme, is_new = Scheme.objects.get_or_create(
            name=name,
            defaults={
                "title": rule.title,
                "measure": _measure_of(rule),
                "origin": Scheme.Origin.SHIPPED,
            },
        )
        new += is_new
        _take_over(scheme, rule, text)
    audit.record("schemes.loaded", Scheme, by=None, count=new)
    return new


def _take_over(scheme: Scheme, rule: cao.Scheme, text: str) -> None:
    if scheme.origin != Scheme.Origin.SHIPPED or scheme.assignments.exists():
        return
    versions = list(scheme.versions.all())
    if not versions:
        _add_version(scheme, rule, text, None, None, by=None)
        return
    (only, *others) = versions
    if not others and only.confirmed_at is None and only.digest != _digest(text):
        only.text, only.digest, only.status = text, _digest(text), rule.status
        only.save(update_fields=["text", "digest", "status"])
        Scheme.objects.filter(pk=scheme.pk).update(title=rule.title)


def _add_version(scheme, rule, text, first: date | None, last: date | None, *, by):
    return SchemeVersion.objects.create(
        scheme=scheme,
        text=text,
        digest=_digest(text),
        during=period(first, last),
        status=rule.status,
        made_by=by,
        made_at=clock.now(),
    )


@action(creates=Scheme)
def make_scheme(*, text: str, key: str, by) -> Scheme:
    """Make an own scheme of a text; raises cao.Refused, NameTaken."""
    rule = read(text)
    if Scheme.objects.filter(name=rule.name).exists():
        raise NameTaken(rule.name)
    scheme = Scheme.objects.create(
        name=rule.name, title=rule.title, measure=_measure_of(rule), origin=Scheme.Origin.OWN
    )
    _add_version(scheme, rule, text, None, None, by=by)
    audit.record("scheme.made", scheme, by=by)
    return scheme


@action(creates=SchemeVersion)
def change_scheme(
    scheme: Scheme, *, text: str, first: date, today: date, key: str, by
) -> SchemeVersion:
    """Let another text hold from a day on. What was booked stays; see correct_balances.

    Raises cao.Refused, OtherName, UnitChanged, StartsTooEarly.
    """
    rule = read(text)
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    if rule.name != scheme.name:
        raise OtherName(rule.name)
    if _measure_of(rule) != scheme.measure:
        raise UnitChanged
    latest = scheme.versions.order_by("during").last()
    if latest is not None:
        begins = latest.during.lower
        if begins is not None and first <= begins:
            raise StartsTooEarly(begins)
        SchemeVersion.objects.filter(pk=latest.pk).update(
            during=period(begins, first - DAY),
        )
    version = _add_version(scheme, rule, text, first, None, by=by)
    Scheme.objects.filter(pk=scheme.pk).update(title=rule.title)
    _look_again(scheme, today)
    audit.record("scheme.changed", version, by=by, fields=["text", "during"])
    return version


def _look_again(scheme: Scheme, today: date) -> None:
    """Let the next run work out anew when something happens for everybody in this scheme."""
    scheme.entitlements.exclude(next_on__lte=today).update(next_on=today)


@action
def confirm_version(version: SchemeVersion, *, today: date, by) -> SchemeVersion:
    """Say that the organisation checked this text against its own cao."""
    version.confirmed_by, version.confirmed_at = by, clock.now()
    version.save(update_fields=["confirmed_by", "confirmed_at"])
    _look_again(version.scheme, today)
    audit.record("scheme.confirmed", version, by=by, fields=["confirmed_by"])
    return version


@action(creates=SchemeAssignment)
def assign_scheme(
    scheme: Scheme,
    *,
    cao: str = "",
    unit=None,
    first: date,
    last: date | None = None,
    today: date,
    key: str,
    by,
) -> SchemeAssignment:
    """Let a scheme hold for a cao, a part of the tree or everybody, from `first` on.

    Raises assigned.NotConfirmed, assigned.Overlaps.
    """
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    assignment = new_assignment(scheme, cao=cao, unit=unit, first=first, last=last)
    assignment.made_by, assignment.made_at = by, clock.now()
    assignment.save()
    _look_again(scheme, today)
    audit.record("scheme.assigned", assignment, by=by, fields=["cao", "unit", "during"])
    return assignment


@action
def end_assignment(
    assignment: SchemeAssignment, *, last: date, today: date, by
) -> SchemeAssignment:
    """Let nothing be granted after the day `last`; what people have stays theirs."""
    assignment.during = period(assignment.during.lower, last)
    assignment.save(update_fields=["during"])
    _look_again(assignment.scheme, today)
    audit.record("scheme.assignment_ended", assignment, by=by, fields=["during"])
    return assignment
