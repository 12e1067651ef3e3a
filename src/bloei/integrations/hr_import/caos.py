"""People in a file for whose cao no scheme holds: the file is right, and they would get nothing."""

from collections import Counter
from datetime import date
from typing import Any

from bloei.budgets.schemes.uncovered import Group, Uncovered, uncovered_of, without_scheme
from bloei.integrations.hr_import.after import After
from bloei.integrations.hr_import.models import HrFile
from bloei.integrations.hr_import.reading import Examined


def groups_of(examined: Examined, as_of: date) -> list[Group]:
    """Return who in the file has no scheme from `as_of` on, once it is carried out.

    Somebody counts once per cao, in the first of their units.
    """
    after, counts = After(examined), Counter[tuple[str, int | None]]()
    for number in examined.state.people:
        terms = after.of(number).terms
        units = {t.cao: t.unit for t in reversed(terms) if t.until is None or t.until >= as_of}
        counts.update(units.items())
    groups = [(cao, unit, people) for (cao, unit), people in counts.items()]
    return without_scheme(groups, as_of)


def sentences(examined: Examined, as_of: date) -> list[str]:
    """Return a sentence per cao for which no scheme holds."""
    return [one.sentence for one in uncovered_of(groups_of(examined, as_of), as_of)]


def of_file(file: HrFile, today: date) -> list[Uncovered]:
    """Return what was kept with a file, as far as no scheme holds for it now."""
    kept: list[Any] = file.details.get("caos", [])
    return uncovered_of([(cao, unit, people) for cao, unit, people in kept], today)
