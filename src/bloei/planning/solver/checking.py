"""Is a result right for its instance? Reckoned slot by slot, sharing no code with the planner.

Takes the two JSON objects as the files hold them (docs/formats.md 2) and tells every rule that
is broken. That no better plan exists cannot be seen here; the tests try all plans for that.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

Json = dict[str, Any]
LONG_AGO = datetime.fromisoformat("0001-01-01")
KEYS = {
    "status", "minutes_short", "minutes_short_bound", "largest_shortfall", "preferred_minutes",
    "blocks", "short", "under_minimum", "seconds",
}  # fmt: skip


def broken_rules(instance: Json, result: Json) -> list[str]:
    """Every rule that the result breaks, as a sentence; an empty list when it is right."""
    if result.keys() != KEYS:
        return [f"The keys are {sorted(result)}, not {sorted(KEYS)}."]
    known = {person["id"] for person in instance["people"]}
    strangers = {one["person"] for one in [*result["blocks"], *result["short"]]} - known
    if strangers:
        return [f"Nobody is called {sorted(strangers)}."]
    return list(_Check(instance, result).broken())


class _Span:
    """A piece of time of the files, and its slots as the moments at which they begin."""

    def __init__(self, data: Json, slot: timedelta):
        self.start = datetime.fromisoformat(data["from"])
        self.until = datetime.fromisoformat(data["until"])
        self.minutes = round((self.until - self.start) / timedelta(minutes=1))
        self.slots = []
        moment = self.start
        while moment < self.until:
            self.slots.append(moment)
            moment += slot

    def meets(self, other: "_Span") -> bool:
        """Whether they overlap or touch."""
        return self.start <= other.until and other.start <= self.until


class _Person:
    def __init__(self, data: Json, blocks: list[Json], slot: timedelta):
        self.data, self.id, self.unit = data, data["id"], data["unit"]
        self.works = self._slots(data["works"], slot)
        self.busy = self._slots(data.get("busy", []), slot)
        self.prefers = self._slots(data.get("prefers", []), slot)
        self.agreed = [_Span(one, slot) for one in data.get("fixed", [])]
        self.agreed_slots = {moment for span in self.agreed for moment in span.slots}
        self.new = [_Span(one, slot) for one in blocks if not one["fixed"]]
        self.learning = {moment for span in self.new for moment in span.slots}
        self.present = self.works - self.agreed_slots
        agreed = sum(span.minutes for span in self.agreed)
        self.wanted = max(0, data["minutes"] - agreed)
        self.short = max(0, self.wanted - sum(span.minutes for span in self.new))

    @staticmethod
    def _slots(spans: list[Json], slot: timedelta) -> set[datetime]:
        return {moment for one in spans for moment in _Span(one, slot).slots}


class _Line:
    """A staffing line: who belongs to it, and per slot how many are there."""

    def __init__(self, data: Json, people: list[_Person], slot: timedelta):
        self.units, self.minimum = data["units"], data["minimum"]
        self.slots = _Span(data, slot).slots
        members = [person for person in people if person.unit in self.units]
        self.members = {person.id for person in members}
        roster = Counter(moment for person in members for moment in person.present)
        learning = Counter(
            moment for person in members for moment in person.learning & person.present
        )
        self.roster = {moment: roster[moment] for moment in self.slots}
        self.learning = {moment: learning[moment] for moment in self.slots}

    def full(self) -> set[datetime]:
        """The slots in which nobody more may learn."""
        return {
            moment
            for moment in self.slots
            if self.roster[moment] - self.learning[moment] <= self.minimum
        }


class _Check:
    def __init__(self, instance: Json, result: Json):
        self.result = result
        self.slot_minutes = instance["slot_minutes"]
        self.slot = timedelta(minutes=self.slot_minutes)
        blocks: dict[str, list[Json]] = defaultdict(list)
        for block in result["blocks"]:
            blocks[block["person"]].append(block)
        self.blocks = blocks
        self.people = [_Person(one, blocks[one["id"]], self.slot) for one in instance["people"]]
        self.lines = [_Line(one, self.people, self.slot) for one in instance["staffing"]]

    def broken(self) -> Iterator[str]:
        for person in self.people:
            yield from self._fixed(person)
            yield from self._new(person)
            yield from self._amounts(person)
        for line in self.lines:
            yield from self._staffing(line)
        yield from self._sums()
        yield from self._short()
        yield from self._under_minimum()

    def _fixed(self, person: _Person) -> Iterator[str]:
        agreed = Counter((one["from"], one["until"]) for one in person.data.get("fixed", []))
        kept = Counter(
            (one["from"], one["until"]) for one in self.blocks[person.id] if one["fixed"]
        )
        if agreed != kept:
            yield f"{person.id}: the fixed blocks are not those that were agreed."

    def _new(self, person: _Person) -> Iterator[str]:
        shortest, longest = person.data["min_block"], person.data["max_block"]
        for number, span in enumerate(person.new):
            where = f"{person.id}: the block of {span.start:%Y-%m-%dT%H:%M}"
            midnight = datetime.combine(span.start, datetime.min.time())
            if (span.start - midnight) % self.slot or span.minutes % self.slot_minutes:
                yield f"{where} does not lie on borders of slots."
            if not shortest <= span.minutes <= longest:
                yield f"{where} takes {span.minutes} minutes, not {shortest} to {longest}."
            if set(span.slots) - person.works:
                yield f"{where} does not lie in working time."
            if set(span.slots) & person.busy:
                yield f"{where} lies in a meeting."
            if any(span.meets(other) for other in person.agreed):
                yield f"{where} touches a fixed block."
            if any(span.meets(other) for other in person.new[:number]):
                yield f"{where} touches another block."

    def _amounts(self, person: _Person) -> Iterator[str]:
        new = Counter(span.start.date() for span in person.new)
        agreed = Counter(span.start.date() for span in person.agreed)
        for day, count in new.items():
            if count + agreed[day] > person.data["max_blocks_per_day"]:
                yield f"{person.id}: {count + agreed[day]} blocks begin on {day}."
        if sum(span.minutes for span in person.new) > person.wanted:
            yield f"{person.id}: more minutes than wanted."

    def _staffing(self, line: _Line) -> Iterator[str]:
        for moment in line.slots:
            there, learning = line.roster[moment], line.learning[moment]
            if learning and there - learning < line.minimum:
                yield (
                    f"{line.units} at {moment:%Y-%m-%dT%H:%M}: {there} work and {learning} of "
                    f"them learn, the minimum is {line.minimum}."
                )

    def _sums(self) -> Iterator[str]:
        short = [person.short for person in self.people]
        preferred = sum(len(person.learning & person.prefers) for person in self.people)
        expected = {
            "minutes_short": sum(short),
            "largest_shortfall": max(short, default=0),
            "preferred_minutes": preferred * self.slot_minutes,
        }
        for key, value in expected.items():
            if self.result[key] != value:
                yield f"{key} is {self.result[key]}, it should be {value}."
        bound = self.result["minutes_short_bound"]
        if not 0 <= bound <= sum(short):
            yield f"minutes_short_bound is {bound}, but {sum(short)} are short."
        if self.result["status"] not in ("optimal", "feasible"):
            yield f"status is {self.result['status']}."
        if self.result["status"] == "optimal" and bound != sum(short):
            yield "The status is optimal, but the bound says that it could be better."
        if self.result["seconds"] < 0:
            yield "seconds is below zero."

    def _short(self) -> Iterator[str]:
        listed = {one["person"]: one for one in self.result["short"]}
        if len(listed) != len(self.result["short"]):
            yield "Somebody is listed as short twice."
        for person in self.people:
            one = listed.get(person.id)
            if (one["minutes"] if one else 0) != person.short:
                yield f"{person.id} is {person.short} minutes short, which the list does not say."
            elif one:
                yield from self._reason(person, one)

    def _reason(self, person: _Person, one: Json) -> Iterator[str]:
        if one["because"] != (because := self._because(person)):
            yield f"{person.id} is short because of {because}, not {one['because']}."
        could = person.works - person.busy - person.agreed_slots - person.learning
        binding = [line for line in self.lines if person.id in line.members and line.full() & could]
        named = {unit for line in binding for unit in line.units}
        if set(one["where"]) - named or (one["where"] and because != "staffing"):
            yield f"{person.id}: no line binds that names {one['where']}."

    def _because(self, person: _Person) -> str:
        wanted = person.data["minutes"]
        if len(person.works) * self.slot_minutes < wanted:
            return "roster"
        if len(person.works - person.busy) * self.slot_minutes < wanted:
            return "busy"
        return "staffing" if person.wanted in self._reachable(person) else "block_size"

    def _reachable(self, person: _Person) -> set[int]:
        """All amounts of minutes that this person could get if there were no minimums."""
        free = person.works - person.busy
        agreed = Counter(span.start.date() for span in person.agreed)
        begin = [
            moment
            for moment in sorted(free)
            if not any(span.start <= moment <= span.until for span in person.agreed)
        ]
        # Per moment from which a block may begin, and blocks begun that day: the amounts so far.
        states: dict[tuple[datetime, date, int], set[int]] = defaultdict(set)
        states[LONG_AGO, LONG_AGO.date(), 0] = {0}
        for moment in begin:
            for (ready, day, count), amounts in list(states.items()):
                today = count if day == moment.date() else agreed[moment.date()]
                if ready > moment or today >= person.data["max_blocks_per_day"]:
                    continue
                for until in self._ends(person, free, moment):
                    minutes = round((until - moment) / timedelta(minutes=1))
                    more = {one + minutes for one in amounts if one + minutes <= person.wanted}
                    if more:
                        states[until + self.slot, moment.date(), today + 1] |= more
        return {amount for amounts in states.values() for amount in amounts}

    def _ends(self, person: _Person, free: set[datetime], start: datetime) -> Iterator[datetime]:
        """Yield where a block that begins here may end."""
        shortest, longest = person.data["min_block"], person.data["max_block"]
        until = start
        while until in free:
            until += self.slot
            if any(span.start <= until and start <= span.until for span in person.agreed):
                return
            minutes = (until - start) / timedelta(minutes=1)
            if minutes > longest:
                return
            if minutes >= shortest:
                yield until

    def _under_minimum(self) -> Iterator[str]:
        expected = {
            (tuple(line.units), line.minimum, line.roster[moment], moment)
            for line in self.lines
            for moment in line.slots
            if line.roster[moment] < line.minimum
        }
        listed: Counter = Counter()
        ends = set()
        for one in self.result["under_minimum"]:
            what = tuple(one["units"]), one["minimum"], one["present"]
            span = _Span(one, self.slot)
            listed.update((*what, moment) for moment in span.slots)
            ends.add((*what, span.until))
        if set(listed) != expected:
            yield "under_minimum is not where the roster is under its minimum."
        if any(count > 1 for count in listed.values()):
            yield "under_minimum lists the same slot twice."
        starts = {
            (tuple(one["units"]), one["minimum"], one["present"], _Span(one, self.slot).start)
            for one in self.result["under_minimum"]
        }
        if starts & ends:
            yield "under_minimum has neighbours that should be joined."
