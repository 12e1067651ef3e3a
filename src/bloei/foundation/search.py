"""Searching in Dutch: words become stems in Python, PostgreSQL finds them, typing errors are mended.

What can be searched inherits `Findable`: the action that writes a row fills in the
stems, the database keeps the vector beside them. A room that mends typing errors
keeps its words in a table that inherits `Word`.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchVector, SearchVector, SearchVectorField
from django.db import models


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
