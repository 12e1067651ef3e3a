"""What is wrong with a row of a file; each door has its own sentences for the codes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that is skipped: where, what stands there, and what is wrong (a code).

    `row` is the line in the file, or the number in a list; `column` is empty for the whole row.
    """

    row: int
    column: str
    value: str
    code: str
