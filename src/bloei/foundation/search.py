"""Searching in Dutch: Python makes stems of words, PostgreSQL finds them, errors are mended.

What can be searched inherits `Findable`: the action that writes a row fills in the
stems, the database keeps the vector beside them. A room that mends typing errors
keeps its words in a table that inherits `Word`.
"""

from dataclasses import dataclass

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db import connection, models
from django.db.models import Case, F, Max, QuerySet, Value, When

from bloei.foundation.stems import is_plain, stem, stems, words
from bloei.foundation.vocabulary import Vocabulary

SHORTEST_BEGIN = 4
# D, C, B, A: a word in the title counts more than ten times a word in the text.
WEIGHTS = [0.05, 0.08, 0.4, 1.0]


class Findable(models.Model):
    """A row that can be searched: its stems, and the vector that the database makes of them."""

    title_stems = models.TextField(blank=True, default="")
    other_stems = models.TextField(blank=True, default="")
    vector = models.GeneratedField(
        expression=CombinedSearchVector(
            SearchVector("title_stems", config="simple", weight="A"),
            "||",
            SearchVector("other_stems", config="simple", weight="C"),
            config="simple",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["vector"])]


class Word(models.Model):
    """A word that occurs in what can be searched, with its stem and in how many rows."""

    word = models.CharField(max_length=60, unique=True)
    stem = models.CharField(max_length=60)
    uses = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class SearchWords:
    """What somebody typed, as PostgreSQL can be asked it.

    `wide` wants every word, as its stem, as a beginning or in a longer word; `loose` is
    content with one of the words. `exact` (the stems) and `titled` (in a title) make the
    order. `mended` holds the words that were read as another word.
    """

    words: int
    exact: str
    wide: str
    loose: str
    titled: str
    mended: dict[str, str]


def ask(text: str, vocabulary: Vocabulary) -> SearchWords | None:
    """Read what somebody typed; None when there is no word in it."""
    asked = words(text)
    telling = [word for word in asked if is_plain(word)] or asked
    if not telling:
        return None
    read, mended = [], {}
    for word in dict.fromkeys(telling[:10]):
        better = vocabulary.mended(word)
        if better:
            mended[word] = better
        read.append(better or word)
    wide = [_wide(word, vocabulary) for word in read]
    return SearchWords(
        words=len(read),
        exact=" | ".join(_lexeme(stem(word)) for word in read),
        wide=" & ".join(wide),
        loose=" | ".join(wide),
        titled=" | ".join(_wide(word, vocabulary, "A") for word in read),
        mended=mended,
    )


def _wide(word: str, vocabulary: Vocabulary, where: str = "") -> str:
    begins = {stem(word), word} if len(word) >= SHORTEST_BEGIN else set()
    # What begins with the word is found by the beginning; the others are named.
    others = [one for one in vocabulary.related(word) if not one.startswith(tuple(begins))]
    ways = [_lexeme(begin, f"*{where}") for begin in sorted(begins)]
    ways += [_lexeme(one, where) for one in dict.fromkeys([stem(word), *others])]
    if parts := vocabulary.parts(word):
        ways.append("(" + " & ".join(_lexeme(stem(part), where) for part in parts) + ")")
    return f"({' | '.join(ways)})"


def _lexeme(text: str, marks: str = "") -> str:
    # Only letters and digits ever come here; the quotes keep to_tsquery from reading more in it.
    return f"'{text}':{marks}" if marks else f"'{text}'"


def found(rows: QuerySet, question: SearchWords, *, loosely: bool = False) -> QuerySet:
    """Keep the rows that answer the question, with their `relevance` (more is better)."""
    wide = _query(question.loose if loosely else question.wide)
    exact = SearchRank(F("vector"), _query(question.exact), weights=WEIGHTS)
    # Ranking by everything that is near costs five times as much as asking where it stands.
    titled = Case(When(vector=_query(question.titled), then=Value(0.3)), default=Value(0.0))
    return rows.filter(vector=wide).annotate(relevance=exact + titled)


def _query(text: str) -> SearchQuery:
    return SearchQuery(text, search_type="raw", config="simple")


def indexed(*texts: str) -> str:
    """Return the stems of these texts as `Findable` keeps them."""
    return " ".join(stem for text in texts for stem in stems(text))


_loaded: dict[type[Word], tuple[object, Vocabulary]] = {}


def vocabulary_of(model: type[Word]) -> Vocabulary:
    """Return all words of a room; kept per process until words were added (one query)."""
    newest = model._default_manager.aggregate(newest=Max("pk"))["newest"]
    kept = _loaded.get(model)
    if kept is None or kept[0] != newest:
        rows = model._default_manager.values_list("word", "stem", "uses")
        kept = _loaded[model] = (newest, Vocabulary(rows))
    return kept[1]


def add_words(model: type[Word], texts: list[str]) -> None:
    """Count the words of these texts in, each once per text."""
    counted: dict[str, int] = {}
    for text in texts:
        for word in {word for word in words(text) if is_plain(word)}:
            counted[word] = counted.get(word, 0) + 1
    # In one order for everybody, or two writers would wait for each other.
    rows = sorted(counted.items())
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} as w (word, stem, uses)"  # noqa: S608
            " select * from unnest(%s::text[], %s::text[], %s::int[])"
            " on conflict (word) do update set uses = w.uses + excluded.uses",
            [[word for word, _ in rows], [stem(word) for word, _ in rows], [n for _, n in rows]],
        )
