"""What HR chose about rows that need somebody. Pure.

A question has a key that stays the same when the file is looked through again: "row:88",
"manager:9999", "leader:1003", "unit:TZ-4", "person:2001". What was not chosen goes as it goes
without anybody to ask, the same as on the command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SKIP, WITHOUT = "skip", "without"
OTHER, THIS, NEITHER = "other", "this", "neither"
NOBODY = "none"
NEW, SAME = "new", "same"


@dataclass(slots=True, frozen=True)
class Choices:
    """Per question what was chosen."""

    made: Mapping[str, str] = field(default_factory=dict)

    def about(self, kind: str, which: str | int) -> str:
        return self.made.get(f"{kind}:{which}", "")


NONE = Choices()
