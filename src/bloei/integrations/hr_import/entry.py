"""What a file says: a row that can be used, and the person and employments it adds up to. Pure."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class PersonRow:
    """One row that can be used. What the file has no column for is None or empty."""

    row: int
    number: str = ""
    given_name: str = ""
    initials: str = ""
    infix: str = ""
    family_name: str = ""
    email: str | None = None
    unit_code: str = ""
    unit: str = ""
    parent_unit: str = ""
    function: str = ""
    manager: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    starts_on: date | None = None
    employment_number: str = ""
    hours_per_week: Decimal | None = None
    kind: str = ""
    born_on: date | None = None
    cao: str = ""
    salary_cents: int | None = None
    skipped: set[str] = field(default_factory=set)

    @property
    def first_day(self) -> date | None:
        return self.starts_on or self.joined_on

    def begins(self, as_of: date) -> date:
        """Return the day from which this row would hold, also when it does not say."""
        return self.first_day or min(self.left_on or as_of, as_of)

    def says(self) -> tuple:
        """Return all that a row says, to see whether two rows say the same."""
        return tuple(getattr(self, name) for name in _SAID)


_SAID = [name for name in PersonRow.__slots__ if name not in ("row", "skipped")]


@dataclass(slots=True)
class WantedJob:
    """An employment as one row says it is.

    `first` is its first day when the row says so, `joined` whether that is a day of
    joining; `since` is the row's own Ingangsdatum, from which its values hold.
    """

    row: int
    number: str
    first: date | None
    joined: bool
    since: date | None
    last: date | None
    hours_per_week: Decimal | None
    kind: str
    cao: str
    function: str
    unit: str
    manager: str
    salary_cents: int | None
    skipped: set[str]

    def is_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(slots=True)
class WantedPerson:
    number: str
    row: int
    given_name: str
    initials: str
    infix: str
    family_name: str
    email: str | None
    born_on: date | None
    skipped: set[str]
    jobs: list[WantedJob] = field(default_factory=list)
