"""Words and their stems, as texts are searched by them. Pure."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LONGEST = 60
# Words that say nothing about what somebody looks for.
_NOISE = frozenset(
    re.findall(
        r"\w+",
        """
    aan als bij dan dat de deze die dit door een en er haar had heb hebben heeft het hij hoe hun
    ik in is je jouw kan kun maar me meer met mijn moet naar niet nog nu of om omdat ons onze ook op
    over te tot u uit uw van veel voor waar wat we wel welke wie wij wil wilt worden wordt zich zij
    zijn ze zo zou a an and are as at by for from how i in into is it of on or that the this to
    with you your""",
    )
)
_APOSTROPHES = re.compile(r"[’'`´]s\b")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_letter_sets = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})
_dutch = snowballstemmer.stemmer("dutch")


def fold(text: str) -> str:
    """Return lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_letter_sets))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in order: "E-learning" is elearning, e, learning."""
    found: list[str] = []
    for word in _WORD.findall(_APOSTROPHES.sub("s", fold(text))):
        parts = word.split("-")
        if len(parts) > 1:
            found.append("".join(parts)[:LONGEST])
        found += [part[:LONGEST] for part in parts if part]
    return found


def is_plain(word: str) -> bool:
    """Say whether a word says something: long enough, and no word such as "de" or "voor"."""
    return word not in _NOISE and (len(word) > 1 or word.isdigit())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word: "brieven" and "brief" are brief."""
    if not word.isalpha():
        return word
    return (_dutch.stemWord(word) or word)[:LONGEST]


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text that say something."""
    return [stem(word) for word in words(text) if is_plain(word)]
