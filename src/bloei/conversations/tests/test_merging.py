"""Two people write at once, and nothing that either wrote is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloei.conversations.merging import merged

WORDS = st.sampled_from(["dinsdag", "rustig", "balie", "samen", "Naomi", "half uur", ""])
TEXT = st.lists(WORDS, max_size=6).map("\n".join) | st.lists(WORDS, max_size=8).map(" ".join)


def words(text: str) -> set[str]:
    return set(text.split())


@given(base=TEXT, mine=TEXT, theirs=TEXT)
def test_every_word_that_either_added_is_there(base, mine, theirs):
    together = words(merged(base, mine, theirs))
    assert words(mine) - words(base) <= together
    assert words(theirs) - words(base) <= together


@given(base=TEXT, mine=TEXT, theirs=TEXT)
def test_no_word_comes_from_nowhere(base, mine, theirs):
    assert words(merged(base, mine, theirs)) <= words(base) | words(mine) | words(theirs)


@given(base=TEXT, mine=TEXT)
def test_who_writes_alone_gets_what_was_written(base, mine):
    assert merged(base, mine, base) == mine
    assert merged(base, base, mine) == mine
    assert merged(base, mine, mine) == mine


def test_a_merge_that_takes_the_last_writer_would_be_seen():
    """The negative control: taking the newest text, as most forms do, loses words."""
    base, mine, theirs = "balie", "balie\nNaomi", "balie\nrustig"
    assert not words(theirs) - words(base) <= words(mine)
    assert words(merged(base, mine, theirs)) == {"balie", "Naomi", "rustig"}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        ("een\ntwee\ndrie", "een!\ntwee\ndrie", "een\ntwee\ndrie!", "een!\ntwee\ndrie!"),
        ("een\ntwee\ndrie", "een\ndrie", "een\ntwee\ndrie\nvier", "een\ndrie\nvier"),
        ("vast moment", "een vast moment", "vast moment, samen", "een vast moment, samen"),
        ("dinsdag", "woensdag", "donderdag", "donderdag\nwoensdag"),
        ("", "van Eva", "van Mo", "van Mo\nvan Eva"),
    ],
)
def test_changes_in_other_places_stand_side_by_side(base, mine, theirs, together):
    assert merged(base, mine, theirs) == together
