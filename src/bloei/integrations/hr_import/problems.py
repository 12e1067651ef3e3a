"""What can be wrong with a file or a row, as a code with its facts; the words are in sentences.py.

A problem holds no sentence, so that everybody reads it in their own language.
"""

from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class Problem:
    """One thing that is wrong: the line in the file, the heading, what stood there."""

    row: int
    column: str
    value: str
    code: str
    facts: dict = field(default_factory=dict)
    # A problem that skips only the value: the rest of the row goes on.
    minor: bool = False
    number: str = ""
    # The field it is about.
    name: str = ""
    # The key of the question to HR, when there is a choice, and what was chosen (choices.py).
    ask: str = ""
    chosen: str = ""


class Wrong(ValueError):
    """A value cannot be what its column says: a code of sentences.py and its facts."""

    def __init__(self, code: str, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts
