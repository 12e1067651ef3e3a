"""Opening balances: the books begin with what people had; the rule goes on from there.

What the file says is booked. Where the rule would have given something else, the
difference is shown and not booked.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bloei.budgets import cao
from bloei.budgets.books import booking, posting
from bloei.budgets.books.ledger import Movement
from bloei.budgets.granting import batches
from bloei.budgets.granting.opening_file import OpeningFacts, OpeningLine, numbers, read
from bloei.budgets.models import Entitlement, Scheme
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.reckoning.standing import Standing
from bloei.budgets.schemes.rulebook import Rulebook, Worker, all_facts, workers
from bloei.foundation.tables import RowProblem
from bloei.people.models import Person

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpeningDifference:
    """One person in one scheme: what the file says and what the rule would have given."""

    number: str
    person: int
    scheme: int
    in_file: int
    by_rule: int


@dataclass
class OpeningPlan:
    """What opening would do; nothing is written yet."""

    on: date
    rows: int
    groups: dict[tuple[int, int], list[OpeningLine]]
    problems: list[RowProblem]
    differences: list[OpeningDifference] = field(default_factory=list)
    # To whom the scheme is not assigned: the rule does not go on for them yet.
    unassigned: list[tuple[str, int]] = field(default_factory=list)
    unchanged: int = 0


def plan(data: bytes, on: date) -> OpeningPlan:
    """Read a file and compare it with the books and the rules; raises Unreadable."""
    schemes = {
        scheme.name.casefold(): (scheme.pk, str(scheme.measure)) for scheme in Scheme.objects.all()
    }
    known = OpeningFacts(numbers(Person.objects.values_list("number", "pk")), schemes)
    lines, problems = read(data, known, on)
    made = OpeningPlan(on, len(lines) + len(problems), {}, problems)
    rulebook = Rulebook({line.scheme for line in lines})
    lines = [line for line in lines if _has_rule(line, rulebook, made)]
    grouped = _grouped(lines)
    people = workers({person for person, _scheme in grouped})
    for (person, scheme), group in _fresh(grouped, made).items():
        made.groups[person, scheme] = group
        number, worker = group[0].number, people[person]
        if rulebook.of(scheme, worker)[1] is None:
            made.unassigned.append((number, scheme))
        by_rule = _by_rule(rulebook, scheme, worker, on)
        in_file = sum(line.remaining for line in group)
        if in_file != by_rule:
            made.differences.append(OpeningDifference(number, person, scheme, in_file, by_rule))
    return made


def _has_rule(line: OpeningLine, rulebook: Rulebook, made: OpeningPlan) -> bool:
    """Report lines of schemes that may not be used yet, and of grants that are gone by rule."""
    segment = timeline.current(rulebook.segments(line.scheme, None), made.on)
    code, column = "", "scheme"
    if segment is None:
        code = "not_confirmed"
    elif line.lapses_on is None:
        lapses_on = cao.lapse_date(segment.rule, line.granted_on)
        if lapses_on and lapses_on <= made.on:
            code, column = "gone_by_rule", "granted_on"
    if code:
        name = rulebook.schemes[line.scheme].name
        value = str(line.granted_on) if column == "granted_on" else name
        made.problems.append(RowProblem(line.row, column, value, code))
    return not code


def _grouped(lines: Iterable[OpeningLine]) -> dict[tuple[int, int], list[OpeningLine]]:
    grouped: dict[tuple[int, int], list[OpeningLine]] = defaultdict(list)
    for line in lines:
        grouped[line.person, line.scheme].append(line)
    return grouped


def _fresh(grouped: dict, made: OpeningPlan) -> dict:
    """Leave out who was opened before with the same lines; report who cannot be opened."""
    found = Entitlement.objects.filter(person__in={person for person, _scheme in grouped})
    opened = {(row.person_id, row.scheme_id): row for row in found}
    fresh = {}
    for key, group in grouped.items():
        row = opened.get(key)
        if row is None or (row.opened_on is None and row.done_on <= made.on):
            fresh[key] = group
        elif row.opened_on is not None and _fingerprint(group) == row.opening:
            made.unchanged += len(group)
        else:
            code = "opened_differently" if row.opened_on else "runs_already"
            made.problems.append(RowProblem(group[0].row, "number", group[0].number, code))
    return fresh


def _fingerprint(group: Iterable[OpeningLine]) -> str:
    """Return what tells one opening from another: the lines, whatever their order."""
    lines = sorted(f"{line.granted_on}:{line.lapses_on}:{line.remaining}" for line in group)
    return hashlib.sha256("|".join(lines).encode()).hexdigest()


def _by_rule(rulebook: Rulebook, scheme: int, worker: Worker, on: date) -> int:
    """Return what somebody would have by the rule alone who never spent anything."""
    facts, first, last = rulebook.of(scheme, worker)
    if first is None:
        facts, last = all_facts(worker), None
    state, _lines = timeline.advance(rulebook.segments(scheme, last), facts, cao.State(), on)
    return state.balance


def carry_out(made: OpeningPlan, by) -> int:
    """Book the plan in the transaction that is open; return how many lots were opened.

    What the engine had booked for these people before makes place for the file.
    """
    rulebook = Rulebook({scheme for _person, scheme in made.groups})
    _entitle(made, rulebook)
    found = Entitlement.objects.filter(
        person__in={person for person, _scheme in made.groups}, scheme__in=rulebook.schemes
    )
    ids = [row.pk for row in found if (row.person_id, row.scheme_id) in made.groups]
    rows = standing.load(ids)
    places = batches.SchemeAccounts(rulebook)
    movements: list[Movement] = []
    for row in rows:
        group = made.groups[row.person, row.scheme]
        place = places.of(row.scheme, row.person, row.own)
        movements += _take_back(row, place, made.on)
        movements += _open(row, group, rulebook, place, made.on)
    posting.write(movements, by_id=getattr(by, "pk", None))
    standing.save(rows, dict.fromkeys((row.pk for row in rows), made.on))
    for row in rows:
        opening = _fingerprint(made.groups[row.person, row.scheme])
        starts_on = (row.state.done or made.on) + DAY
        Entitlement.objects.filter(pk=row.pk).update(
            opened_on=made.on, opening=opening, starts_on=starts_on
        )
    return sum(len(group) for group in made.groups.values())


def _entitle(made: OpeningPlan, rulebook: Rulebook) -> None:
    of_scheme: dict[int, list[int]] = defaultdict(list)
    for person, scheme in made.groups:
        of_scheme[scheme].append(person)
    for scheme, people in of_scheme.items():
        batches.open_accounts(rulebook.schemes[scheme], people, made.on)


def _take_back(row: Standing, place: booking.Place, on: date) -> Iterable[Movement]:
    for lot in row.state.lots:
        yield Movement(
            source=place.own,
            target=place.of_scheme["fund"],
            amount=lot.remaining,
            what="correction",
            key=f"{place.prefix}:open:{on}:instead:{lot.ref}",
            on=max(on, row.state.done or on),
            because={"code": "opening_instead"},
            lot=lot.ref,
        )


def _open(
    row: Standing, group: list[OpeningLine], rulebook: Rulebook, place: booking.Place, on: date
) -> Iterable[Movement]:
    """Yield the lots of the file, and let the engine go on from there."""
    segment = timeline.current(rulebook.segments(row.scheme, None), on)
    assert segment is not None  # the plan left out schemes without a rule
    lots = tuple(
        cao.Lot(
            line.granted_on,
            line.remaining,
            line.lapses_on or cao.lapse_date(segment.rule, line.granted_on),
        )
        for line in group
    )
    # The grants and lapses of the day itself are in the figures when one was granted that day.
    counted = any(lot.granted_on == on for lot in lots) or row.state.done == on
    begun = cao.begin(segment.rule, on, lots, done=on if counted else on - DAY)
    for number, entry in enumerate(begun.entries):
        yield from booking.movements(entry, segment.version, place, f":{number}")
    row.state = begun.state
