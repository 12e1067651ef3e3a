"""Running the engine over the versions of a scheme, one after the other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bloei.budgets import cao


class RuleOnDays(Protocol):
    """The days (both inclusive; `until` None is open) on which one version holds."""

    @property
    def start(self) -> date: ...
    @property
    def until(self) -> date | None: ...
    @property
    def rule(self) -> cao.Scheme: ...
    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True)
class VersionedEntry:
    """An entry of the engine, and the version of the scheme that made it."""

    entry: cao.Entry
    version: int


def advance(
    segments: Sequence[RuleOnDays], facts: cao.Facts, state: cao.State, until: date
) -> tuple[cao.State, list[VersionedEntry]]:
    """Book everything after `state.done` up to and including `until`."""
    lines: list[VersionedEntry] = []
    for segment in segments:
        ends = min(segment.until or until, until)
        if state.done is not None and ends <= state.done:
            continue
        if segment.start > until:
            break
        progress = cao.advance(segment.rule, facts, state, ends)
        state = progress.state
        lines += [VersionedEntry(entry, segment.version) for entry in progress.entries]
    return state, lines


def next_on(segments: Sequence[RuleOnDays], facts: cao.Facts, state: cao.State) -> date | None:
    """Return the first day after `state.done` on which something may happen by itself."""
    for segment in segments:
        if segment.until is not None and state.done is not None and segment.until <= state.done:
            continue
        found = cao.next_date(segment.rule, facts, state)
        if segment.until is None:
            return found
        # Never look past the end of a version: its successor may grant sooner.
        return min(found, segment.until) if found else segment.until
    return None


def current(segments: Sequence[RuleOnDays], day: date) -> RuleOnDays | None:
    """Return the version that holds on a day: the last one that has begun."""
    begun = [segment for segment in segments if segment.start <= day]
    return begun[-1] if begun else None
