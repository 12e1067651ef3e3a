"""What only HR can say: is this unit new, is this new number somebody we know? Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bloei.integrations.hr_import.choices import NEW, SAME, SKIP, Choices
from bloei.integrations.hr_import.entry import PersonRow
from bloei.integrations.hr_import.problems import Problem
from bloei.integrations.hr_import.records import Checked
from bloei.people import names
from bloei.people.names import fold
from bloei.people.plan import Known, KnownJob, KnownPerson, KnownUnit


@dataclass(slots=True)
class Answered:
    """A file and what Bloei knows, with the answers put in, and the questions themselves."""

    checked: Checked
    known: Known
    questions: list[Problem] = field(default_factory=list)
    # Who gets another number: the new one -> the one they had.
    renumbered: dict[str, str] = field(default_factory=dict)


def answered(checked: Checked, known: Known, choices: Choices) -> Answered:
    """Ask about units that are new and people who look like somebody; put in what was chosen."""
    result = Answered(replace(checked, protected=set(checked.protected)), known)
    _people(result, choices)
    if known.units:
        _units(result, choices)
    return result


def _people(result: Answered, choices: Choices) -> None:
    checked, skipped = result.checked, set()
    for entry, there in _lookalikes(checked.entries, result.known):
        chosen = choices.about("person", entry.number)
        facts = {"other": f"{_shown(there)} ({there.number})"}
        result.questions.append(
            Problem(
                entry.row, _heading(checked, "number"), entry.number, "looks_known", facts,
                minor=chosen != SKIP, number=entry.number, ask=f"person:{entry.number}",
                chosen=chosen,
            )
        )  # fmt: skip
        if chosen == SAME and there.number not in result.renumbered.values():
            result.renumbered[entry.number] = there.number
        elif chosen == SKIP:
            skipped.add(entry.number)
            result.checked.protected |= {entry.number, there.number}
    if skipped:
        checked.entries = [entry for entry in checked.entries if entry.number not in skipped]
    if result.renumbered:
        result.known = _renumbered(result.known, result.renumbered)


def _lookalikes(entries: list[PersonRow], known: Known) -> Iterator[tuple[PersonRow, KnownPerson]]:
    """Yield who is new, with a known person of the same name and day of birth, or address.

    Somebody who is in the file under their own number is not somebody else.
    """
    present = {entry.number for entry in entries}
    gone = [there for number, there in known.people.items() if number not in present]
    by_birth: dict[tuple[str, date | None], KnownPerson] = {
        (_name(there), there.born_on): there for there in gone if there.born_on
    }
    by_mail = {there.email.lower(): there for there in gone if there.email}
    seen: set[str] = set()
    for entry in entries:
        if entry.number in known.people or entry.number in seen:
            continue
        seen.add(entry.number)
        found = by_birth.get((_name(entry), entry.born_on)) if entry.born_on else None
        found = found or by_mail.get((entry.email or "").lower())
        if found:
            yield entry, found


def _shown(there: KnownPerson) -> str:
    return names.full_name(there.given_name, there.infix, there.family_name)


def _name(somebody: PersonRow | KnownPerson) -> str:
    return fold(f"{somebody.given_name} {somebody.infix} {somebody.family_name}")


def _renumbered(known: Known, numbers: dict[str, str]) -> Known:
    """Return what we know as if people had their new numbers already."""
    news = {old: new for new, old in numbers.items()}
    people = {}
    for number, there in known.people.items():
        jobs = [_led_by(job, news) for job in there.jobs]
        own = news.get(number, number)
        people[own] = replace(there, number=own, jobs=jobs)
    return Known(people, known.units)


def _led_by(job: KnownJob, news: Mapping[str, str]) -> KnownJob:
    """Return an employment with the new numbers of who leads it."""
    if not any(term.values.manager in news for term in job.terms):
        return job
    terms = []
    for term in job.terms:
        manager = news.get(term.values.manager, term.values.manager)
        terms.append(replace(term, values=replace(term.values, manager=manager)))
    return replace(job, terms=terms)


def _units(result: Answered, choices: Choices) -> None:
    checked, units = result.checked, result.known.units
    called = {fold(unit.name) for unit in units.values()}
    told: dict[str, PersonRow] = {entry.unit_code: entry for entry in checked.entries}
    asked: dict[str, list[PersonRow]] = {}
    entries = []
    for entry in checked.entries:
        unit = entry.unit_code or entry.unit
        if unit in units or (not entry.unit_code and fold(unit) in called) or not unit:
            entries.append(entry)
            continue
        asked.setdefault(unit, []).append(entry)
        chosen = units.get(choices.about("unit", unit))
        entries.append(_placed(entry, chosen, told) if chosen else entry)
    if len(asked) > len(units):
        return  # more new than known: this file is what brings the units in
    checked.entries = entries
    heading = _heading(checked, "unit_code" if "unit_code" in checked.fields else "unit")
    result.questions += [
        Problem(
            rows[0].row, heading, _called(rows[0]), "new_unit", {"count": len(rows)}, minor=True,
            ask=f"unit:{unit}", chosen=_chosen_unit(choices.about("unit", unit), units),
        )
        for unit, rows in asked.items()
    ]  # fmt: skip


def _called(entry: PersonRow) -> str:
    return (
        f"{entry.unit} ({entry.unit_code})"
        if entry.unit and entry.unit_code
        else (entry.unit or entry.unit_code)
    )


def _chosen_unit(chosen: str, units: Mapping[str, KnownUnit]) -> str:
    """Return what was chosen; a code that does not exist is no answer."""
    return chosen if chosen == NEW or chosen in units else ""


def _placed(entry: PersonRow, unit: KnownUnit, told: Mapping[str, PersonRow]) -> PersonRow:
    """Return the row as one of an existing unit, which stays where the file or Bloei has it."""
    same = told.get(unit.code)
    name, parent = (same.unit, same.parent_unit) if same else (unit.name, unit.parent)
    return replace(entry, unit_code=unit.code, unit=name, parent_unit=parent)


def _heading(checked: Checked, name: str) -> str:
    return checked.columns.get(name, "")
