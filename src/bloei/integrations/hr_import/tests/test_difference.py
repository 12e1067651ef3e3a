"""What changes: pure, against a simulation of what the plan writes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloei.integrations.hr_import.chains import in_cycles
from bloei.integrations.hr_import.headings import Mapping
from bloei.integrations.hr_import.reading import Examined, examine, read
from bloei.people.plan import (
    ImportPlan,
    Known,
    KnownJob,
    KnownPerson,
    KnownTerm,
)

DAY = date(2026, 11, 23)
HEAD = [
    "Medewerkernummer", "Achternaam", "Dienstverbandnummer", "Datum in dienst", "Ingangsdatum",
    "Datum uit dienst", "Uren per week", "Functie", "Manager (medewerkernummer)", "Afdeling",
]  # fmt: skip


def look(rows: list[list], known: Known, *, head=HEAD, day=DAY, part=False) -> Examined:
    text = "\n".join(";".join(map(str, row)) for row in [head, *rows])
    return examine(read(text.encode(), Mapping(), day), known, day, part=part)


class Written:
    """Does with values what people.actions.imports does with rows."""

    def __init__(self):
        self.known = Known({}, {})
        self.last_id = 0

    def id(self) -> int:
        self.last_id += 1
        return self.last_id

    def write(self, plan: ImportPlan) -> None:
        self._write_people(plan)
        jobs = {job.id: job for person in self.known.people.values() for job in person.jobs}
        for key, news in plan.changed_jobs:
            for name, value in news.items():
                setattr(jobs[key], name, value)
        for job in jobs.values():
            job.terms = [term for term in job.terms if term.id not in plan.dropped_terms]
        terms = {term.id: term for job in jobs.values() for term in job.terms}
        for key, news in plan.changed_terms:
            for name, value in news.items():
                setattr(terms[key] if name in ("first", "last") else terms[key].values, name, value)
        for term in plan.terms:
            jobs[term.employment_id].terms.append(self._term(term))
        for new in plan.jobs:
            own = [self._term(term) for term in new.terms]
            job = KnownJob(self.id(), new.number, new.first, new.last, own)
            self.known.people[new.person].jobs.append(job)
        self.check()

    def _term(self, term) -> KnownTerm:
        return KnownTerm(self.id(), term.first, term.last, term.values)

    def _write_people(self, plan: ImportPlan) -> None:
        for unit in (*plan.units, *plan.changed_units):
            self.known.units[unit.code] = unit
        people = {person.id: person for person in self.known.people.values()}
        for key, news in plan.changed_people:
            for name, value in news.items():
                setattr(people[key], name, value)
        for facts in plan.people:
            self.known.people[facts["number"]] = KnownPerson(self.id(), **facts)

    def check(self) -> None:
        """What the database would refuse: terms that overlap or stick out, jobs begun twice."""
        for person in self.known.people.values():
            person.jobs.sort(key=lambda job: job.first)
            begun = [(job.number, job.first) for job in person.jobs]
            assert len(begun) == len(set(begun))
            for job in person.jobs:
                assert job.last is None or job.last >= job.first
                job.terms.sort(key=lambda term: term.first)
                assert (job.terms[0].first, job.terms[-1].last) == (job.first, job.last)
                for one, next_one in zip(job.terms, job.terms[1:], strict=False):
                    assert one.last + timedelta(days=1) == next_one.first


def quiet(examined: Examined) -> bool:
    difference = examined.difference
    return difference.plan.is_empty() and not (
        difference.new or difference.changed or difference.leaving
    )


days = st.sampled_from(
    [date(2010, 1, 1), date(2015, 7, 1), date(2020, 3, 1), date(2026, 1, 1), DAY, date(2027, 2, 1)]
)
no_day = st.just("")


def row(number: str) -> st.SearchStrategy[list]:
    return st.tuples(
        st.just(number), st.just(f"Bos{number}"), st.sampled_from(["", "1", "2"]),
        days | no_day, days | no_day, days | no_day, st.sampled_from(["36", "24,5", "0"]),
        st.sampled_from(["", "Adviseur", "Planner"]), st.sampled_from(["", "1", "2", "3", "9"]),
        st.sampled_from(["", "Zorg", "Wonen"]),
    ).map(list)  # fmt: skip


files = st.lists(st.sampled_from("123").flatmap(row), min_size=1, max_size=6)
ages = st.integers(0, 40)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(st.tuples(files, ages, st.booleans()), min_size=1, max_size=4))
def test_any_file_after_any_others_changes_nothing_the_second_time(story):
    bloei, day = Written(), DAY
    for rows, later, part in story:
        day += timedelta(days=later)
        bloei.write(look(rows, bloei.known, day=day, part=part).difference.plan)
        assert quiet(look(rows, bloei.known, day=day, part=part))


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(files, files)
def test_everybody_is_in_one_place_of_the_report(first, second):
    bloei = Written()
    bloei.write(look(first, bloei.known).difference.plan)
    examined = look(second, bloei.known)
    difference = examined.difference
    changed = {change.number for change in difference.changed if not change.leaves}
    assert not changed & set(difference.leaving)
    assert not set(difference.new) & (changed | set(difference.leaving))
    named = len(difference.new) + len(changed) + len(difference.leaving) + difference.unchanged
    assert named <= len({*bloei.known.people, *(row[0] for row in second)})


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(files, files)
def test_no_circle_of_managers_is_ever_stored(first, second):
    bloei = Written()
    for rows in (first, second):
        bloei.write(look(rows, bloei.known).difference.plan)
        edges = {
            number: {
                term.values.manager
                for job in person.jobs
                for term in job.terms
                if term.values.manager and (term.last is None or term.last >= DAY)
            }
            for number, person in bloei.known.people.items()
        }
        assert not in_cycles(edges)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(files, files)
def test_nobody_is_ever_removed(first, second):
    bloei = Written()
    bloei.write(look(first, bloei.known).difference.plan)
    before = set(bloei.known.people)
    bloei.write(look(second, bloei.known).difference.plan)
    assert before <= set(bloei.known.people)


def test_edges_of_circles_are_found_and_others_not():
    edges = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["d"], "e": ["a"]}
    assert in_cycles(edges) == {("a", "b"), ("b", "c"), ("c", "a"), ("d", "d")}


def test_a_circle_of_a_hundred_thousand_is_found_in_time():
    edges = {str(at): [str((at + 1) % 100_000)] for at in range(100_000)}
    assert len(in_cycles(edges)) == 100_000


def known_after(*rows) -> Written:
    bloei = Written()
    bloei.write(look(list(rows), bloei.known).difference.plan)
    return bloei


BOS = ["1", "Bos", "", "01-07-2015", "", "", "36", "Adviseur", "", "Zorg"]


def changed(base: list, **news) -> list:
    places = {
        "joined": 3,
        "since": 4,
        "left": 5,
        "hours": 6,
        "function": 7,
        "manager": 8,
        "unit": 9,
    }
    row = list(base)
    for name, value in news.items():
        row[places[name]] = value
    return row


@pytest.mark.parametrize(
    ("news", "fields"),
    [
        ({"hours": "24"}, {"hours_per_week": (Decimal(36), Decimal(24))}),
        ({"function": "Planner"}, {"function": ("Adviseur", "Planner")}),
        ({"unit": "Wonen"}, {"unit": ("ZORG", "WONEN")}),
        ({"joined": "01-07-2014"}, {"from": (date(2015, 7, 1), date(2014, 7, 1))}),
        (
            {"hours": "24", "since": "01-03-2026"},
            {"hours_per_week": (Decimal(36), Decimal(24))},
        ),
    ],
)
def test_a_change_is_told_by_its_field_with_old_and_new(news, fields):
    bloei = known_after(BOS)
    (change,) = look([changed(BOS, **news)], bloei.known).difference.changed
    assert change.fields == fields


def test_an_own_date_in_the_past_corrects_from_that_day_on():
    bloei = known_after(BOS)
    examined = look([changed(BOS, hours="24", since="01-03-2026")], bloei.known)
    assert examined.difference.plan.since == {"1": date(2026, 3, 1)}
    bloei.write(examined.difference.plan)
    (job,) = bloei.known.people["1"].jobs
    assert [(t.first, t.values.hours_per_week) for t in job.terms] == [
        (date(2015, 7, 1), Decimal(36)), (date(2026, 3, 1), Decimal(24)),
    ]  # fmt: skip


def test_who_was_absent_by_mistake_goes_on_as_before():
    bloei = known_after(BOS, ["2", *BOS[1:]])
    bloei.write(look([["2", *BOS[1:]]], bloei.known).difference.plan)
    assert bloei.known.people["1"].jobs[0].last == date(2026, 11, 22)
    later = DAY + timedelta(days=1)
    bloei.write(look([BOS, ["2", *BOS[1:]]], bloei.known, day=later).difference.plan)
    (job,) = bloei.known.people["1"].jobs
    assert (job.first, job.last, len(job.terms)) == (date(2015, 7, 1), None, 1)


def test_a_planned_leaving_may_be_taken_back():
    bloei = known_after(changed(BOS, left="31-12-2026"))
    (change,) = look([BOS], bloei.known).difference.changed
    assert change.fields == {"until": (date(2026, 12, 31), None)}


def test_the_far_future_is_no_last_day():
    bloei = known_after(changed(BOS, left="31-12-9999"))
    assert bloei.known.people["1"].jobs[0].last is None


def test_columns_that_are_not_in_the_file_stay_as_they_are():
    bloei = known_after(changed(BOS, unit="Zorg"))
    assert quiet(look([["1", "Bos"]], bloei.known, head=HEAD[:2]))


def test_two_units_of_one_name_are_told_apart_by_code():
    head = ["Medewerkernummer", "Achternaam", "Afdelingscode", "Afdeling", "Bovenliggende afdeling"]
    rows = [["1", "Bos", "N1", "Team 1", "Noord"], ["2", "Dam", "Z1", "Team 1", "Zuid"]]
    units = look(rows, Known({}, {}), head=head).difference.plan.units
    assert {(unit.code, unit.parent) for unit in units} == {
        ("N1", "NOORD"), ("Z1", "ZUID"), ("NOORD", ""), ("ZUID", ""),
    }  # fmt: skip


def test_a_circle_of_units_is_reported_and_not_stored():
    head = ["Medewerkernummer", "Achternaam", "Afdeling", "Bovenliggende afdeling"]
    rows = [["1", "Bos", "A", "B"], ["2", "Dam", "B", "A"], ["3", "Eik", "C", "A"]]
    examined = look(rows, Known({}, {}), head=head)
    assert [p.code for p in examined.problems] == ["circle_of_units", "circle_of_units"]
    assert {u.code: u.parent for u in examined.difference.plan.units} == {
        "A": "",
        "B": "",
        "C": "A",
    }


def test_managers_are_found_without_their_zeros():
    head = ["Medewerkernummer", "Achternaam", "Manager (medewerkernummer)"]
    examined = look([["007", "Bos", ""], ["008", "Dam", "7"]], Known({}, {}), head=head)
    assert examined.problems == []
    assert [job.terms[0].values.manager for job in examined.difference.plan.jobs] == ["", "007"]


def test_one_address_for_many_is_left_out_for_all_of_them():
    head = ["Medewerkernummer", "Achternaam", "E-mailadres"]
    rows = [
        ["1", "Bos", "balie@linde.nl"],
        ["2", "Dam", "Balie@linde.nl"],
        ["3", "Eik", "e@linde.nl"],
    ]
    examined = look(rows, Known({}, {}), head=head)
    assert [p.code for p in examined.problems] == ["shared_email", "shared_email"]
    assert [facts["email"] for facts in examined.difference.plan.people] == [
        None,
        None,
        "e@linde.nl",
    ]


def test_who_is_in_a_row_without_a_number_does_not_leave():
    head = ["Medewerkernummer", "Roepnaam", "Achternaam"]
    bloei = Written()
    rows = [["1", "Ank", "Bos"], ["2", "Bea", "Dam"]]
    bloei.write(look(rows, bloei.known, head=head).difference.plan)
    examined = look([rows[0], ["", "Bea", "Dam"]], bloei.known, head=head)
    assert [problem.code for problem in examined.problems] == ["no_number_of_person"]
    assert examined.difference.leaving == []
