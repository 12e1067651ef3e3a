"""Carries a file out: works the difference out anew from what is known at that moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bloei.integrations.hr_import.choices import Choices
from bloei.integrations.hr_import.reading import Examined, examine
from bloei.integrations.hr_import.records import Checked
from bloei.people.actions import import_people
from bloei.people.plan import ImportPlan, Known


class TooManyLeave(Exception):
    """More of the active people are absent from the file than Bloei lets go unasked."""

    def __init__(self, examined: Examined, known: Known):
        super().__init__()
        self.examined = examined
        self.known = known


@dataclass(slots=True)
class CarriedOut:
    examined: Examined
    known: Known


def carry_out(
    checked: Checked,
    *,
    as_of: date,
    today: date,
    part: bool,
    confirm_leaving: bool,
    choices: Choices | None = None,
    because: str = "",
    tell: Callable[[int, int], None] | None = None,
    by,
) -> CarriedOut:
    """Write what the file changes, in one action; return the difference that was written.

    With `choices` the answers of HR are put in. Raises TooManyLeave, with nothing written,
    unless `confirm_leaving` or `part`.
    """
    outcome: list[CarriedOut] = []

    def make_plan(known: Known) -> ImportPlan:
        examined = examine(checked, known, as_of, part=part, choices=choices)
        if is_refused(examined, part=part, confirm_leaving=confirm_leaving):
            raise TooManyLeave(examined, examined.known)
        outcome.append(CarriedOut(examined, examined.known))
        return examined.difference.plan

    told = {"tell": tell} if tell else {}
    import_people(make_plan, as_of=as_of, today=today, because=because, by=by, **told)
    return outcome[0]


def is_refused(examined: Examined, *, part: bool, confirm_leaving: bool) -> bool:
    """Say whether so many people are absent that somebody must say it is right."""
    return examined.difference.too_many_leave and not part and not confirm_leaving
