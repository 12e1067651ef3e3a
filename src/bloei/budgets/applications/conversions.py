"""Turning a part of a budget into something else, such as leave: what the rule allows today.

The engine judges; nothing is written here. Amounts are cents or minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bloei.budgets import cao
from bloei.budgets.models import Entitlement
from bloei.budgets.reckoning import standing, timeline
from bloei.budgets.reckoning.standing import Standing
from bloei.budgets.reckoning.timeline import RuleOnDays
from bloei.budgets.schemes.rulebook import Rulebook, workers
from bloei.budgets.schemes.words import as_sentence
from bloei.foundation.language import on_screen


@dataclass(frozen=True)
class Book:
    """A person under a scheme as the engine knows them today."""

    rulebook: Rulebook
    facts: cao.Facts
    segments: Sequence[RuleOnDays]
    segment: RuleOnDays

    @property
    def rule(self) -> cao.Scheme:
        return self.segment.rule


@dataclass(frozen=True)
class ConversionOption:
    """One thing to convert into: at most so much today, or why not."""

    to: str
    most: int
    why_not: str = ""


def book_of(entitlement: Entitlement, today: date) -> Book | None:
    """Return the rule with the facts of a person, or None when no rule holds today."""
    rulebook = Rulebook([entitlement.scheme_id])
    worker = workers([entitlement.person_id])[entitlement.person_id]
    facts, _first, last = rulebook.of(entitlement.scheme_id, worker)
    segments = rulebook.segments(entitlement.scheme_id, last)
    segment = timeline.current(segments, today)
    return Book(rulebook, facts, segments, segment) if segment else None


def stands(entitlement: Entitlement) -> Standing:
    """Return where somebody stands, without locking anything."""
    return standing.load([entitlement.pk], lock=False)[0]


def try_it(book: Book, state: cao.State, to: str, amount: int, today: date) -> cao.Progress:
    """Let the engine convert an amount: what it would book, or why it refuses."""
    movement = cao.Movement(today, "convert", amount, to=to)
    return cao.book(book.rule, book.facts, state, movement)


def options(book: Book, state: cao.State, today: date) -> list[ConversionOption]:
    """Return what a rule lets somebody convert into today, each with how much at most."""
    names = dict.fromkeys(row.to for row in book.rule.conversions)
    return [_option(book, state, name, today) for name in names]


def _option(book: Book, state: cao.State, to: str, today: date) -> ConversionOption:
    low, high = 0, max(0, state.balance)
    while low < high:
        middle = (low + high + 1) // 2
        refused = try_it(book, state, to, middle, today).refused
        low, high = (low, middle - 1) if refused else (middle, high)
    if low:
        return ConversionOption(to, low)
    reason = try_it(book, state, to, 1, today).refused[0].reason
    if reason.code == "too_much":
        return ConversionOption(to, 0, _("There is nothing in this budget to convert."))
    return ConversionOption(to, 0, sentence(reason))


def sentence(reason: cao.Reason) -> str:
    """Return why the engine refuses, as a sentence."""
    return as_sentence(cao.explain(reason, on_screen()))
