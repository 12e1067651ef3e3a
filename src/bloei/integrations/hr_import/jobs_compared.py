"""The employments of one person: those of the file against those we know. Pure.

A row asserts what holds from its own Ingangsdatum on; without one, from the day of the
file. What held before stays as it was, so history is kept by the files themselves.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bloei.integrations.hr_import.entry import WantedJob, WantedPerson
from bloei.people.plan import KnownJob, KnownTerm, NewJob, NewTerm, Plan, Values

DAY = timedelta(days=1)
# Per value of a term the column it comes from, and what it is called in the report.
_FROM_COLUMN = {
    "hours_per_week": ("hours_per_week",),
    "kind": ("kind",),
    "cao": ("cao",),
    "function": ("function",),
    "unit": ("unit", "unit_code"),
    "manager": ("manager",),
    "salary_cents": ("salary",),
}


@dataclass(slots=True)
class Compared:
    """What must change about the employments of one person."""

    fields: dict[str, tuple] = field(default_factory=dict)
    since: date | None = None
    leaves_on: date | None = None
    new_jobs: list[tuple[str, date, date | None, Values]] = field(default_factory=list)
    new_terms: list[NewTerm] = field(default_factory=list)
    jobs: dict[int, dict[str, Any]] = field(default_factory=dict)
    terms: dict[int, dict[str, Any]] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)

    def tell(self, name: str, old, new) -> None:
        """Note a field for the report; a second employment gets a name of its own."""
        if old == new:
            return
        place, count = name, 1
        while place in self.fields:
            count += 1
            place = f"{name} ({count})"
        self.fields[place] = (old, new)

    def from_day(self, day: date) -> None:
        self.since = day if self.since is None else min(day, self.since)

    def write(self, plan: Plan, person: str) -> None:
        """Add what must be written to the plan."""
        for number, first, last, values in self.new_jobs:
            plan.jobs.append(NewJob(person, number, first, last, [NewTerm(first, last, values)]))
        plan.terms += self.new_terms
        plan.changed_jobs += [(key, news) for key, news in self.jobs.items() if news]
        plan.changed_terms += [(key, news) for key, news in self.terms.items() if news]
        plan.dropped_terms += self.dropped


def compare_jobs(
    person: WantedPerson,
    known: list[KnownJob],
    fields: frozenset[str],
    as_of: date,
    *,
    part: bool,
) -> Compared:
    """Return what must change. With `part`, employments that are not in the file go on."""
    found = Compared()
    left = list(known)
    for job in person.jobs:
        there = _match(job, left, as_of)
        if there is None:
            _start(job, known, fields, as_of, found)
        else:
            left.remove(there)
            _Match(job, there, fields, as_of, found).compare()
    if not part:
        for there in left:
            if there.is_on(as_of):
                _end(there, max(as_of - DAY, there.first), found)
    found.leaves_on = _leaves_on(known, found)
    return found


def _match(job: WantedJob, known: list[KnownJob], as_of: date) -> KnownJob | None:
    """Return the employment that a row is about, or None for a new one.

    Its number decides; without numbers, the day on which it began; else the one that
    still goes on when this row begins.
    """
    same = [there for there in known if job.number and there.number == job.number]
    candidates = same or [there for there in known if not (job.number and there.number)]
    for there in candidates:
        if job.first == there.first:
            return there
    for there in reversed(candidates):
        if _goes_on(there, job.first or as_of) and _may_be(job, there):
            return there
    if job.first is not None:
        for there in candidates:
            # The row begins earlier than we knew.
            if job.joined and there.first > job.first and (job.last or date.max) >= there.first:
                return there
    return None


def _goes_on(there: KnownJob, day: date) -> bool:
    return there.last is None or there.last >= day


def _may_be(job: WantedJob, there: KnownJob) -> bool:
    """Say whether a row and an employment hold at the same time, at least for a day."""
    return (job.last or date.max) >= there.first


def _values(job: WantedJob) -> Values:
    return Values(
        job.hours_per_week if job.hours_per_week is not None else Decimal(0),
        job.kind, job.cao, job.function, job.unit, job.manager, job.salary_cents,
    )  # fmt: skip


def _start(
    job: WantedJob, known: list[KnownJob], fields: frozenset[str], as_of: date, found: Compared
) -> None:
    first = job.first or as_of
    last = max(job.last, first) if job.last else None
    values = _values(job)
    if known:
        # What the file does not tell stays as it was in the employment before.
        before = max(known, key=lambda there: there.last or date.max).terms
        for name, columns in _FROM_COLUMN.items():
            if before and not fields.intersection(columns):
                setattr(values, name, getattr(before[-1].values, name))
        found.tell("from", None, first)
        found.tell("hours_per_week", None, values.hours_per_week)
        found.tell("until", None, last)
    found.new_jobs.append((job.number, first, last, values))
    found.from_day(first)


def _end(there: KnownJob, last: date, found: Compared) -> None:
    found.tell("until", there.last, last)
    found.jobs.setdefault(there.id, {})["last"] = last
    _trim(there.terms, last, found)
    found.from_day(last + DAY)


def _trim(terms: list[KnownTerm], last: date, found: Compared) -> None:
    for term in terms:
        if term.first > last:
            found.dropped.append(term.id)
            found.terms.pop(term.id, None)
        elif term.last is None or term.last > last:
            found.terms.setdefault(term.id, {})["last"] = last


def _leaves_on(known: list[KnownJob], found: Compared) -> date | None:
    """Return the last day of somebody who so far had none, else None."""
    if not any(there.last is None for there in known):
        return None
    lasts = [found.jobs.get(there.id, {}).get("last", there.last) for there in known]
    lasts += [last for _number, _first, last, _values in found.new_jobs]
    return None if None in lasts else max(lasts)


class _Match:
    """One row against the employment that it is about."""

    def __init__(self, job: WantedJob, there: KnownJob, fields, as_of: date, found: Compared):
        self.job, self.there, self.fields, self.as_of, self.found = job, there, fields, as_of, found
        self.first, self.last = there.first, there.last

    def compare(self) -> None:
        self._number()
        self._first_day()
        self._last_day()
        terms = self._fitted_terms()
        news = self._news()
        if news and terms:
            self._values_of(terms, news)

    def _number(self) -> None:
        if self.job.number and self.job.number != self.there.number:
            self.found.tell("employment_number", self.there.number, self.job.number)
            self._change_job(number=self.job.number)

    def _first_day(self) -> None:
        wanted = self.job.first
        if wanted is None or wanted == self.there.first:
            return
        if not self.job.joined and wanted > self.there.first:
            return  # an Ingangsdatum within the employment, not its beginning
        if self.last is not None and wanted > self.last and self.job.last is not None:
            return
        self.found.tell("from", self.there.first, wanted)
        self._change_job(first=wanted)
        self.found.from_day(min(wanted, self.there.first))
        self.first = wanted

    def _last_day(self) -> None:
        wanted = self.job.last
        if "left_on" not in self.fields:
            # In the file again after having been absent: it goes on.
            ended = self.last is not None and self.last < self.as_of
            wanted = None if ended else self.last
        if wanted is not None and wanted < self.first:
            wanted = self.first
        if wanted == self.last:
            return
        self.found.tell("until", self.last, wanted)
        self._change_job(last=wanted)
        days = [day for day in (wanted, self.last) if day is not None]
        self.found.from_day(min(days) + DAY)
        self.last = wanted

    def _change_job(self, **news) -> None:
        self.found.jobs.setdefault(self.there.id, {}).update(news)

    def _fitted_terms(self) -> list[KnownTerm]:
        """Let the terms fill the employment as it now stands; return those that remain."""
        kept = [
            KnownTerm(term.id, term.first, term.last, term.values)
            for term in self.there.terms
            if (self.last is None or term.first <= self.last)
            and (term.last is None or term.last >= self.first)
        ]
        if not kept and self.there.terms:
            kept = [self.there.terms[-1]]
        remain = {term.id for term in kept}
        self.found.dropped += [t.id for t in self.there.terms if t.id not in remain]
        for at, term in enumerate(kept):
            first = self.first if at == 0 else term.first
            last = self.last if at == len(kept) - 1 else term.last
            if first != term.first:
                self._change_term(term, first=first)
            if last != term.last:
                self._change_term(term, last=last)
            term.first, term.last = first, last
        return kept

    def _change_term(self, term: KnownTerm, **news) -> None:
        self.found.terms.setdefault(term.id, {}).update(news)

    def _news(self) -> dict[str, Any]:
        """Return the values that the row tells of."""
        told = {
            name: getattr(self.job, name)
            for name, columns in _FROM_COLUMN.items()
            if self.fields.intersection(columns) and name not in self.job.skipped
        }
        if told.get("hours_per_week", 0) is None:
            del told["hours_per_week"]
        return told

    def _values_of(self, terms: list[KnownTerm], news: dict[str, Any]) -> None:
        """Let the values of the row hold from its day on."""
        if self.job.since is not None:
            day = min(max(self.job.since, self.first), self.last or date.max)
            touched = [term for term in terms if term.last is None or term.last >= day]
        else:
            day = min(max(self.as_of, self.first), self.last or date.max)
            touched = [t for t in terms if t.first <= day and (t.last is None or t.last >= day)]
        told: dict[str, tuple] = {}
        for term in touched:
            differing = {
                name: new for name, new in news.items() if getattr(term.values, name) != new
            }
            if not differing:
                continue
            for name, new in differing.items():
                told.setdefault(name, (getattr(term.values, name), new))
            self._write(term, max(day, term.first), differing)
        for name, (old, new) in told.items():
            self.found.tell("salary" if name == "salary_cents" else name, old, new)

    def _write(self, term: KnownTerm, day: date, differing: dict[str, Any]) -> None:
        self.found.from_day(day)
        if day == term.first:
            self._change_term(term, **differing)
            return
        values = Values(*(getattr(term.values, name) for name in Values.__slots__))
        for name, new in differing.items():
            setattr(values, name, new)
        self.found.new_terms.append(NewTerm(day, term.last, values, self.there.id))
        self._change_term(term, last=day - DAY)
