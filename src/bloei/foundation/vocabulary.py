"""All words that occur somewhere: which are related, and which one somebody meant. Pure."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bloei.foundation.stems import stem

MOST_RELATED = 40
# A Dutch compound is two words, sometimes with a sound between them: gesprek-s-techniek.
_LINKS = ("", "s", "e", "en")
_SHORTEST_PART = 4
_SLIPS_FROM = 6


class Vocabulary:
    """The words of a collection; asking it never changes it."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]):
        self._uses: dict[str, int] = {}
        self._stems: dict[str, str] = {}
        for word, its_stem, uses in rows:
            self._uses[word] = uses
            self._stems[word] = its_stem
        self._known = frozenset(self._stems.values())
        self._words = list(self._uses)
        self.related = lru_cache(maxsize=2_000)(self._related)
        self.mended = lru_cache(maxsize=2_000)(self._mended)

    def _related(self, word: str) -> tuple[str, ...]:
        """Return the stems of words that begin with this word or have it in them.

        A word that occurs nowhere as it is written may be a slip: its nearest ones count too.
        """
        found = self._longer(word)
        if word not in self._uses and len(word) >= _SLIPS_FROM and word.isalpha():
            near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=1)
            found |= {self._stems[other]: self._uses[other] for other, _, _ in near}
        return tuple(sorted(found, key=lambda one: (-found[one], one))[:MOST_RELATED])

    def _longer(self, word: str) -> dict[str, int]:
        roots = {root for root in (word, stem(word)) if len(root) >= _SHORTEST_PART}
        long_roots = [root for root in roots if len(root) > _SHORTEST_PART]
        return {
            other_stem: self._uses[other]
            for other, other_stem in self._stems.items()
            if any(other.startswith(root) for root in roots)
            or any(root in other for root in long_roots)
        }

    def parts(self, word: str) -> tuple[str, str] | None:
        """Return the two known words of which a long, unknown word is made."""
        if stem(word) in self._known:
            return None
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            tail = word[cut:]
            if not self._is_known(tail):
                continue
            for link in _LINKS:
                head = word[:cut].removesuffix(link) if word[:cut].endswith(link) else ""
                if len(head) >= _SHORTEST_PART and self._is_known(head):
                    return head, tail
        return None

    def _is_known(self, word: str) -> bool:
        return word in self._uses or stem(word) in self._known

    def _mended(self, word: str) -> str | None:
        """Return the word that was probably meant, or None when this one can be searched."""
        if len(word) < _SHORTEST_PART or not word.isalpha():
            return None
        if self._is_known(word) or self._longer(word) or self.parts(word):
            return None
        errors = 1 if len(word) < 6 else 2 if len(word) < 12 else 3
        near = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=errors, limit=20
        )
        if not near:
            return None
        return min(near, key=lambda one: (one[1], one[0][0] != word[0], -self._uses[one[0]]))[0]
