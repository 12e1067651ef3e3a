"""The question cards are whole, plain, and there are some for every occasion."""

import pytest
from django.utils import translation

from bloei.conversations import question_cards
from bloei.conversations.rules import Occasion

CARDS = question_cards.cards()
LONGEST_QUESTION, LONGEST_WORD = 75, 14


def test_there_are_twelve_to_twenty_different_ones():
    assert 12 <= len(CARDS) <= 20
    assert len({card.code for card in CARDS}) == len(CARDS)
    questions = [text for card in CARDS for text, _more in card.texts.values()]
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("occasion", list(Occasion))
def test_every_occasion_has_five_at_least(occasion):
    assert len(question_cards.for_occasion(occasion)) >= 5


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.code)
def test_a_card_is_one_plain_question_in_both_languages(card):
    assert set(card.texts) == {"nl", "en"}
    for question, more in card.texts.values():
        assert question.endswith("?")
        assert question.count("?") == 1
        assert len(question) <= LONGEST_QUESTION
        assert more.endswith((".", "?"))
        assert max(len(word) for word in f"{question} {more}".split()) <= LONGEST_WORD


def test_a_card_is_said_in_the_language_of_the_page():
    card = CARDS[0]
    with translation.override("nl"):
        dutch = card.question
    with translation.override("en"):
        assert card.question != dutch


def test_after_the_last_card_comes_the_first():
    last = len(question_cards.for_occasion(Occasion.TIME))
    assert question_cards.drawn(Occasion.TIME, str(last)).next == 1
    for senseless in ("", "0", "99", "-1", "een", "²"):
        assert question_cards.drawn(Occasion.TIME, senseless).number == 1
