"""What a difference does to budgets, in amounts, for the people whom the page shows.

Worked out once, when the file is looked through, and kept: so the page costs nothing.
"""

from datetime import date
from typing import Any

from bloei.budgets.reckoning.foreseen import BeforeAndAfter, foresee
from bloei.integrations.hr_import.after import After
from bloei.integrations.hr_import.consequences import TOUCHES, bare
from bloei.integrations.hr_import.reading import Examined

# Who has more changes than these sees the sentence without an amount.
MOST = 100


def amounts_of(examined: Examined, today: date) -> dict[str, list[dict[str, Any]]]:
    """Return, by number, what changes in the budgets of the first people of each kind."""
    found = examined.difference
    changed = [change.number for change in found.changed if TOUCHES & set(map(bare, change.fields))]
    numbers = [*changed[:MOST], *found.leaving[:MOST], *found.new[:MOST]]
    after = After(examined)
    changes = [BeforeAndAfter(after.before(number), after.of(number)) for number in numbers]
    return {
        number: [_plain(one) for one in foreseen]
        for number, foreseen in zip(numbers, foresee(changes, today), strict=True)
    }


def _plain(one) -> dict[str, Any]:
    return {
        "scheme": one.scheme, "measure": str(one.measure), "what": one.what,
        "on": one.on.isoformat(), "was": one.was, "becomes": one.becomes,
    }  # fmt: skip
