"""People as the rules of budgets see them, before and after what a file changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bloei.budgets.schemes.rulebook import EmploymentStretch, Worker
from bloei.integrations.hr_import.reading import Examined
from bloei.people.models import Unit
from bloei.people.plan import ImportPlan, KnownPerson, NewJob, NewTerm, Values

_NOBODY_YET = 0  # no person has this id


@dataclass(slots=True)
class _Plan:
    """A plan, by what each part of it is about."""

    jobs: dict[int, dict] = field(default_factory=dict)
    terms: dict[int, dict] = field(default_factory=dict)
    people: dict[int, dict] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)
    new_terms: dict[int | None, list[NewTerm]] = field(default_factory=lambda: defaultdict(list))
    new_jobs: dict[str, list[NewJob]] = field(default_factory=lambda: defaultdict(list))


def _indexed(plan: ImportPlan) -> _Plan:
    found = _Plan(
        dict(plan.changed_jobs), dict(plan.changed_terms), dict(plan.changed_people),
        set(plan.dropped_terms),
    )  # fmt: skip
    for term in plan.terms:
        found.new_terms[term.employment_id].append(term)
    for job in plan.jobs:
        found.new_jobs[job.person].append(job)
    return found


class After:
    """People as the rules of budgets see them, before and after a plan."""

    def __init__(self, examined: Examined):
        self.known, self.people = examined.known, examined.state.people
        self.plan, self.none = _indexed(examined.difference.plan), _Plan()
        self.units = self._units(examined)

    def _units(self, examined: Examined) -> dict[str, int | None]:
        """Return the id of each unit by code; a new one counts as the known one above it."""
        ids: dict[str, int | None] = dict(Unit.objects.values_list("code", "id"))
        above = {unit.code: unit.parent for unit in examined.difference.plan.units}
        for code, parent in above.items():
            seen, at = {code}, parent
            while at in above and at not in seen:
                seen.add(at)
                at = above[at]
            ids.setdefault(code, ids.get(at))
        return ids

    def before(self, number: str) -> Worker | None:
        there = self.known.people.get(number)
        return self._worker(number, there, self.none) if there else None

    def of(self, number: str) -> Worker:
        return self._worker(number, self.known.people.get(number), self.plan)

    def _worker(self, number: str, there: KnownPerson | None, plan: _Plan) -> Worker:
        terms = [*self._known_terms(there, plan)] if there else []
        for job in plan.new_jobs.get(number, ()):
            terms += [self._term(t.first, t.last, t.values, job.first, job.last) for t in job.terms]
        if there:
            born = plan.people.get(there.id, {}).get("born_on", there.born_on)
        else:
            born = self.people[number].born_on
        found = sorted((term for term in terms if term), key=lambda term: term.start)
        return Worker(there.id if there else _NOBODY_YET, born, tuple(found))

    def _known_terms(self, there: KnownPerson, plan: _Plan) -> Iterable[EmploymentStretch | None]:
        for job in there.jobs:
            news = plan.jobs.get(job.id, {})
            first, last = news.get("first", job.first), news.get("last", job.last)
            for term in job.terms:
                if term.id not in plan.dropped:
                    told = plan.terms.get(term.id, {})
                    values = Values(
                        *(told.get(name, getattr(term.values, name)) for name in Values.__slots__)
                    )
                    begins, ends = told.get("first", term.first), told.get("last", term.last)
                    yield self._term(begins, ends, values, first, last)
            for new in plan.new_terms.get(job.id, ()):
                yield self._term(new.first, new.last, new.values, first, last)

    def _term(
        self, first: date, last: date | None, values: Values, begins: date, ends: date | None
    ) -> EmploymentStretch | None:
        """Return a stretch of an employment as far as the employment itself goes."""
        start = max(first, begins)
        until = min((day for day in (last, ends) if day), default=None)
        if until and until < start:
            return None
        return EmploymentStretch(
            start, until, values.hours_per_week, values.kind, values.cao,
            self.units.get(values.unit), values.salary_cents,
        )  # fmt: skip
