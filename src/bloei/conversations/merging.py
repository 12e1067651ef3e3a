"""Two people write in one text at once: what either added stays. Pure.

Lines first; where both changed the same lines, words; where both changed the same words, both
versions stand below each other. Nothing that somebody wrote disappears unseen.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\s+|\S+")


class TextPart(NamedTuple):
    """A part of the three texts between two places where all are the same."""

    base: list[str]
    mine: list[str]
    theirs: list[str]

    @property
    def settled(self) -> list[str] | None:
        """Return the one version where at most one of the two changed it, else None."""
        if self.mine in (self.base, self.theirs):
            return self.theirs
        return self.mine if self.theirs == self.base else None


def merged(base: str, mine: str, theirs: str) -> str:
    """Return the text with the changes that `mine` and `theirs` each made to `base`."""
    result: list[str] = []
    for piece in _pieces(base.split("\n"), mine.split("\n"), theirs.split("\n")):
        settled = piece.settled
        result += _word_by_word(piece) if settled is None else settled
    return "\n".join(result)


def _word_by_word(piece: TextPart) -> list[str]:
    """Return lines in which both changed something: word by word, or else both versions."""
    texts = (_WORDS.findall("\n".join(lines)) for lines in piece)
    settled = [one.settled for one in _pieces(*texts)]
    if any(words is None for words in settled):
        return [*piece.theirs, *(line for line in piece.mine if line not in piece.theirs)]
    return "".join(word for words in settled for word in words or ()).split("\n")


def _pieces(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[TextPart]:
    """Yield the texts in pieces, in order: what is the same in all three, and what lies between."""
    in_mine, in_theirs = _same(base, mine), _same(base, theirs)
    at, at_mine, at_theirs = 0, 0, 0
    for here in [*sorted(in_mine.keys() & in_theirs.keys()), len(base)]:
        to_mine, to_theirs = in_mine.get(here, len(mine)), in_theirs.get(here, len(theirs))
        yield TextPart(base[at:here], mine[at_mine:to_mine], theirs[at_theirs:to_theirs])
        yield TextPart(base[here : here + 1], mine[to_mine : to_mine + 1], theirs[to_theirs:][:1])
        at, at_mine, at_theirs = here + 1, to_mine + 1, to_theirs + 1


def _same(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return where each part of `base` that is still there stands in the other text."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {a + step: b + step for a, b, size in blocks for step in range(size)}
