"""Read an instance (JSON, docs/formats.md 2) and refuse it with all its mistakes at once."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bloei.foundation.strict.source import json_of
from bloei.foundation.strict.table import StrictTable, shown
from bloei.planning.solver.instance import Instance, Learner, Span, StaffingLine
from bloei.planning.solver.problems import Mistake, Refused
from bloei.planning.solver.slots import MINUTES_PER_DAY

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:00)?")
_MOST = 1_000_000
_MOST_DAYS = 2 * 366
# Stands for a moment that could not be read, so that reading can go on.
_UNREAD = datetime.fromisoformat("2000-01-01")


def read_instance(text: str) -> Instance:
    """An instance from JSON text; raises `Refused`."""
    return instance_from(json_of(text))


def instance_from(data: Any) -> Instance:
    """An instance from what a JSON file holds; raises `Refused`."""
    if not isinstance(data, dict):
        raise Refused([Mistake("JSON", "not_a_table", {"got": shown(data)})])
    reader = _Reader(StrictTable(data, "", []))
    if reader.top.problems:
        raise Refused(reader.top.problems)
    return Instance(reader.slot_minutes, tuple(reader.learners), tuple(reader.staffing))


class _Reader:
    def __init__(self, top: StrictTable):
        self.top = top
        self.slot_minutes = self._slot_minutes()
        self._ids: dict[str, str] = {}
        self._moments: set[datetime] = set()
        self.learners = [self._learner(row) for row in top.tables("people", required=True)]
        self.staffing = [self._line(row) for row in top.tables("staffing", required=True)]
        self._check_length()
        top.close()

    def _check_length(self) -> None:
        """Everything is reckoned slot by slot: a slip in one year must not become a million."""
        first, last = min(self._moments, default=_UNREAD), max(self._moments, default=_UNREAD)
        if (last - first).days > _MOST_DAYS:
            self.top.problems.append(
                Mistake(
                    "",
                    "too_long",
                    {"first": _written(first), "last": _written(last), "most": str(_MOST_DAYS)},
                )
            )

    def _slot_minutes(self) -> int:
        found = self.top.integer("slot_minutes", low=1, high=MINUTES_PER_DAY, required=True)
        if found and MINUTES_PER_DAY % found:
            self.top.wrong("slot_minutes", "no_whole_day", got=str(found))
            return 1
        # With a slot of one minute no other mistake is made up.
        return found or 1

    def _learner(self, row: StrictTable) -> Learner:
        learner = Learner(
            id=self._id(row),
            unit=row.text("unit", required=True),
            minutes=self._minutes(row, "minutes", low=0),
            min_block=self._minutes(row, "min_block", low=1),
            max_block=self._minutes(row, "max_block", low=1),
            max_blocks_per_day=row.integer("max_blocks_per_day", required=True) or 0,
            works=self._spans(row, "works", required=True),
            busy=self._spans(row, "busy"),
            prefers=self._spans(row, "prefers"),
            fixed=self._spans(row, "fixed"),
        )
        if 0 < learner.max_block < learner.min_block:
            row.wrong(
                "max_block",
                "shorter_than_shortest",
                longest=str(learner.max_block),
                shortest=str(learner.min_block),
            )
        row.close()
        return learner

    def _id(self, row: StrictTable) -> str:
        found = row.text("id", required=True)
        if found and found in self._ids:
            row.wrong("id", "id_twice", other=self._ids[found])
        self._ids.setdefault(found, row.place)
        return found

    def _minutes(self, row: StrictTable, key: str, *, low: int) -> int:
        found = row.integer(key, low=low, high=_MOST, required=True)
        if found and found % self.slot_minutes:
            row.wrong(key, "no_whole_slots", got=str(found), slot=str(self.slot_minutes))
        return found or 0

    def _line(self, row: StrictTable) -> StaffingLine:
        units = row.texts("units", required=True)
        if row.data.get("units") == []:
            row.wrong("units", "no_units")
        for twice in sorted({unit for unit in units if units.count(unit) > 1}):
            row.wrong("units", "unit_twice", got=shown(twice))
        span = self._span(row)
        minimum = row.integer("minimum", high=_MOST, required=True) or 0
        row.close()
        return StaffingLine(units, *span, minimum)

    def _spans(self, row: StrictTable, key: str, *, required: bool = False) -> tuple[Span, ...]:
        return tuple(self._each_span(row, key, required=required))

    def _each_span(self, row: StrictTable, key: str, *, required: bool) -> Iterator[Span]:
        for span in row.tables(key, required=required):
            yield self._span(span)
            span.close()

    def _span(self, row: StrictTable) -> Span:
        start, until = self._moment(row, "from"), self._moment(row, "until")
        if start and until and until <= start:
            row.wrong("until", "no_time_between", start=_written(start), until=_written(until))
        self._moments |= {moment for moment in (start, until) if moment}
        return Span(start or _UNREAD, until or _UNREAD)

    def _moment(self, row: StrictTable, key: str) -> datetime | None:
        text = row.text(key, required=True)
        if key not in row.data or not isinstance(row.data[key], str):
            return None
        found = _moment(text)
        if found is None:
            row.wrong(key, "not_a_moment", got=shown(text))
        elif (found.hour * 60 + found.minute) % self.slot_minutes:
            row.wrong(key, "between_slots", got=shown(text), slot=str(self.slot_minutes))
        return found


def _moment(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
