"""A file that cannot be read as a table."""


class Unreadable(Exception):
    """The file cannot be read at all: a code and its facts; each door has its own sentences."""

    def __init__(self, code: str, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts
