"""The employments of one person: those of the file against those we know. Pure.

A row asserts what holds from its own Ingangsdatum on; without one, from the day of the
file. What held before stays as it was, so history is kept by the files themselves.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bloei.integrations.hr_import.entry import WantedJob, WantedPerson
from bloei.people.plan import ImportPlan, KnownJob, KnownTerm, NewJob, NewTerm, Values

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
    # By which number and first day the employments are known: no two the same.
    begun: set[tuple[str, date]] = field(default_factory=set)

    def tell(self, name: str, old, new) -> None:
        """Note a field for the report; a second employment gets a name of its own."""
        if old == new:
            return
        place, count = name, 1
        while place in self.fields:
            count += 1
            place = f"{name} ({count})"
        self.fields[place] = (old, new)

    def claim(self, key: tuple[str, date], *, instead_of: tuple[str, date] | None = None) -> bool:
        """Say whether an employment may be known by this number and first day from now on."""
        if key in self.begun:
            return False
        if instead_of:
            self.begun.discard(instead_of)
        self.begun.add(key)
        return True

    def from_day(self, day: date) -> None:
        self.since = day if self.since is None else min(day, self.since)

    def write(self, plan: ImportPlan, person: str) -> None:
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
    found = Compared(begun={(there.number, there.first) for there in known})
    pairs = _pairs(person.jobs, known, as_of)
    matches = [
        _Match(job, pairs[id(job)], fields, as_of, found) for job in person.jobs if id(job) in pairs
    ]
    _settle(matches)
    for match in matches:
        match.compare()
    for job in person.jobs:
        if id(job) not in pairs:
            _start(job, known, fields, as_of, found)
    taken = {there.id for there in pairs.values()}
    left = [there for there in known if there.id not in taken]
    if not part:
        for there in left:
            ends = max(as_of - DAY, there.first)
            if there.is_on(as_of) and there.last != ends:
                _end(there, ends, found)
    found.leaves_on = _leaves_on(known, found)
    return found


def _settle(matches: list["_Match"]) -> None:
    """Let every row take over its number and first day, as others make room for it."""
    while waiting := [match for match in matches if not match.settle()]:
        if len(waiting) == len(matches):
            return  # they stand in each other's way: all stay as they are
        matches = waiting


def _pairs(jobs: list[WantedJob], known: list[KnownJob], as_of: date) -> dict[int, KnownJob]:
    """Return which known employment each row is about, by id(row); none for a new one.

    The best fitting pairs are made first: the same number, the same first day, the same
    last day. So a file that was read before finds back what it made.
    """
    named = {job.number for job in jobs} - {""}
    fits = [
        (fit, row, at)
        for row, job in enumerate(jobs)
        for at, there in enumerate(known)
        if (job.number == there.number or there.number not in named)
        and (fit := _fit(job, there, as_of))
    ]
    fits.sort(key=lambda found: (found[0], -found[1], -found[2]), reverse=True)
    pairs: dict[int, KnownJob] = {}
    taken: set[int] = set()
    for _fit_of_pair, row, at in fits:
        if id(jobs[row]) not in pairs and at not in taken:
            pairs[id(jobs[row])] = known[at]
            taken.add(at)
    return pairs


def _fit(job: WantedJob, there: KnownJob, as_of: date) -> tuple | None:
    """Return how well a row fits an employment, comparable; None when it cannot be the same."""
    if job.number and there.number and job.number != there.number:
        return None
    day = job.first or min(job.last or as_of, as_of)
    ends, there_ends = job.last or date.max, there.last or date.max
    # A row without a first day is about what we know, also when it ends before that began.
    same_time = day <= there_ends and (job.first is None or ends >= there.first)
    if job.first != there.first and not same_time:
        return None
    return (
        bool(job.number) and job.number == there.number,
        job.first == there.first,
        job.last == there.last,
        there.first <= day <= there_ends,
        job.first is not None,
        _alike(job, there),
    )


def _alike(job: WantedJob, there: KnownJob) -> int:
    """Return how many values of a row are those of the last term."""
    if not there.terms:
        return 0
    values = there.terms[-1].values
    return sum(getattr(job, name) == getattr(values, name) for name in _FROM_COLUMN)


def _values(job: WantedJob) -> Values:
    return Values(
        job.hours_per_week if job.hours_per_week is not None else Decimal(0),
        job.kind, job.cao, job.function, job.unit, job.manager, job.salary_cents,
    )  # fmt: skip


def _start(
    job: WantedJob, known: list[KnownJob], fields: frozenset[str], as_of: date, found: Compared
) -> None:
    first = job.first or min(job.last or as_of, as_of)
    last = max(job.last, first) if job.last is not None else None
    if not found.claim((job.number, first)):
        return
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
    days = [last for last in lasts if last is not None]
    return max(days) if len(days) == len(lasts) else None


class _Match:
    """One row against the employment that it is about."""

    def __init__(self, job: WantedJob, there: KnownJob, fields, as_of: date, found: Compared):
        self.job, self.there, self.fields, self.as_of, self.found = job, there, fields, as_of, found
        self.first, self.last = there.first, there.last

    def settle(self) -> bool:
        """Take over the number and first day of the row; False when another stands there."""
        old = (self.there.number, self.there.first)
        new = (self.job.number or old[0], self._wanted_first())
        if new == old:
            return True
        if not self.found.claim(new, instead_of=old):
            return False
        if new[0] != old[0]:
            self.found.tell("employment_number", old[0], new[0])
            self._change_job(number=new[0])
        if new[1] != old[1]:
            self.found.tell("from", old[1], new[1])
            self._change_job(first=new[1])
            self.found.from_day(min(old[1], new[1]))
            self.first = new[1]
        return True

    def _wanted_first(self) -> date:
        wanted, now = self.job.first, self.there.first
        if wanted is None or (not self.job.joined and wanted > now):
            return now  # an Ingangsdatum within the employment is not its beginning
        ended = self.last is not None and wanted > self.last and self.job.last is not None
        return now if ended else wanted

    def compare(self) -> None:
        self._last_day()
        terms = self._fitted_terms()
        news = self._news()
        if news and terms:
            self._values_of(terms, news)

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
